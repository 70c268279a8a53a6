package org.sstem.precipitate;

import java.util.Arrays;

/**
 * Fits the transmission of one blob to what is seen: centre, rim, and profile along the gauge, by maximising the
 * likelihood of the grey values under the {@link Background} (Fisher scoring with Levenberg's damping).
 *
 * <p>Where the rim is given it may only be a little wider or narrower everywhere; where it is not, or where the border
 * of the section hides it, it is free but smooth. The profile is drawn to the law's, loosely.
 */
final class BlobFit {

    private static final int MOST_SAMPLES = 5000;
    private static final double OUTSKIRTS = 1.2;
    private static final double FAR_OUTSKIRTS = 1.7;
    private static final int ROUNDS = 12;

    /** Prior standard deviations: profile against the law, and its bends from knot to knot. */
    private static final double LEVEL = 0.3;

    private static final double BEND = 0.05;
    private static final double STEP = 0.05;
    /** Prior: a common widening of the rim in px, a single direction of a rim that is given, bends of a free one. */
    private static final double WIDENING_PX = 2;

    private static final double WOBBLE_PX = 0.3;
    private static final double RIM_BEND = 0.02;

    private final Blob blob;
    private final Background background;
    private final Working grid;
    private final boolean rimGiven;
    private final int directions;
    private final int coarse;

    private double[] xs;
    private double[] ys;
    private int[] index;
    private double[] weight;
    private double thinning;

    private BlobFit(Blob blob, Background background, Working grid, boolean rimGiven) {
        this.blob = blob;
        this.background = background;
        this.grid = grid;
        this.rimGiven = rimGiven;
        double girth = 2 * Math.sqrt(Math.PI * blob.pixels());
        coarse = (int) Math.max(16, Math.min(64, girth / 8));
        directions = coarse * (rimGiven ? 8 : 1);
    }

    /**
     * Fits one blob.
     *
     * @param blob       the blob, in cells
     * @param occupied   cells of any blob; those of others are left out
     * @param visible    how much each cell tells, 0 where no signal is left, 1 where there is enough
     * @param background what would be seen without the blob
     * @param grid       the working grid
     * @param rimGiven   whether the blob's outline is known, rather than a first guess
     * @return the model, or null if the blob is not one that has a centre and a rim
     */
    static BlobModel fit(
            Blob blob, boolean[] occupied, float[] visible, Background background, Working grid, boolean rimGiven) {
        BlobFit fit = new BlobFit(blob, background, grid, rimGiven);
        Rim rim = Rim.of(blob, blob.cx(), blob.cy(), fit.directions, grid.width(), grid.height());
        if (rim == null) {
            return null;
        }
        fit.sample(occupied, visible);
        State best = fit.best(new double[] {blob.cx(), blob.cy()}, null);
        if (rim.seen() < 0.95) {
            best = fit.best(fit.darkest(), best);
        }
        if (best == null) {
            return null;
        }
        best.cost = fit.cost(best, true);
        best = fit.descend(best, true, ROUNDS);
        return fit.model(best);
    }

