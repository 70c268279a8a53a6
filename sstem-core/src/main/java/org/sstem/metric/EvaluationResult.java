package org.sstem.metric;

import org.sstem.internal.math.Deviations;
import org.sstem.metric.EvaluationResult.Measure;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The scores of several sections, and their means. Immutable.
 *
 * @param margin    pixels that were left out on each side
 * @param dataRange data range of PSNR, SSIM and sharpness
 * @param sections  scores a section, in the order asked for
 */
public record EvaluationResult(int margin, double dataRange, List<SectionScores> sections) implements Serializable {

    /** Copies the list. */
    public EvaluationResult {
        sections = List.copyOf(sections);
    }

    /**
     * Lists what was measured in the restored sections.
     *
     * @return measures that at least one section has
     */
    public List<Measure> measures() {
        return Arrays.stream(Measure.values())
                .filter(measure -> sections.stream().anyMatch(s -> s.restored().containsKey(measure)))
                .toList();
    }

    /**
     * Summarises the restored sections.
     *
     * @param measure what
     * @return over the sections that have it
     */
    public Statistic restored(Measure measure) {
        return over(measure, SectionScores::restored);
    }

    /**
     * Summarises the sections before they were restored.
     *
     * @param measure what
     * @return over the sections that have it; of no value if degraded sections were not given
     */
    public Statistic degraded(Measure measure) {
        return over(measure, SectionScores::degraded);
    }

    /**
     * Summarises what the true sections score.
     *
     * @param measure what
     * @return over the sections that have it; of no value for measures that compare with the truth
     */
    public Statistic truth(Measure measure) {
        return over(measure, SectionScores::truth);
    }

    /**
     * Summarises what restoring changed, paired section by section: restored minus degraded.
     *
     * @param measure what
     * @return over the sections that have both
     */
    public Statistic difference(Measure measure) {
        return Statistic.of(sections.stream()
                .filter(s -> s.restored().containsKey(measure) && s.degraded().containsKey(measure))
                .mapToDouble(s -> difference(s, measure))
                .toArray());
    }

    /**
     * Lists the sections that score worse restored than degraded.
     *
     * @param measure what; not a sharpness, of which more is not better
     * @return section numbers
     */
    public List<Integer> worsened(Measure measure) {
        return sections.stream()
                .filter(s -> s.restored().containsKey(measure) && s.degraded().containsKey(measure))
                .filter(s -> measure.largerIsBetter() ? difference(s, measure) < 0 : difference(s, measure) > 0)
                .map(SectionScores::z)
                .toList();
    }

    private static double difference(SectionScores scores, Measure measure) {
        double restored = scores.restored().get(measure);
        double degraded = scores.degraded().get(measure);
        // two sections that both equal the truth differ by nothing, although infinity minus infinity says otherwise
        return restored == degraded ? 0 : restored - degraded;
    }

    private Statistic over(Measure measure, Function<SectionScores, Map<Measure, Double>> which) {
        return Statistic.of(sections.stream()
                .map(which)
                .filter(scores -> scores.containsKey(measure))
                .mapToDouble(scores -> scores.get(measure))
                .toArray());
    }

    /** What an {@link Evaluation} measures in a section. */
    public enum Measure {
        /** {@link ImageQuality#psnr} against the truth, dB. */
        PSNR("PSNR", "dB"),
        /** {@link ImageQuality#ssim} against the truth. */
        SSIM("SSIM", ""),
        /** {@link ImageQuality#multiScaleSsim} against the truth; only for areas of at least 176 x 176 pixels. */
        MS_SSIM("MS-SSIM", ""),
        /** {@link #PSNR} after the section's own drift has been taken out, see {@link Evaluation.Builder#driftFree}. */
        DRIFT_FREE_PSNR("PSNR drift-free", "dB"),
        /** {@link #SSIM} after the section's own drift has been taken out, see {@link Evaluation.Builder#driftFree}. */
        DRIFT_FREE_SSIM("SSIM drift-free", ""),
        /** {@link ImageQuality#sharpness}: mean gradient magnitude, share of the data range per pixel. */
        SHARPNESS("sharpness", "1/px"),
        /** {@link #SHARPNESS} divided by the true section's: 1 is best. */
        RELATIVE_SHARPNESS("sharpness / true", ""),
        /** Variation of information, part of false splits: H(found | truth), bits. */
        VOI_SPLIT("VOI split", "bit"),
        /** Variation of information, part of false merges: H(truth | found), bits. */
        VOI_MERGE("VOI merge", "bit"),
        /**
         * Adapted Rand error as scikit-image defines it: 1 - F-score over pairs of different pixels; label 0 of the
         * segmentation is a label like any other.
         */
        ARAND("ARAND (scikit-image)", ""),
        /**
         * Adapted Rand error of the CREMI challenge: a pixel is also a pair with itself, and pixels with label 0 in the
         * segmentation count as objects of one pixel each.
         */
        ARAND_CREMI("ARAND (CREMI)", ""),
        /** The CREMI score: the geometric mean of variation of information, both parts, and {@link #ARAND_CREMI}. */
        CREMI_SCORE("CREMI score", ""),
        /** How far the section's own drift displaces it against the truth, mean length over the section. */
        OWN_DRIFT("own drift", "px");

        private final String label;
        private final String unit;

        Measure(String label, String unit) {
            this.label = label;
            this.unit = unit;
        }

        /**
         * Names the measure for people.
         *
         * @return as in {@code "MS-SSIM"}
         */
        public String label() {
            return label;
        }

        /**
         * Names the unit.
         *
         * @return as in {@code "dB"}, empty for a pure number
         */
        public String unit() {
            return unit;
        }

        /**
         * Tells which way is better.
         *
         * @return true if larger values are better, false if smaller ones are (segmentation errors, drift)
         */
        public boolean largerIsBetter() {
            return ordinal() < VOI_SPLIT.ordinal();
        }
    }

    /**
     * A mean with its spread.
     *
     * @param count         number of values
     * @param mean          arithmetic mean; infinite if a value is (the PSNR of equal images), NaN without values
     * @param sd            sample standard deviation (divisor n - 1); NaN for fewer than two values
     * @param standardError standard error of the mean, {@code sd / sqrt(n)}; NaN for fewer than two values
     */
    public record Statistic(int count, double mean, double sd, double standardError) {

        /**
         * Summarises values.
         *
         * @param values the values, any number of them
         * @return their statistic
         */
        public static Statistic of(double... values) {
            int n = values.length;
            Deviations deviations = Deviations.of(values);
            double sd = deviations.sampleSd();
            return new Statistic(n, n == 0 ? Double.NaN : deviations.mean(), sd, sd / Math.sqrt(n));
        }
    }

    /**
     * The scores of one section. The maps are unmodifiable and in the order of {@link Measure}.
     *
     * @param z        section number
     * @param restored scores of the restored section
     * @param degraded scores of the section before it was restored; empty if that was not given
     * @param truth    what the true section scores itself: its sharpness, and its segmentation if that is measured
     */
    public record SectionScores(
            int z, Map<Measure, Double> restored, Map<Measure, Double> degraded, Map<Measure, Double> truth)
            implements Serializable {

        /** Copies the maps. */
        public SectionScores {
            restored = ordered(restored);
            degraded = ordered(degraded);
            truth = ordered(truth);
        }

        private static Map<Measure, Double> ordered(Map<Measure, Double> scores) {
            Map<Measure, Double> copy = new EnumMap<>(Measure.class);
            copy.putAll(scores);
            return Collections.unmodifiableMap(copy);
        }
    }
}
