package org.sstem.store.internal.zarr;

/** Blocks of pixels out of larger ones. */
final class Blocks {

    private Blocks() {}

    /**
     * Cuts a block out.
     *
     * @param pixels x fastest, of the given size in z, y and x
     * @param from   where the block begins
     * @param block  its size; what reaches beyond the pixels is 0
     * @param bytes  bytes of a pixel
     */
    static byte[] cut(byte[] pixels, int[] size, int[] from, int[] block, int bytes) {
        if (size[0] == block[0] && size[1] == block[1] && size[2] == block[2]) {
            return pixels;
        }
        byte[] out = new byte[block[0] * block[1] * block[2] * bytes];
        int sections = Math.min(block[0], size[0] - from[0]);
        int rows = Math.min(block[1], size[1] - from[1]);
        int columns = Math.min(block[2], size[2] - from[2]);
        for (int z = 0; z < sections; z++) {
            for (int y = 0; y < rows; y++) {
                int at = (((from[0] + z) * size[1] + from[1] + y) * size[2] + from[2]) * bytes;
                System.arraycopy(pixels, at, out, (z * block[1] + y) * block[2] * bytes, columns * bytes);
            }
        }
        return out;
    }
}
