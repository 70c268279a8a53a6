package org.sstem.internal.fold;

import net.imglib2.parallel.Parallelization;
import org.sstem.internal.fold.law.NormalTail;
import org.sstem.internal.math.LinearSystem;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;

/**
 * Refines jumps, decays and drifts by Gauss-Newton steps on what remains between the section, unfolded, and its
 * neighbours, robust against what has no counterpart there.
 *
 * <p>Sections drift against each other without any fold. The drift is taken to be affine, per neighbour, small by
 * assumption (a Gaussian prior on its gradient): a stretch across the fold and the fold's decay look alike as far as the
 * fold reaches, and what data cannot tell apart is then given to the decay.
 */
final class LawFit {

    /** Pixels of displacement lost a pixel of distance. The simulations of Deng et al. 2022 draw up to a third of this. */
    static final double LARGEST_DECAY = 0.3;

    /** No decay is negative; a stretch of the section may make it look so. */
    private static final double LEAST_DECAY = -0.02;

    /**
     * The neighbours' drifts are fitted as if independent, but the section's own distortion is common to both: with
     * distortions of one size the variance is 1/2 + 1 instead of 1/2.
     */
    private static final double OWN_DRIFT = Math.sqrt(3);

    /** Distance from the curve at which a change of the decay is judged, pixels. */
    static final double LEVER_PX = 300;

    /** With a standard error as large, a fifth of what those simulations draw at most, nothing is known of a decay. */
    private static final double LOOSE_DECAY = 0.02;

    /** What is linearised does not hold for longer steps, pixels. */
    private static final double LONGEST_STEP_PX = 4;

    private static final double LARGEST_DECAY_STEP = 0.02;
    /** Steps below this no longer matter, pixels. */
    private static final double SETTLED_PX = 0.005;

    private static final int CHUNK = 4096;

    private final List<Placement> placements;
    private final int folds;
    private final double sigma;
    private final double pixelsPerSample;
    private final double centreX;
    private final double centreY;
    private final double extent;

    /** The fit's result: parameters, correlation summed over the neighbours, standard errors, independent samples. */
    record Result(
            LawParameters parameters,
            double score,
            double[] jumpError,
            double[] decayError,
            double[] jumpPerDecay,
            double independent) {

        /**
         * What is to be expected of the decays given that none is negative, rather than what is most likely: where the
         * data say little, a fit that ends at 0 is an extreme choice. Jumps follow as the data couple them.
         */
        LawParameters expected() {
            LawParameters p = parameters.copy();
            for (int f = 0; f < decayError.length; f++) {
                double error = OWN_DRIFT * decayError[f];
                if (!(error > 0 && error < LOOSE_DECAY) || p.jump()[f] <= 0) {
                    p.decay()[f] = Math.max(0, p.decay()[f]);
                    continue;
                }
                double more = error * NormalTail.meanExcess(p.decay()[f] / error);
                p.decay()[f] += more;
                p.jump()[f] = Math.max(0, p.jump()[f] + jumpPerDecay[f] * more);
            }
            return p;
        }
    }

    LawFit(List<Placement> placements, int folds, double sigma, double pixelsPerSample) {
        this.placements = placements;
        this.folds = folds;
        this.sigma = sigma;
        this.pixelsPerSample = pixelsPerSample;
        double x0 = Double.POSITIVE_INFINITY;
        double y0 = x0;
        double x1 = -x0;
        double y1 = -x0;
        for (Placement placement : placements) {
            for (int i = 0; i < placement.size(); i++) {
                x0 = Math.min(x0, placement.patch().x()[i]);
                x1 = Math.max(x1, placement.patch().x()[i]);
                y0 = Math.min(y0, placement.patch().y()[i]);
                y1 = Math.max(y1, placement.patch().y()[i]);
            }
        }
        centreX = 0.5 * (x0 + x1);
        centreY = 0.5 * (y0 + y1);
        extent = Math.max(1, 0.5 * Math.max(x1 - x0, y1 - y0));
    }

