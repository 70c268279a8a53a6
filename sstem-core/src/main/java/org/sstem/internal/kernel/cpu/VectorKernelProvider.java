package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.KernelProvider;
import org.sstem.internal.kernel.Kernels;

import java.util.Optional;

/**
 * Kernels with the Vector API: they run where Java was started with {@code --add-modules jdk.incubator.vector}.
 * Thread-safe.
 */
public final class VectorKernelProvider implements KernelProvider {

    private static final String MODULE = "jdk.incubator.vector";

    /** Made by {@link java.util.ServiceLoader}. */
    public VectorKernelProvider() {}

    @Override
    public String name() {
        return "cpu-vector";
    }

    @Override
    public int rank() {
        return 10;
    }

    @Override
    public Optional<String> unavailable() {
        if (!present()) {
            return Optional.of("start Java with --add-modules " + MODULE);
        }
        return Optional.ofNullable(Holder.FAILURE);
    }

    /** By a class and not by the layer the module would be in: a program may have added the module after its start. */
    private static boolean present() {
        try {
            Class.forName(MODULE + ".FloatVector", false, VectorKernelProvider.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    @Override
    public Kernels kernels() {
        unavailable().ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        return Holder.KERNELS;
    }

    /** The loops are compiled apart from the rest and are known by name only, so that this class always loads. */
    private static final class Holder {
        static final Kernels KERNELS;
        static final String FAILURE;

        static {
            Kernels kernels = null;
            String failure = null;
            try {
                CpuLoops loops = (CpuLoops) Class.forName("org.sstem.internal.kernel.cpu.VectorApiLoops")
                        .getDeclaredConstructor()
                        .newInstance();
                kernels = new CpuKernels(loops);
            } catch (ReflectiveOperationException | LinkageError e) {
                failure = "this Java's " + MODULE + " is not the one these loops were compiled for: " + e;
            }
            KERNELS = kernels;
            FAILURE = failure;
        }
    }
}
