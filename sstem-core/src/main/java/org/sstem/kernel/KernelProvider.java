package org.sstem.kernel;

import java.util.Optional;

/**
 * Offers {@link Kernels} if this machine can run them. Providers are listed in {@code META-INF/services}.
 */
public interface KernelProvider {

    /**
     * Names the family, the value of {@code -Dsstem.kernels}: {@code "cpu"} or {@code "cuda"}.
     *
     * @return the name
     */
    String name();

    /**
     * Orders the providers: automatic choice takes the highest rank that is available.
     *
     * @return the rank; the plain CPU has 0
     */
    int rank();

    /**
     * Says why the kernels cannot run here. Never throws, and touches a driver at most once.
     *
     * @return the reason, or empty if they can run
     */
    Optional<String> unavailable();

    /**
     * Makes the kernels.
     *
     * @return kernels ready to run
     * @throws IllegalStateException with the reason if they are unavailable
     */
    Kernels kernels();
}
