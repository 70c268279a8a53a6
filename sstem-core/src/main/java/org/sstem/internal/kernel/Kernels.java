package org.sstem.internal.kernel;

import java.util.List;
import java.util.Optional;

/**
 * The hot loops: warping, separable convolution and fusion with their gradients, smoothing, and sampling by cubics.
 *
 * <p>This is a service: {@linkplain KernelProvider providers} are found by {@link java.util.ServiceLoader};
 * {@link #automatic()} takes the fastest that runs here, {@link #byName(String)} a certain one. Every provider passes
 * the same contract test against {@link LiteralKernels}, the definition in double precision. All operations are single
 * precision, thread-safe and deterministic for one provider: the same input gives the same output, bit for bit, on any
 * number of threads. They use the threads that the caller's {@link net.imglib2.parallel.Parallelization} context
 * grants. An argument that is written may not share memory with any other.
 *
 * <p>Gradients are <b>written</b>, not added, to their targets; a gradient that is not wanted may be null.
 */
public interface Kernels {

    /** System property that decides {@link #automatic()}: a provider's name, or a family ({@code cpu, cuda}). */
    String PROPERTY = "sstem.kernels";

    /** Pixels that an image to be resampled carries beyond its border on each side. */
    int RESAMPLING_MARGIN = 2;

    /**
     * Chooses kernels: those that the system property {@value #PROPERTY} names, else the available provider of the
     * highest rank. What was chosen, and why a higher rank was not, is logged once.
     *
     * @return kernels that run on this machine
     * @throws IllegalStateException if the property names kernels that cannot run here; the message says why
     */
    static Kernels automatic() {
        return KernelChoice.automatic();
    }

    /**
     * Chooses kernels by the name of a provider ({@code "cpu-plain"}) or of a family ({@code "cpu"}: the highest rank
     * among {@code cpu} and {@code cpu-*} that is available).
     *
     * @param name name or family
     * @return kernels that run on this machine
     * @throws IllegalStateException if there is no such provider or it cannot run here; the message says why
     */
    static Kernels byName(String name) {
        return KernelChoice.byName(name);
    }

    /**
     * Lists all providers on the class path, available or not, the highest rank first. A provider that does not even
     * load is left out, and logged.
     *
     * @return the providers; each tells {@linkplain KernelProvider#unavailable() why it cannot run here}
     */
    static List<KernelProvider> providers() {
        return KernelChoice.providers();
    }

    /**
     * Chooses what does a whole job in place of single calls: a device whose memory holds what lies between the steps.
     * The system property {@value #PROPERTY} counts here too. What was chosen, or why there is nothing, is logged once.
     *
     * @param type what does the job
     * @param <T>  its type
     * @return what the provider of the highest rank that is available and has a form of it offers; empty if the job is
     *     to be done call by call
     */
    static <T> Optional<T> job(Class<T> type) {
        return KernelChoice.job(type);
    }

    /**
     * Names the provider that made these kernels, as in {@code "cpu-vector"}, with what it runs on where that is
     * worth knowing, as in {@code "cpu-vector (512 bit)"}.
     *
     * @return a short name
     */
    String name();

    /**
     * Warps by a flow with bilinear interpolation:
     * {@code out(n, c, y, x) = image(n, c, y + flow(n, 1, y, x), x + flow(n, 0, y, x))}.
     *
     * <p>The source cell is {@code x + floor(u)}, the weight of its right neighbour {@code u - floor(u)} (likewise in
     * y): rounding depends on the displacement and not on the place, so a tile of a section is warped exactly as the
     * whole. Where u or v is not finite, the result is 0 under {@link Border#ZERO} and the pixel's own place (zero
     * displacement, clamped) under {@link Border#CLAMP}.
     *
     * @param image  N x C x H x W
     * @param flow   N x 2 x H' x W', channel 0 = u (x), channel 1 = v (y), pixels
     * @param border what is read outside the image
     * @param out    N x C x H' x W', written
     * @throws IllegalArgumentException if the shapes do not fit
     */
    void warp(Tensor image, Tensor flow, Border border, Tensor out);

    /**
     * Gradient of {@link #warp}. At integer displacements the derivative with respect to the flow is the one-sided one
     * towards larger coordinates. Where a coordinate is clamped, and where the flow is not finite, the derivative with
     * respect to the flow is 0 (for a clamped coordinate: in that direction).
     *
     * @param image         as in the forward call
     * @param flow          as in the forward call
     * @param border        as in the forward call
     * @param upstream      gradient of the result, N x C x H' x W'
     * @param imageGradient receives the gradient with respect to the image, N x C x H x W; may be null
     * @param flowGradient  receives the gradient with respect to the flow, N x 2 x H' x W'; may be null
     * @throws IllegalArgumentException if the shapes do not fit
     */
    void warpGradient(
            Tensor image, Tensor flow, Border border, Tensor upstream, Tensor imageGradient, Tensor flowGradient);

