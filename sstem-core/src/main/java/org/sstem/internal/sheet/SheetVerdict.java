package org.sstem.internal.sheet;

import org.sstem.Repair.Findings;
import org.sstem.damage.DamageKind;
import org.sstem.internal.sheet.SheetSurvey.Signs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words for the report what was found out about a cut sheet, and how far it can be believed. */
final class SheetVerdict {

    private static final double MUCH = 0.25;
    private static final double WIDE = 0.1;
    /**
     * Logistic regression of whether the repair of a fold reached half of what one gains who knows the displacement, from 95
     * simulated folds of real sections.
     */
    private static final double ALL = -0.7;

    private static final double OF_GAIN = 0.7;
    private static final double OF_APART = -0.9;
    private static final double OF_UNLIKE = -5.2;
    private static final double OF_ENDS = -1.7;
    /** Two ways that end as near as this to each other end in the same place, pixels. */
    private static final double SAME_PX = 0.05;
    /** Confidence below which the repair of a fold is doubtful. */
    private static final double DOUBT = 0.5;

    /** The same of cracks, by the logarithm of their gain, from 43 simulated cracks in real sections. */
    private static final double ALL_GAPS = -1.9;

    private static final double OF_GAIN_OF_GAPS = 0.92;
    /** Gain of a crack below which its repair is doubtful: what gained less was now and then no better than the damage. */
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
        double confidence = !moved
                ? 0
                : kind == DamageKind.FOLD ? ofFold(survey.signs(), ends(survey.courses())) : ofCrack(survey.gain());
        if (moved && kind == DamageKind.FOLD && confidence < DOUBT) {
            remarks.add(doubt(survey.signs()));
            doubtful = true;
        }
        if (moved && kind == DamageKind.CRACK && survey.signs().gain() < SURE_OF_GAPS) {
            remarks.add("putting the tissue back hardly improved the agreement with the neighbours");
            doubtful = true;
        }
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
        if (moved) {
            estimates.add(
                    estimate("tissue hardly like the neighbours", survey.signs().unlike(), "", 1));
            estimates.add(estimate(
                    "difference of two ways to the pulls", survey.signs().apart(), "px", 1));
        }
        return new Findings(confidence, estimates, remarks, doubtful);
    }

    /** Ends of bands in the section, by band: what pulls do there is told least. */
    private static double ends(List<Course> courses) {
        int ends = 0;
        for (Course course : courses) {
            ends += (course.openFrom() ? 0 : 1) + (course.openTo() ? 0 : 1);
        }
        return ends / (double) courses.size();
    }

    private static double ofFold(Signs signs, double ends) {
        double odds = ALL
                + OF_GAIN * Math.log(Math.max(1, signs.gain()))
                + OF_APART * Math.log(SAME_PX + signs.apart())
                + OF_UNLIKE * signs.unlike()
                + OF_ENDS * ends;
        return 1 / (1 + Math.exp(-odds));
    }

    private static double ofCrack(double gain) {
        return 1 / (1 + Math.exp(-ALL_GAPS) * Math.pow(Math.max(1, gain), -OF_GAIN_OF_GAPS));
    }

    /** Why a fold's repair is doubtful. */
    private static String doubt(Signs signs) {
        return String.format(
                Locale.ROOT,
                "putting the tissue back is doubtful: %.0f %% of it is hardly like the neighbours then,"
                        + " and two ways to estimate where it belongs differ by %.1f px%s",
                100 * signs.unlike(),
                signs.apart(),
                signs.apart() < Signs.FAR_PX ? "" : " or more");
    }

    private static Findings.Estimate estimate(String name, double value, String unit, double confidence) {
        return new Findings.Estimate(name, value, unit, confidence);
    }
}
