package org.sstem.store.internal;

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
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** N5 stores that python3-zarr has written: {@code python/make.py} says how. */
class ForeignN5Test {

    @TempDir
    static Path folder;

    @BeforeAll
    static void unpack() throws Exception {
        Unzip.into(folder, "python/stores.zip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "zlib", "blosc"})
    void everyCodecIsRead(String codec) throws Exception {
        try (StackReader<?> stack = Stacks.open(folder + "/codec-" + codec + ".n5/raw")) {
            ForeignStoresTest.assertPixels(stack, 257);
        }
    }

    @ParameterizedTest
    @CsvSource({"u1, 1, 0", "i1, 1, 0", "u4, 1, 0", "u8, 1, 1099511627776"})
    void labelsAreRead(String type, long scale, long offset) throws Exception {
        try (StackReader<UnsignedLongType> labels = Stacks.openLabels(folder + "/types.n5/" + type)) {
            for (int x = 0; x < 9; x++) {
                long value = ForeignStoresTest.value(x, 12, 2);
                assertThat(labels.pixels().getAt(x, 12, 2).get()).isEqualTo(value * scale + offset);
            }
        }
    }

    @Test
    void floatsAndTheVoxelSizeAreRead() throws Exception {
        try (StackReader<?> floats = Stacks.open(folder + "/types.n5/f4");
                StackReader<?> bytes = Stacks.open("n5://" + folder + "/types.n5/u1")) {
            ForeignStoresTest.assertPixels(floats, 0.125);
            assertThat(floats.voxelSize()).isEmpty();
            assertThat(bytes.voxelSize()).hasValue(new VoxelSize(4.6, 4, 47.5));
        }
    }

    @Test
    void anAbsentBlockIsZerosAndAnUnreadableOneAnError() throws Exception {
        try (StackReader<?> absent = Stacks.open(folder + "/types.n5/u1");
                StackReader<?> cut = Stacks.open(folder + "/types.n5/u2")) {
            assertThat(absent.pixels().getAt(9, 8, 3).getRealDouble()).isZero();
            assertThat(absent.pixels().getAt(8, 8, 3).getRealDouble()).isEqualTo(ForeignStoresTest.value(8, 8, 3));
            assertThatThrownBy(() -> cut.pixels().getAt(9, 8, 3))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("chunk 1/1/1 of " + folder + "/types.n5/u2 cannot be read: ");
        }
    }

    @Test
    void whatIsNotSupportedIsNamed() {
        assertThatThrownBy(() -> Stacks.open(folder + "/codec-bzip2.n5/raw"))
                .hasMessageContaining("codec-bzip2.n5/raw/attributes.json")
                .hasMessageEndingWith("it is packed by bzip2, which is not supported");
        assertThatThrownBy(() -> Stacks.open(folder + "/types.n5"))
                .hasMessage(folder
                        + "/types.n5 is no dataset of N5 and has no s0; name a dataset in it: f4, i1, u1, u2, u4,"
                        + " u8");
    }
}
