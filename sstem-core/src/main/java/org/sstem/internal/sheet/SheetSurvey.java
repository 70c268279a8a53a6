package org.sstem.internal.sheet;

import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;

/**
 * What a look at a damaged section as a whole has found.
 *
 * @param field   where its tissue belongs; without pulls if nothing could be told from chance
 * @param courses the bands
 * @param trial   compares pulls as the surer prior has them, undone or not, and other displacements; null if there was
 *                nothing to see
 * @param signs   how far the displacements can be believed; null if there are none
 * @param covered share of the section that the mask covers
 */
record SheetSurvey(SheetField field, List<Course> courses, Trial trial, Signs signs, double covered) {

    /**
     * What displacements are believed by.
     *
     * @param gain   log-likelihood that they gain, by band
     * @param apart  how far two ways to them end from each other, pixels of the section, in the mean; more than
     *               {@link #FAR_PX} count as that
     * @param unlike share of the tissue that is hardly like the neighbours where it was put, in squares of 64 px
     */
    record Signs(double gain, double apart, double unlike) {

        /** Displacements farther apart than this are just different, pixels. */
        static final double FAR_PX = 6;
    }

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
    private static final int FREE_ITERATIONS = 8;
    private static final int ALIKE_ITERATIONS = 4;
    /** Log-likelihood by which displacements found in another way have to be better. */
    private static final double CLEARLY_MORE = 10;

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
            return new SheetSurvey(new SheetField(List.of(), overview.factor()), courses, null, null, covered);
        }
        PullParameters layout = new PullParameters(courses);
        PullPrior prior = new PullPrior(layout, STIFFNESS, kind == DamageKind.CRACK, overview.shift());
        Fitting fitting = Fitting.of(overview, cuts, layout, kind);
        double[] p = fitting.by(prior);
        Level last = fitting.last();
        PullFit fit = last.fit(layout, prior);
        Trial trial = new Trial(last.views, last.samples, overview.factor(), fit, layout, p);
        double least = kind == DamageKind.CRACK ? LEAST_GAIN_OF_GAPS : LEAST_GAIN;
        if (trial.gain() <= least * courses.size()) {
            return new SheetSurvey(new SheetField(List.of(), overview.factor()), courses, trial, null, covered);
        }
        // What is credible may be whatever the tissue shows, from here or from the search on.
        PullPrior wider = prior.wider();
        double[] here = last.fit(layout, wider).toViews(last.views, p, FREE_ITERATIONS);
        double[] afar = fitting.by(wider);
        p = last.better(fit, last.better(fit, p, here, 0), afar, CLEARLY_MORE);
        if (kind == DamageKind.FOLD) {
            p = last.fit(layout, wider.alike()).toViews(last.views, p, ALIKE_ITERATIONS);
        }
        Signs signs = new Signs(
                trial.gain() / courses.size(),
                last.apart(fit, layout.still(here), layout.still(afar), overview.factor()),
                new Comparison(last.views, last.samples, fit.displacements(p)).unlike());
        return new SheetSurvey(new SheetField(layout.pulls(p), overview.factor()), courses, trial, signs, covered);
    }

    /**
     * Fits to the displacements that a search has found, then to what the sections show.
     *
     * @param levels   from coarse to fine
     * @param sparse   where displacements were searched for
     * @param searched these displacements
     * @param reach    how far tissue may have been pulled, pixels
     * @param gaps     true if the bands are gaps
     */
    private record Fitting(
            List<Level> levels, PullParameters layout, Samples sparse, float[][] searched, double reach, boolean gaps) {

        static Fitting of(Overview overview, Cuts cuts, PullParameters layout, DamageKind kind) {
            return new Fitting(
                    Level.of(overview, cuts),
                    layout,
                    Samples.of(cuts, FIELD_STEP),
                    search(overview, cuts),
                    SheetSurvey.reach(overview),
                    kind == DamageKind.CRACK);
        }

        Level last() {
            return levels.get(levels.size() - 1);
        }

        /** The parameters that suit a prior best. */
        double[] by(PullPrior prior) {
            Level coarse = levels.get(0);
            Views views = coarse.views;
            double[] p = new PullFit(
                            sparse,
                            layout,
                            prior,
                            views.own().width(),
                            views.own().height())
                    .toField(searched, layout.rest(), FIELD_ITERATIONS);
            PullFit fit = coarse.fit(layout, prior);
            p = fit.toViews(views, p, ITERATIONS[0]);
            double[] anew = new PullSearch(views, coarse.samples, layout, fit, reach, gaps).anew(p);
            p = coarse.better(fit, p, fit.toViews(views, anew, ITERATIONS[0]), 0);
            for (int k = 1; k < levels.size(); k++) {
                p = levels.get(k).fit(layout, prior).toViews(levels.get(k).views, p, ITERATIONS[k]);
            }
            return p;
        }
    }

    /** The sections as seen through one Gaussian, and where they are compared. */
    private record Level(Samples samples, Views views) {

        /** From coarse to fine. */
        static List<Level> of(Overview overview, Cuts cuts) {
            double step = Math.max(2, Math.sqrt((double) overview.width() * overview.height() / MOST_SAMPLES));
            List<Level> levels = new ArrayList<>();
            for (int k = 0; k < SIGMAS.length; k++) {
                levels.add(new Level(
                        Samples.of(cuts, (int) Math.ceil(STEPS[k] * step)),
                        Views.of(overview.own(), overview.valid(), overview.neighbours(), SIGMAS[k])));
            }
            return levels;
        }

        PullFit fit(PullParameters layout, PullPrior prior) {
            return new PullFit(
                    samples, layout, prior, views.own().width(), views.own().height());
        }

        /** The second of two sets of parameters if it explains more, by some gain, of what both put inside the section. */
        double[] better(PullFit fit, double[] p, double[] q, double by) {
            Comparison ofP = new Comparison(views, samples, fit.displacements(p));
            Comparison ofQ = new Comparison(views, samples, fit.displacements(q));
            return ofQ.gainOver(ofP, ofP.scale) > by ? q : p;
        }

        /** How far two sets of parameters move tissue differently, in the mean. */
        double apart(PullFit fit, double[] p, double[] q, int factor) {
            float[][] ofP = fit.displacements(p);
            float[][] ofQ = fit.displacements(q);
            double sum = 0;
            for (int i = 0; i < samples.size(); i++) {
                double by = Math.hypot(ofP[0][i] - ofQ[0][i], ofP[1][i] - ofQ[1][i]);
                sum += Math.min(factor * by, Signs.FAR_PX);
            }
            return sum / samples.size();
        }
    }

    /** How far tissue may have been pulled, pixels of the overview. */
    private static double reach(Overview overview) {
        double size = Math.max(overview.width(), overview.height());
        return Math.min(GREATEST_JUMP_PX / overview.factor(), Math.max(LEAST_SEARCH_PX, size * SHARE_OF_SECTION));
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
