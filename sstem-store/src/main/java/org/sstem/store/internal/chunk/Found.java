package org.sstem.store.internal.chunk;

import org.sstem.stack.VoxelSize;

import java.util.List;
import java.util.Optional;

/**
 * A stack that was found in a store: an array, and what is said of it.
 *
 * @param array     its sections
 * @param voxelSize the size of its voxels, if it is said
 * @param remarks   what the user should know
 */
public record Found(StoredArray array, Optional<VoxelSize> voxelSize, List<String> remarks) {}
