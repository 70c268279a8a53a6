package org.sstem.cuda.internal;

import org.sstem.internal.image.Boxes;
import org.sstem.internal.image.Filters;
import org.sstem.internal.registration.Windows;
import org.sstem.method.Area;

import java.util.ArrayList;
import java.util.List;

/**
 * Sections as registration sees them, on a device: what {@code View} of the core makes, a tensor of grey values, weights
 * and ridges a level.
 */
final class DeviceViews {

    /** Reach of the window of the local normalisation, twice: what is held of a level is exact. */
    private static final int AROUND = 2 * Taps.LOCAL.reach();

    private static final double CONTRAST_FLOOR = 0.2;

    /** Standard deviation of the ridges of tissue, of that of its grey values. */
    private static final double RIDGE_CONTRAST = 0.08;

    private DeviceViews() {}

    /**
     * Builds the pyramid of a section.
     *
     * @param section  grey values
     * @param validity how much each pixel counts; null where all do
     * @param sd       standard deviation of the grey values of the whole section
     * @param ridged   whether ridges are looked at, too
     * @return the levels, the finest first
     */
    static List<DeviceTensor> of(
            Stencils stencils,
            DeviceTensor section,
            DeviceTensor validity,
            double sd,
            boolean ridged,
            Windows windows) {
        return stencils.scope().keeping(() -> {
            List<DeviceTensor> levels = new ArrayList<>();
            DeviceTensor whole = validity == null ? section : filled(stencils, section, validity);
            DeviceTensor level = stencils.smooth(stencils.halve(whole), Taps.VIEW_GRAIN);
            DeviceTensor weight = validity == null ? null : stencils.halve(validity);
            DeviceTensor ridge = ridged ? ridges(stencils, level) : null;
            float floor = floor(CONTRAST_FLOOR * sd);
            float ridgeFloor = floor(CONTRAST_FLOOR * (RIDGE_CONTRAST * sd));
            for (int i = 0; i < windows.levels(); i++) {
                if (i > 0) {
                    level = stencils.halve(level);
                    ridge = ridge == null ? null : stencils.halve(ridge);
                    weight = weight == null ? null : stencils.halve(weight);
                }
                Area wide = windows.around(i, AROUND);
                DeviceTensor wideWeight = weight == null ? null : stencils.crop(weight, wide);
                Normalised grey = Normalised.of(stencils, stencils.crop(level, wide), wideWeight, floor);
                DeviceTensor ridges = ridge == null
                        ? null
                        : Normalised.of(stencils, stencils.crop(ridge, wide), wideWeight, ridgeFloor)
                                .values();
                levels.add(level(stencils, grey, ridges, wideWeight, Boxes.within(windows.held(i), wide)));
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

    private static DeviceTensor ridges(Stencils stencils, DeviceTensor level) {
        return stencils.scope()
                .keeping(() -> {
                    DeviceTensor smooth = stencils.smooth(level, Taps.RIDGE);
                    DeviceTensor curvature = stencils.planes(1, level);
                    stencils.everyPixel(
                            KernelFunction.CURVATURE, level, smooth, curvature, level.height(), level.width());
                    return List.of(stencils.smooth(curvature, Taps.RIDGE_SPREAD));
                })
                .get(0);
    }

    /** {@link Filters#normalise}, and the squares of what comes out. */
    private record Normalised(DeviceTensor values, DeviceTensor squares) {

        static Normalised of(Stencils stencils, DeviceTensor plane, DeviceTensor weight, float floor) {
            List<DeviceTensor> kept = stencils.scope().keeping(() -> normalised(stencils, plane, weight, floor));
            return new Normalised(kept.get(0), kept.get(1));
        }

        private static List<DeviceTensor> normalised(
                Stencils stencils, DeviceTensor plane, DeviceTensor weight, float floor) {
            int count = plane.plane();
            DeviceTensor sums = stencils.smooth(weight == null ? plane : weighed(stencils, plane, weight), Taps.LOCAL);
            DeviceTensor deviations = stencils.planes(1, plane);
            DeviceTensor squares = stencils.planes(1, plane);
            stencils.everyPixel(KernelFunction.DEVIATE, plane, plane, sums, weight, deviations, squares, count);
            DeviceTensor variances = stencils.smooth(squares, Taps.LOCAL);
            DeviceTensor values = stencils.planes(1, plane);
            stencils.everyPixel(
                    KernelFunction.NORMALISE,
                    plane,
                    deviations,
                    variances,
                    sums,
                    weight,
                    values,
                    squares,
                    floor,
                    count);
            return List.of(values, squares);
        }
    }

    /** One level: grey values, how much there is to be seen, ridges if they are looked at; of all the part that is held. */
    private static DeviceTensor level(
            Stencils stencils, Normalised grey, DeviceTensor ridges, DeviceTensor weight, Area held) {
        DeviceTensor structure = stencils.smooth(grey.squares(), Taps.LOCAL);
        DeviceTensor view = stencils.scope().allocate(1, ridges == null ? 2 : 3, held.height(), held.width());
        stencils.everyPixel(
                KernelFunction.VIEW_LEVEL,
                view,
                grey.values(),
                structure,
                weight,
                ridges,
                view,
                structure.width(),
                held.height(),
                held.width(),
                held.y(),
                held.x());
        return view;
    }
}
