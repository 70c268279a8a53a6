package org.sstem.internal.precipitate.blob;

import org.sstem.internal.precipitate.Background;
import org.sstem.internal.precipitate.Working;

/**
 * Fits the transmission of one blob to what is seen: centre, rim, and profile along the gauge, by maximising the
 * likelihood of the grey values under the {@link Background} and the {@link BlobPrior} (Fisher scoring with Levenberg's
 * damping). Shape and place are found with few samples, from each shape of the law and, for blobs that the border cuts, from
 * several centres; the best of these is then fitted with all.
 */
final class BlobFit {

    private static final int ROUNDS = 12;
    private static final double ENOUGH = 0.02;
    /** How many rounds a shape of the law is tried. */
    private static final int TRIAL_ROUNDS = 4;

    /** How closely a blob is looked at. */
    enum Effort {
        /** To know about how much it gathers, and where it lies. */
        GLANCE(500, 500, 0),
        /** To know its transmission. */
        CARE(2000, 4000, 60);

        /** Cells that are looked at, about, to find its shape and place, if it has more. */
        private final int few;
        /** And in the end. */
        private final int all;
        /** A shape of the law that is worse than the best by more than this after a trial is given up. */
        private final double hopeless;

        Effort(int few, int all, double hopeless) {
            this.few = few;
            this.all = all;
            this.hopeless = hopeless;
        }
    }

    private final Blob blob;
    private final BlobRim rim;
    private final BlobPrior prior;
    private final Effort effort;
    /** What shape and place are found with. */
    private final BlobSamples few;

    private final BlobSamples all;

    private BlobFit(BlobRim rim, boolean[] occupied, float[] visible, Background background, Effort effort) {
        this.blob = rim.blob();
        this.rim = rim;
        this.effort = effort;
        prior = new BlobPrior(rim);
        few = BlobSamples.of(rim, occupied, visible, background, effort.few, false);
        all = BlobSamples.of(rim, occupied, visible, background, effort.all, true);
    }

    /**
     * Fits one blob.
     *
     * @param blob       the blob, in cells
     * @param occupied   cells of any blob; those of others are left out
     * @param visible    how much each cell tells, 0 where no signal is left, 1 where there is enough
     * @param background what would be seen without the blob
     * @param grid       the working grid
     * @param given      whether the blob's outline is known, rather than a first guess
     * @param effort     how closely it is looked at
     * @return the model, or null if hardly anything of the blob's rim is seen
     */
    static BlobModel fit(
            Blob blob,
            boolean[] occupied,
            float[] visible,
            Background background,
            Working grid,
            boolean given,
            Effort effort) {
        BlobRim rim = BlobRim.of(blob, grid, given);
        Rim seen = rim.from(blob.cx(), blob.cy());
        if (seen == null) {
            return null;
        }
        BlobFit fit = new BlobFit(rim, occupied, visible, background, effort);
        BlobState best = fit.best(new double[] {blob.cx(), blob.cy()}, null);
        if (seen.seen() < 0.95) {
            best = fit.best(fit.all.darkest(blob), best);
        }
        if (best == null) {
            return null;
        }
        best.cost = fit.cost(best, fit.all);
        return fit.model(fit.descend(best, fit.all, ROUNDS, Double.POSITIVE_INFINITY));
    }

    /** Descends from a centre with every shape of the law, and keeps what is better than the best so far. */
    private BlobState best(double[] centre, BlobState soFar) {
        BlobState best = soFar;
        for (int shape = 0; shape < Profile.SHAPES; shape++) {
            BlobState state = BlobState.start(rim, centre[0], centre[1], shape);
            if (state == null) {
                continue;
            }
            double known = best == null ? Double.POSITIVE_INFINITY : best.cost;
            state.cost = cost(state, few);
            state = descend(state, few, TRIAL_ROUNDS, known + effort.hopeless);
            if (state.cost < known + effort.hopeless) {
                state = descend(state, few, ROUNDS - TRIAL_ROUNDS, known);
            }
            if (best == null || state.cost < best.cost) {
                best = state;
            }
        }
        return best;
    }

    /**
     * Descends.
     *
     * @param samples what is looked at
     * @param rounds  how many steps are taken at most
     * @param goal    the cost above which the result is not wanted: if it would not get there by gaining as much in every round
     *                that is left as in the last one, it is given up
     */
    private BlobState descend(BlobState from, BlobSamples samples, int rounds, double goal) {
        BlobState state = from;
        double damping = 1e-3;
        for (int round = 0; round < rounds; round++) {
            NormalEquations normal = linearise(state, samples);
            boolean better = false;
            double before = state.cost;
            while (!better && damping < 1e4) {
                double[] step = normal.step(damping);
                BlobState next = step == null ? null : state.after(step);
                if (next != null) {
                    next.cost = cost(next, samples);
                    better = next.cost < state.cost;
                }
                if (better) {
                    state = next;
                    damping = Math.max(1e-5, damping / 5);
                } else {
                    damping *= 5;
                }
            }
            double gain = before - state.cost;
            if (!better || gain < ENOUGH || state.cost - gain * (rounds - 1 - round) > goal) {
                break;
            }
        }
        return state;
    }

    private double cost(BlobState state, BlobSamples samples) {
        return samples.cost(state) + prior.cost(state);
    }

    private NormalEquations linearise(BlobState state, BlobSamples samples) {
        NormalEquations normal = new NormalEquations(state.parameters());
        samples.add(state, normal);
        prior.add(state, normal);
        return normal;
    }

    private BlobModel model(BlobState state) {
        double[] errors =
                linearise(state, all).errors(BlobState.FIRST + state.stretch.length, Profile.KNOTS, BlobPrior.LEVEL);
        BlobSamples.Gathered gathered = all.gathered(state);
        double reach = state.gauge.reach() + BlobModel.RAMP + 1;
        return new BlobModel(state.gauge, state.profile, errors, gathered.evidence(), gathered.meanLog(), reach);
    }
}
