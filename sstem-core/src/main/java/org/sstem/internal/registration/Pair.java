package org.sstem.internal.registration;

import org.sstem.internal.image.Resampler;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.List;

/**
 * Two views that a motion w is to bring to agreement: {@code a(x + aReach * w)} with {@code b(x + bReach * w)}.
 *
 * @param a      one section
 * @param aReach where it lies along the motion
 * @param b      the other section
 * @param bReach where that lies
 * @param weight how much this pair counts
 */
record Pair(View a, double aReach, View b, double bReach, double weight) {

    /** Grey values and weights of both after a motion. */
    record Moved(Plane a, Plane aWeight, Plane b, Plane bWeight) {}

    /** Moves one level of both views. */
    Moved moved(int level, Flow flow) {
        List<Plane> first = moved(a, level, flow, aReach);
        List<Plane> second = moved(b, level, flow, bReach);
        return new Moved(first.get(0), first.get(1), second.get(0), second.get(1));
    }

    private static List<Plane> moved(View view, int level, Flow flow, double reach) {
        return Resampler.warp(List.of(view.grey()[level], view.weight()[level]), flow, reach);
    }
}
