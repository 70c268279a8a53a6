package org.sstem.cuda.internal;

import org.sstem.internal.kernel.KernelProvider;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.missing.TileInterpolation;
import org.sstem.internal.registration.RegistrationJob;
import org.sstem.internal.unfolding.UnfoldingJob;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Offers the kernels on NVIDIA devices, found by {@link java.util.ServiceLoader}. Thread-safe; the driver is asked once a
 * process, whatever the number of instances.
 *
 * <p>Every call of its kernels copies its arguments to a device and its results back, in groups of images that flow
 * through all devices; for chains that stay on a device see {@link DeviceScope}. In the image gradient of a warp, an
 * upstream value that is not finite makes the gradient of its whole image NaN: the sums are formed as integers, so as
 * not to depend on the order.
 */
public final class CudaKernelProvider implements KernelProvider {

    /** Below the CPU: single calls copy more than they save. */
    private static final int RANK = -10;

    private final Supplier<CudaRuntime> runtime;
    private Kernels kernels;
    /** What does jobs, by type. */
    private final Map<Class<?>, Object> jobs = new HashMap<>();

    /** Makes the provider; touches no driver. */
    public CudaKernelProvider() {
        this(CudaRuntime::shared);
    }

    CudaKernelProvider(Supplier<CudaRuntime> runtime) {
        this.runtime = runtime;
    }

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public int rank() {
        return RANK;
    }

    @Override
    public Optional<String> unavailable() {
        return runtime.get().unavailable();
    }

    @Override
    public synchronized Kernels kernels() {
        unavailable().ifPresent(reason -> {
            throw new IllegalStateException("the CUDA kernels cannot run here: " + reason);
        });
        if (kernels == null) {
            kernels = new CudaKernels(runtime.get().devices());
        }
        return kernels;
    }

    @Override
    public synchronized <T> Optional<T> job(Class<T> type) {
        if (jobs.isEmpty()) {
            DeviceShare devices =
                    new DeviceShare(runtime.get().first(), () -> runtime.get().openNext());
            jobs.put(TileInterpolation.class, new DeviceInterpolation(devices));
            jobs.put(RegistrationJob.class, new DeviceRegistration(devices));
            jobs.put(UnfoldingJob.class, new DeviceUnfolding(devices));
        }
        return Optional.ofNullable(type.cast(jobs.get(type)));
    }
}
