package org.sstem.cuda.internal;

import org.sstem.cuda.internal.Driver.DeviceMemory;
import org.sstem.internal.kernel.Border;

/** Turns operations into launches: of a new target, or of a given one. Shapes are checked by the callers. */
final class Operations {

    /** Values a thread of a streaming kernel handles before there are enough blocks to fill any device. */
    private static final int STREAM = 256 * 4;

    private static final int MOST_BLOCKS = 4096;

    /** Taps of a pixel that one thread can keep. */
    private static final int WHOLE = 51;

    private Operations() {}

    private static int code(Border border) {
        return border == Border.CLAMP ? 0 : 1;
    }

    static DeviceTensor warp(DeviceScope scope, DeviceTensor image, DeviceTensor flow, Border border) {
        DeviceTensor out = scope.allocate(image.batch(), image.channels(), flow.height(), flow.width());
        warp(scope, image, flow, border, out);
        return out;
    }

    static void warp(DeviceScope scope, DeviceTensor image, DeviceTensor flow, Border border, DeviceTensor out) {
        scope.launch(
                KernelFunction.WARP_FORWARD,
                KernelFunction.WARP_FORWARD.grid(out.width(), 32, out.height(), 32, out.batch()),
                image,
                flow,
                out,
                image.channels(),
                image.height(),
                image.width(),
                flow.height(),
                flow.width(),
                code(border));
    }

    static DeviceTensor warpFlowGradient(
            DeviceScope scope, DeviceTensor image, DeviceTensor flow, Border border, DeviceTensor upstream) {
        DeviceTensor gradient = scope.allocate(flow.batch(), 2, flow.height(), flow.width());
        warpFlowGradient(scope, image, flow, border, upstream, gradient);
        return gradient;
    }

    static void warpFlowGradient(
            DeviceScope scope,
            DeviceTensor image,
            DeviceTensor flow,
            Border border,
            DeviceTensor upstream,
            DeviceTensor gradient) {
        scope.launch(
                KernelFunction.WARP_GRADIENT_FLOW,
                KernelFunction.WARP_GRADIENT_FLOW.grid(flow.width(), 32, flow.height(), 32, flow.batch()),
                image,
                flow,
                upstream,
                gradient,
                image.channels(),
                image.height(),
                image.width(),
                flow.height(),
                flow.width(),
                code(border));
    }

    /** In three steps: the scale, the sums as integers, the sums as floats; see warp.cu for why. */
    static DeviceTensor warpImageGradient(
            DeviceScope scope, DeviceTensor flow, Border border, DeviceTensor upstream, int height, int width) {
        int batch = flow.batch();
        DeviceTensor gradient = scope.allocate(batch, upstream.channels(), height, width);
        DeviceMemory maxima = scope.reserve((long) batch * Integer.BYTES);
        scope.clear(maxima, (long) batch * Integer.BYTES);
        absoluteMaximum(scope, upstream, maxima);
        long sumBytes = (long) gradient.size() * Long.BYTES;
        DeviceMemory sums = scope.reserve(sumBytes);
        scope.clear(sums, sumBytes);
        scatter(scope, flow, border, upstream, maxima, sums, gradient);
        collect(scope, sums, maxima, flow, gradient);
        return gradient;
    }

    /** One maximum an image, added to what is there. */
    static void absoluteMaximum(DeviceScope scope, DeviceTensor values, DeviceMemory maxima) {
        int count = values.size() / values.batch();
        scope.launch(
                KernelFunction.ABSOLUTE_MAXIMUM,
                KernelFunction.ABSOLUTE_MAXIMUM.grid(streamed(count), STREAM, values.batch(), 1, 1),
                values,
                maxima,
                count);
    }

    /** One integer a value of the gradient, added to what is there. */
    static void scatter(
            DeviceScope scope,
            DeviceTensor flow,
            Border border,
            DeviceTensor upstream,
            DeviceMemory maxima,
            DeviceMemory sums,
            DeviceTensor gradient) {
        scope.launch(
                KernelFunction.WARP_SCATTER,
                KernelFunction.WARP_SCATTER.grid(flow.width(), 32, flow.height(), 32, flow.batch()),
                flow,
                upstream,
                maxima,
                sums,
                gradient.channels(),
                gradient.height(),
                gradient.width(),
                flow.height(),
                flow.width(),
                code(border));
    }

    static void collect(
            DeviceScope scope, DeviceMemory sums, DeviceMemory maxima, DeviceTensor flow, DeviceTensor gradient) {
        int count = gradient.size() / gradient.batch();
        scope.launch(
                KernelFunction.WARP_COLLECT,
                KernelFunction.WARP_COLLECT.grid(streamed(count), STREAM, gradient.batch(), 1, 1),
                sums,
                maxima,
                gradient,
                count,
                flow.height() * flow.width());
    }

    private static int streamed(int count) {
        return Math.min(count, MOST_BLOCKS * STREAM);
    }

    static DeviceTensor separableConvolution(
            DeviceScope scope, DeviceTensor image, DeviceTensor vertical, DeviceTensor horizontal) {
        DeviceTensor out = scope.allocate(image.batch(), image.channels(), vertical.height(), vertical.width());
        separableConvolution(scope, image, vertical, horizontal, out);
        return out;
    }

