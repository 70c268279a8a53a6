package org.sstem.net.internal.example;

import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.image.Resampler.Interpolation;
import org.sstem.internal.missing.Correspondence;
import org.sstem.internal.missing.GreyStatistics;
import org.sstem.internal.missing.Registered;
import org.sstem.internal.missing.SectionInterpolator;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.net.internal.architecture.MotionInputs;

import java.util.List;

/**
 * What a network that moves tissue is to learn: how far the neighbours, in register with each other, are from where each agrees
 * with the true section. That is known in training only. What both have to be moved by alike, over a wide window, says where the
 * section lies as a whole, which cannot be told from the neighbours: it is left out, and in the images by which a loss may judge the
 * neighbours are moved by it already. Stateless.
 */
final class MotionEvidence {

    /** Window of what both are moved by alike, pixels. */
    private static final double SHARED_SIGMA = 64;
    /** What a place counts where nothing agrees. */
    private static final float LEAST_WEIGHT = 0.05f;
    /** At the border of a pair its surroundings are not known: there nothing is learnt. */
    private static final int RIM_PX = 16;

    private MotionEvidence() {}

    /**
     * Prepares a triple of sections.
     *
     * @param task    the section as missing
     * @param section the true one
     * @return what goes in; by how many pixels the neighbours are to be moved, four planes, then both neighbours and the section as
     *     {@link MotionInputs} has grey values; how sure that is
     */
    static RefinementExamples.Prepared of(Task task, Plane section) {
        Area all = new Area(0, 0, section.width(), section.height());
        int z = task.firstZ();
        SectionInterpolator interpolator = SectionInterpolator.of(task);
        Registered made = interpolator.inRegister(z, all);
        Correspondence found = made.correspondence();
        Correspondence told = interpolator.correspondence(z, all, section);
        Plane belowU =
                RefinementEvidence.difference(told.below().u(), found.below().u());
        Plane belowV =
                RefinementEvidence.difference(told.below().v(), found.below().v());
        Plane aboveU =
                RefinementEvidence.difference(told.above().u(), found.above().u());
        Plane aboveV =
                RefinementEvidence.difference(told.above().v(), found.above().v());
        Flow shared = new Flow(takeShared(belowU, aboveU), takeShared(belowV, aboveV));
        GreyStatistics brightness = interpolator.brightness(z);
        return new RefinementExamples.Prepared(
                MotionInputs.of(made, brightness),
                List.of(
                        belowU,
                        belowV,
                        aboveU,
                        aboveV,
                        moved(made.below(), shared, brightness),
                        moved(made.above(), shared, brightness),
                        MotionInputs.standardised(section, brightness)),
                weight(told.confidence()));
    }

    private static Plane moved(Plane neighbour, Flow by, GreyStatistics brightness) {
        return MotionInputs.standardised(Resampler.warp(neighbour, by, Interpolation.CUBIC), brightness);
    }

    private static Plane takeShared(Plane below, Plane above) {
        Plane mean = new Plane(below.width(), below.height());
        for (int i = 0; i < mean.pixels().length; i++) {
            mean.pixels()[i] = (below.pixels()[i] + above.pixels()[i]) / 2;
        }
        Plane shared = Filters.gaussian(mean, SHARED_SIGMA);
        for (int i = 0; i < shared.pixels().length; i++) {
            below.pixels()[i] -= shared.pixels()[i];
            above.pixels()[i] -= shared.pixels()[i];
        }
        return shared;
    }

    private static Plane weight(Plane confidence) {
        Plane weight = new Plane(confidence.width(), confidence.height());
        for (int y = RIM_PX; y < weight.height() - RIM_PX; y++) {
            for (int x = RIM_PX; x < weight.width() - RIM_PX; x++) {
                weight.set(x, y, confidence.get(x, y) + LEAST_WEIGHT);
            }
        }
        return weight;
    }
}
