package org.sstem.internal.fold;

import org.sstem.Repair.Findings;
import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldChain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decides whether an estimate is to be believed, and words it for the report.
 *
 * @param chain    the folds to undo; of width equal to the band's where their displacement is not credible
 * @param bands    the band of each
 * @param findings what to tell
 */
record FoldVerdict(FoldChain chain, List<Band> bands, Findings findings) {

    /** Standard errors that a jump has to exceed; they are themselves optimistic, drift not being quite affine. */
    private static final double CREDIBLE_JUMP = 4;

    private static final double LEAST_ERROR_PX = 0.2;
    private static final double CREDIBLE_AGREEMENT = 6;
    private static final double SURE_SIGNIFICANCE = 4;
    /**
     * Confidence where the law is credible and hardly significant. Of 53 simulated folds that follow the law 50 reached half of
     * what could be gained, and of the 18 that are told least 15: they are the ones that have moved little.
     */
    private static final double LEAST_CONFIDENCE = 0.8;
    /** A fit that ends nearer than this to the largest decay has run into it. */
    private static final double NEAR_LARGEST = 0.01;

    static FoldVerdict of(FoldEstimate estimate, boolean masked, boolean oneSided) {
        List<String> remarks = new ArrayList<>();
        if (oneSided) {
            remarks.add("no intact section on one side: the fold was judged by one neighbour");
        }
        if (estimate == null) {
            remarks.add(
                    masked
                            ? "the mask shows no band through the section: only the marked pixels were filled"
                            : "no band of a fold was found: the section was left as it is");
            return new FoldVerdict(
                    new FoldChain(List.of()),
                    List.of(),
                    new Findings(0, List.of(estimateOf("folds", 0, "", 0)), remarks, true));
        }
        // An order of two bands may have been exchanged: the estimate's own is the one to go by.
        boolean credible = estimate.agreement() > estimate.still()
                && estimate.agreement() * Math.sqrt(estimate.independent()) > CREDIBLE_AGREEMENT;
        List<Fold> folds = new ArrayList<>();
        boolean doubtful = !credible || oneSided || estimate.significance() < SURE_SIGNIFICANCE;
        boolean undone = false;
        for (int i = 0; i < estimate.bands().size(); i++) {
            Fold fold = estimate.chain().folds().get(i);
            double jump = fold.foldWidth() - fold.halfWidth();
            boolean own = credible && jump > CREDIBLE_JUMP * Math.max(LEAST_ERROR_PX, estimate.jumpError()[i]);
            undone |= own;
            if (!own) {
                remarks.add("no displacement beside the band could be told from chance: only the band was filled");
                fold = new Fold(fold.curve(), fold.halfWidth(), fold.halfWidth(), 0);
                doubtful = true;
            }
            if (own && fold.decay() > LawFit.LARGEST_DECAY - NEAR_LARGEST) {
                remarks.add("the decay is at the largest value that is looked for");
                doubtful = true;
            }
            folds.add(fold);
        }
        if (credible && estimate.significance() < SURE_SIGNIFICANCE) {
            remarks.add("unfolding hardly improved the agreement with the neighbours");
        }
        double sure = Math.min(1, Math.max(0, estimate.significance() / (3 * SURE_SIGNIFICANCE)));
        double confidence = undone ? LEAST_CONFIDENCE + (1 - LEAST_CONFIDENCE) * sure : 0;
        return new FoldVerdict(
                new FoldChain(folds),
                estimate.bands(),
                new Findings(confidence, estimates(estimate, folds), remarks, doubtful));
    }

    private static List<Findings.Estimate> estimates(FoldEstimate estimate, List<Fold> folds) {
        List<Findings.Estimate> list = new ArrayList<>();
        list.add(estimateOf("folds", folds.size(), "", 1));
        for (int i = 0; i < folds.size(); i++) {
            Fold fold = folds.get(i);
            Band band = estimate.bands().get(i);
            String of = folds.size() == 1 ? "" : String.format(Locale.ROOT, " of fold %d", i + 1);
            double lever = estimate.decayError()[i] * LawFit.LEVER_PX;
            list.add(estimateOf("half-width" + of, fold.halfWidth(), "px", band.coverage()));
            list.add(estimateOf("fold width" + of, fold.foldWidth(), "px", certainty(estimate.jumpError()[i])));
            list.add(estimateOf("decay" + of, fold.decay(), "px/px", certainty(lever)));
            double curvature = band.arc().curvature();
            if (Math.abs(curvature) * band.length() * band.length() / 8 > 2) {
                list.add(estimateOf("radius" + of, 1 / Math.abs(curvature), "px", band.coverage()));
            }
        }
        list.add(estimateOf("agreement with the neighbours before", estimate.still(), "", 1));
        list.add(estimateOf("agreement with the neighbours after", estimate.agreement(), "", 1));
        return list;
    }

    private static double certainty(double errorPx) {
        return 1 / (1 + errorPx * errorPx);
    }

    private static Findings.Estimate estimateOf(String name, double value, String unit, double confidence) {
        return new Findings.Estimate(name, value, unit, confidence);
    }
}
