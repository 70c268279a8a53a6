package org.sstem.store.internal.chunk;

/**
 * Where the numbers of a chunk lie whose axes have another order.
 *
 * @param z      numbers from one section to the next
 * @param y      numbers from one row to the next
 * @param x      numbers from one column to the next
 * @param depth  sections in a chunk
 * @param height rows in a chunk
 * @param width  columns in a chunk
 */
public record Strides(int z, int y, int x, int depth, int height, int width) {

    /** Copies a chunk so that x runs fastest, then y; returns it where it lies so already. */
    public byte[] arrange(byte[] chunk, int bytes) {
        if (x == 1 && y == width && z == width * height && chunk.length == depth * height * width * bytes) {
            return chunk;
        }
        byte[] out = new byte[depth * height * width * bytes];
        int to = 0;
        for (int k = 0; k < depth; k++) {
            for (int j = 0; j < height; j++) {
                for (int i = 0; i < width; i++) {
                    int from = (k * z + j * y + i * x) * bytes;
                    for (int b = 0; b < bytes; b++) {
                        out[to++] = chunk[from + b];
                    }
                }
            }
        }
        return out;
    }
}
