package org.sstem.internal.precipitate.blob;

import org.sstem.internal.math.Turn;
import org.sstem.internal.precipitate.Background;
import org.sstem.internal.precipitate.Working;

import java.util.Arrays;

/**
 * Fits the transmission of one blob to what is seen: centre, rim, and profile along the gauge, by maximising the
 * likelihood of the grey values under the {@link Background} and the {@link BlobPrior} (Fisher scoring with Levenberg's
 * damping), from each shape of the law and, for blobs that the border cuts, from several centres.
 */
final class BlobFit {

    /** How far beyond the outline is looked, in radii: where it is given, and where it is a guess. */
    private static final double OUTSKIRTS = 0.2;

    private static final double FAR_OUTSKIRTS = 0.7;
    private static final int ROUNDS = 12;
    private static final double ENOUGH = 0.02;
    /** How many rounds a shape of the law is tried. */
    private static final int TRIAL_ROUNDS = 4;

    /** How closely a blob is looked at. */
    enum Effort {
        /** To know about how much it gathers, and where it lies. */
        GLANCE(500, 0),
        /** To know its transmission. */
        CARE(4000, 60);

        /** Cells that are looked at, about, if it has more. */
        private final int samples;
        /** A shape of the law that is worse than the best by more than this after a trial is given up. */
        private final double hopeless;

        Effort(int samples, double hopeless) {
            this.samples = samples;
            this.hopeless = hopeless;
        }
    }

    private final Blob blob;
    private final Background background;
    private final Working grid;
    private final BlobRim rim;
    private final BlobPrior prior;
    private final Effort effort;

    private double[] xs;
    private double[] ys;
    private int[] index;
    private double[] weight;
    private double thinning;
    private double[] coarseNone;
    private double[] sharpNone;

