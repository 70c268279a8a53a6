package org.sstem.internal.missing;

import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.image.Resampler.Interpolation;
import org.sstem.internal.image.Rows;
import org.sstem.internal.registration.DenseRegistration;
import org.sstem.internal.registration.Motion;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.List;

/**
 * A neighbour of a section of which parts are not known. Where nothing is known its motion is carried on from around. Immutable,
 * but for arrays that nobody changes.
 *
 * @param moving     the neighbour
 * @param tissue     how much each of its pixels counts
 * @param flow       where what a part of the section shows lies in it
 * @param confidence one value a pixel of that part from 0, both disagree, to 1, they agree
 */
record Carried(Plane moving, Plane tissue, Flow flow, Plane confidence) {

    /** How near what is known of the section has to be, pixels; and what is too far from it. */
    private static final double INSIDE_SIGMA = 8;

    private static final double DEEP = 0.9;

    /** The neighbour in register with the part of the section. */
    Plane shown(Area part) {
        return Resampler.warp(moving, part.x(), part.y(), flow, Interpolation.SPLINE);
    }

    /** How much its pixels count there. */
    Plane weight(Area part) {
        return Resampler.warp(tissue, part.x(), part.y(), flow, Interpolation.BILINEAR);
    }

    /**
     * Two neighbours that agree with each other also far from what is known of the section. Carried on from around, each by itself,
     * their motions do not agree there; each goes its share of the way to the other.
     *
     * @param part     the part of the section
     * @param validity how much of the section is known there, 0 to 1, a value a pixel of the part
     * @param fraction where the section lies between the two
     * @return both; as they are if what is known is near everywhere
     */
    static List<Carried> agreed(Carried below, Carried above, Area part, Plane validity, double fraction) {
        Plane near = Filters.gaussian(validity, INSIDE_SIGMA);
        Plane inside = new Plane(near.width(), near.height());
        boolean any = false;
        for (int i = 0; i < near.pixels().length; i++) {
            inside.pixels()[i] = Math.max(0, 1 - 2 * near.pixels()[i]);
            any |= inside.pixels()[i] > DEEP;
        }
        if (!any) {
            return List.of(below, above);
        }
        Motion motion = DenseRegistration.builder()
                .ridges()
                .build()
                .between(
                        below.shown(part),
                        below.weight(part),
                        above.shown(part),
                        above.weight(part),
                        fraction,
                        new Area(0, 0, inside.width(), inside.height()));
        return List.of(below.moved(motion.flow(), inside, -fraction), above.moved(motion.flow(), inside, 1 - fraction));
    }

    /** The same, moved by a share of a motion. */
    private Carried moved(Flow motion, Plane shares, double factor) {
        Flow sum = new Flow(flow.u().copy(), flow.v().copy());
        Rows.forEachPixel(shares, (from, to) -> {
            for (int i = from; i < to; i++) {
                float share = (float) (factor * shares.pixels()[i]);
                sum.u().pixels()[i] += share * motion.u().pixels()[i];
                sum.v().pixels()[i] += share * motion.v().pixels()[i];
            }
        });
        return new Carried(moving, tissue, sum, confidence);
    }
}
