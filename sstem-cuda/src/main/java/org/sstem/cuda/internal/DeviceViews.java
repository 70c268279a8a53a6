package org.sstem.cuda.internal;

import org.sstem.internal.image.Boxes;
import org.sstem.internal.image.Filters;
import org.sstem.internal.registration.Windows;
import org.sstem.method.Area;

import java.util.ArrayList;
import java.util.List;

/**
 * Sections as registration sees them, on a device: what {@code View} of the core makes, a tensor of grey values and
 * weights a level.
 */
final class DeviceViews {

    /** Reach of the window of the local normalisation, twice: what is held of a level is exact. */
    private static final int AROUND = 2 * Taps.LOCAL.reach();

    private static final double CONTRAST_FLOOR = 0.2;

    private DeviceViews() {}

    /**
     * Builds the pyramid of a section.
     *
     * @param section  grey values
     * @param validity how much each pixel counts; null where all do
     * @param sd       standard deviation of the grey values of the whole section
     * @return the levels, the finest first
     */
    static List<DeviceTensor> of(
            Stencils stencils, DeviceTensor section, DeviceTensor validity, double sd, Windows windows) {
        return stencils.scope().keeping(() -> {
            List<DeviceTensor> levels = new ArrayList<>();
            DeviceTensor whole = validity == null ? section : filled(stencils, section, validity);
            DeviceTensor level = stencils.smooth(stencils.halve(whole), Taps.VIEW_GRAIN);
            DeviceTensor weight = validity == null ? null : stencils.halve(validity);
            float floor = floor(CONTRAST_FLOOR * sd);
            for (int i = 0; i < windows.levels(); i++) {
                if (i > 0) {
                    level = stencils.halve(level);
                    weight = weight == null ? null : stencils.halve(weight);
                }
                Area wide = windows.around(i, AROUND);
                levels.add(level(
                        stencils,
                        stencils.crop(level, wide),
                        weight == null ? null : stencils.crop(weight, wide),
                        floor,
                        Boxes.within(windows.held(i), wide)));
            }
            return levels;
        });
    }

    private static float floor(double smallestSd) {
        return (float) (smallestSd * smallestSd);
    }

    private static DeviceTensor filled(Stencils stencils, DeviceTensor section, DeviceTensor validity) {
        DeviceTensor weighed = weighed(stencils, section, validity);
        DeviceTensor near = stencils.smooth(weighed, Taps.LOCAL);
        DeviceTensor far = stencils.smooth(weighed, Taps.FAR);
        DeviceTensor out = stencils.planes(1, section);
        stencils.everyPixel(KernelFunction.FILL_GAPS, out, section, validity, near, far, out, out.plane());
        return out;
    }

    private static DeviceTensor weighed(Stencils stencils, DeviceTensor values, DeviceTensor weight) {
        DeviceTensor out = stencils.planes(2, values);
        stencils.everyPixel(KernelFunction.WEIGH, out, values, weight, out, out.plane());
        return out;
    }

    /** One level: {@link Filters#normalise}, how much there is to be seen, and the part that is held. */
    private static DeviceTensor level(
            Stencils stencils, DeviceTensor grey, DeviceTensor weight, float floor, Area held) {
        int count = grey.plane();
        DeviceTensor sums = stencils.smooth(weight == null ? grey : weighed(stencils, grey, weight), Taps.LOCAL);
        DeviceTensor deviations = stencils.planes(1, grey);
        DeviceTensor squares = stencils.planes(1, grey);
        stencils.everyPixel(KernelFunction.DEVIATE, grey, grey, sums, weight, deviations, squares, count);
        DeviceTensor variances = stencils.smooth(squares, Taps.LOCAL);
        DeviceTensor normalised = stencils.planes(1, grey);
        stencils.everyPixel(
                KernelFunction.NORMALISE, grey, deviations, variances, sums, weight, normalised, squares, floor, count);
        DeviceTensor structure = stencils.smooth(squares, Taps.LOCAL);
        DeviceTensor view = stencils.scope().allocate(1, 2, held.height(), held.width());
        stencils.everyPixel(
                KernelFunction.VIEW_LEVEL,
                view,
                normalised,
                structure,
                weight,
                view,
                grey.width(),
                held.height(),
                held.width(),
                held.y(),
                held.x());
        return view;
    }
}
