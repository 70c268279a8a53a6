package org.sstem.cuda.internal;

import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.sstem.cuda.internal.Driver.DeviceMemory;

import java.util.Arrays;
import java.util.List;

/**
 * Times work on a scope's stream by events of the device. A few large memory fills go in front, so that the host has
 * enqueued all of it before the first piece begins, and nothing of an earlier run is in the L2 cache.
 */
final class DeviceClock {

    /**
     * Milliseconds of one call.
     *
     * @param median    of the repetitions
     * @param best      of the repetitions
     * @param hostBound whether the device had to wait for the host, so that the times say little
     */
    record Times(double median, double best, boolean hostBound) {}

    private static final int REPETITIONS = 7;
    private static final int FILLS = 8;
    private static final int MOST_CALLS = 60;
    private static final int CUDA_SUCCESS = 0;

    /** For profilers, which time by themselves: every call is made once. */
    private static final boolean ONCE = Boolean.getBoolean("once");

    private final DeviceScope scope;
    private final JCudaDriverApi driver;
    private final CUstream stream;
    private final DeviceMemory ballast;
    private final long ballastBytes;

    DeviceClock(DeviceScope scope) {
        this.scope = scope;
        driver = (JCudaDriverApi) scope.device().driver();
        stream = driver.get(CUstream.class, scope.stream());
        ballastBytes = scope.device().within(() -> Math.min(1L << 30, driver.memory()[0] / 16));
        ballast = scope.reserve(ballastBytes);
    }

    DeviceScope scope() {
        return scope;
    }

    /** Times calls that take turns: as many as let the inputs of one leave the cache before it comes again. */
    Times time(List<Runnable> calls) {
        return scope.device().within(() -> {
            if (ONCE) {
                calls.get(0).run();
                return new Times(Double.NaN, Double.NaN, false);
            }
            double once = repeat(calls, 3).best();
            int count = (int) Math.max(3, Math.min(MOST_CALLS, 4 / once));
            return repeat(calls, count);
        });
    }

    private Times repeat(List<Runnable> calls, int count) {
        double[] times = new double[REPETITIONS];
        boolean hostBound = false;
        CUevent start = event();
        CUevent end = event();
        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
            for (int i = 0; i < FILLS; i++) {
                driver.clear(ballast, ballastBytes, scope.stream());
            }
            check(JCudaDriver.cuEventRecord(start, stream));
            for (int i = 0; i < count; i++) {
                calls.get(i % calls.size()).run();
            }
            check(JCudaDriver.cuEventRecord(end, stream));
            hostBound |= JCudaDriver.cuEventQuery(start) == CUDA_SUCCESS;
            check(JCudaDriver.cuEventSynchronize(end));
            float[] elapsed = new float[1];
            check(JCudaDriver.cuEventElapsedTime(elapsed, start, end));
            times[repetition] = elapsed[0] / count;
        }
        check(JCudaDriver.cuEventDestroy(start));
        check(JCudaDriver.cuEventDestroy(end));
        Arrays.sort(times);
        return new Times(times[REPETITIONS / 2], times[0], hostBound);
    }

    /** Copies within the device. */
    Runnable copy(DeviceMemory from, DeviceMemory to, long bytes) {
        return () -> check(JCudaDriver.cuMemcpyDtoDAsync(
                driver.get(CUdeviceptr.class, to.handle()),
                driver.get(CUdeviceptr.class, from.handle()),
                bytes,
                stream));
    }

    private static CUevent event() {
        CUevent event = new CUevent();
        check(JCudaDriver.cuEventCreate(event, 0));
        return event;
    }

    private static void check(int code) {
        if (code != CUDA_SUCCESS) {
            throw new IllegalStateException("the driver answers " + code);
        }
    }
}
