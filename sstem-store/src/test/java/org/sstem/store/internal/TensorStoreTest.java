package org.sstem.store.internal;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Shards, precomputed volumes and N5 stores that tensorstore has written: {@code tensorstore/make.py} says how. */
class TensorStoreTest {

    private static final VoxelSize VOXEL = new VoxelSize(4, 4.6, 47.5);

    @TempDir
    static Path folder;

    @BeforeAll
    static void unpack() throws Exception {
        Unzip.into(folder, "tensorstore/stores.zip");
    }

    @ParameterizedTest
    @CsvSource({"uint8, 1", "uint16, 257", "float32, 0.125"})
    void precomputedVolumesOfEveryPixelTypeAreRead(String type, double scale) throws Exception {
        try (StackReader<?> stack = Stacks.open(folder + "/type-" + type + ".precomputed")) {
            ForeignStoresTest.assertPixels(stack, scale);
            assertThat(stack.voxelSize()).hasValue(VOXEL);
        }
    }

    @ParameterizedTest
    @CsvSource({"uint32, 0", "uint64, 1099511627776"})
    void precomputedLabelsAreRead(String type, long offset) throws Exception {
        try (StackReader<UnsignedLongType> labels = Stacks.openLabels(folder + "/type-" + type + ".precomputed")) {
            for (int x = 0; x < 17; x++) {
                assertThat(labels.pixels().getAt(x, 12, 4).get()).isEqualTo(ForeignStoresTest.value(x, 12, 4) + offset);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "identity-raw-raw",
                "identity-raw-gzip",
                "identity-gzip-raw",
                "identity-gzip-gzip",
                "murmurhash3_x86_128-raw-raw",
                "murmurhash3_x86_128-raw-gzip",
                "murmurhash3_x86_128-gzip-raw",
                "murmurhash3_x86_128-gzip-gzip"
            })
    void precomputedShardsAreRead(String kind) throws Exception {
        try (StackReader<?> stack = Stacks.open(folder + "/shards-" + kind + ".precomputed")) {
            ForeignStoresTest.assertPixels(stack, 257);
        }
    }

    @ParameterizedTest
    @CsvSource({"png-uint8, 1", "png-uint16, 257"})
    void precomputedPicturesAreRead(String name, double scale) throws Exception {
        try (StackReader<?> stack = Stacks.open(folder + "/" + name + ".precomputed")) {
            ForeignStoresTest.assertPixels(stack, scale);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "shards-jpeg"})
    void picturesThatLoseSomethingAreReadAsTensorstoreReadsThem(String name) throws Exception {
        JsonArray expected = JsonParser.parseString(Files.readString(folder.resolve("jpeg.json")))
                .getAsJsonArray();

        try (StackReader<?> stack = Stacks.open(folder + "/" + name + ".precomputed")) {
            for (int i = 0; i < 17 * 13 * 5; i++) {
                assertThat(stack.pixels().getAt(i % 17, i / 17 % 13, i / 221).getRealDouble())
                        .isEqualTo(expected.get(i).getAsDouble());
            }
        }
    }

    @Test
    void whatIsNotReadIsRefusedByName() {
        assertThatThrownBy(() -> Stacks.openLabels(folder + "/compressed-segmentation.precomputed"))
                .isInstanceOf(IOException.class)
                .hasMessage(folder + "/compressed-segmentation.precomputed/info cannot be understood: its chunks are"
                        + " encoded as compressed_segmentation, which is not supported");
        assertThatThrownBy(() -> Stacks.open(folder + "/codec-xz.n5/raw"))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("it is packed by xz, which is not supported");
    }

    @Test
    void anAbsentShardIsZerosAndACutOneAnError() throws Exception {
        Path volume = folder.resolve("shards-murmurhash3_x86_128-raw-raw.precomputed");
        Path shards = volume.resolve("4_4.6_47.5");
        Path absent = shards.resolve("2.shard");
        byte[] whole = Files.readAllBytes(absent);
        Files.delete(absent);

        int zeros = 0;
        try (StackReader<?> stack = Stacks.open(volume)) {
            for (int x = 0; x < 17; x += 2) {
                for (int y = 0; y < 13; y += 4) {
                    double pixel = stack.pixels().getAt(x, y, 4).getRealDouble();
                    assertThat(pixel).isIn(0.0, 257.0 * ForeignStoresTest.value(x, y, 4));
                    zeros += pixel == 0 ? 1 : 0;
                }
            }
        }
        Files.write(absent, Arrays.copyOf(whole, whole.length - 3));
        try (StackReader<?> stack = Stacks.open(volume)) {
            assertThatThrownBy(() -> stack.pixels().getAt(0, 0, 4))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("chunk ")
                    .hasMessageContaining("the index of part 0 of " + absent + " cannot be read: ");
        } finally {
            Files.write(absent, whole);
        }

        assertThat(zeros).as("chunks of a shard that is not there").isBetween(5, 30);
    }

    static Stream<String> shards() {
        return Stream.of("none", "gzip", "zstd", "blosc").flatMap(codec -> Stream.of(codec + "-start", codec + "-end"));
    }

    @ParameterizedTest
    @MethodSource("shards")
    void shardsOfZarrAreRead(String kind) throws Exception {
        try (StackReader<?> stack = Stacks.open(folder + "/shards-" + kind + ".zarr")) {
            ForeignStoresTest.assertPixels(stack, 257);
        }
    }

    @Test
    void transposedChunksInShardsOfZarrAreRead() throws Exception {
        try (StackReader<?> stack = Stacks.open(folder + "/shards-transpose-end.zarr")) {
            ForeignStoresTest.assertPixels(stack, 257);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "gzip", "zlib", "zstd", "blosc"})
    void n5IsRead(String codec) throws Exception {
        try (StackReader<?> stack = Stacks.open(folder + "/codec-" + codec + ".n5/raw")) {
            ForeignStoresTest.assertPixels(stack, 257);
            assertThat(stack.voxelSize()).hasValue(VOXEL);
        }
    }
}
