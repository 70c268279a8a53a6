package org.sstem.internal.fold.law;

import java.util.List;

/**
 * Several folds of one section, in the order in which they came: each folds what the one before has left. A place of the
 * degraded section is unfolded by the last fold first. Curves of earlier folds are those before later ones moved them.
 *
 * @param folds the folds, in their order
 */
public record FoldChain(List<Fold> folds) {

    /** Copies the list. */
    public FoldChain {
        folds = List.copyOf(folds);
    }

    /** Walks places through the folds, one after the other. Not for concurrent use. */
    public Walk walk() {
        return new Walk();
    }

    /** One thread's way of following places. */
    public final class Walk {
        private final Nearest[] nearest =
                folds.stream().map(f -> new Nearest(f.curve())).toArray(Nearest[]::new);

        public double x;
        public double y;

        /** Follows a place of the degraded section to where it belongs, but only through the folds after one of them. */
        public void unfoldAfter(int index) {
            for (int i = folds.size() - 1; i > index; i--) {
                Fold fold = folds.get(i);
                double a = distance(i);
                // The band itself goes with its rim: there is no tissue in it.
                move(i, fold.displacement(Math.max(a, fold.halfWidth())));
            }
        }

        /** Distance of the place from a fold's curve. */
        public double distance(int index) {
            nearest[index].locate(x, y);
            return Math.abs(nearest[index].distance);
        }

        /** Moves the place away from the curve, or towards it, to the side where {@link #distance} found it. */
        public void move(int index, double by) {
            Nearest n = nearest[index];
            double m = n.distance < 0 ? -by : by;
            x += m * n.nx;
            y += m * n.ny;
        }
    }
}
