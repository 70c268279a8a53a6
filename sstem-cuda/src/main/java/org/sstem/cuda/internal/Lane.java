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
    void upload(HostValues from, int first, int count, DeviceMemory to) {
        int each = from.bytesEach();
        for (int part = 0; part < parts(count, each); part++) {
            int k = part & 1;
            int done = part * (PIECE_BYTES / each);
            int length = Math.min(PIECE_BYTES / each, count - done);
            PinnedMemory piece = piece(k);
            from.copy(first + done, length, piece.bytes());
            driver.copyToDevice(piece, to, (long) done * each, length * each, stream);
            driver.record(copied[k], stream);
            busy[k] = true;
        }
    }

    /** Waits for what was enqueued before, copies, and returns when the values have arrived. */
    void download(DeviceMemory from, FloatBuffer to, int first, int count) {
        int most = PIECE_BYTES / Float.BYTES;
        int parts = parts(count, Float.BYTES);
        for (int part = 0; part <= parts; part++) {
            if (part < parts) {
                int done = part * most;
                PinnedMemory piece = piece(part & 1);
                int bytes = Math.min(most, count - done) * Float.BYTES;
                driver.copyToHost(from, (long) done * Float.BYTES, piece, bytes, stream);
                driver.record(copied[part & 1], stream);
                busy[part & 1] = true;
            }
            if (part > 0) {
                int done = (part - 1) * most;
                PinnedMemory piece = piece(part - 1 & 1);
                to.put(first + done, piece.bytes().asFloatBuffer(), 0, Math.min(most, count - done));
            }
        }
    }

    /** Into how many pieces values are cut; the last of 2^31 - 1 begins below that, so that places are ints. */
    static int parts(int count, int bytesEach) {
        int most = PIECE_BYTES / bytesEach;
        return (int) (((long) count + most - 1) / most);
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
