package org.sstem.internal.registration;

import org.sstem.method.Plane;

import java.util.List;

/**
 * Brings sections into register with another one as a whole: on a device, from upload to download. A
 * {@link org.sstem.internal.kernel.KernelProvider} may offer it as a {@linkplain
 * org.sstem.internal.kernel.KernelProvider#job job}; where none does, {@link RegistrationOnCpu} computes.
 *
 * <p>What is computed is what that class computes, border rules included, and differs from it by no more than 1e-5 of the
 * range of the grey values. The same input gives the same output. Implementations are thread-safe.
 */
public interface RegistrationJob {

    /**
     * A section as registration is given it.
     *
     * @param grey   grey values, finite
     * @param counts how much each pixel counts, 0 to 1, same size
     */
    record Image(Plane grey, Plane counts) {

        /** Measures the standard deviation of the grey values that count; 1 where there is none. */
        public double sd() {
            return DenseRegistration.sd(grey, counts);
        }
    }

    /**
     * A section that is moved.
     *
     * @param image the section
     * @param gain  what its grey values are multiplied by
     */
    record Moving(Image image, float gain) {}

    /**
     * Names what computes, as in {@code "cuda (NVIDIA H200)"}.
     *
     * @return a short name
     */
    String name();

    /**
     * Registers.
     *
     * @param fixed   the section that stays
     * @param moving  one or two sections of the same size; where one has no tissue, the other stands for both
     * @param windows what the levels of the registration hold, and the target
     * @return each moving section in register, in the target
     * @throws IllegalStateException if the device cannot do it, because its memory is full or it reports an error
     */
    List<Plane> register(Image fixed, List<Moving> moving, Windows windows);
}
