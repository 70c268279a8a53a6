package org.sstem.store.internal.write;

import org.sstem.stack.VoxelSize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One level of a pyramid.
 *
 * @param number   0 for the stack itself
 * @param width    pixels in x
 * @param height   pixels in y
 * @param sections sections in z
 * @param across   pixels of the stack that one of this level stands for, in x and in y
 * @param deep     sections of the stack that one of this level stands for
 */
public record Level(int number, int width, int height, int sections, int across, int deep) {

    /** A level of this size is the last one. */
    private static final int SMALL_PX = 256;

    /**
     * Makes the levels of a stack: each half as wide and high as the one before, and half as many sections as soon as
     * its voxels would be flatter than they are wide.
     */
    public static List<Level> of(int width, int height, int sections, Optional<VoxelSize> voxelSize) {
        List<Level> levels = new ArrayList<>();
        Level level = new Level(0, width, height, sections, 1, 1);
        levels.add(level);
        while (Math.max(level.width, level.height) > SMALL_PX) {
            level = level.next(voxelSize);
            levels.add(level);
        }
        return levels;
    }

    private Level next(Optional<VoxelSize> voxelSize) {
        boolean fewer = sections > 1
                && voxelSize
                        .filter(v -> 2 * across * Math.min(v.xNm(), v.yNm()) > deep * v.zNm())
                        .isPresent();
        return new Level(
                number + 1,
                (width + 1) / 2,
                (height + 1) / 2,
                fewer ? (sections + 1) / 2 : sections,
                2 * across,
                fewer ? 2 * deep : deep);
    }
}
