package org.sstem.cuda.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What there is on this machine: devices, or the reason why none can be used. Immutable. */
final class CudaRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(CudaRuntime.class);
    private static final int OLDEST_DRIVER = 11080;
    private static final int OLDEST_DEVICE = 75;

    private final List<CudaDevice> devices;
    private final String reason;

    private CudaRuntime(List<CudaDevice> devices, String reason) {
        this.devices = List.copyOf(devices);
        this.reason = reason;
    }

    /** The machine's answer, asked for once. */
    private static final class Shared {
        // Not a method reference: that would link JCuda here, outside of what probe() catches.
        static final CudaRuntime RUNTIME = probe(() -> new JCudaDriverApi());
    }

    static CudaRuntime shared() {
        return Shared.RUNTIME;
    }

    List<CudaDevice> devices() {
        return devices;
    }

    Optional<String> unavailable() {
        return devices.isEmpty() ? Optional.of(reason) : Optional.empty();
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
        List<CudaDevice> devices = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        int count = driver.deviceCount();
        for (int ordinal = 0; ordinal < count; ordinal++) {
            try {
                int capability = driver.computeCapability(ordinal);
                if (capability < OLDEST_DEVICE) {
                    reasons.add(driver.deviceName(ordinal) + " has compute capability " + capability / 10 + "."
                            + capability % 10 + ", 7.5 or later is needed");
                } else {
                    devices.add(new CudaDevice(driver, ordinal));
                }
            } catch (RuntimeException e) {
                reasons.add("device " + ordinal + ": " + e.getMessage());
            }
        }
        if (!devices.isEmpty()) {
            reasons.forEach(reason -> LOG.info("a CUDA device is left out: {}", reason));
        }
        return new CudaRuntime(devices, count == 0 ? "no CUDA device" : String.join("; ", reasons));
    }

    private static CudaRuntime without(String reason) {
        return new CudaRuntime(List.of(), reason);
    }
}
