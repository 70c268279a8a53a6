package org.sstem.internal.registration;

import org.sstem.internal.image.Resampler;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;

/**
 * Two views that a motion w is to bring to agreement: {@code a(x + aReach * w)} with {@code b(x + bReach * w)}.
 *
 * @param a      one section
 * @param aReach where it lies along the motion
 * @param b      the other section, with as many images
 * @param bReach where that lies
 */
record Pair(View a, double aReach, View b, double bReach) {

    /** Images and weights of both after a motion. */
    record Moved(View.Level a, View.Level b) {}

    /** How much each image counts. */
    float share() {
        return 1f / a.levels().get(0).images().size();
    }

    /** Moves one level of both views. */
    Moved moved(int level, Flow flow) {
        return new Moved(moved(a, level, flow, aReach), moved(b, level, flow, bReach));
    }

    private static View.Level moved(View view, int level, Flow flow, double reach) {
        List<Plane> planes = new ArrayList<>(view.levels().get(level).images());
        int images = planes.size();
        planes.add(view.levels().get(level).weight());
        List<Plane> moved = Resampler.warp(planes, flow, reach);
        return new View.Level(moved.subList(0, images), moved.get(images));
    }
}
