package org.sstem.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Pixels as bytes: the way into and out of the arrays that hold a section. */
public final class RawPixels {

    /** The byte order of everything that is written here. */
    public static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** How much is converted at a time: large enough for the disk, small beside a section. */
    public static final int BLOCK_BYTES = 1 << 20;

    private RawPixels() {}

    /** Does something with some pixels. */
    @FunctionalInterface
    public interface Block {
        void take(int pixel, int count) throws IOException;
    }

    /**
     * Goes through the pixels of a section in blocks of at most {@link #BLOCK_BYTES}. The largest section has almost as
     * many pixels as there are ints, so that the first one behind its end may be none.
     */
    public static void inBlocks(long pixels, int bytes, Block block) throws IOException {
        int step = BLOCK_BYTES / bytes;
        for (long i = 0; i < pixels; i += step) {
            block.take((int) i, (int) Math.min(step, pixels - i));
        }
    }

    /** Decodes {@code count} pixels from the buffer's position into an array, from {@code index} on. */
    public static void decode(ByteBuffer from, Object raw, int index, int count) {
        if (raw instanceof byte[] out) {
            from.get(out, index, count);
        } else if (raw instanceof short[] out) {
            from.asShortBuffer().get(out, index, count);
        } else if (raw instanceof long[] out) {
            from.asLongBuffer().get(out, index, count);
        } else {
            from.asFloatBuffer().get((float[]) raw, index, count);
        }
    }

    /** Encodes {@code count} pixels of an array, from {@code index} on, as the whole content of a cleared buffer. */
    public static void encode(Object raw, int index, int count, ByteBuffer to) {
        to.clear();
        int bytes;
        if (raw instanceof byte[] in) {
            to.put(in, index, count);
            bytes = count;
        } else if (raw instanceof short[] in) {
            to.asShortBuffer().put(in, index, count);
            bytes = 2 * count;
        } else if (raw instanceof long[] in) {
            to.asLongBuffer().put(in, index, count);
            bytes = 8 * count;
        } else {
            to.asFloatBuffer().put((float[]) raw, index, count);
            bytes = 4 * count;
        }
        to.position(0).limit(bytes);
    }
}
