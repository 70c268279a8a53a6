package org.sstem.cuda.internal;

import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The shortest time in which a device can do a kernel's work: the longest of what its arithmetic, its shared memory, the
 * issue of its instructions, its L2 cache and its memory take. docs/cuda.md says where the counts come from.
 */
final class Roofline {

    /**
     * Work for one pixel of a large section.
     *
     * @param operations     useful floating-point operations
     * @param memoryBytes    bytes of device memory
     * @param l2Bytes        bytes from the L2 cache
     * @param multiplyAdds   multiply-adds that are executed
     * @param instructions   all instructions
     * @param sharedValues   values read from shared memory
     */
    record Work(
            double operations,
            double memoryBytes,
            double l2Bytes,
            double multiplyAdds,
            double instructions,
            double sharedValues) {

        static final Work FORWARD_1 = new Work(5304, 416, 894, 2907, 4700, 690);
        static final Work FORWARD_WHOLE = new Work(5304, 416, 465, 2706, 4050, 901);
        static final Work FORWARD_3 = new Work(15912, 432, 1100, 9180, 13500, 2180);
        static final Work GRADIENT_VERTICAL = new Work(5304, 416, 915, 2754, 4500, 770);
        static final Work GRADIENT_HORIZONTAL = new Work(5304, 416, 915, 2754, 5000, 730);
        static final Work GRADIENT_IMAGE = new Work(5304, 416, 1022, 3016, 5860, 1470);

        /** What only moves bytes. */
        static Work streaming(double operations, double bytes) {
            return new Work(operations, bytes, 0, 0, 0, 0);
        }
    }

    /**
     * A bound and what makes it.
     *
     * @param picoseconds a pixel
     * @param by          the name of the resource
     */
    record Bound(double picoseconds, String by) {}

    private final int capability;
    private final int multiprocessors;
    private final double clock;
    private final double memoryBytesASecond;
    private final int l2Bytes;

    private Roofline(int capability, int multiprocessors, double clock, double memoryBytesASecond, int l2Bytes) {
        this.capability = capability;
        this.multiprocessors = multiprocessors;
        this.clock = clock;
        this.memoryBytesASecond = memoryBytesASecond;
        this.l2Bytes = l2Bytes;
    }

    /** Reads the highest clocks and the widths off the device. */
    static Roofline of(CudaDevice device) {
        CUdevice handle = new CUdevice();
        JCudaDriver.cuDeviceGet(handle, device.ordinal());
        return new Roofline(
                device.driver().computeCapability(device.ordinal()),
                attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, handle),
                1e3 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_CLOCK_RATE, handle),
                2e3
                        * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE, handle)
                        * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH, handle)
                        / 8,
                attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE, handle));
    }

    private static int attribute(int number, CUdevice device) {
        int[] value = new int[1];
        JCudaDriver.cuDeviceGetAttribute(value, number, device);
        return value[0];
    }

    int l2Bytes() {
        return l2Bytes;
    }

    Bound bound(Work work) {
        double lanes = multiprocessors * clock;
        int multiplyAdds = capability == 75 || capability == 80 ? 64 : 128;
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("arithmetic", work.multiplyAdds() / (lanes * multiplyAdds));
        seconds.put("shared memory", work.sharedValues() / (lanes * 32));
        seconds.put("issue", work.instructions() / (lanes * 128));
        if (capability == 80 || capability == 90) {
            seconds.put("L2", work.l2Bytes() / (capability == 80 ? 5.0e12 : 5.5e12));
        }
        seconds.put("memory", work.memoryBytes() / memoryBytesASecond);
        Map.Entry<String, Double> longest =
                seconds.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        return new Bound(1e12 * longest.getValue(), longest.getKey());
    }

    @Override
    public String toString() {
        return String.format(
                "compute capability %d.%d, %d multiprocessors at up to %.2f GHz, memory of %.0f GB/s, L2 of %d MB",
                capability / 10,
                capability % 10,
                multiprocessors,
                clock / 1e9,
                memoryBytesASecond / 1e9,
                l2Bytes >> 20);
    }
}
