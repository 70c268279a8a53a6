package org.sstem.internal.sheet;

import java.util.List;

/** Compares displacements of a section by how well its neighbours agree with it, the sections' own drift undone. */
final class Trial {

    private static final int STEPS = 3;

    private final Views views;
    private final Samples samples;
    private final int factor;
    private final double[] drift;
    private double scale;

    Trial(Views views, Samples samples, int factor, double[] drift) {
        this.views = views;
        this.samples = samples;
        this.factor = factor;
        this.drift = drift;
    }

    /** What a comparison says: mean robust cost of a sample, and correlation with the neighbours. */
    record Result(double cost, double likeness) {}

    /** Compares with displacements of the samples, pulls and drift; its residuals set the scale for the others. */
    Result first(float[][] displacements) {
        PullFit.Comparison comparison = new PullFit.Comparison(views, samples, displacements);
        scale = comparison.scale;
        return new Result(comparison.cost(scale), comparison.likeness());
    }

    /** Compares with other displacements, in pixels of the overview, to which a drift is fitted; null for none. */
    Result other(float[][] known) {
        int width = views.own().width();
        int height = views.own().height();
        PullFit fit = new PullFit(samples, List.of(), width, height, 1, known);
        PullFit.State state = fit.toViews(views, drift, STEPS);
        PullFit.Comparison comparison = new PullFit.Comparison(views, samples, fit.displacements(state.parameters()));
        return new Result(comparison.cost(scale), comparison.likeness());
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

    int size() {
        return samples.size();
    }
}
