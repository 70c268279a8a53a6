package org.sstem.store.internal;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.file.RandomStacks;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;

import java.nio.file.Path;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** What is written into a store is read again as it was. */
class StoreRoundTripTest {

    private static final Optional<VoxelSize> VOXEL = Optional.of(new VoxelSize(4, 4.6, 47.5));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s/stack.zarr",
                "%s/below/stack.ome.zarr",
                "zarr2://%s/stack",
                "%s/v.precomputed",
                "precomputed://%s/v",
                "zarr3://%s/stack.zarr",
                "%s/stack.n5",
                "n5://%s/stack"
            })
    void everyPixelTypeAndTheVoxelSizeSurvive(String name) throws Exception {
        assertRoundTrip(RandomStacks.bytes(1, 31, 17, 12), new UnsignedByteType(), VOXEL, name, "8");
        assertRoundTrip(RandomStacks.shorts(2, 16, 9, 3), new UnsignedShortType(), VOXEL, name, "16");
        assertRoundTrip(RandomStacks.floats(3, 5, 40, 2), new FloatType(), VOXEL, name, "f");
        boolean needsVoxels = name.contains("precomputed");
        assertRoundTrip(
                RandomStacks.bytes(4, 3, 3, 1),
                new UnsignedByteType(),
                needsVoxels ? VOXEL : Optional.empty(),
                name,
                "1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s/stack.zarr",
                "zarr3://%s/stack.zarr",
                "%s/stack.n5",
                "n5://%s/stack",
                "%s/v.precomputed",
                "precomputed://%s/v"
            })
    void stacksOfManyChunksSurvive(String name) throws Exception {
        assertRoundTrip(RandomStacks.bytes(5, 1100, 30, 19), new UnsignedByteType(), VOXEL, name, "8");
        assertRoundTrip(RandomStacks.shorts(6, 27, 1030, 3), new UnsignedShortType(), VOXEL, name, "16");
    }

    private <T extends NativeType<T> & RealType<T>> void assertRoundTrip(
            RandomAccessibleInterval<T> stack, T type, Optional<VoxelSize> voxelSize, String name, String below)
            throws Exception {
        String target = name.formatted(folder.resolve(below));

        Stacks.write(stack, voxelSize, target);

        try (StackReader<?> in = Stacks.open(target)) {
            assertThat(in.type()).isInstanceOf(type.getClass());
            assertThat(in.voxelSize()).isEqualTo(voxelSize);
            assertThat(new long[] {in.width(), in.height(), in.sections()}).isEqualTo(stack.dimensionsAsLongArray());
            assertThat(RandomStacks.values(in.pixels())).isEqualTo(RandomStacks.values(stack));
        }
    }
}
