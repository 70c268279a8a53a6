package org.sstem.cuda;

import org.sstem.kernel.KernelProvider;
import org.sstem.kernel.Kernels;

import java.util.Optional;

/**
 * Offers the kernels on NVIDIA devices, found by {@link java.util.ServiceLoader}. Immutable; the driver is asked once a
 * process, whatever the number of instances.
 */
public final class CudaKernelProvider implements KernelProvider {

    private static final int RANK = 100;

    private final CudaRuntime runtime;

    /** Makes the provider; touches no driver. */
    public CudaKernelProvider() {
        this(null);
    }

    CudaKernelProvider(CudaRuntime runtime) {
        this.runtime = runtime;
    }

    private CudaRuntime runtime() {
        return runtime == null ? CudaRuntime.shared() : runtime;
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
        return runtime().unavailable();
    }

    @Override
    public Kernels kernels() {
        unavailable().ifPresent(reason -> {
            throw new IllegalStateException("the CUDA kernels cannot run here: " + reason);
        });
        return new CudaKernels(runtime().devices());
    }
}
