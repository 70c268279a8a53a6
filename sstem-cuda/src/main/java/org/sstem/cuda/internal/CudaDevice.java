package org.sstem.cuda.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An NVIDIA device with the kernels loaded. Thread-safe; threads that compute at once each open a
 * {@linkplain #scope() scope} of their own.
 *
 * <p>A device lives as long as the process. It uses the device's primary context, which other CUDA libraries in the
 * process share. Which devices there are is the driver's business: {@code CUDA_VISIBLE_DEVICES} hides some of them.
 */
public final class CudaDevice {

    private final Driver driver;
    private final int ordinal;
    private final String name;
    private final long context;
    private final Map<KernelFunction, Long> functions = new EnumMap<>(KernelFunction.class);
    private final DevicePool pool;
    private final DeviceSections sections;
    private final Deque<Lane> lanes = new ArrayDeque<>();

    /** Retains the context and loads the kernels; where that fails, gives the context back. */
    public CudaDevice(Driver driver, int ordinal) {
        this.driver = driver;
        this.ordinal = ordinal;
        name = driver.deviceName(ordinal);
        pool = new DevicePool(driver, name);
        sections = new DeviceSections(this);
        context = driver.retainContext(ordinal);
        try {
            within(() -> {
                load();
                return null;
            });
        } catch (RuntimeException e) {
            driver.releaseContext(ordinal);
            throw e;
        }
    }

    private void load() {
        Map<String, Long> modules = new HashMap<>();
        for (KernelFunction function : KernelFunction.values()) {
            long module = modules.computeIfAbsent(function.module(), m -> driver.loadModule(KernelFunction.ptx(m)));
            functions.put(function, driver.function(module, function.symbol()));
        }
    }

    /**
     * Lists the devices that can run the kernels: compute capability 7.5 or later, driver of CUDA 11.8 or later.
     *
     * @return the devices in the driver's order; empty where there is none, see {@link #unavailable()}
     */
    public static List<CudaDevice> available() {
        return CudaRuntime.shared().devices();
    }

    /**
     * Says why there is no device to use. The driver is asked once a process.
     *
     * @return the reason, or empty if {@link #available()} is not empty
     */
    public static Optional<String> unavailable() {
        return CudaRuntime.shared().unavailable();
    }

    /**
     * Returns the device's name.
     *
     * @return as in {@code "NVIDIA A100-SXM4-80GB"}
     */
    public String name() {
        return name;
    }

    /**
     * Returns the device's number in the driver's order.
     *
     * @return 0 for the first
     */
    public int ordinal() {
        return ordinal;
    }

    /**
     * Opens a scope: a stream of work on this device and the memory it needs.
     *
     * @return a new scope; close it
     * @throws IllegalStateException if the driver reports an error
     */
    public DeviceScope scope() {
        return new DeviceScope(this);
    }

    /**
     * Frees the memory that closed scopes left for the next ones, and what is kept of sections.
     *
     * @throws IllegalStateException if the driver reports an error
     */
    public void releaseIdleMemory() {
        sections.clear();
        within(() -> {
            pool.trim();
            return null;
        });
    }

    public Driver driver() {
        return driver;
    }

    public DevicePool pool() {
        return pool;
    }

    /** What is kept of sections from tile to tile. */
    DeviceSections sections() {
        return sections;
    }

    public long function(KernelFunction function) {
        return functions.get(function);
    }

    /** Runs with this device's context current on the thread, and leaves the thread as it was. */
    public <T> T within(Supplier<T> work) {
        driver.pushContext(context);
        try {
            return work.get();
        } finally {
            driver.popContext();
        }
    }

    Lane borrowLane() {
        synchronized (lanes) {
            if (!lanes.isEmpty()) {
                return lanes.pop();
            }
        }
        return new Lane(driver);
    }

    public void returnLane(Lane lane) {
        synchronized (lanes) {
            lanes.push(lane);
        }
    }

    @Override
    public String toString() {
        return "CUDA device " + ordinal + " (" + name + ")";
    }
}