    static void separableConvolution(
            DeviceScope scope, DeviceTensor image, DeviceTensor vertical, DeviceTensor horizontal, DeviceTensor out) {
        boolean threes = image.channels() % 3 == 0;
        if (vertical.channels() == WHOLE && !threes) {
            wholeConvolution(scope, image, vertical, horizontal, out);
        } else {
            chunkedConvolution(scope, threes, image, vertical, horizontal, out);
        }
    }

    /** For as many taps as published networks have, each of them read once. */
    private static void wholeConvolution(
            DeviceScope scope, DeviceTensor image, DeviceTensor vertical, DeviceTensor horizontal, DeviceTensor out) {
        KernelFunction function = KernelFunction.SEPCONV_FORWARD_WHOLE;
        scope.launch(
                function,
                function.grid(out.width(), 32, out.height(), 12, out.batch() * out.channels()),
                image,
                vertical,
                horizontal,
                out,
                image.channels(),
                out.height(),
                out.width());
    }

    /** For any number of taps, one channel or three at a time. */
    static void chunkedConvolution(
            DeviceScope scope,
            boolean threes,
            DeviceTensor image,
            DeviceTensor vertical,
            DeviceTensor horizontal,
            DeviceTensor out) {
        KernelFunction function = threes ? KernelFunction.SEPCONV_FORWARD_3 : KernelFunction.SEPCONV_FORWARD_1;
        int groups = out.batch() * out.channels() / (threes ? 3 : 1);
        scope.launch(
                function,
                function.grid(out.width(), 32, out.height(), 16, groups),
                image,
                vertical,
                horizontal,
                out,
                image.channels(),
                out.height(),
                out.width(),
                vertical.channels());
    }

    static DeviceTensor verticalGradient(
            DeviceScope scope, DeviceTensor image, DeviceTensor horizontal, DeviceTensor upstream) {
        DeviceTensor gradient = like(scope, horizontal);
        tapGradient(scope, KernelFunction.SEPCONV_GRADIENT_VERTICAL, image, horizontal, upstream, gradient);
        return gradient;
    }

    static DeviceTensor horizontalGradient(
            DeviceScope scope, DeviceTensor image, DeviceTensor vertical, DeviceTensor upstream) {
        DeviceTensor gradient = like(scope, vertical);
        tapGradient(scope, KernelFunction.SEPCONV_GRADIENT_HORIZONTAL, image, vertical, upstream, gradient);
        return gradient;
    }

    private static DeviceTensor like(DeviceScope scope, DeviceTensor tensor) {
        return scope.allocate(tensor.batch(), tensor.channels(), tensor.height(), tensor.width());
    }

    static void tapGradient(
            DeviceScope scope,
            KernelFunction function,
            DeviceTensor image,
            DeviceTensor taps,
            DeviceTensor upstream,
            DeviceTensor gradient) {
        scope.launch(
                function,
                function.grid(taps.width(), 32, taps.height(), 16, taps.batch()),
                image,
                taps,
                upstream,
                gradient,
                image.channels(),
                taps.height(),
                taps.width(),
                taps.channels());
    }

    static DeviceTensor separableImageGradient(
            DeviceScope scope, DeviceTensor vertical, DeviceTensor horizontal, DeviceTensor upstream) {
        int taps = vertical.channels();
        DeviceTensor gradient = scope.allocate(
                upstream.batch(), upstream.channels(), upstream.height() + taps - 1, upstream.width() + taps - 1);
        separableImageGradient(scope, vertical, horizontal, upstream, gradient);
        return gradient;
    }

    static void separableImageGradient(
            DeviceScope scope,
            DeviceTensor vertical,
            DeviceTensor horizontal,
            DeviceTensor upstream,
            DeviceTensor gradient) {
        scope.launch(
                KernelFunction.SEPCONV_GRADIENT_IMAGE,
                KernelFunction.SEPCONV_GRADIENT_IMAGE.grid(
                        gradient.width(), 128, gradient.height(), 32, gradient.batch() * gradient.channels()),
                vertical,
                horizontal,
                upstream,
                gradient,
                upstream.channels(),
                upstream.height(),
                upstream.width(),
                vertical.channels());
    }

    static DeviceTensor fuse(DeviceScope scope, DeviceTensor a, DeviceTensor b, DeviceTensor weight) {
        DeviceTensor out = like(scope, a);
        fuse(scope, a, b, weight, out);
        return out;
    }

    static void fuse(DeviceScope scope, DeviceTensor a, DeviceTensor b, DeviceTensor weight, DeviceTensor out) {
        int plane = a.height() * a.width();
        scope.launch(
                KernelFunction.FUSE_FORWARD,
                KernelFunction.FUSE_FORWARD.grid(plane, STREAM, a.batch(), 1, 1),
                a,
                b,
                weight,
                out,
                a.channels(),
                plane);
    }

    /** Writes those of the three gradients that are not null; a and b are needed for the weight's only. */
    static void fuseGradient(
            DeviceScope scope,
            DeviceTensor a,
            DeviceTensor b,
            DeviceTensor weight,
            DeviceTensor upstream,
            DeviceTensor aGradient,
            DeviceTensor bGradient,
            DeviceTensor weightGradient) {
        int plane = upstream.height() * upstream.width();
        scope.launch(
                KernelFunction.FUSE_GRADIENT,
                KernelFunction.FUSE_GRADIENT.grid(plane, STREAM, upstream.batch(), 1, 1),
                a,
                b,
                weight,
                upstream,
                aGradient,
                bGradient,
                weightGradient,
                upstream.channels(),
                plane);
    }
}
