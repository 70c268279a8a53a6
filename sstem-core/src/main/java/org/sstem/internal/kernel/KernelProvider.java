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
     * Orders the providers: automatic choice takes the highest rank that is available. A device to which every call copies
     * its arguments ranks below the CPU, which is done sooner; whole {@linkplain #job jobs} are asked for apart.
     *
     * @return the rank; cpu-plain has 0, cpu-vector 10, a device -10
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

    /**
     * Offers a whole job, whose steps need not come back to the caller in between.
     *
     * @param type what does the job
     * @param <T>  its type
     * @return what does it here, the same every time; empty if the provider has no form of it. Asked only of a provider
     *     that is available
     */
    default <T> Optional<T> job(Class<T> type) {
        return Optional.empty();
    }
}
