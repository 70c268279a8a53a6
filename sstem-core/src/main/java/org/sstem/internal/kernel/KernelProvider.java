package org.sstem.internal.kernel;

import java.util.Optional;

/**
 * Offers {@link Kernels} if this machine can run them. Providers are listed in {@code META-INF/services}; loading one
 * must be cheap and touch no native code. Implementations are thread-safe.
 */
public interface KernelProvider {

    /**
     * Names the provider: a family ({@code "cuda"}), or one form of it ({@code "cpu-vector"}, {@code "cpu-plain"}).
     * Both are values of {@code -Dsstem.kernels}.
     *
     * @return the name
     */
    String name();

    /**
     * Orders the providers: automatic choice takes the highest rank that is available.
     *
     * @return the rank; cpu-plain has 0, cpu-vector 10, a device 100
     */
    int rank();

    /**
     * Says why the kernels cannot run here. Never throws, and touches a driver at most once.
     *
     * @return the reason, or empty if they can run
     */
    Optional<String> unavailable();

    /**
     * Returns the kernels, the same ones every time.
     *
     * @return kernels ready to run
     * @throws IllegalStateException with the reason if they are unavailable
     */
    Kernels kernels();
}