    /** Descends from a centre with every shape of the law, and keeps what is better than the best so far. */
    private State best(double[] centre, State soFar) {
        State best = soFar;
        for (int shape = 0; shape < Profile.SHAPES; shape++) {
            State state = start(centre, shape);
            if (state != null) {
                state = descend(state, false, ROUNDS);
                if (best == null || state.cost < best.cost) {
                    best = state;
                }
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

    /** Parameters and what they make of the rim. */
    private final class State {
        double cx;
        double cy;
        double widening;
        double[] stretch = new double[coarse];
        Profile profile;
        /** The rim as given, seen from the centre; null if it is free. */
        Rim seen;

        double[] freeRim;
        Gauge gauge;
        double cost;

        void settle() {
            double[] rim = new double[directions];
            int fine = directions / coarse;
            for (int i = 0; i < directions; i++) {
                int k = i / fine;
                double part = (double) (i % fine) / fine;
                double s = stretch[k] * (1 - part) + stretch[(k + 1) % coarse] * part;
                double base = rimGiven ? seen.gauge().rim()[i] : freeRim[i];
                rim[i] = Math.max(0.5, base * Math.exp(s) + widening);
            }
            gauge = new Gauge(cx, cy, rim);
        }
    }

    private State start(double[] centre, int shape) {
        State state = new State();
        state.cx = centre[0];
        state.cy = centre[1];
        state.seen = rim(state.cx, state.cy);
        if (state.seen == null) {
            return null;
        }
        state.freeRim = state.seen.gauge().rim();
        state.profile = Profile.of(shape);
        state.settle();
        state.cost = cost(state, false);
        return state;
    }

    private Rim rim(double cx, double cy) {
        return Rim.of(blob, cx, cy, directions, grid.width(), grid.height());
    }

    private void sample(boolean[] occupied, float[] visible) {
        int margin =
                (int) Math.ceil(((rimGiven ? OUTSKIRTS : FAR_OUTSKIRTS) - 1) * Math.sqrt(blob.pixels() / Math.PI)) + 2;
        int x0 = Math.max(0, blob.box().x() - margin);
        int y0 = Math.max(0, blob.box().y() - margin);
        int x1 = Math.min(grid.width(), blob.box().x() + blob.box().width() + margin);
        int y1 = Math.min(grid.height(), blob.box().y() + blob.box().height() + margin);
        int stride = (int) Math.max(1, Math.sqrt((double) (x1 - x0) * (y1 - y0) / MOST_SAMPLES));
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
                    weight[n] = own ? visible[i] : 1;
                    n++;
                }
            }
        }
        xs = Arrays.copyOf(xs, n);
        ys = Arrays.copyOf(ys, n);
        // samples that are left out count through those that stay, as long as these are not independent themselves
        thinning = Math.max(1, background.pixelsPerSample() / (stride * stride));
    }

    private double cost(State state, boolean sharp) {
        GreyLikelihood likelihood = background.likelihood(sharp);
        double sum = 0;
        for (int i = 0; i < xs.length; i++) {
            double t = logTransmission(state.gauge, state.profile, xs[i], ys[i]);
            sum -= weight[i] * likelihood.logarithm(background.deviation(index[i]) - t, background.classOf(index[i]));
        }
        return sum / thinning + priorCost(state);
    }

    private static double logTransmission(Gauge gauge, Profile profile, double x, double y) {
        double dx = x - gauge.cx();
        double dy = y - gauge.cy();
        double rim = gauge.rimTowards(dx, dy);
        return BlobModel.value(profile, Math.sqrt(dx * dx + dy * dy) / rim, BlobModel.RAMP / rim);
    }

