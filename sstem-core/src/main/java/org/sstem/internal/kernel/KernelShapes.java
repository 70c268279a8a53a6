package org.sstem.internal.kernel;

/**
 * The checks of arguments that all {@link Kernels} share, so that every provider refuses the same calls with the same
 * words. Stateless. Each method throws {@link IllegalArgumentException} that names the argument, its shape and the rule.
 */
public final class KernelShapes {

    private KernelShapes() {}

    /**
     * Checks a call of {@link Kernels#warp}.
     *
     * @param image the image
     * @param flow  the flow
     * @param out   the target
     */
    public static void checkWarp(Tensor image, Tensor flow, Tensor out) {
        checkFlow(image, flow);
        match("out", out, image.batch(), image.channels(), flow.height(), flow.width());
        target("out", out, image, flow);
    }

    /**
     * Checks a call of {@link Kernels#warpGradient}.
     *
     * @param image         the image
     * @param flow          the flow
     * @param upstream      gradient of the result
     * @param imageGradient target or null
     * @param flowGradient  target or null
     */
    public static void checkWarpGradient(
            Tensor image, Tensor flow, Tensor upstream, Tensor imageGradient, Tensor flowGradient) {
        checkFlow(image, flow);
        match("upstream", upstream, image.batch(), image.channels(), flow.height(), flow.width());
        matchTarget("imageGradient", imageGradient, image, image, flow, upstream, flowGradient);
        matchTarget("flowGradient", flowGradient, flow, image, flow, upstream, imageGradient);
    }

    /**
     * Checks a call of {@link Kernels#separableConvolution}.
     *
     * @param image      the padded image
     * @param vertical   the vertical taps
     * @param horizontal the horizontal taps
     * @param out        the target
     */
    public static void checkSeparable(Tensor image, Tensor vertical, Tensor horizontal, Tensor out) {
        checkTaps(image, vertical, horizontal);
        match("out", out, image.batch(), image.channels(), vertical.height(), vertical.width());
        target("out", out, image, vertical, horizontal);
    }

    /**
     * Checks a call of {@link Kernels#separableConvolutionGradient}.
     *
     * @param image              the padded image
     * @param vertical           the vertical taps
     * @param horizontal         the horizontal taps
     * @param upstream           gradient of the result
     * @param imageGradient      target or null
     * @param verticalGradient   target or null
     * @param horizontalGradient target or null
     */
    public static void checkSeparableGradient(
            Tensor image,
            Tensor vertical,
            Tensor horizontal,
            Tensor upstream,
            Tensor imageGradient,
            Tensor verticalGradient,
            Tensor horizontalGradient) {
        checkTaps(image, vertical, horizontal);
        match("upstream", upstream, image.batch(), image.channels(), vertical.height(), vertical.width());
        Tensor[] read = {image, vertical, horizontal, upstream};
        matchTarget("imageGradient", imageGradient, image, read);
        matchTarget("verticalGradient", verticalGradient, vertical, read);
        matchTarget("horizontalGradient", horizontalGradient, horizontal, read);
        target("imageGradient", imageGradient, verticalGradient, horizontalGradient);
        target("verticalGradient", verticalGradient, horizontalGradient);
    }

    /**
     * Checks a call of {@link Kernels#fuse}.
     *
     * @param a      first image
     * @param b      second image
     * @param weight weight of the second
     * @param out    the target
     */
    public static void checkFuse(Tensor a, Tensor b, Tensor weight, Tensor out) {
        checkBlend(a, b, weight);
        match("out", out, a.batch(), a.channels(), a.height(), a.width());
        target("out", out, a, b, weight);
    }

    /**
     * Checks a call of {@link Kernels#fuseGradient}.
     *
     * @param a              first image
     * @param b              second image
     * @param weight         weight of the second
     * @param upstream       gradient of the result
     * @param aGradient      target or null
     * @param bGradient      target or null
     * @param weightGradient target or null
     */
    public static void checkFuseGradient(
            Tensor a,
            Tensor b,
            Tensor weight,
            Tensor upstream,
            Tensor aGradient,
            Tensor bGradient,
            Tensor weightGradient) {
        checkBlend(a, b, weight);
        match("upstream", upstream, a.batch(), a.channels(), a.height(), a.width());
        Tensor[] read = {a, b, weight, upstream};
        matchTarget("aGradient", aGradient, a, read);
        matchTarget("bGradient", bGradient, a, read);
        matchTarget("weightGradient", weightGradient, weight, read);
        target("aGradient", aGradient, bGradient, weightGradient);
        target("bGradient", bGradient, weightGradient);
    }

    private static void checkFlow(Tensor image, Tensor flow) {
        match("flow", flow, image.batch(), 2, flow.height(), flow.width());
    }

    private static void checkTaps(Tensor image, Tensor vertical, Tensor horizontal) {
        int taps = vertical.channels();
        if (taps % 2 == 0) {
            throw new IllegalArgumentException("vertical must have an odd number of taps, had " + taps);
        }
        match("horizontal", horizontal, vertical.batch(), taps, vertical.height(), vertical.width());
        match(
                "image",
                image,
                vertical.batch(),
                image.channels(),
                sum(vertical.height(), taps),
                sum(vertical.width(), taps));
    }

    private static int sum(int size, int taps) {
        return Math.addExact(size, taps - 1);
    }

    private static void checkBlend(Tensor a, Tensor b, Tensor weight) {
        match("b", b, a.batch(), a.channels(), a.height(), a.width());
        match("weight", weight, a.batch(), 1, a.height(), a.width());
    }

    private static void matchTarget(String name, Tensor gradient, Tensor like, Tensor... others) {
        if (gradient != null) {
            match(name, gradient, like.batch(), like.channels(), like.height(), like.width());
            target(name, gradient, others);
        }
    }

    private static void match(String name, Tensor tensor, int batch, int channels, int height, int width) {
        if (tensor.batch() != batch
                || tensor.channels() != channels
                || tensor.height() != height
                || tensor.width() != width) {
            throw new IllegalArgumentException(name + " must be " + batch + " x " + channels + " x " + height + " x "
                    + width + ", was " + tensor.shape());
        }
    }

    private static void target(String name, Tensor target, Tensor... others) {
        if (target == null) {
            return;
        }
        if (target.data().isReadOnly()) {
            throw new IllegalArgumentException(name + " must be writable, was a read-only buffer");
        }
        for (Tensor other : others) {
            if (other != null && overlap(target, other)) {
                throw new IllegalArgumentException(name + " must not share memory with another argument");
            }
        }
    }

    /** Sees what can be seen: arrays, and one buffer used twice; not two views of one piece of native memory. */
    private static boolean overlap(Tensor a, Tensor b) {
        if (a.data() == b.data()) {
            return true;
        }
        if (!a.data().hasArray()
                || !b.data().hasArray()
                || a.data().array() != b.data().array()) {
            return false;
        }
        long startA = a.data().arrayOffset();
        long startB = b.data().arrayOffset();
        return startA < startB + b.size() && startB < startA + a.size();
    }
}
