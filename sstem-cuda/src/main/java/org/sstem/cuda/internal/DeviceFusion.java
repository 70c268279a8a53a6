package org.sstem.cuda.internal;

import org.sstem.method.Area;

import java.util.List;

/** Fuses two sections in register by bands on a device: what {@code Fusion} of the core makes. */
final class DeviceFusion {

    private static final double KEPT_GRAIN = 0.4;

    private DeviceFusion() {}

    /**
     * Fuses.
     *
     * @param together above and below in register, and their mean: three planes
     * @param fraction weight of above, greater than 0 and less than 1
     * @param part     the part of the result that is wanted
     * @return that part
     */
    static DeviceTensor fuse(Stencils stencils, DeviceTensor together, double fraction, Area part) {
        return stencils.scope()
                .keeping(() -> {
                    int height = together.height();
                    int width = together.width();
                    DeviceTensor smoothed = stencils.smooth(together, 1, 2, Taps.GRAIN, 0);
                    DeviceTensor brightness = stencils.smooth(together, 2, 1, Taps.BRIGHTNESS, 0);
                    DeviceTensor grain = stencils.planes(2, together);
                    stencils.everyPixel(
                            KernelFunction.GRAIN, grain, together, smoothed, grain, (float) fraction, grain.plane());
                    DeviceTensor bands = stencils.planes(2, together);
                    // The nearer one neighbour, the less is averaged, and the more of its grain may stay.
                    float kept = (float) (1 - (1 - KEPT_GRAIN) * 4 * fraction * (1 - fraction));
                    stencils.everyPixel(
                            KernelFunction.SPLIT_BANDS,
                            bands,
                            together,
                            smoothed,
                            brightness,
                            wide(stencils, grain),
                            bands,
                            kept,
                            height,
                            width);
                    DeviceTensor terms = stencils.planes(3, together);
                    stencils.everyPixel(KernelFunction.GAIN_TERMS, terms, bands, together, terms, height, width);
                    DeviceTensor out = stencils.scope().allocate(1, 1, part.height(), part.width());
                    stencils.everyPixel(
                            KernelFunction.RAISE_STRUCTURE,
                            out,
                            bands,
                            wide(stencils, terms),
                            out,
                            height,
                            width,
                            part.height(),
                            part.width(),
                            part.y(),
                            part.x());
                    return List.of(out);
                })
                .get(0);
    }

    /** Sums over a wide window, at half the resolution; who reads them enlarges them. */
    private static DeviceTensor wide(Stencils stencils, DeviceTensor planes) {
        DeviceTensor half = stencils.halve(planes);
        DeviceTensor quarter = stencils.smooth(stencils.halve(half), Taps.GAIN);
        return stencils.enlarge(quarter, new Area(0, 0, half.width(), half.height()), 1);
    }
}
