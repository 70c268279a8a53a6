/**
 * The hot loops behind one interface: {@link org.sstem.internal.kernel.Kernels}, with providers found at run time.
 *
 * <pre>{@code
 * Kernels kernels = Kernels.automatic();                       // the fastest that runs here
 * Tensor section = Tensor.of(1, 1, height, width, pixels);     // no copy
 * Tensor flow = Tensor.of(1, 2, height, width, uThenV);        // from target to source, pixels
 * Tensor warped = Tensor.zeros(1, 1, height, width);
 * kernels.warp(section, flow, Border.CLAMP, warped);
 *
 * for (KernelProvider provider : Kernels.providers()) {        // what there is, and what keeps the rest from running
 *   provider.unavailable().ifPresent(reason -> log.info("{}: {}", provider.name(), reason));
 * }
 * }</pre>
 *
 * <p>{@code -Dsstem.kernels=cpu} (or {@code cuda}, {@code cpu-plain}, {@code cpu-vector}) overrides the choice. The vector
 * form of the CPU kernels runs when Java was started with {@code --add-modules jdk.incubator.vector}.
 */
package org.sstem.internal.kernel;