    /**
     * Convolves every pixel with its own separable kernel:
     * {@code out(n, c, y, x) = sum_i sum_j vertical(n, i, y, x) horizontal(n, j, y, x) image(n, c, y + i, x + j)}.
     *
     * @param image      N x C x (H + K - 1) x (W + K - 1), already padded
     * @param vertical   N x K x H x W
     * @param horizontal N x K x H x W; K is odd
     * @param out        N x C x H x W, written
     * @throws IllegalArgumentException if the shapes do not fit or K is even
     */
    void separableConvolution(Tensor image, Tensor vertical, Tensor horizontal, Tensor out);

    /**
     * Gradient of {@link #separableConvolution}.
     *
     * @param image              as in the forward call
     * @param vertical           as in the forward call
     * @param horizontal         as in the forward call
     * @param upstream           gradient of the result, N x C x H x W
     * @param imageGradient      receives the gradient with respect to the image; may be null
     * @param verticalGradient   receives the gradient with respect to the vertical taps; may be null
     * @param horizontalGradient receives the gradient with respect to the horizontal taps; may be null
     * @throws IllegalArgumentException if the shapes do not fit or K is even
     */
    void separableConvolutionGradient(
            Tensor image,
            Tensor vertical,
            Tensor horizontal,
            Tensor upstream,
            Tensor imageGradient,
            Tensor verticalGradient,
            Tensor horizontalGradient);

    /**
     * Blends two images: {@code out = a (1 - weight) + b weight}.
     *
     * @param a      N x C x H x W
     * @param b      N x C x H x W
     * @param weight N x 1 x H x W, shared by the channels, usually within [0, 1]
     * @param out    N x C x H x W, written
     * @throws IllegalArgumentException if the shapes do not fit
     */
    void fuse(Tensor a, Tensor b, Tensor weight, Tensor out);

    /**
     * Gradient of {@link #fuse}.
     *
     * @param a              as in the forward call
     * @param b              as in the forward call
     * @param weight         as in the forward call
     * @param upstream       gradient of the result
     * @param aGradient      receives the gradient with respect to a; may be null
     * @param bGradient      receives the gradient with respect to b; may be null
     * @param weightGradient receives the gradient with respect to the weight, N x 1 x H x W; may be null
     * @throws IllegalArgumentException if the shapes do not fit
     */
    void fuseGradient(
            Tensor a,
            Tensor b,
            Tensor weight,
            Tensor upstream,
            Tensor aGradient,
            Tensor bGradient,
            Tensor weightGradient);

    /**
     * Convolves every channel with one symmetric kernel, in y and then in x; what lies outside the image repeats the
     * nearest pixel of its border. Every pixel is summed in the same order wherever it lies, so a part of an image that
     * is convolved alone equals the same part of the whole, to the bit, from {@code half.length - 1} pixels off its
     * border on.
     *
     * <p>A provider that has no form of its own leaves this to the CPU's.
     *
     * @param image N x C x H x W
     * @param half  the kernel from its centre outwards, at least the centre
     * @param out   N x C x H x W, written
     * @throws IllegalArgumentException if the shapes do not fit or the kernel is empty
     */
    default void smooth(Tensor image, float[] half, Tensor out) {
        KernelChoice.cpu().smooth(image, half, out);
    }

    /**
     * Samples between the pixels by a piecewise cubic:
     * {@code out(n, c, y, x) = image(n, c, y + top + flow(n, 1, y, x), x + left + flow(n, 0, y, x))}.
     *
     * <p>A place outside the image is moved onto its border before its weights are computed; where a displacement is
     * NaN, so is the result. A B-spline expects its coefficients in place of the pixels.
     *
     * <p>A provider that has no form of its own leaves this to the CPU's.
     *
     * @param image N x C x (H + 4) x (W + 4), already padded by {@value #RESAMPLING_MARGIN} pixels on all sides, which
     *     the coordinates do not count
     * @param left  column of the image at the flow's first column
     * @param top   row of the image at the flow's first row
     * @param flow  N x 2 x H' x W', channel 0 = u (x), channel 1 = v (y), pixels
     * @param basis the cubic
     * @param out   N x C x H' x W', written
     * @throws IllegalArgumentException if the shapes do not fit
     */
    default void resample(Tensor image, double left, double top, Tensor flow, Basis basis, Tensor out) {
        KernelChoice.cpu().resample(image, left, top, flow, basis, out);
    }
}
