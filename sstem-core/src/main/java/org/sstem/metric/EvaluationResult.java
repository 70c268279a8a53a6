package org.sstem.metric;

import java.util.Arrays;
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
public record EvaluationResult(int margin, double dataRange, List<SectionScores> sections) {

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
}
