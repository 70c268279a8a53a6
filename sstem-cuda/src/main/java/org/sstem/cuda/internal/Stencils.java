package org.sstem.cuda.internal;

import org.sstem.method.Area;

/** Launches stencil.cu: a scope, and the kernels that it convolves with. All planes of a tensor are worked on at once. */
final class Stencils {

    private final DeviceScope scope;
    private final DeviceTensor table;

    /**
     * Takes a scope.
     *
     * @param table {@link Taps#tableWith}, in this scope
     */
    Stencils(DeviceScope scope, DeviceTensor table) {
        this.scope = scope;
        this.table = table;
    }

    DeviceScope scope() {
        return scope;
    }

    DeviceTensor table() {
        return table;
    }

    /** New planes of the size of others. */
    DeviceTensor planes(int planes, DeviceTensor like) {
        return scope.allocate(1, planes, like.height(), like.width());
    }

    /** Convolves in y and in x. */
    DeviceTensor smooth(DeviceTensor image, Taps taps) {
        return smooth(image, 0, image.channels(), taps, 0);
    }

    /** Convolves some planes of a tensor, from one on; what lies up to a margin around them is made as well. */
    DeviceTensor smooth(DeviceTensor image, int first, int planes, Taps taps, int margin) {
        int height = image.height() + 2 * margin;
        int width = image.width() + 2 * margin;
        DeviceTensor out = scope.allocate(1, planes, height, width);
        scope.launch(
                KernelFunction.SMOOTH,
                KernelFunction.SMOOTH.grid(width, 128, height, 16, planes),
                image,
                out,
                table,
                taps.first(),
                taps.reach(),
                image.height(),
                image.width(),
                first,
                margin);
        return out;
    }

    /** Halves the resolution. */
    DeviceTensor halve(DeviceTensor image) {
        DeviceTensor out = scope.allocate(1, image.channels(), (image.height() + 1) / 2, (image.width() + 1) / 2);
        scope.launch(
                KernelFunction.HALVE,
                KernelFunction.HALVE.grid(out.width(), out.height(), out.channels()),
                image,
                out,
                image.height(),
                image.width());
        return out;
    }

    /** Doubles the resolution, and multiplies by a factor; makes a part of the whole. */
    DeviceTensor enlarge(DeviceTensor coarse, Area part, float factor) {
        DeviceTensor out = scope.allocate(1, coarse.channels(), part.height(), part.width());
        scope.launch(
                KernelFunction.ENLARGE,
                KernelFunction.ENLARGE.grid(part.width(), part.height(), out.channels()),
                coarse,
                out,
                coarse.height(),
                coarse.width(),
                part.height(),
                part.width(),
                part.y(),
                part.x(),
                0.25f * factor);
        return out;
    }

    /** Cuts out a part; all planes themselves if that is all of it. */
    DeviceTensor crop(DeviceTensor image, Area part) {
        if (part.width() == image.width() && part.height() == image.height()) {
            return image;
        }
        return crop(image, image.channels(), part);
    }

    /** Cuts the same part out of the first planes. */
    DeviceTensor crop(DeviceTensor image, int planes, Area part) {
        DeviceTensor out = scope.allocate(1, planes, part.height(), part.width());
        scope.launch(
                KernelFunction.CROP,
                KernelFunction.CROP.grid(part.width(), part.height(), planes),
                image,
                out,
                image.height(),
                image.width(),
                part.height(),
                part.width(),
                part.y(),
                part.x());
        return out;
    }

    /** Launches a kernel that has a thread for each pixel of its result. */
    void everyPixel(KernelFunction function, DeviceTensor like, Object... arguments) {
        scope.launch(function, function.grid(like.width(), like.height(), 1), arguments);
    }
}
