package org.sstem.store.internal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.file.RandomStacks;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Volumes as the description of the format has them: its files are named by where they begin and end. */
class PrecomputedTest {

    private static final String INFO =
            """
            {"@type": "neuroglancer_multiscale_volume", "type": "image", "data_type": "uint8", "num_channels": 1,
             "scales": [
              {"key": "4_4_40", "size": [17, 13, 5], "resolution": [4, 4, 40], "voxel_offset": [100, 0, 7],
               "chunk_sizes": [[9, 8, 3], [17, 13, 1]], "encoding": "raw"},
              {"key": "8_8_40", "size": [9, 7, 5], "resolution": [8, 8, 40], "chunk_sizes": [[9, 8, 3]],
               "encoding": "raw"}]}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void volume() throws IOException {
        Files.writeString(folder.resolve("info"), INFO);
        Path scale = Files.createDirectory(folder.resolve("4_4_40"));
        for (int z = 0; z < 5; z += 3) {
            for (int y = 0; y < 13; y += 8) {
                for (int x = 0; x < 17; x += 9) {
                    int right = Math.min(x + 9, 17);
                    int bottom = Math.min(y + 8, 13);
                    int deepest = Math.min(z + 3, 5);
                    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
                    for (int k = z; k < deepest; k++) {
                        for (int j = y; j < bottom; j++) {
                            for (int i = x; i < right; i++) {
                                chunk.write(ForeignStoresTest.value(i, j, k));
                            }
                        }
                    }
                    String name = "%d-%d_%d-%d_%d-%d".formatted(100 + x, 100 + right, y, bottom, 7 + z, 7 + deepest);
                    write(scale, name, chunk.toByteArray(), (x + y + z) % 3);
                }
            }
        }
    }

    /** Bare, packed, or packed under a name that says so. */
    private static void write(Path scale, String name, byte[] chunk, int how) throws IOException {
        try (OutputStream file = Files.newOutputStream(scale.resolve(how == 2 ? name + ".gz" : name));
                OutputStream out = how == 0 ? file : new GZIPOutputStream(file)) {
            out.write(chunk);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "precomputed://%s"})
    void isReadFromItsInfo(String name) throws Exception {
        try (StackReader<?> stack = Stacks.open(name.formatted(folder))) {
            ForeignStoresTest.assertPixels(stack, 1);
            assertThat(stack.voxelSize()).hasValue(new VoxelSize(4, 4, 40));
        }
    }

    @Test
    void aFolderOfSectionsIsNoneBecauseOfAFileCalledInfo() throws Exception {
        Path sections = folder.resolve("sections");
        Stacks.write(RandomStacks.bytes(1, 5, 4, 3), Optional.empty(), sections);
        Files.writeString(sections.resolve("info"), "taken on a Monday");

        try (StackReader<?> stack = Stacks.open(sections)) {
            assertThat(stack.sections()).isEqualTo(3);
        }
    }

    @Test
    void anAbsentChunkIsZerosAndAnUnreadableOneAnError() throws Exception {
        Path file = folder.resolve("4_4_40/100-109_0-8_7-10");
        Files.write(file, new byte[] {1, 2, 3});

        try (StackReader<?> stack = Stacks.open(folder)) {
            assertThatThrownBy(() -> stack.pixels().getAt(0, 0, 0))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("chunk 100-109_0-8_7-10 of " + folder.resolve("4_4_40")
                            + " cannot be read: it holds 3 of 216 bytes");
        }
        Files.delete(file);
        try (StackReader<?> stack = Stacks.open(folder)) {
            assertThat(stack.pixels().getAt(0, 1, 0).getRealDouble()).isZero();
            assertThat(stack.pixels().getAt(9, 1, 0).getRealDouble()).isEqualTo(ForeignStoresTest.value(9, 1, 0));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"encoding\": \"raw\"}, | \"encoding\": \"jxl\"}, | its chunks are encoded as jxl, which is not supported",
                "\"encoding\": \"raw\"}, | \"encoding\": \"compressed_segmentation\"}, | compressed_segmentation",
                "\"encoding\": \"raw\"}, | \"encoding\": \"raw\", \"sharding\": {}}, | it has no \"@type\"",
                "\"encoding\": \"raw\"}, | \"encoding\": \"raw\", \"sharding\": {\"@type\": \"v2\"}}, | shards of type v2",
                "\"encoding\": \"raw\"}, | \"encoding\": \"raw\", \"sharding\": SHARDS(\"preshift_bits\": 64)}, | preshift_bits of 64",
                "\"encoding\": \"raw\"}, | \"encoding\": \"raw\", \"sharding\": SHARDS(\"preshift_bits\": 0, \"hash\": \"md5\")}, | the hash md5",
                "\"num_channels\": 1 | \"num_channels\": 3 | it has 3 along the axis channel",
                "\"data_type\": \"uint8\" | \"data_type\": \"rgb\" | its numbers are of type rgb",
                "\"key\": \"4_4_40\" | \"key\": \"../4_4_40\" | which is no place in the store",
                "[17, 13, 5] | [17, 13, 1000000000000] | 1000000000000 along the axis z",
                "[9, 8, 3], | [1000000, 1000000, 3], | which no array can hold",
                "[9, 8, 3], | [100000, 10000, 2], | give it more with -Xmx"
            })
    void whatIsNotSupportedIsNamed(String part, String other, String message) throws Exception {
        Files.writeString(
                folder.resolve("info"),
                INFO.replaceFirst(
                        java.util.regex.Pattern.quote(part),
                        other.replaceAll("SHARDS\\((.*)\\)", "{\"@type\": \"neuroglancer_uint64_sharded_v1\", $1}")));

        assertThatThrownBy(() -> Stacks.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void picturesOfWhatIsNoPictureAreRefused() throws Exception {
        Files.writeString(
                folder.resolve("info"), INFO.replace("uint8", "float32").replace("\"raw\"", "\"png\""));

        assertThatThrownBy(() -> Stacks.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("its chunks hold float32 encoded as png, which is not supported");
    }

    @Test
    void isNotWrittenWithoutTheSizeOfAVoxel() {
        assertThatThrownBy(() ->
                        Stacks.write(RandomStacks.bytes(1, 5, 4, 3), Optional.empty(), folder + "/out.precomputed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs the size of a voxel");
        assertThat(folder.resolve("out.precomputed")).doesNotExist();
    }
}
