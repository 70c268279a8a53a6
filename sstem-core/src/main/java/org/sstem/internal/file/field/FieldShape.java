package org.sstem.internal.file.field;

import org.sstem.stack.VoxelSize;

import java.util.Optional;

/**
 * The stack that a displacement field is of.
 *
 * @param width     pixels in x
 * @param height    pixels in y
 * @param sections  sections in z
 * @param voxelSize the size of a voxel, if it is known
 */
public record FieldShape(int width, int height, int sections, Optional<VoxelSize> voxelSize) {}
