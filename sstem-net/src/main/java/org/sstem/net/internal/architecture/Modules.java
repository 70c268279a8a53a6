package org.sstem.net.internal.architecture;

import org.sstem.net.internal.plan.PlanBuilder;

/** Modules that several of the published networks are made of; they add their nodes to a plan. */
final class Modules {

    private Modules() {}

    /** A convolution and the normalisation of its result. */
    static String normalised(
            PlanBuilder plan, String name, String convolution, String normalisation, String in, int width) {
        return plan.normalise(name + "." + normalisation, plan.convolve(name + "." + convolution, in, width));
    }

    /** Two convolutions, each normalised and cut at 0. */
    static String twice(PlanBuilder plan, String name, String in, int middle, int out) {
        String first = plan.relu(normalised(plan, name, "0", "1", in, middle));
        return plan.relu(normalised(plan, name, "3", "4", first, out));
    }
}
