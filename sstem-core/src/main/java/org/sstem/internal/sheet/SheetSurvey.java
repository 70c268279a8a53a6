package org.sstem.internal.sheet;

import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.method.SectionSource;

import java.util.List;

/**
 * What a look at a damaged section as a whole has found.
 *
 * @param field   where its tissue belongs; without pulls if nothing could be told from chance
 * @param courses the bands
 * @param trial   compares the pulls, undone or not, and other displacements; null if there was nothing to see
 * @param covered share of the section that the mask covers
 */
record SheetSurvey(SheetField field, List<Course> courses, Trial trial, double covered) {

    private static final int CELL_PX = 32;
    private static final int COARSE_STEP = 8;
    private static final int FINE_STEP = 4;
    private static final double COARSE_SIGMA = 6;
    private static final double FINE_SIGMA = 3;
    private static final int COARSE_SPREADING = 10;
    private static final int FINE_SPREADING = 4;
    private static final double COARSE_STIFFNESS = 100;
    private static final double FINE_STIFFNESS = 30;
    private static final int FINE_RADIUS = 5;
    /** Jumps that are looked for, pixels of the section, if the section is large enough for them. */
    private static final double GREATEST_JUMP_PX = 500;

    private static final double LEAST_SEARCH_PX = 96;
    private static final double SHARE_OF_SECTION = 1 / 7.0;
    private static final int FIELD_STEP = 6;
    private static final int FIELD_ITERATIONS = 8;
    private static final double[] SIGMAS = {8, 4, 2};
    private static final int[] ITERATIONS = {8, 8, 5};
    private static final double[] STEPS = {1.6, 1.6, 1};
    private static final int MOST_SAMPLES = 50_000;
    private static final double STIFFNESS = 4;
    /**
     * Log-likelihood that the pulls of a fold have to gain, in samples' worth of one that are independent of each other:
     * bands drawn on intact tissue gained up to 18, two of 24 more, 21 and 33; folds of less hardly gained from being undone.
     */
    private static final double LEAST_GAIN = 20;
    /**
     * That of a crack, whose width already says how far its sides have parted: bands drawn on intact tissue lost up to 8 and
     * gained up to 6, four of 23 more than this.
     */
    private static final double LEAST_GAIN_OF_GAPS = 2.5;

    /** Looks at a section. */
    static SheetSurvey of(SectionSource source, int z, List<Integer> neighbours, SectionMask mask, DamageKind kind) {
        Overview overview = Overview.of(source, z, neighbours, mask);
        int width = overview.width();
        int height = overview.height();
        List<Course> courses = new CourseFinder(width, height, overview.absent()).find(overview.marked());
        double covered = share(overview.marked());
        Cuts cuts = Cuts.of(overview.band(), width, height, CELL_PX);
        if (courses.isEmpty() || cuts.parts() == 0) {
            return new SheetSurvey(new SheetField(List.of(), overview.factor()), courses, null, covered);
        }
        float[][] searched = search(overview, cuts);
        Samples coarse = Samples.of(cuts, FIELD_STEP);
        PullParameters layout = new PullParameters(courses);
        boolean gaps = kind == DamageKind.CRACK;
        PullPrior prior = new PullPrior(layout, STIFFNESS, gaps);
        PullFit toField = new PullFit(coarse, layout, prior, width, height);
        double[] p = toField.toField(searched, layout.rest(), FIELD_ITERATIONS);
        double step = Math.max(2, Math.sqrt((double) width * height / MOST_SAMPLES));
        Samples samples = null;
        PullFit fit = null;
        Views views = null;
        for (int k = 0; k < SIGMAS.length; k++) {
            samples = Samples.of(cuts, (int) Math.ceil(STEPS[k] * step));
            fit = new PullFit(samples, layout, prior, width, height);
            views = Views.of(overview.own(), overview.valid(), overview.neighbours(), SIGMAS[k]);
            double[] found = fit.toViews(views, p, ITERATIONS[k]);
            if (k == 0) {
                double[] anew = new PullSearch(views, samples, layout, fit, reach(overview), gaps).anew(found);
                found = better(views, samples, fit, found, fit.toViews(views, anew, ITERATIONS[k]));
            }
            p = found;
        }
        Trial trial = new Trial(views, samples, overview.factor(), fit, layout, p);
        double least = kind == DamageKind.CRACK ? LEAST_GAIN_OF_GAPS : LEAST_GAIN;
        boolean credible = trial.gain() > least * courses.size();
        SheetField field = new SheetField(credible ? layout.pulls(p) : List.of(), overview.factor());
        return new SheetSurvey(field, courses, trial, covered);
    }

    /** How far tissue may have been pulled, pixels of the overview. */
    private static double reach(Overview overview) {
        double size = Math.max(overview.width(), overview.height());
        return Math.min(GREATEST_JUMP_PX / overview.factor(), Math.max(LEAST_SEARCH_PX, size * SHARE_OF_SECTION));
    }

    /** Whichever of two sets of parameters explains more of what both put inside the section. */
    private static double[] better(Views views, Samples samples, PullFit fit, double[] p, double[] q) {
        Comparison ofP = new Comparison(views, samples, fit.displacements(p));
        Comparison ofQ = new Comparison(views, samples, fit.displacements(q));
        return ofQ.gainOver(ofP, ofP.scale) > 0 ? q : p;
    }

    /** Displacements by exhaustive search, at every {@link #FIELD_STEP}th pixel of tissue. */
    private static float[][] search(Overview overview, Cuts cuts) {
        Bending bending = new Bending(cuts);
        CutSearch search = new CutSearch(cuts, bending);
        double[][] nodes = new double[2][cuts.nodes()];
        double reach = reach(overview);
        Views coarse = Views.of(overview.own(), overview.valid(), overview.neighbours(), COARSE_SIGMA);
        int radius = (int) Math.ceil(reach / COARSE_STEP) + 1;
        nodes = search.search(coarse, nodes, COARSE_STEP, radius, COARSE_SPREADING, COARSE_STIFFNESS);
        Views fine = Views.of(overview.own(), overview.valid(), overview.neighbours(), FINE_SIGMA);
        nodes = search.search(fine, nodes, FINE_STEP, FINE_RADIUS, FINE_SPREADING, FINE_STIFFNESS);
        Samples samples = Samples.of(cuts, FIELD_STEP);
        float[][] field = new float[2][samples.size()];
        double[] w = new double[4];
        for (int i = 0; i < samples.size(); i++) {
            int part = samples.part()[i];
            int[] c = cuts.corners(part);
            cuts.weights(part, samples.x()[i], samples.y()[i], w);
            for (int k = 0; k < 4; k++) {
                field[0][i] += (float) (w[k] * nodes[0][c[k]]);
                field[1][i] += (float) (w[k] * nodes[1][c[k]]);
            }
        }
        return field;
    }

    /** Log-likelihood that the pulls gain. */
    double gain() {
        return trial == null ? 0 : Math.max(0, trial.gain());
    }

    private static double share(boolean[] flags) {
        int n = 0;
        for (boolean flag : flags) {
            n += flag ? 1 : 0;
        }
        return n / (double) flags.length;
    }
}