    private State descend(State from, boolean sharp, int rounds) {
        State state = from;
        double damping = 1e-3;
        for (int round = 0; round < rounds; round++) {
            Normal normal = linearise(state, sharp);
            boolean better = false;
            double before = state.cost;
            while (!better && damping < 1e4) {
                State next = normal.step(state, damping);
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
            if (!better || before - state.cost < 0.01) {
                break;
            }
        }
        return state;
    }

    private int parameters() {
        return 3 + coarse + Profile.KNOTS;
    }

    private Normal linearise(State state, boolean sharp) {
        GreyLikelihood likelihood = background.likelihood(sharp);
        double information = likelihood.information();
        Normal normal = new Normal(parameters());
        double h = 0.5;
        Gauge right = moved(state, h, 0);
        Gauge below = moved(state, 0, h);
        int[] where = new int[7];
        double[] slope = new double[7];
        for (int i = 0; i < xs.length; i++) {
            double dx = xs[i] - state.gauge.cx();
            double dy = ys[i] - state.gauge.cy();
            double rim = state.gauge.rimTowards(dx, dy);
            double r = Math.sqrt(dx * dx + dy * dy) / rim;
            double ramp = BlobModel.RAMP / rim;
            if (r >= 1 + ramp) {
                continue;
            }
            double t = BlobModel.value(state.profile, r, ramp);
            double score = likelihood.score(background.deviation(index[i]) - t, background.classOf(index[i]));
            double along = r <= 1 ? state.profile.slope(r) : -state.profile.at(1) / ramp;
            where[0] = 0;
            slope[0] = right == null ? 0 : along * (right.at(xs[i], ys[i]) - r) / h;
            where[1] = 1;
            slope[1] = below == null ? 0 : along * (below.at(xs[i], ys[i]) - r) / h;
            where[2] = 2;
            slope[2] = -along * r / rim;
            double turn = Math.atan2(dy, dx) / (2 * Math.PI);
            double direction = (turn < 0 ? turn + 1 : turn) * coarse;
            int k = (int) direction % coarse;
            double part = direction - (int) direction;
            where[3] = 3 + k;
            slope[3] = -along * r * (1 - part);
            where[4] = 3 + (k + 1) % coarse;
            slope[4] = -along * r * part;
            double position = Math.min(r, 1) * (Profile.KNOTS - 1);
            int knot = Math.min((int) position, Profile.KNOTS - 2);
            double upper = position - knot;
            double fade = r <= 1 ? 1 : 1 - (r - 1) / ramp;
            where[5] = 3 + coarse + knot;
            slope[5] = fade * (1 - upper);
            where[6] = 3 + coarse + knot + 1;
            slope[6] = fade * upper;
            normal.add(where, slope, weight[i] / thinning * information, weight[i] / thinning * score);
        }
        priors(state, normal);
        return normal;
    }

    /** The gauge after moving the centre, with the rim that is given seen from there. */
    private Gauge moved(State state, double dx, double dy) {
        State moved = new State();
        moved.cx = state.cx + dx;
        moved.cy = state.cy + dy;
        moved.widening = state.widening;
        moved.stretch = state.stretch;
        moved.freeRim = state.freeRim;
        moved.seen = rimGiven ? rim(moved.cx, moved.cy) : state.seen;
        if (moved.seen == null) {
            return null;
        }
        moved.settle();
        return moved.gauge;
    }

    /** A rim that is free is where the transmission reaches 1; one that is given may have a step. */
    private double level(int knot) {
        return !rimGiven && knot == Profile.KNOTS - 1 ? STEP : LEVEL;
    }

    private double widening() {
        return rimGiven ? grid.cells(WIDENING_PX) : Math.sqrt(blob.pixels() / Math.PI) / 2;
    }

    private double wobble(State state, int k) {
        int i = k * (directions / coarse);
        if (rimGiven && state.seen.known()[i]) {
            return grid.cells(WOBBLE_PX) / state.seen.gauge().rim()[i];
        }
        return 0.3;
    }

    private boolean bends(State state, int k) {
        int i = k * (directions / coarse);
        return !rimGiven || !state.seen.known()[i];
    }

    /** Bend of the logarithm of the rim in a direction, scaled to what a circle of 64 directions would have. */
    private double bend(State state, int k) {
        double[] rim = state.gauge.rim();
        int fine = directions / coarse;
        double left = rim[(k + coarse - 1) % coarse * fine];
        double right = rim[(k + 1) % coarse * fine];
        return Math.log(left * right / (rim[k * fine] * rim[k * fine]));
    }

    private double bendSpread() {
        return RIM_BEND * 64 / coarse;
    }

    private double priorCost(State state) {
        double sum = square(state.widening / widening());
        for (int k = 0; k < coarse; k++) {
            sum += square(state.stretch[k] / wobble(state, k));
            if (bends(state, k)) {
                sum += square(bend(state, k) / bendSpread());
            }
        }
        double[] d = state.profile.deviation();
        for (int k = 0; k < d.length; k++) {
            sum += square(d[k] / level(k));
            if (k > 0 && k < d.length - 1) {
                sum += square((d[k - 1] - 2 * d[k] + d[k + 1]) / BEND);
            }
        }
        return sum / 2;
    }

    private void priors(State state, Normal normal) {
        double widening = square(1 / widening());
        normal.add(new int[] {2}, new double[] {1}, widening, -widening * state.widening);
        for (int k = 0; k < coarse; k++) {
            double stiff = square(1 / wobble(state, k));
            normal.add(new int[] {3 + k}, new double[] {1}, stiff, -stiff * state.stretch[k]);
            if (bends(state, k)) {
                int[] where = {3 + (k + coarse - 1) % coarse, 3 + k, 3 + (k + 1) % coarse};
                double stiffness = square(1 / bendSpread());
                normal.add(where, new double[] {1, -2, 1}, stiffness, -stiffness * bend(state, k));
            }
        }
        int first = 3 + coarse;
        double[] d = state.profile.deviation();
        for (int k = 0; k < d.length; k++) {
            double level = square(1 / level(k));
            normal.add(new int[] {first + k}, new double[] {1}, level, -level * d[k]);
            if (k > 0 && k < d.length - 1) {
                double stiffness = square(1 / BEND);
                double bend = d[k - 1] - 2 * d[k] + d[k + 1];
                normal.add(
                        new int[] {first + k - 1, first + k, first + k + 1},
                        new double[] {1, -2, 1},
                        stiffness,
                        -stiffness * bend);
            }
        }
    }

    private static double square(double v) {
        return v * v;
    }

    private BlobModel model(State state) {
        Normal normal = linearise(state, true);
        double[] errors = normal.errors(3 + coarse, Profile.KNOTS);
        double gained = 0;
        double depth = 0;
        int count = 0;
        GreyLikelihood likelihood = background.likelihood(true);
        for (int i = 0; i < xs.length; i++) {
            double t = logTransmission(state.gauge, state.profile, xs[i], ys[i]);
            if (t < 0) {
                double e = background.deviation(index[i]);
                int c = background.classOf(index[i]);
                gained += weight[i] * (likelihood.logarithm(e - t, c) - likelihood.logarithm(e, c));
                depth += t;
                count++;
            }
        }
        return new BlobModel(state.gauge, state.profile, errors, gained / thinning, depth / Math.max(1, count));
    }

    /** Normal equations of one step, and the step. */
    private final class Normal {
        private final double[][] matrix;
        private final double[] right;

        Normal(int n) {
            matrix = new double[n][n];
            right = new double[n];
        }

        /** Adds an observation: its derivatives, its weight, and the gradient it pulls with. */
        void add(int[] where, double[] slope, double weight, double pull) {
            for (int i = 0; i < where.length; i++) {
                right[where[i]] += slope[i] * pull;
                double[] row = matrix[where[i]];
                for (int j = 0; j < where.length; j++) {
                    row[where[j]] += weight * slope[i] * slope[j];
                }
            }
        }

        State step(State from, double damping) {
            double[][] a = new double[right.length][];
            for (int i = 0; i < a.length; i++) {
                a[i] = matrix[i].clone();
                a[i][i] += damping * a[i][i] + 1e-9;
            }
            if (!Cholesky.factorise(a)) {
                return null;
            }
            double[] step = Cholesky.solve(a, right);
            State to = new State();
            double far = Math.sqrt(blob.pixels()) / 2;
            to.cx = from.cx + Math.max(-far, Math.min(far, step[0]));
            to.cy = from.cy + Math.max(-far, Math.min(far, step[1]));
            to.widening = from.widening + step[2];
            for (int k = 0; k < coarse; k++) {
                to.stretch[k] = from.stretch[k] + step[3 + k];
            }
            double[] d = from.profile.deviation().clone();
            for (int k = 0; k < d.length; k++) {
                d[k] += step[3 + coarse + k];
            }
            to.profile = new Profile(from.profile.shape(), d);
            to.freeRim = from.freeRim;
            to.seen = rimGiven ? rim(to.cx, to.cy) : from.seen;
            if (to.seen == null) {
                return null;
            }
            to.settle();
            return to;
        }

        /** Standard errors of a run of parameters. */
        double[] errors(int first, int count) {
            double[][] a = new double[right.length][];
            for (int i = 0; i < a.length; i++) {
                a[i] = matrix[i].clone();
                a[i][i] += 1e-9;
            }
            double[] errors = new double[count];
            Arrays.fill(errors, LEVEL);
            if (Cholesky.factorise(a)) {
                for (int k = 0; k < count; k++) {
                    double[] unit = new double[right.length];
                    unit[first + k] = 1;
                    errors[k] = Math.sqrt(Math.max(0, Cholesky.solve(a, unit)[first + k]));
                }
            }
            return errors;
        }
    }
}
