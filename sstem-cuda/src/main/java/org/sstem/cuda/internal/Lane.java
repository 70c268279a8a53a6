package org.sstem.cuda.internal;

import org.sstem.cuda.internal.Driver.DeviceMemory;
import org.sstem.cuda.internal.Driver.PinnedMemory;

import java.nio.FloatBuffer;

/**
 * A stream with two pieces of page-locked memory: while the device copies one, the host fills or empties the other.
 * Tensors of any size pass through them, so page-locked memory, which the operating system misses, stays small.
 * Not thread-safe; the device's context must be current on the calling thread.
 */
public final class Lane {

    /** Long enough to reach the full rate of the bus, short enough that two overlap soon. */
    static final int PIECE_BYTES = 4 << 20;

    private static final int PIECE = PIECE_BYTES / Float.BYTES;

    private final Driver driver;
    private final long stream;
    private final PinnedMemory[] pieces = new PinnedMemory[2];
    private final long[] copied = new long[2];
    private final boolean[] busy = new boolean[2];

    public Lane(Driver driver) {
        this.driver = driver;
        stream = driver.createStream();
    }

    long stream() {
        return stream;
    }

    /** Enqueues the copy; the source may change when this returns. */
    void upload(FloatBuffer from, int first, int count, DeviceMemory to) {
        for (int part = 0; part < parts(count); part++) {
            int k = part & 1;
            int done = part * PIECE;
            int length = Math.min(PIECE, count - done);
            PinnedMemory piece = piece(k);
            piece.bytes().asFloatBuffer().put(0, from, first + done, length);
            driver.copyToDevice(piece, to, (long) done * Float.BYTES, length * Float.BYTES, stream);
            driver.record(copied[k], stream);
            busy[k] = true;
        }
    }

    /** Waits for what was enqueued before, copies, and returns when the values have arrived. */
    void download(DeviceMemory from, FloatBuffer to, int first, int count) {
        int parts = parts(count);
        for (int part = 0; part <= parts; part++) {
            if (part < parts) {
                int done = part * PIECE;
                PinnedMemory piece = piece(part & 1);
                int bytes = Math.min(PIECE, count - done) * Float.BYTES;
                driver.copyToHost(from, (long) done * Float.BYTES, piece, bytes, stream);
                driver.record(copied[part & 1], stream);
                busy[part & 1] = true;
            }
            if (part > 0) {
                int done = (part - 1) * PIECE;
                PinnedMemory piece = piece(part - 1 & 1);
                to.put(first + done, piece.bytes().asFloatBuffer(), 0, Math.min(PIECE, count - done));
            }
        }
    }

    /** Into how many pieces values are cut; the last of 2^31 - 1 begins below that, so that places are ints. */
    static int parts(int count) {
        return (int) (((long) count + PIECE - 1) / PIECE);
    }

    /** One of the two pieces, free to be used by the host. Made at the first use. */
    private PinnedMemory piece(int k) {
        if (pieces[k] == null) {
            pieces[k] = driver.allocatePinned(PIECE_BYTES);
            copied[k] = driver.createEvent();
        }
        if (busy[k]) {
            driver.await(copied[k]);
            busy[k] = false;
        }
        return pieces[k];
    }
}
