package org.sstem.internal.sheet;

import org.sstem.Repair.Findings;
import org.sstem.damage.DamageKind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words for the report what was found out about a cut sheet, and how far it can be believed. */
final class SheetVerdict {

    private static final double MUCH = 0.25;
    private static final double WIDE = 0.1;
    /**
     * Gain in log-likelihood at which a fold's confidence is a half: of the repairs of simulated folds that gained this, by the rules of
     * four kinds, about half reached half of what one reaches who knows the displacement. Kinds differ: 30 to 90.
     */
    private static final double HALF_SURE = 55;
    /** That of a crack. */
    private static final double HALF_SURE_OF_GAPS = 6;

    /** Gain of a fold below which its repair is doubtful: what gained less was now and then no better than the damage. */
    private static final double SURE = 45;
    /** That of a crack, whose width is evidence too. */
    private static final double SURE_OF_GAPS = 25;

    private SheetVerdict() {}

    static Findings of(SheetSurvey survey, DamageKind kind, boolean oneSided) {
        List<String> remarks = new ArrayList<>();
        List<Findings.Estimate> estimates = new ArrayList<>();
        String bands = kind == DamageKind.FOLD ? "folds" : "cracks";
        boolean moved = !survey.field().pulls().isEmpty();
        boolean doubtful = !moved || oneSided;
        if (oneSided) {
            remarks.add("no intact section on one side: displacements were judged by one neighbour");
        }
        if (survey.courses().isEmpty()) {
            remarks.add("the mask shows no band: only the marked pixels were filled");
        } else if (!moved) {
            remarks.add("no displacement beside the band could be told from chance: only the band was filled");
        }
        if (survey.covered() > MUCH) {
            remarks.add(String.format(Locale.ROOT, "the mask covers %.0f %% of the section", 100 * survey.covered()));
            doubtful = true;
        }
        double gain = survey.gain();
        double sure = kind == DamageKind.FOLD ? SURE : SURE_OF_GAPS;
        double halfSure = kind == DamageKind.FOLD ? HALF_SURE : HALF_SURE_OF_GAPS;
        if (moved && gain < sure * survey.courses().size()) {
            remarks.add("putting the tissue back hardly improved the agreement with the neighbours");
            doubtful = true;
        }
        double confidence = moved ? gain / (gain + halfSure) : 0;
        estimates.add(new Findings.Estimate(bands, survey.courses().size(), "", 1));
        int factor = survey.field().factor();
        for (int k = 0; k < survey.courses().size(); k++) {
            Course course = survey.courses().get(k);
            String of = survey.courses().size() == 1 ? "" : " " + (k + 1);
            estimates.add(estimate("half-width" + of, course.halfWidth() * factor, "px", 1));
            if (moved) {
                Pull pull = survey.field().pulls().get(k);
                estimates.add(estimate("pull on one side" + of, pull.outward(0) * factor, "px", confidence));
                estimates.add(estimate("pull on the other side" + of, pull.outward(1) * factor, "px", confidence));
            }
            if (2 * course.halfWidth() > WIDE * course.length() && 2 * course.halfWidth() * factor > 100) {
                remarks.add("a band is very wide: what it shows comes from the neighbours alone");
                doubtful = true;
            }
        }
        if (survey.trial() != null) {
            estimates.add(estimate(
                    "agreement with the neighbours before", survey.trial().likenessBefore(), "", 1));
            estimates.add(estimate(
                    "agreement with the neighbours after", survey.trial().likenessAfter(), "", 1));
        }
        return new Findings(confidence, estimates, remarks, doubtful);
    }

    private static Findings.Estimate estimate(String name, double value, String unit, double confidence) {
        return new Findings.Estimate(name, value, unit, confidence);
    }
}
