package org.sstem.internal.missing;

import org.sstem.internal.image.Resampler;
import org.sstem.internal.image.Resampler.Interpolation;
import org.sstem.internal.registration.DenseRegistration;
import org.sstem.internal.registration.Motion;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.List;

/** Both neighbours around an area of the section between them. Grey values are read when they are first needed. Not thread-safe. */
final class Neighbourhood {

    /**
     * A neighbour.
     *
     * @param z    its number
     * @param area what is looked at of it, possibly beyond the section
     */
    record Side(int z, Area area) {}

    private final SectionSource source;
    private final List<Side> sides;
    private final List<Plane> tissue;
    private final Area target;
    private List<Plane> grey;

    /**
     * Reads what of the neighbours is tissue.
     *
     * @param below  the one below
     * @param above  the one above, an area of the same size
     * @param target where something is wanted, as seen from the origin of these areas
     */
    Neighbourhood(SectionSource source, Side below, Side above, Area target) {
        this.source = source;
        this.sides = List.of(below, above);
        this.tissue =
                sides.stream().map(side -> source.tissue(side.z(), side.area())).toList();
        this.target = target;
    }

    Area target() {
        return target;
    }

    Area area(int which) {
        return sides.get(which).area();
    }

    /** One of both as a device asks for it. */
    TileInterpolation.Neighbour neighbour(int which, GreyStatistics own, GreyStatistics brightness) {
        Side side = sides.get(which);
        return new TileInterpolation.Neighbour(
                source,
                side.z(),
                side.area(),
                tissue.get(which),
                own.usableSd(),
                own.gain(brightness),
                own.offset(brightness));
    }

    private Plane grey(int which) {
        if (grey == null) {
            grey = sides.stream()
                    .map(side -> source.read(side.z(), side.area()))
                    .toList();
        }
        return grey.get(which);
    }

    /** From the one below to the one above, in the target. */
    Motion motion(DenseRegistration registration, double fraction) {
        return registration.between(grey(0), tissue.get(0), grey(1), tissue.get(1), fraction, target);
    }

    /** From an image of the target to both. */
    Correspondence correspondence(Plane image) {
        DenseRegistration.Fixed fixed = DenseRegistration.builder()
                .ridges()
                .build()
                .fixed(image, Plane.filled(image.width(), image.height(), 1), target);
        Motion below = fixed.register(grey(0), tissue.get(0));
        Motion above = fixed.register(grey(1), tissue.get(1));
        return new Correspondence(
                below.flow(), above.flow(), Fusion.average(below.confidence(), above.confidence(), 0.5));
    }

    /** Brings the target of both into register. */
    Matched inRegister(Correspondence there, List<GreyStatistics> own, GreyStatistics brightness) {
        return Matched.of(
                own,
                brightness,
                warped(grey(0), there.below(), Interpolation.SPLINE),
                warped(tissue.get(0), there.below(), Interpolation.BILINEAR),
                warped(grey(1), there.above(), Interpolation.SPLINE),
                warped(tissue.get(1), there.above(), Interpolation.BILINEAR));
    }

    private Plane warped(Plane plane, Flow flow, Interpolation interpolation) {
        return Resampler.warp(plane, target.x(), target.y(), flow, interpolation);
    }
}
