package org.sstem.internal.registration;

import org.sstem.method.Flow;

/** Finds the motion between a pair of views, coarse to fine. */
final class Matcher {

    /** Displacements tried at the coarsest level, pixels of that level each way. */
    static final int SEARCH_RADIUS = 3;

    private static final int STEPS = 3;
    private static final double SMOOTHING_SIGMA = 1.5;

    private Matcher() {}

    /** Returns the motion at level 0 of the views, in pixels of that level, where it is held. */
    static Flow match(Pair pair) {
        int coarsest = pair.a().levels().size() - 1;
        Flow flow = CoarseSearch.search(pair, coarsest, SEARCH_RADIUS);
        for (int level = coarsest; level >= 0; level--) {
            if (level < coarsest) {
                flow = pair.a().windows().finer(flow, level);
            }
            for (int step = 0; step < STEPS; step++) {
                flow = Flows.smoothed(Refinement.step(pair, level, flow), SMOOTHING_SIGMA);
            }
        }
        return flow;
    }
}