    private BlobFit(Blob blob, Background background, Working grid, boolean given, Effort effort) {
        this.effort = effort;
        this.blob = blob;
        this.background = background;
        this.grid = grid;
        rim = BlobRim.of(blob, grid, given);
        prior = new BlobPrior(rim);
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
        BlobFit fit = new BlobFit(blob, background, grid, given, effort);
        Rim seen = fit.rim.from(blob.cx(), blob.cy());
        if (seen == null) {
            return null;
        }
        fit.sample(occupied, visible);
        BlobState best = fit.best(new double[] {blob.cx(), blob.cy()}, null);
        if (seen.seen() < 0.95) {
            best = fit.best(fit.darkest(), best);
        }
        if (best == null) {
            return null;
        }
        best.cost = fit.cost(best, true);
        return fit.model(fit.descend(best, true, ROUNDS, Double.POSITIVE_INFINITY));
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
            state.cost = cost(state, false);
            state = descend(state, false, TRIAL_ROUNDS, known + effort.hopeless);
            if (state.cost < known + effort.hopeless) {
                state = descend(state, false, ROUNDS - TRIAL_ROUNDS, known);
            }
            if (best == null || state.cost < best.cost) {
                best = state;
            }
        }
        return best;
    }

    /** The darkest place of the blob: centre of the tenth of its samples that is darkest. */
    private double[] darkest() {
        double[] dark = new double[xs.length];
        int n = 0;
        for (int i = 0; i < xs.length; i++) {
            if (blob.contains((int) xs[i], (int) ys[i])) {
                dark[n++] = background.deviation(index[i]);
            }
        }
        if (n == 0) {
            return new double[] {blob.cx(), blob.cy()};
        }
        Arrays.sort(dark, 0, n);
        double limit = dark[n / 10];
        double sx = 0;
        double sy = 0;
        int count = 0;
        for (int i = 0; i < xs.length; i++) {
            if (background.deviation(index[i]) <= limit && blob.contains((int) xs[i], (int) ys[i])) {
                sx += xs[i];
                sy += ys[i];
                count++;
            }
        }
        return new double[] {sx / count, sy / count};
    }

    private void sample(boolean[] occupied, float[] visible) {
        int margin = (int) Math.ceil((rim.given() ? OUTSKIRTS : FAR_OUTSKIRTS) * rim.radius()) + 2;
        int x0 = Math.max(0, blob.box().x() - margin);
        int y0 = Math.max(0, blob.box().y() - margin);
        int x1 = Math.min(grid.width(), blob.box().x() + blob.box().width() + margin);
        int y1 = Math.min(grid.height(), blob.box().y() + blob.box().height() + margin);
        int stride = (int) Math.max(1, Math.sqrt((double) (x1 - x0) * (y1 - y0) / effort.samples));
        int most = ((x1 - x0) / stride + 1) * ((y1 - y0) / stride + 1);
        xs = new double[most];
        ys = new double[most];
        index = new int[most];
        weight = new double[most];
        int n = 0;
        for (int y = y0; y < y1; y += stride) {
            for (int x = x0; x < x1; x += stride) {
                int i = y * grid.width() + x;
                boolean own = blob.contains(x, y);
                if (own || !occupied[i]) {
                    xs[n] = x;
                    ys[n] = y;
                    index[n] = i;
                    // exactly 0 where there is no tissue to be seen through the blob or beside it
                    weight[n] = own || visible[i] == 0 ? visible[i] : 1;
                    n++;
                }
            }
        }
        xs = Arrays.copyOf(xs, n);
        ys = Arrays.copyOf(ys, n);
        // samples that are left out count through those that stay, as long as these are not independent themselves
        thinning = Math.max(1, background.pixelsPerSample() / (stride * stride));
    }

    private double cost(BlobState state, boolean sharp) {
        GreyLikelihood likelihood = background.likelihood(sharp);
        double[] none = withoutBlob(sharp);
        double beyond = square(state.gauge.reach() + BlobModel.RAMP);
        double sum = 0;
        for (int i = 0; i < xs.length; i++) {
            if (square(xs[i] - state.cx) + square(ys[i] - state.cy) >= beyond) {
                sum -= none[i];
                continue;
            }
            double t = state.logTransmission(xs[i], ys[i]);
            sum -= weight[i] * likelihood.logarithm(background.deviation(index[i]) - t, background.classOf(index[i]));
        }
        return sum / thinning + prior.cost(state);
    }

    /** What each sample gathers if there is no blob; most of them lie outside. */
    private double[] withoutBlob(boolean sharp) {
        double[] known = sharp ? sharpNone : coarseNone;
        if (known != null) {
            return known;
        }
        GreyLikelihood likelihood = background.likelihood(sharp);
        double[] none = new double[xs.length];
        for (int i = 0; i < none.length; i++) {
            none[i] = weight[i] * likelihood.logarithm(background.deviation(index[i]), background.classOf(index[i]));
        }
        if (sharp) {
            sharpNone = none;
        } else {
            coarseNone = none;
        }
        return none;
    }

    private static double square(double v) {
        return v * v;
    }

    /**
     * Descends.
     *
     * @param rounds how many steps are taken at most
     * @param goal   the cost above which the result is not wanted: if it would not get there by gaining as much in every round
     *               that is left as in the last one, it is given up
     */
    private BlobState descend(BlobState from, boolean sharp, int rounds, double goal) {
        BlobState state = from;
        double damping = 1e-3;
        for (int round = 0; round < rounds; round++) {
            NormalEquations normal = linearise(state, sharp);
            boolean better = false;
            double before = state.cost;
            while (!better && damping < 1e4) {
                double[] step = normal.step(damping);
                BlobState next = step == null ? null : state.after(step);
                if (next != null) {
                    next.cost = cost(next, sharp);
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

    private NormalEquations linearise(BlobState state, boolean sharp) {
        GreyLikelihood likelihood = background.likelihood(sharp);
        double information = likelihood.information();
        NormalEquations normal = new NormalEquations(state.parameters());
        double h = 0.5;
        Gauge right = state.moved(h, 0);
        Gauge below = state.moved(0, h);
        int coarse = state.stretch.length;
        double beyond = square(state.gauge.reach() + BlobModel.RAMP);
        int[] where = new int[7];
        double[] slope = new double[7];
        where[0] = 0;
        where[1] = 1;
        where[2] = 2;
        for (int i = 0; i < xs.length; i++) {
            double dx = xs[i] - state.cx;
            double dy = ys[i] - state.cy;
            if (dx * dx + dy * dy >= beyond) {
                continue;
            }
            double turn = Turn.of(dx, dy);
            double radius = state.gauge.rimTowards(turn);
            double r = Math.sqrt(dx * dx + dy * dy) / radius;
            double ramp = BlobModel.RAMP / radius;
            if (r >= 1 + ramp) {
                continue;
            }
            double t = BlobModel.value(state.profile, r, ramp);
            double score = likelihood.score(background.deviation(index[i]) - t, background.classOf(index[i]));
            double along = r <= 1 ? state.profile.slope(r) : -state.profile.at(1) / ramp;
            slope[0] = right == null ? 0 : along * (right.at(xs[i], ys[i]) - r) / h;
            slope[1] = below == null ? 0 : along * (below.at(xs[i], ys[i]) - r) / h;
            slope[2] = -along * r / radius;
            double direction = turn * coarse;
            int k = (int) direction % coarse;
            double part = direction - (int) direction;
            where[3] = BlobState.FIRST + k;
            slope[3] = -along * r * (1 - part);
            where[4] = BlobState.FIRST + (k + 1) % coarse;
            slope[4] = -along * r * part;
            double position = Math.min(r, 1) * (Profile.KNOTS - 1);
            int knot = Math.min((int) position, Profile.KNOTS - 2);
            double upper = position - knot;
            double fade = r <= 1 ? 1 : 1 - (r - 1) / ramp;
            where[5] = BlobState.FIRST + coarse + knot;
            slope[5] = fade * (1 - upper);
            where[6] = where[5] + 1;
            slope[6] = fade * upper;
            normal.add(where, slope, weight[i] / thinning * information, weight[i] / thinning * score);
        }
        prior.add(state, normal);
        return normal;
    }

    private BlobModel model(BlobState state) {
        NormalEquations normal = linearise(state, true);
        double[] errors = normal.errors(BlobState.FIRST + state.stretch.length, Profile.KNOTS, BlobPrior.LEVEL);
        double gained = 0;
        double depth = 0;
        int count = 0;
        GreyLikelihood likelihood = background.likelihood(true);
        for (int i = 0; i < xs.length; i++) {
            double t = state.logTransmission(xs[i], ys[i]);
            if (t < 0) {
                double e = background.deviation(index[i]);
                int c = background.classOf(index[i]);
                gained += weight[i] * (likelihood.logarithm(e - t, c) - likelihood.logarithm(e, c));
                depth += t;
                count++;
            }
        }
        double reach = state.gauge.reach() + BlobModel.RAMP + 1;
        return new BlobModel(state.gauge, state.profile, errors, gained / thinning, depth / Math.max(1, count), reach);
    }
}