    /** Fits; with {@code still} the folds keep their parameters and only the drift is fitted. */
    Result fit(LawParameters start, int iterations, boolean still) {
        LawParameters p = start.copy();
        int neighbours = p.drift().length;
        int n = 2 * folds + neighbours * AffineDrift.PARAMETERS;
        Result best = null;
        for (int iteration = 0; iteration <= iterations; iteration++) {
            Sums sums = sums(p, n);
            double[][] h = sums.h;
            double[] g = sums.g;
            p.addPrior(h, g, extent, !still);
            for (int f = 0; f < 2 * folds; f++) {
                // Keeps the system solvable where a fold moves nothing.
                h[f][f] += f % 2 == 0 ? 1e-6 : 1e-2;
                if (still) {
                    for (int i = 0; i < n; i++) {
                        h[f][i] = 0;
                        h[i][f] = 0;
                    }
                    h[f][f] = 1;
                    g[f] = 0;
                }
            }
            LinearSystem system = LinearSystem.of(h);
            if (best == null || sums.score >= best.score) {
                best = new Result(
                        p.copy(),
                        sums.score,
                        errors(system, n, 0),
                        errors(system, n, 1),
                        coupling(system, n),
                        sums.independent);
            }
            double[] step = system.solve(g);
            if (step == null || iteration == iterations) {
                break;
            }
            if (apply(p, step) < SETTLED_PX) {
                iteration = Math.max(iteration, iterations - 1);
            }
        }
        return best;
    }

    private double[] errors(LinearSystem system, int n, int which) {
        double[] errors = new double[folds];
        for (int f = 0; f < folds; f++) {
            double[] unit = new double[n];
            unit[2 * f + which] = 1;
            double[] column = system.solve(unit);
            errors[f] = column == null ? Double.POSITIVE_INFINITY : Math.sqrt(Math.max(0, column[2 * f + which]));
        }
        return errors;
    }

    /** By how much the best jump rises with the decay. */
    private double[] coupling(LinearSystem system, int n) {
        double[] slope = new double[folds];
        for (int f = 0; f < folds; f++) {
            double[] unit = new double[n];
            unit[2 * f + 1] = 1;
            double[] column = system.solve(unit);
            slope[f] = column == null || !(column[2 * f + 1] > 0) ? 0 : column[2 * f] / column[2 * f + 1];
        }
        return slope;
    }

    /** Takes a step, shortened where it is large, and returns the largest change in pixels. */
    private double apply(LawParameters p, double[] step) {
        double shrink = 1;
        for (int f = 0; f < folds; f++) {
            shrink = Math.min(shrink, LONGEST_STEP_PX / Math.max(1e-9, Math.abs(step[2 * f])));
            shrink = Math.min(shrink, LARGEST_DECAY_STEP / Math.max(1e-9, Math.abs(step[2 * f + 1])));
        }
        for (int i = 2 * folds; i < step.length; i++) {
            shrink = Math.min(shrink, LONGEST_STEP_PX / Math.max(1e-9, Math.abs(step[i])));
        }
        double largest = 0;
        for (int f = 0; f < folds; f++) {
            p.jump()[f] = Math.max(0, p.jump()[f] + shrink * step[2 * f]);
            p.decay()[f] = Math.min(LARGEST_DECAY, Math.max(LEAST_DECAY, p.decay()[f] + shrink * step[2 * f + 1]));
            largest = Math.max(largest, Math.abs(shrink * step[2 * f]));
            largest = Math.max(largest, Math.abs(shrink * step[2 * f + 1]) * LEVER_PX);
        }
        for (int k = 0; k < p.drift().length; k++) {
            int from = 2 * folds + k * AffineDrift.PARAMETERS;
            p.drift()[k] = p.drift()[k].plus(shrink, step, from);
            for (int i = from; i < from + AffineDrift.PARAMETERS; i++) {
                largest = Math.max(largest, Math.abs(shrink * step[i]));
            }
        }
        return largest;
    }

    /** Normal equations, correlation and number of independent samples. */
    private static final class Sums {
        double[][] h;
        double[] g;
        double score;
        double independent;
    }

    private record Chunk(int placement, int from, int to) {}

    private List<Chunk> chunks() {
        List<Chunk> chunks = new ArrayList<>();
        for (int k = 0; k < placements.size(); k++) {
            int size = placements.get(k).size();
            for (int from = 0; from < size; from += CHUNK) {
                chunks.add(new Chunk(k, from, Math.min(size, from + CHUNK)));
            }
        }
        return chunks;
    }

