package org.sstem.internal.sheet;

import java.util.List;

/** Compares displacements of a section by how well its neighbours agree with it, the sections' own drift undone. */
final class Trial {

    /** Without pulls a section may have drifted anywhere, pixels. */
    private static final double FREE_SHIFT_PX = 20;

    private static final int STEPS = 3;
    private static final PullParameters NO_PULL = new PullParameters(List.of());
    /** Squares that are seen or kept back as a whole, pixels: farther than what neighbouring pixels tell of each other. */
    private static final int SQUARE_PX = 48;

    /** Standard errors by which many numbers have to predict better than few. */
    private static final double SURE = 3;

    private final Views views;
    private final Samples samples;
    private final int factor;
    private final PullFit fit;
    private final double[] pulls;
    private final CubicDrift drift;
    private final double scale;
    private final Comparison pulled;
    private final Comparison still;

    /**
     * Prepares comparisons.
     *
     * @param views   the sections
     * @param samples where they are compared
     * @param factor  pixels of the section a pixel of the views
     * @param fit     of pulls
     * @param layout  of its parameters
     * @param pulls   the fitted parameters; their residuals set the scale for the others
     */
    Trial(Views views, Samples samples, int factor, PullFit fit, PullParameters layout, double[] pulls) {
        this.views = views;
        this.samples = samples;
        this.factor = factor;
        this.fit = fit;
        this.pulls = pulls;
        this.drift = layout.drift(pulls);
        this.pulled = new Comparison(views, samples, fit.displacements(pulls));
        this.scale = pulled.scale;
        PullFit drifting = drifting(null);
        double[] rest = drifting.toViews(views, NO_PULL.rest(drift), STEPS);
        this.still = new Comparison(views, samples, drifting.displacements(rest));
    }

    /** Log-likelihood that the pulls gain over drift alone, in units of one independent sample. */
    double gain() {
        return pulled.gainOver(still, scale);
    }

    /** Correlation with the neighbours if nothing but drift is undone. */
    double likenessBefore() {
        return still.likeness();
    }

    /** Correlation with the neighbours with the pulls undone. */
    double likenessAfter() {
        return pulled.likeness();
    }

    private PullFit drifting(float[][] known) {
        PullPrior prior = new PullPrior(NO_PULL, 1, false, FREE_SHIFT_PX);
        return new PullFit(
                samples, NO_PULL, prior, views.own().width(), views.own().height(), known);
    }

    /**
     * Tells whether displacements predict what the neighbours show as well as the pulls do, in squares of the section that
     * nothing was fitted to: no worse by more than chance makes. A smooth drift goes with both, so that pulls gain nothing
     * by following the tissue's own.
     */
    boolean predicts(float[][] known) {
        int columns = views.own().width() / SQUARE_PX + 1;
        int rows = views.own().height() / SQUARE_PX + 1;
        double[] better = new double[columns * rows];
        PullFit drifting = drifting(known);
        ContinuousDrift smooth = new ContinuousDrift(views, samples);
        for (int parity = 0; parity < 2; parity++) {
            boolean[] seen = new boolean[samples.size()];
            for (int i = 0; i < seen.length; i++) {
                seen[i] = (samples.x()[i] / SQUARE_PX + samples.y()[i] / SQUARE_PX) % 2 == parity;
            }
            double[] p = fit.toViews(views, pulls, STEPS, seen);
            Comparison sheet = smooth.beside(fit.displacements(p), seen);
            double[] q = drifting.toViews(views, NO_PULL.rest(drift), STEPS, seen);
            Comparison other = smooth.beside(drifting.displacements(q), seen);
            for (int i = 0; i < seen.length; i++) {
                if (!seen[i] && sheet.inside(i) && other.inside(i)) {
                    int square = samples.y()[i] / SQUARE_PX * columns + samples.x()[i] / SQUARE_PX;
                    better[square] += sheet.cost(i, scale) - other.cost(i, scale);
                }
            }
        }
        double sum = 0;
        double squares = 0;
        for (double b : better) {
            sum += b;
            squares += b * b;
        }
        return sum > -SURE * Math.sqrt(squares);
    }

    /** Columns and rows of the samples in the section. */
    double[][] places() {
        double[][] places = new double[2][samples.size()];
        for (int i = 0; i < samples.size(); i++) {
            places[0][i] = (samples.x()[i] + 0.5) * factor - 0.5;
            places[1][i] = (samples.y()[i] + 0.5) * factor - 0.5;
        }
        return places;
    }

    /** The same displacements in pixels of the overview. */
    float[][] scaled(float[][] displacements) {
        for (float[] component : displacements) {
            for (int i = 0; i < component.length; i++) {
                component[i] /= factor;
            }
        }
        return displacements;
    }
}
