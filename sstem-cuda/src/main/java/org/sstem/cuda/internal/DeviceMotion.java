package org.sstem.cuda.internal;

import org.sstem.internal.registration.Windows;
import org.sstem.method.Area;

import java.util.List;
import java.util.function.Supplier;

/**
 * The dense motion between two views on a device, coarse to fine: what {@code Matcher}, {@code CoarseSearch} and
 * {@code Refinement} of the core find.
 */
final class DeviceMotion {

    /** Displacements tried at the coarsest level, pixels of that level each way. */
    private static final int SEARCH_RADIUS = 3;

    private static final int STEPS = 3;

    private final Stencils stencils;
    private final Windows windows;
    private final List<DeviceTensor> below;
    private final List<DeviceTensor> above;
    private final float belowReach;
    private final float aboveReach;
    /** What a view shows beside its weights. */
    private final int images;

    /**
     * Takes what is to agree: {@code below(x - fraction w)} with {@code above(x + (1 - fraction) w)}.
     *
     * @param stencils whose table goes on with {@link #shifts}
     * @param below    levels of one view, the finest first
     * @param above    levels of the other
     * @param fraction where the motion is seen from
     */
    DeviceMotion(
            Stencils stencils, Windows windows, List<DeviceTensor> below, List<DeviceTensor> above, double fraction) {
        this.stencils = stencils;
        this.windows = windows;
        this.below = below;
        this.above = above;
        this.belowReach = (float) -fraction;
        this.aboveReach = (float) (1 - fraction);
        this.images = below.get(0).channels() - 1;
    }

    /** How far the displacements of the search move each of both views. */
    static float[] shifts(double fraction) {
        int side = 2 * SEARCH_RADIUS + 1;
        float[] shifts = new float[2 * side];
        for (int i = 0; i < side; i++) {
            shifts[i] = (float) (-fraction * (i - SEARCH_RADIUS));
            shifts[side + i] = (float) ((1 - fraction) * (i - SEARCH_RADIUS));
        }
        return shifts;
    }

    /** Finds the motion at the finest level, in pixels of that level: two planes. */
    DeviceTensor match() {
        int coarsest = windows.levels() - 1;
        DeviceTensor flow = search(coarsest);
        for (int level = coarsest; level >= 0; level--) {
            if (level < coarsest) {
                flow = stencils.enlarge(flow, windows.withinEnlarged(level), 2);
            }
            for (int step = 0; step < STEPS; step++) {
                flow = step(level, flow);
            }
        }
        return flow;
    }

    private DeviceTensor search(int level) {
        return kept(() -> {
            DeviceTensor view = below.get(level);
            int side = 2 * SEARCH_RADIUS + 1;
            DeviceTensor products = stencils.planes(2 * side * side, view);
            stencils.scope()
                    .launch(
                            KernelFunction.SHIFT_PRODUCTS,
                            KernelFunction.SHIFT_PRODUCTS.grid(view.width(), view.height(), side * side),
                            view,
                            above.get(level),
                            stencils.table(),
                            Taps.others(),
                            products,
                            SEARCH_RADIUS,
                            images,
                            view.height(),
                            view.width());
            DeviceTensor sums = stencils.smooth(products, Taps.SEARCH);
            DeviceTensor flow = stencils.planes(2, view);
            stencils.everyPixel(KernelFunction.SHIFT_MEAN, flow, sums, flow, SEARCH_RADIUS, flow.plane());
            return flow;
        });
    }

    private DeviceTensor step(int level, DeviceTensor flow) {
        return kept(() -> {
            DeviceTensor moved = moved(level, flow);
            DeviceTensor terms = stencils.planes(5, flow);
            stencils.everyPixel(KernelFunction.EQUATIONS, flow, moved, terms, images, flow.height(), flow.width());
            DeviceTensor narrow = stencils.smooth(terms, Taps.NARROW_WINDOW);
            DeviceTensor wide = stencils.smooth(stencils.halve(narrow), Taps.WIDE_WINDOW);
            DeviceTensor next = stencils.planes(2, flow);
            stencils.everyPixel(KernelFunction.SOLVE_STEP, flow, narrow, wide, flow, next, flow.height(), flow.width());
            return stencils.smooth(next, Taps.MOTION);
        });
    }

    private DeviceTensor moved(int level, DeviceTensor flow) {
        DeviceTensor out = stencils.planes(1 + 2 * images, flow);
        stencils.everyPixel(
                KernelFunction.MOVE_VIEWS,
                flow,
                below.get(level),
                above.get(level),
                flow,
                out,
                belowReach,
                aboveReach,
                images,
                flow.height(),
                flow.width());
        return out;
    }

    /** Brings the motion to the section itself: in the whole target. */
    DeviceTensor flow(DeviceTensor finest) {
        return stencils.enlarge(finest, windows.withinEnlarged(-1), 2);
    }

    /** How far both views agree under a motion, in a part of the target. */
    DeviceTensor confidence(DeviceTensor finest, Area part) {
        return kept(() -> {
            int count = finest.plane();
            DeviceTensor terms = stencils.planes(3, finest);
            stencils.everyPixel(KernelFunction.AGREEMENT_TERMS, finest, moved(0, finest), terms, count);
            DeviceTensor sums = stencils.smooth(terms, Taps.AGREEMENT);
            DeviceTensor agreement = stencils.planes(1, finest);
            stencils.everyPixel(KernelFunction.AGREEMENT, finest, sums, agreement, count);
            Area all = windows.withinEnlarged(-1);
            return stencils.enlarge(
                    agreement, new Area(all.x() + part.x(), all.y() + part.y(), part.width(), part.height()), 1);
        });
    }

    private DeviceTensor kept(Supplier<DeviceTensor> step) {
        return stencils.scope().keeping(() -> List.of(step.get())).get(0);
    }
}