    private Sums sums(LawParameters p, int n) {
        List<Chunk> chunks = chunks();
        int neighbours = p.drift().length;
        ChunkWork[] work = new ChunkWork[chunks.size()];
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < work.length; i++) {
            indices.add(i);
        }
        Parallelization.getTaskExecutor().forEach(indices, i -> {
            work[i] = new ChunkWork(placements.get(chunks.get(i).placement), chunks.get(i), p);
            work[i].compare(p);
        });
        double[] gain = new double[neighbours];
        double[] noise = new double[neighbours];
        Sums sums = new Sums();
        double count = 0;
        for (int k = 0; k < neighbours; k++) {
            double cross = 0;
            double own = 0;
            double unseen = 0;
            double other = 0;
            count = 0;
            for (ChunkWork w : work) {
                cross += w.cross[k];
                own += w.own[k];
                unseen += w.unseen[k];
                other += w.other[k];
                count += w.count[k];
            }
            gain[k] = own > 0 ? cross / own : 0;
            noise[k] = count > 0 ? Math.max(1e-12, (other - gain[k] * cross) / count) : 1;
            sums.score += own > 0 && other > 0 ? cross / Math.sqrt((own + unseen) * other) : 0;
        }
        // Smoothed samples are not independent: about one an area of correlation is.
        double correlated = Math.max(1, 4 * Math.PI * (sigma + 1) * (sigma + 1) / pixelsPerSample);
        sums.independent = count / correlated;
        Parallelization.getTaskExecutor().forEach(indices, i -> work[i].accumulate(gain, noise, correlated, n));
        sums.h = new double[n][n];
        sums.g = new double[n];
        for (ChunkWork w : work) {
            for (int a = 0; a < n; a++) {
                sums.g[a] += w.g[a];
                for (int b = 0; b < n; b++) {
                    sums.h[a][b] += w.h[Math.max(a, b)][Math.min(a, b)];
                }
            }
        }
        return sums;
    }

    /** The part of the work that one chunk of samples makes. */
    private final class ChunkWork {
        private static final double JUMP_STEP = 0.05;
        private static final double DECAY_STEP = 1e-4;

        private final Placement placement;
        private final Chunk chunk;
        private final float[][] x = new float[2 * folds + 1][];
        private final float[][] y = new float[2 * folds + 1][];
        private final float[][] seen;
        private final float[][] gradX;
        private final float[][] gradY;
        private final double[] cross;
        private final double[] own;
        private final double[] unseen;
        private final double[] other;
        private final double[] count;
        private double[][] h;
        private double[] g;

        ChunkWork(Placement placement, Chunk chunk, LawParameters p) {
            this.placement = placement;
            this.chunk = chunk;
            int neighbours = p.drift().length;
            int size = chunk.to - chunk.from;
            seen = new float[neighbours][size];
            gradX = new float[neighbours][size];
            gradY = new float[neighbours][size];
            cross = new double[neighbours];
            own = new double[neighbours];
            unseen = new double[neighbours];
            other = new double[neighbours];
            count = new double[neighbours];
            for (int variant = 0; variant < x.length; variant++) {
                x[variant] = new float[size];
                y[variant] = new float[size];
                double[] jump = p.jump().clone();
                double[] decay = p.decay().clone();
                if (variant > 0) {
                    int f = (variant - 1) / 2;
                    jump[f] += variant % 2 == 1 ? JUMP_STEP : 0;
                    decay[f] += variant % 2 == 0 ? DECAY_STEP : 0;
                }
                placement.place(jump, decay, chunk.from, chunk.to, x[variant], y[variant]);
            }
        }

        void compare(LawParameters p) {
            Patch patch = placement.patch();
            for (int k = 0; k < cross.length; k++) {
                Plane plane = patch.neighbours().get(k);
                AffineDrift drift = p.drift()[k];
                for (int i = chunk.from; i < chunk.to; i++) {
                    int at = i - chunk.from;
                    double bx = (x[0][at] - centreX) / extent;
                    double by = (y[0][at] - centreY) / extent;
                    double cx = (x[0][at] + drift.u() + drift.uByX() * bx + drift.uByY() * by - patch.originX())
                            / patch.factor();
                    double cy = (y[0][at] + drift.v() + drift.vByX() * bx + drift.vByY() * by - patch.originY())
                            / patch.factor();
                    int ix = (int) Math.floor(cx);
                    int iy = (int) Math.floor(cy);
                    if (ix < 0 || iy < 0 || ix + 1 >= plane.width() || iy + 1 >= plane.height()) {
                        seen[k][at] = Float.NaN;
                        unseen[k] += patch.showsNothing(k, ix, iy) ? patch.value()[i] * patch.value()[i] : 0;
                        continue;
                    }
                    float fx = (float) (cx - ix);
                    float fy = (float) (cy - iy);
                    int index = iy * plane.width() + ix;
                    float q00 = plane.pixels()[index];
                    float q10 = plane.pixels()[index + 1];
                    float q01 = plane.pixels()[index + plane.width()];
                    float q11 = plane.pixels()[index + plane.width() + 1];
                    float q = (q00 * (1 - fx) + q10 * fx) * (1 - fy) + (q01 * (1 - fx) + q11 * fx) * fy;
                    seen[k][at] = q;
                    if (Float.isNaN(q)) {
                        unseen[k] += patch.value()[i] * patch.value()[i];
                        continue;
                    }
                    gradX[k][at] = ((q10 - q00) * (1 - fy) + (q11 - q01) * fy) / patch.factor();
                    gradY[k][at] = ((q01 - q00) * (1 - fx) + (q11 - q10) * fx) / patch.factor();
                    float value = patch.value()[i];
                    cross[k] += value * q;
                    own[k] += value * value;
                    other[k] += q * q;
                    count[k]++;
                }
            }
        }

        void accumulate(double[] gain, double[] noise, double correlated, int n) {
            h = new double[n][n];
            g = new double[n];
            double[] j = new double[n];
            float[] value = placement.patch().value();
            for (int k = 0; k < gain.length; k++) {
                int offset = 2 * folds + k * AffineDrift.PARAMETERS;
                double scale = 1 / (noise[k] * correlated);
                for (int i = chunk.from; i < chunk.to; i++) {
                    int at = i - chunk.from;
                    if (Float.isNaN(seen[k][at])) {
                        continue;
                    }
                    double gx = gradX[k][at];
                    double gy = gradY[k][at];
                    double r = gain[k] * value[i] - seen[k][at];
                    double weight = scale / (1 + r * r / (2 * noise[k]));
                    for (int f = 0; f < folds; f++) {
                        j[2 * f] =
                                (gx * (x[2 * f + 1][at] - x[0][at]) + gy * (y[2 * f + 1][at] - y[0][at])) / JUMP_STEP;
                        j[2 * f + 1] =
                                (gx * (x[2 * f + 2][at] - x[0][at]) + gy * (y[2 * f + 2][at] - y[0][at])) / DECAY_STEP;
                    }
                    double bx = (x[0][at] - centreX) / extent;
                    double by = (y[0][at] - centreY) / extent;
                    j[offset] = gx;
                    j[offset + 1] = gx * bx;
                    j[offset + 2] = gx * by;
                    j[offset + 3] = gy;
                    j[offset + 4] = gy * bx;
                    j[offset + 5] = gy * by;
                    add(j, offset, weight, r);
                }
            }
        }

        /** Adds one sample to the lower triangle; only the folds' and one neighbour's columns are not zero. */
        private void add(double[] j, int offset, double weight, double r) {
            for (int a = 0; a < 2 * folds; a++) {
                double wa = weight * j[a];
                g[a] += wa * r;
                for (int b = 0; b <= a; b++) {
                    h[a][b] += wa * j[b];
                }
            }
            for (int a = offset; a < offset + AffineDrift.PARAMETERS; a++) {
                double wa = weight * j[a];
                g[a] += wa * r;
                for (int b = 0; b < 2 * folds; b++) {
                    h[a][b] += wa * j[b];
                }
                for (int b = offset; b <= a; b++) {
                    h[a][b] += wa * j[b];
                }
            }
        }
    }
}
