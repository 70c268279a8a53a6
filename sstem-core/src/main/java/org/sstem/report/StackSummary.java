package org.sstem.report;

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
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a size is below 1
     */
    public StackSummary {
        if (width < 1 || height < 1 || sections < 1) {
            throw new IllegalArgumentException(
                    "a stack is at least 1 x 1 x 1, was " + width + " x " + height + " x " + sections);
        }
    }
}
