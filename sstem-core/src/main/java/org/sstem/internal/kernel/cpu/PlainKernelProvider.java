package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.KernelProvider;
import org.sstem.internal.kernel.Kernels;

import java.util.Optional;

/** Kernels in plain Java: they run everywhere. Thread-safe. */
public final class PlainKernelProvider implements KernelProvider {

    /** Made by {@link java.util.ServiceLoader}. */
    public PlainKernelProvider() {}

    @Override
    public String name() {
        return "cpu-plain";
    }

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public Kernels kernels() {
        return Holder.KERNELS;
    }

    private static final class Holder {
        static final Kernels KERNELS = new CpuKernels(new PlainLoops());
    }
}
