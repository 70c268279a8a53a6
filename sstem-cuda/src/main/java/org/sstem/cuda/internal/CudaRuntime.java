package org.sstem.cuda.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What there is on this machine: devices, or the reason why none can be used. A device is opened when it is needed: the first
 * to know that there is one, the others as they are asked for. Thread-safe.
 */
public final class CudaRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(CudaRuntime.class);
    private static final int OLDEST_DRIVER = 11080;
    private static final int OLDEST_DEVICE = 75;

    private final Driver driver;
    private final Deque<Integer> unopened;
    private final List<CudaDevice> open = new ArrayList<>();
    private final List<String> reasons;

    private CudaRuntime(Driver driver, List<Integer> unopened, List<String> reasons) {
        this.driver = driver;
        this.unopened = new ArrayDeque<>(unopened);
        this.reasons = new ArrayList<>(reasons);
    }

    /** The machine's answer, asked for once. */
    private static final class Shared {
        // Not a method reference: that would link JCuda here, outside of what probe() catches.
        static final CudaRuntime RUNTIME = probe(() -> new JCudaDriverApi());
    }

    public static CudaRuntime shared() {
        return Shared.RUNTIME;
    }

    /** All devices. */
    public synchronized List<CudaDevice> devices() {
        Optional<CudaDevice> next;
        do {
            next = openNext();
        } while (next.isPresent());
        return List.copyOf(open);
    }

    /** The device that was opened first. */
    synchronized CudaDevice first() {
        return open.get(0);
    }

    /** Opens one more device; empty if there is none that can be. */
    synchronized Optional<CudaDevice> openNext() {
        while (!unopened.isEmpty()) {
            int ordinal = unopened.poll();
            try {
                open.add(new CudaDevice(driver, ordinal));
                return Optional.of(open.get(open.size() - 1));
            } catch (RuntimeException e) {
                leaveOut("device " + ordinal + ": " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private void leaveOut(String reason) {
        reasons.add(reason);
        LOG.info("a CUDA device is left out: {}", reason);
    }

    public synchronized Optional<String> unavailable() {
        return open.isEmpty() ? Optional.of(String.join("; ", reasons)) : Optional.empty();
    }

    /** Never throws: a machine without device, driver or library is no error until somebody asks for CUDA by name. */
    static CudaRuntime probe(Supplier<Driver> source) {
        try {
            Driver driver = source.get();
            int version = driver.version();
            if (version < OLDEST_DRIVER) {
                return without("the NVIDIA driver supports CUDA " + version / 1000 + "." + version % 1000 / 10
                        + ", 11.8 or later is needed: update the driver");
            }
            return devices(driver);
        } catch (LinkageError e) {
            // JCuda's message holds several stack traces; what is missing is either its library or the driver's.
            LOG.debug("CUDA does not load", e);
            return without(missing(e));
        } catch (RuntimeException e) {
            return without(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static String missing(LinkageError e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("libcuda.so") || message.contains("nvcuda.dll")) {
            return "no NVIDIA driver on this machine (its library, libcuda.so.1 or nvcuda.dll, does not load)";
        }
        if (e instanceof NoClassDefFoundError && message.startsWith("jcuda/")) {
            return "the JCuda jar is not on the class path";
        }
        return "JCuda's native library does not load on this system: "
                + message.lines().findFirst().orElse("");
    }

    private static CudaRuntime devices(Driver driver) {
        List<Integer> usable = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        int count = driver.deviceCount();
        for (int ordinal = 0; ordinal < count; ordinal++) {
            try {
                int capability = driver.computeCapability(ordinal);
                if (capability < OLDEST_DEVICE) {
                    reasons.add(driver.deviceName(ordinal) + " has compute capability " + capability / 10 + "."
                            + capability % 10 + ", 7.5 or later is needed");
                } else {
                    usable.add(ordinal);
                }
            } catch (RuntimeException e) {
                reasons.add("device " + ordinal + ": " + e.getMessage());
            }
        }
        CudaRuntime runtime = new CudaRuntime(driver, usable, count == 0 ? List.of("no CUDA device") : reasons);
        if (runtime.openNext().isPresent()) {
            reasons.forEach(reason -> LOG.info("a CUDA device is left out: {}", reason));
        }
        return runtime;
    }

    private static CudaRuntime without(String reason) {
        return new CudaRuntime(null, List.of(), List.of(reason));
    }
}
