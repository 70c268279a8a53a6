package org.sstem.internal.precipitate.blob;

import org.sstem.internal.math.Turn;
import org.sstem.internal.precipitate.Background;
import org.sstem.internal.precipitate.Working;

import java.util.Arrays;

/** Cells in and around a blob that a fit looks at, and how probable their grey values are. Immutable. */
final class BlobSamples {

    /** How far beyond the outline is looked, in radii: where it is given, and where it is a guess. */
    private static final double OUTSKIRTS = 0.2;

    private static final double FAR_OUTSKIRTS = 0.7;
    /** Step of the centre by which the gauge's derivatives are taken, cells. */
    private static final double STEP = 0.5;

    private final Background background;
    private final GreyLikelihood likelihood;
    private final double[] xs;
    private final double[] ys;
    private final int[] index;
    private final double[] weight;
    private final double thinning;
    /** What each sample gathers if there is no blob; most of them lie outside. */
    private final double[] none;

    /**
     * What a blob gathers.
     *
     * @param evidence gain in log-likelihood over there being no blob, counted in independent samples
     * @param meanLog  mean logarithm of its transmission
     */
    record Gathered(double evidence, double meanLog) {}

    private BlobSamples(
            Background background,
            GreyLikelihood likelihood,
            double[] xs,
            double[] ys,
            int[] index,
            double[] weight,
            double thinning) {
        this.background = background;
        this.likelihood = likelihood;
        this.xs = xs;
        this.ys = ys;
        this.index = index;
        this.weight = weight;
        this.thinning = thinning;
        none = new double[xs.length];
        for (int i = 0; i < none.length; i++) {
            none[i] = weight[i] * likelihood.logarithm(background.deviation(index[i]), background.classOf(index[i]));
        }
    }

    /**
     * Chooses samples, evenly spread.
     *
     * @param rim        of the blob
     * @param occupied   cells of any blob; those of others are left out
     * @param visible    how much each cell tells, 0 where no signal is left, 1 where there is enough
     * @param background what would be seen without the blob
     * @param count      how many, about, if there are more
     * @param sharp      whether the likelihood is the sharp one
     */
    static BlobSamples of(
            BlobRim rim, boolean[] occupied, float[] visible, Background background, int count, boolean sharp) {
        Blob blob = rim.blob();
        Working grid = rim.grid();
        int margin = (int) Math.ceil((rim.given() ? OUTSKIRTS : FAR_OUTSKIRTS) * rim.radius()) + 2;
        int x0 = Math.max(0, blob.box().x() - margin);
        int y0 = Math.max(0, blob.box().y() - margin);
        int x1 = Math.min(grid.width(), blob.box().x() + blob.box().width() + margin);
        int y1 = Math.min(grid.height(), blob.box().y() + blob.box().height() + margin);
        int stride = (int) Math.max(1, Math.sqrt((double) (x1 - x0) * (y1 - y0) / count));
        int most = ((x1 - x0) / stride + 1) * ((y1 - y0) / stride + 1);
        double[] xs = new double[most];
        double[] ys = new double[most];
        int[] index = new int[most];
        double[] weight = new double[most];
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
        // samples that are left out count through those that stay, as long as these are not independent themselves
        double thinning = Math.max(1, background.pixelsPerSample() / (stride * stride));
        return new BlobSamples(
                background,
                background.likelihood(sharp),
                Arrays.copyOf(xs, n),
                Arrays.copyOf(ys, n),
                index,
                weight,
                thinning);
    }

    /** The darkest place of the blob: centre of the tenth of its samples that is darkest. */
    double[] darkest(Blob blob) {
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

    /** Minus the log-likelihood of what is seen, counted in independent samples. */
    double cost(BlobState state) {
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
        return sum / thinning;
    }

    /** Adds what every sample says of a step from a state. */
    void add(BlobState state, NormalEquations normal) {
        double information = likelihood.information();
        Gauge right = state.moved(STEP, 0);
        Gauge below = state.moved(0, STEP);
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
            slope[0] = right == null ? 0 : along * (right.at(xs[i], ys[i]) - r) / STEP;
            slope[1] = below == null ? 0 : along * (below.at(xs[i], ys[i]) - r) / STEP;
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
    }

    /** What the blob gathers. */
    Gathered gathered(BlobState state) {
        double gained = 0;
        double depth = 0;
        int count = 0;
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
        return new Gathered(gained / thinning, depth / Math.max(1, count));
    }

    private static double square(double v) {
        return v * v;
    }
}
