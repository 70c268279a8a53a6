package org.sstem.internal.report;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.RealType;
import org.sstem.stack.VoxelSize;

import java.util.Optional;

/**
 * The stack that a report is about.
 *
 * @param name      where it was read from, for people
 * @param width     pixels in x
 * @param height    pixels in y
 * @param sections  sections in z
 * @param pixelType for people, as in {@code "8 bit"}
 * @param voxelSize size of a voxel, if the file told it
 */
public record StackSummary(
        String name, int width, int height, int sections, String pixelType, Optional<VoxelSize> voxelSize) {

    /**
     * Describes a stack.
     *
     * @throws IllegalArgumentException if it has not three axes
     */
    public static StackSummary of(
            String name, RandomAccessibleInterval<? extends RealType<?>> stack, Optional<VoxelSize> voxelSize) {
        if (stack.numDimensions() != 3) {
            throw new IllegalArgumentException(
                    "a stack must have the axes (x, y, z), had " + stack.numDimensions() + " dimensions");
        }
        RealType<?> type = stack.getType();
        return new StackSummary(
                name,
                Math.toIntExact(stack.dimension(0)),
                Math.toIntExact(stack.dimension(1)),
                Math.toIntExact(stack.dimension(2)),
                type instanceof IntegerType ? type.getBitsPerPixel() + " bit" : "float",
                voxelSize);
    }
}
