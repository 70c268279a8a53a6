package org.sstem.store.internal;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Stores that other programs have written: {@code python/make.py} and {@code javascript/make.mjs} say how. */
class ForeignStoresTest {

    private static final int[] SIZE = {17, 13, 5};

    @TempDir
    static Path folder;

    @BeforeAll
    static void unpack() throws Exception {
        Unzip.into(folder, "python/stores.zip");
        Unzip.into(folder.resolve("v3"), "javascript/zarr3.zip");
    }

    static int value(int x, int y, int z) {
        return (7 * z + 3 * y + x) % 251;
    }

    static void assertPixels(StackReader<?> stack, double scale) {
        assertThat(new int[] {stack.width(), stack.height(), stack.sections()}).isEqualTo(SIZE);
        RandomAccessibleInterval<? extends RealType<?>> pixels = stack.pixels();
        for (int z = 0; z < SIZE[2]; z++) {
            for (int y = 0; y < SIZE[1]; y++) {
                for (int x = 0; x < SIZE[0]; x++) {
                    assertThat(pixels.getAt(x, y, z).getRealDouble())
                            .as("%d %d %d", x, y, z)
                            .isEqualTo(value(x, y, z) * scale);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "zlib",
                "gzip",
                "zstd",
                "lz4",
                "blosc-lz4-0",
                "blosc-lz4-1",
                "blosc-lz4-2",
                "blosc-lz4hc-0",
                "blosc-lz4hc-1",
                "blosc-lz4hc-2",
                "blosc-blosclz-0",
                "blosc-blosclz-1",
                "blosc-blosclz-2",
                "blosc-zlib-0",
                "blosc-zlib-1",
                "blosc-zlib-2",
                "blosc-zstd-0",
                "blosc-zstd-1",
                "blosc-zstd-2"
            })
    void everyCodecIsRead(String codec) throws Exception {
        try (StackReader<?> stack = Stacks.open(folder + "/codec-" + codec + ".zarr")) {
            assertPixels(stack, 257);
        }
    }

    @ParameterizedTest
    @CsvSource({"u1, 1", "little-u2, 257", "big-u2, 257", "little-f4, 0.125", "big-f4, 0.125"})
    void everyPixelTypeIsReadInEitherByteOrder(String type, double scale) throws Exception {
        try (StackReader<?> stack = Stacks.open(folder + "/type-" + type + ".zarr")) {
            assertPixels(stack, scale);
            assertThat(stack.voxelSize()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "u1, 1, 0",
        "i1, 1, 0",
        "little-u2, 257, 0",
        "little-u4, 1, 0",
        "big-u4, 1, 0",
        "little-u8, 1, 1099511627776",
        "little-i8, 1, 1099511627776"
    })
    void labelsOfEveryWidthAreRead(String type, long scale, long offset) throws Exception {
        try (StackReader<UnsignedLongType> labels = Stacks.openLabels(folder + "/type-" + type + ".zarr")) {
            for (int z = 0; z < SIZE[2]; z++) {
                for (int x = 0; x < SIZE[0]; x++) {
                    long value = type.equals("i1") ? (byte) value(x, 12, z) : value(x, 12, z);
                    assertThat(labels.pixels().getAt(x, 12, z).get()).isEqualTo(value * scale + offset);
                }
            }
        }
    }

    @Test
    void whatIsNoPixelIsRefusedByName() {
        assertThatThrownBy(() -> Stacks.open(folder + "/type-little-u8.zarr"))
                .hasMessage(folder
                        + "/type-little-u8.zarr holds uint64; the pixels of a stack are uint8, uint16 or float32");
        assertThatThrownBy(() -> Stacks.openLabels(folder + "/type-big-f4.zarr"))
                .hasMessage(folder + "/type-big-f4.zarr holds float32; labels are whole numbers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"order-f.zarr", "xyz.zarr/raw", "separator.zarr"})
    void axesAndKeysOfEveryOrderAreRead(String store) throws Exception {
        try (StackReader<?> stack = Stacks.open(folder + "/" + store)) {
            assertPixels(stack, store.startsWith("order") ? 257 : 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "type-uint8, 1",
        "type-uint16, 257",
        "type-float32, 0.125",
        "big, 257",
        "gzip, 257",
        "zstd, 257",
        "blosc, 257",
        "transpose, 257",
        "keys-v2, 1"
    })
    void version3IsRead(String store, double scale) throws Exception {
        try (StackReader<?> stack = Stacks.open(folder + "/v3/" + store + ".zarr")) {
            assertPixels(stack, scale);
        }
    }

    @Test
    void axesOfSizeOneAreLeftOutAndTheVoxelSizeIsRead() throws Exception {
        try (StackReader<?> stack = Stacks.open(folder + "/pyramid.ome.zarr")) {
            assertPixels(stack, 1);
            assertThat(stack.voxelSize()).hasValue(new VoxelSize(4.6, 4, 47.5));
        }
        try (StackReader<?> level = Stacks.open(folder + "/pyramid.ome.zarr/1")) {
            assertThat(level.width()).isEqualTo(9);
            assertThat(level.pixels().getAt(3, 2, 1).getRealDouble()).isEqualTo(value(6, 4, 1));
            assertThat(level.voxelSize()).hasValue(new VoxelSize(9.2, 8, 47.5));
        }
        try (StackReader<?> stack = Stacks.open(folder + "/xyz.zarr/raw")) {
            assertThat(stack.voxelSize()).hasValue(new VoxelSize(4, 4, 40));
        }
    }

    @Test
    void aGroupWithoutAPyramidNamesItsArrays() {
        assertThatThrownBy(() -> Stacks.open(folder + "/xyz.zarr"))
                .hasMessage(folder + "/xyz.zarr is a group without multiscales; name an array in it: raw");
        assertThatThrownBy(() -> Stacks.open(folder + "/xyz.zarr/row"))
                .hasMessageContaining("xyz.zarr/row is neither a group");
    }

    @Test
    void anAbsentChunkAChunkOfZerosAndAnUnreadableChunkAreThreeThings() throws Exception {
        try (StackReader<?> absent = Stacks.open(folder + "/fill.zarr");
                StackReader<?> zeros = Stacks.open(folder + "/zeros.zarr");
                StackReader<?> unreadable = Stacks.open(folder + "/cut.zarr")) {
            assertThat(absent.pixels().getAt(9, 8, 3).getRealDouble()).isEqualTo(7);
            assertThat(absent.pixels().getAt(8, 8, 3).getRealDouble()).isEqualTo(value(8, 8, 3));
            assertThat(zeros.pixels().getAt(9, 8, 3).getRealDouble()).isZero();
            assertThat(unreadable.pixels().getAt(9, 8, 2).getRealDouble()).isEqualTo(value(9, 8, 2));
            assertThatThrownBy(() -> unreadable.pixels().getAt(9, 8, 3))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("chunk 1.1.1 of " + folder + "/cut.zarr cannot be read: ");
        }
    }

    @Test
    void aStoreIsKnownByWhatLiesInItToo() throws Exception {
        Path plain = Files.createDirectories(folder.resolve("plain"));
        for (String name : new String[] {".zarray", "0.0.0"}) {
            Files.copy(folder.resolve("codec-none.zarr").resolve(name), plain.resolve(name));
        }

        try (StackReader<?> stack = Stacks.open(plain)) {
            assertThat(stack.pixels().getAt(1, 2, 1).getRealDouble()).isEqualTo(257 * value(1, 2, 1));
        }
    }
}
