package org.sstem.cuda.internal;

import java.nio.ByteBuffer;

/**
 * What this package needs of the CUDA driver: so little that a test can stand in for it.
 *
 * <p>Handles are opaque numbers. Every method throws {@link Failure} where the driver reports an error. The
 * methods from {@link #loadModule} on act on the context that is current on the calling thread.
 */
public interface Driver {

    /** Version of CUDA that the driver supports: 11080 for 11.8. */
    int version();

    int deviceCount();

    String deviceName(int device);

    /** Ten times the major plus the minor number: 80 for an A100. */
    int computeCapability(int device);

    /** Retains the primary context of a device, which other users of CUDA in this process share. */
    long retainContext(int device);

    void releaseContext(int device);

    void pushContext(long context);

    void popContext();

    long loadModule(String ptx);

    void unloadModule(long module);

    long function(long module, String name);

    /** Free and total bytes of the device. */
    long[] memory();

    DeviceMemory allocate(long bytes);

    void free(DeviceMemory memory);

    /** Page-locked host memory, the only kind that a device copies while the host goes on. */
    PinnedMemory allocatePinned(int bytes);

    void freePinned(PinnedMemory memory);

    long createStream();

    void destroyStream(long stream);

    void synchronize(long stream);

    long createEvent();

    void destroyEvent(long event);

    void record(long event, long stream);

    void await(long event);

    void copyToDevice(PinnedMemory from, DeviceMemory to, long offset, int bytes, long stream);

    void copyToHost(DeviceMemory from, long offset, PinnedMemory to, int bytes, long stream);

    void clear(DeviceMemory memory, long bytes, long stream);

    /** Launches a kernel; an argument is a {@link DeviceMemory}, possibly {@link DeviceMemory#NULL}, an Integer or a Float. */
    void launch(long function, Grid grid, long stream, Object... arguments);

    /** An address on the device. */
    record DeviceMemory(long handle) {
        static final DeviceMemory NULL = new DeviceMemory(0);
    }

    /** Page-locked memory of the host, in native byte order. */
    record PinnedMemory(long handle, ByteBuffer bytes) {}

    /** Blocks of threads, and threads a block. */
    record Grid(int x, int y, int z, int threadsX, int threadsY) {

        public Grid {
            if (x < 1 || y < 1 || z < 1 || y > 65535 || z > 65535) {
                throw new IllegalArgumentException(
                        "a grid is 1 to 65535 blocks high and deep, was " + x + " x " + y + " x " + z);
            }
        }
    }

    /** An error that the driver reports. */
    final class Failure extends IllegalStateException {

        private static final int OUT_OF_MEMORY = 2;

        private final int code;

        Failure(String call, int code, String name) {
            super("the CUDA driver refused " + call + ": " + name + " (" + code + ")");
            this.code = code;
        }

        boolean outOfMemory() {
            return code == OUT_OF_MEMORY;
        }
    }
}
