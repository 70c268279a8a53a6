package org.sstem.stack;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class PngStackTest {

    private static final Optional<VoxelSize> VOXEL = Optional.of(new VoxelSize(4, 4.6, 50));

    @TempDir
    Path folder;

    @Test
    void eightBitStacksComeBackAsTheyWere() throws Exception {
        RandomAccessibleInterval<UnsignedByteType> stack = RandomStacks.bytes(1, 31, 17, 12);
        Path target = folder.resolve("a/stack");

        Stacks.write(stack, VOXEL, target);

        try (StackReader<?> in = Stacks.open(target)) {
            assertThat(in.type()).isInstanceOf(UnsignedByteType.class);
            assertThat(in.voxelSize()).isEqualTo(VOXEL);
            assertThat(new int[] {in.width(), in.height(), in.sections()}).containsExactly(31, 17, 12);
            assertThat(RandomStacks.values(in.pixels())).isEqualTo(RandomStacks.values(stack));
        }
        assertThat(Files.list(folder.resolve("a"))).containsExactly(target);
    }

    @Test
    void sixteenBitStacksComeBackAsTheyWere() throws Exception {
        RandomAccessibleInterval<UnsignedShortType> stack = RandomStacks.shorts(2, 16, 9, 3);

        Stacks.write(stack, Optional.empty(), folder.resolve("stack"));

        try (StackReader<?> in = Stacks.open(folder.resolve("stack"))) {
            assertThat(in.type()).isInstanceOf(UnsignedShortType.class);
            assertThat(in.voxelSize()).isEmpty();
            assertThat(RandomStacks.values(in.pixels())).isEqualTo(RandomStacks.values(stack));
        }
    }
}
