package org.sstem.internal.registration;

import org.sstem.method.Flow;

import java.util.List;

/** Finds one motion for several pairs of views, coarse to fine. */
final class Matcher {

    /** Displacements tried at the coarsest level, pixels of that level each way. */
    static final int SEARCH_RADIUS = 3;

    private static final int STEPS = 3;
    private static final double SMOOTHING_SIGMA = 1.5;

    private Matcher() {}

    /** Returns the motion at level 0 of the views, in pixels of that level, where it is held. */
    static Flow match(List<Pair> pairs) {
        int coarsest = pairs.get(0).a().levels() - 1;
        Flow flow = CoarseSearch.search(pairs, coarsest, SEARCH_RADIUS);
        for (int level = coarsest; level >= 0; level--) {
            if (level < coarsest) {
                flow = pairs.get(0).a().windows().finer(flow, level);
            }
            for (int step = 0; step < STEPS; step++) {
                flow = Flows.smoothed(Refinement.step(pairs, level, flow), SMOOTHING_SIGMA);
            }
        }
        return flow;
    }
}
