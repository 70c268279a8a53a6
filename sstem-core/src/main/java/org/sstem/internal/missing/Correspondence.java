package org.sstem.internal.missing;

import org.sstem.internal.registration.Flows;
import org.sstem.internal.registration.Motion;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

/**
 * Where in its two neighbours the tissue of an area lies, on top of their {@linkplain SectionInterpolator#neighbourArea
 * drift}.
 *
 * @param below      displacements from the section to the neighbour below, pixels
 * @param above      displacements to the one above
 * @param confidence one value a pixel from 0, the neighbours disagree, to 1, they agree
 */
public record Correspondence(Flow below, Flow above, Plane confidence) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public Correspondence {
        if (!below.u().sameSize(confidence) || !above.u().sameSize(confidence)) {
            throw new IllegalArgumentException("all parts of a correspondence must be " + confidence.width() + " x "
                    + confidence.height() + ", were " + below.width() + " x " + below.height() + " and " + above.width()
                    + " x " + above.height());
        }
    }

    /**
     * Moves the tissue on.
     *
     * @param belowMoves what is added to the displacements to the neighbour below
     * @param aboveMoves what is added to those to the one above
     * @param share      what they are multiplied by first
     * @return the sum
     */
    public Correspondence moved(Flow belowMoves, Flow aboveMoves, float share) {
        return new Correspondence(sum(below, belowMoves, share), sum(above, aboveMoves, share), confidence);
    }

    private static Flow sum(Flow flow, Flow moves, float share) {
        return new Flow(sum(flow.u(), moves.u(), share), sum(flow.v(), moves.v(), share));
    }

    private static Plane sum(Plane plane, Plane moves, float share) {
        Plane sum = plane.copy();
        for (int i = 0; i < sum.pixels().length; i++) {
            sum.pixels()[i] += share * moves.pixels()[i];
        }
        return sum;
    }

    /** That of a section which lies on the straight way of the tissue from one neighbour to the other. */
    static Correspondence on(Motion motion, double fraction) {
        return new Correspondence(
                Flows.scaled(motion.flow(), -fraction), Flows.scaled(motion.flow(), 1 - fraction), motion.confidence());
    }
}
