package org.sstem.internal.file;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class StackFormatsTest {

    private static final Optional<VoxelSize> VOXEL = Optional.of(new VoxelSize(4, 4.6, 47.5));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"stack", "below/stack", "stack.tif", "stack.TIFF", "stack.h5:/volumes/raw", "stack.hdf5:/a"})
    void everyPixelTypeAndTheVoxelSizeSurviveEveryFormat(String place) throws Exception {
        assertRoundTrip(RandomStacks.bytes(1, 31, 17, 12), new UnsignedByteType(), VOXEL, "8/" + place);
        assertRoundTrip(RandomStacks.shorts(2, 16, 9, 3), new UnsignedShortType(), VOXEL, "16/" + place);
        assertRoundTrip(RandomStacks.floats(3, 5, 40, 2), new FloatType(), VOXEL, "f/" + place);
        assertRoundTrip(RandomStacks.bytes(4, 3, 3, 1), new UnsignedByteType(), Optional.empty(), "1/" + place);
    }

    private <T extends NativeType<T> & RealType<T>> void assertRoundTrip(
            RandomAccessibleInterval<T> stack, T type, Optional<VoxelSize> voxelSize, String place) throws Exception {
        Path target = folder.resolve(place);

        Stacks.write(stack, voxelSize, target);

        try (StackReader<?> in = Stacks.open(target)) {
            assertThat(in.type()).isInstanceOf(type.getClass());
            assertThat(in.voxelSize()).isEqualTo(voxelSize);
            assertThat(new long[] {in.width(), in.height(), in.sections()}).isEqualTo(stack.dimensionsAsLongArray());
            assertThat(RandomStacks.values(in.pixels())).isEqualTo(RandomStacks.values(stack));
        }
        try (var left = Files.walk(folder)) {
            assertThat(left.map(Path::toString)).noneMatch(name -> name.contains(".partial") || name.contains("unfin"));
        }
    }

    @Test
    void aStackIsTheSameInAllFormats() throws Exception {
        RandomAccessibleInterval<UnsignedShortType> stack = RandomStacks.shorts(5, 23, 29, 11);
        Stacks.write(stack, VOXEL, folder.resolve("png"));

        copy("png", "tiff.tif");
        copy("tiff.tif", "hdf5.h5:/raw");
        copy("hdf5.h5:/raw", "png2");

        for (String place : List.of("tiff.tif", "hdf5.h5:/raw", "png2")) {
            try (StackReader<?> in = Stacks.open(folder.resolve(place))) {
                assertThat(RandomStacks.values(in.pixels())).as(place).isEqualTo(RandomStacks.values(stack));
                assertThat(in.voxelSize()).as(place).isEqualTo(VOXEL);
            }
        }
    }

    private void copy(String from, String to) throws Exception {
        try (StackReader<?> in = Stacks.open(folder.resolve(from))) {
            Stacks.write(in.pixels(), in.voxelSize(), folder.resolve(to));
        }
    }

    @Test
    void viewsAreWrittenAsTheyAreSeen() throws Exception {
        RandomAccessibleInterval<UnsignedByteType> stack = RandomStacks.bytes(6, 9, 8, 7);
        RandomAccessibleInterval<UnsignedByteType> view =
                Views.interval(stack, new long[] {2, 1, 3}, new long[] {7, 5, 6});

        Stacks.write(view, Optional.empty(), folder.resolve("view.tif"));

        try (StackReader<?> in = Stacks.open(folder.resolve("view.tif"))) {
            assertThat(RandomStacks.values(in.pixels())).isEqualTo(RandomStacks.values(view));
        }
    }

    @Test
    void floatSectionsAreWrittenAsTiffFiles() throws Exception {
        Stacks.write(RandomStacks.floats(7, 4, 4, 2), Optional.empty(), folder.resolve("floats"));

        try (var files = Files.list(folder.resolve("floats"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("0000.tif", "0001.tif", "stack.json", ".sstem-manifest.jsonl");
        }
    }

    @Test
    void namesAreTakenInTheOrderInWhichPeopleCount() throws Exception {
        Path stack = folder.resolve("stack");
        RandomAccessibleInterval<UnsignedByteType> pixels = RandomStacks.bytes(8, 3, 3, 4);
        Stacks.write(pixels, Optional.empty(), stack);
        Files.delete(stack.resolve("stack.json"));
        Files.move(stack.resolve("0000.png"), stack.resolve("s2.png"));
        Files.move(stack.resolve("0001.png"), stack.resolve("s9a.png"));
        Files.move(stack.resolve("0002.png"), stack.resolve("s10.PNG"));
        Files.move(stack.resolve("0003.png"), stack.resolve("s0100.png"));
        Files.writeString(stack.resolve("notes.txt"), "not a section");
        Files.writeString(stack.resolve(".s1.png"), "not a section either");

        try (StackReader<?> in = Stacks.open(stack)) {
            assertThat(RandomStacks.values(in.pixels())).isEqualTo(RandomStacks.values(pixels));
            assertThat(in.voxelSize()).isEmpty();
        }
    }
}
