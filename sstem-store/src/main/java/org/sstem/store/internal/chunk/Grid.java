package org.sstem.store.internal.chunk;

import java.nio.ByteOrder;

/**
 * What the metadata of an array says of its numbers, in any format.
 *
 * @param shape  its size, in the order of its axes
 * @param chunk  the size of a chunk
 * @param type   the type of its numbers
 * @param fill   the value of what is not there
 * @param memory axes as they lie in the memory of a chunk, the slowest first
 * @param order  the byte order
 */
public record Grid(long[] shape, int[] chunk, ElementType type, Number fill, int[] memory, ByteOrder order) {}
