package org.sstem.cuda;

import org.sstem.cuda.Driver.DeviceMemory;
import org.sstem.kernel.Border;

/** Turns operations into launches. Shapes are checked by the callers; targets are tensors of the scope. */
final class Operations {

    /** Values a thread of a streaming kernel handles before there are enough blocks to fill any device. */
    private static final int STREAM = 256 * 4;

    private static final int MOST_BLOCKS = 4096;

    private Operations() {}

    private static int code(Border border) {
        return border == Border.CLAMP ? 0 : 1;
    }

    static DeviceTensor warp(DeviceScope scope, DeviceTensor image, DeviceTensor flow, Border border) {
        DeviceTensor out = scope.allocate(image.batch(), image.channels(), flow.height(), flow.width());
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
        return out;
    }

    static DeviceTensor warpFlowGradient(
            DeviceScope scope, DeviceTensor image, DeviceTensor flow, Border border, DeviceTensor upstream) {
        DeviceTensor gradient = scope.allocate(flow.batch(), 2, flow.height(), flow.width());
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
        return gradient;
    }

    /** In three steps: the scale, the sums as integers, the sums as floats; see warp.cu for why. */
    static DeviceTensor warpImageGradient(
            DeviceScope scope, DeviceTensor flow, Border border, DeviceTensor upstream, int height, int width) {
        int batch = flow.batch();
        int channels = upstream.channels();
        DeviceTensor gradient = scope.allocate(batch, channels, height, width);
        DeviceMemory maxima = scope.reserve((long) batch * Integer.BYTES);
        scope.clear(maxima, (long) batch * Integer.BYTES);
        int upstreamCount = upstream.size() / batch;
        scope.launch(
                KernelFunction.ABSOLUTE_MAXIMUM,
                KernelFunction.ABSOLUTE_MAXIMUM.grid(streamed(upstreamCount), STREAM, batch, 1, 1),
                upstream,
                maxima,
                upstreamCount);
        long sumBytes = (long) gradient.size() * Long.BYTES;
        DeviceMemory sums = scope.reserve(sumBytes);
        scope.clear(sums, sumBytes);
        scope.launch(
                KernelFunction.WARP_SCATTER,
                KernelFunction.WARP_SCATTER.grid(flow.width(), 32, flow.height(), 32, batch),
                flow,
                upstream,
                maxima,
                sums,
                channels,
                height,
                width,
                flow.height(),
                flow.width(),
                code(border));
        int count = gradient.size() / batch;
        scope.launch(
                KernelFunction.WARP_COLLECT,
                KernelFunction.WARP_COLLECT.grid(streamed(count), STREAM, batch, 1, 1),
                sums,
                maxima,
                gradient,
                count,
                flow.height() * flow.width());
        return gradient;
    }

    private static int streamed(int count) {
        return Math.min(count, MOST_BLOCKS * STREAM);
    }

    static DeviceTensor separableConvolution(
            DeviceScope scope, DeviceTensor image, DeviceTensor vertical, DeviceTensor horizontal) {
        DeviceTensor out = scope.allocate(image.batch(), image.channels(), vertical.height(), vertical.width());
        boolean threes = image.channels() % 3 == 0;
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
        return out;
    }

    static DeviceTensor verticalGradient(
            DeviceScope scope, DeviceTensor image, DeviceTensor horizontal, DeviceTensor upstream) {
        return tapGradient(scope, KernelFunction.SEPCONV_GRADIENT_VERTICAL, image, horizontal, upstream);
    }

    static DeviceTensor horizontalGradient(
            DeviceScope scope, DeviceTensor image, DeviceTensor vertical, DeviceTensor upstream) {
        return tapGradient(scope, KernelFunction.SEPCONV_GRADIENT_HORIZONTAL, image, vertical, upstream);
    }

    private static DeviceTensor tapGradient(
            DeviceScope scope, KernelFunction function, DeviceTensor image, DeviceTensor taps, DeviceTensor upstream) {
        DeviceTensor gradient = scope.allocate(taps.batch(), taps.channels(), taps.height(), taps.width());
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
        return gradient;
    }

    static DeviceTensor separableImageGradient(
            DeviceScope scope, DeviceTensor vertical, DeviceTensor horizontal, DeviceTensor upstream) {
        int taps = vertical.channels();
        DeviceTensor gradient = scope.allocate(
                upstream.batch(), upstream.channels(), upstream.height() + taps - 1, upstream.width() + taps - 1);
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
                taps);
        return gradient;
    }

    static DeviceTensor fuse(DeviceScope scope, DeviceTensor a, DeviceTensor b, DeviceTensor weight) {
        DeviceTensor out = scope.allocate(a.batch(), a.channels(), a.height(), a.width());
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
        return out;
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

    static DeviceTensor blend(DeviceScope scope, DeviceTensor tiles, TileLayout layout) {
        DeviceTensor out = scope.allocate(1, tiles.channels(), layout.height(), layout.width());
        scope.launch(
                KernelFunction.BLEND_TILES,
                KernelFunction.BLEND_TILES.grid(
                        layout.width(), 32, layout.height(), 8, Math.min(tiles.channels(), 65535)),
                tiles,
                out,
                tiles.channels(),
                layout.height(),
                layout.width(),
                layout.tileHeight(),
                layout.tileWidth(),
                layout.rows(),
                layout.columns(),
                layout.stepY(),
                layout.stepX(),
                layout.overlap());
        return out;
    }
}
