package org.sstem.internal.detect;

import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection.Finding;
import org.sstem.damage.Detection.Measured;
import org.sstem.damage.SectionMask;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Decides which candidates are folds and cracks. */
final class BandJudge {

    /**
     * Evidence below which nothing is a fold, in a stack whose tissue gives none at all. In sections of four stacks (VNC,
     * ISBI, cardona, kasthuri) tissue reaches 8.
     */
    private static final double LEAST_FOLD = 9.5;
    /** The same for cracks: bright places of tissue reach 3. */
    private static final double LEAST_CRACK = 6;
    /** What neighbours show this much of is tissue. */
    private static final double TISSUE = 0.7;
    /** Part of the tissue's lines that look less like a band than the line that sets the limit. */
    private static final double HIGH = 0.9;
    /** Evidence of a band that looks as that line does, and that neighbours show half of. */
    private static final double BEYOND_TISSUE = 0.5;

    /** How much like a band looks what explains a section that is like none of its neighbours. */
    private static final double EXPLAINING = 40;
    /** How far it reaches, in sides of the section. */
    private static final double FAR = 0.4;

    /** Part of the evidence that is enough for what joins a band. */
    private static final double JOINING = 0.5;

    private static final double DOUBTFUL = 0.7;
    /** Fewest lines to learn from. */
    private static final int FEWEST = 5;

    private final BandSearch search;
    private final DamageKind kind;
    private final double limit;

    /**
     * Judges by a limit that was learnt.
     *
     * @param search reads the sections
     * @param kind   fold or crack
     * @param limit  the evidence that is enough
     */
    BandJudge(BandSearch search, DamageKind kind, double limit) {
        this.search = search;
        this.kind = kind;
        this.limit = limit;
    }

    /** Learns from the candidates of all sections of a stack what evidence is enough. */
    static double limit(DamageKind kind, Collection<? extends List<BandSearch.Candidate>> candidates) {
        double[] tissue = candidates.stream()
                .flatMap(List::stream)
                .filter(c -> c.kind() == kind && c.continued() >= TISSUE)
                .mapToDouble(BandSearch.Candidate::look)
                .sorted()
                .toArray();
        double usual = tissue.length < FEWEST ? 0 : tissue[(int) (HIGH * (tissue.length - 1))];
        return Math.max(kind == DamageKind.FOLD ? LEAST_FOLD : LEAST_CRACK, BEYOND_TISSUE * usual);
    }

    /** Tells whether a candidate is worth a word, damage or not. */
    static boolean isWorthAWord(BandSearch.Candidate candidate, double limit) {
        return candidate.evidence() >= DOUBTFUL * limit;
    }

    /** Tells whether a candidate is damage. */
    boolean damaged(BandSearch.Candidate candidate) {
        return candidate.kind() == kind && candidate.evidence() >= limit;
    }

    /** Tells whether a candidate is damage whose sides have moved. */
    boolean moved(BandSearch.Candidate candidate) {
        return damaged(candidate) && candidate.tear().moved();
    }

    /** By how much the sides of what is damage have moved at most, whole pixels. */
    int moved(List<BandSearch.Candidate> candidates) {
        return (int) Math.ceil(candidates.stream()
                .filter(this::moved)
                .mapToDouble(c -> Math.abs(c.tear().px()))
                .max()
                .orElse(0));
    }

    /**
     * The band that explains why a section is unlike its neighbours, whatever these show: one that reaches far and is
     * beyond doubt.
     */
    static Optional<BandSearch.Candidate> explaining(List<BandSearch.Candidate> candidates, int shorterSide) {
        return candidates.stream()
                .filter(c -> c.kind() == DamageKind.FOLD
                        && c.look() >= EXPLAINING
                        && c.shape().length() >= FAR * shorterSide)
                .findFirst();
    }

    /** The evident ones, and what joins them: branches, and pieces of the same band, need half as much evidence. */
    private List<BandSearch.Candidate> bands(List<BandSearch.Candidate> candidates) {
        List<BandSearch.Candidate> bands =
                new ArrayList<>(candidates.stream().filter(this::damaged).toList());
        for (int i = 0; i < bands.size(); i++) {
            BandShape band = bands.get(i).shape();
            candidates.stream()
                    .filter(c -> c.kind() == kind && c.evidence() >= JOINING * limit && !bands.contains(c))
                    .filter(c -> c.shape().joins(band))
                    .toList()
                    .forEach(bands::add);
        }
        return bands;
    }

    static Measured measured(int z, DamageKind kind, List<BandSearch.Candidate> candidates, double limit) {
        double most = candidates.stream()
                .filter(c -> c.kind() == kind)
                .mapToDouble(BandSearch.Candidate::evidence)
                .max()
                .orElse(0);
        String what = kind == DamageKind.FOLD
                ? "evidence of the most evident dark band"
                : "evidence of the most evident bright band";
        return new Measured(z, kind, what, most, limit, true);
    }

    /** Words the verdict on a section; empty if nothing is worth a word. */
    Optional<Finding> judge(int z, List<BandSearch.Candidate> candidates) {
        List<BandSearch.Candidate> bands = bands(candidates);
        if (bands.isEmpty()) {
            return candidates.stream()
                    .filter(c -> c.kind() == kind && isWorthAWord(c, limit))
                    .findFirst()
                    .map(c -> Finding.doubt(
                            z,
                            kind,
                            c.evidence() / (c.evidence() + limit),
                            BandSearch.describe(c)
                                    + seen(c)
                                    + String.format(
                                            Locale.ROOT,
                                            ": evidence %.1f, below the %.1f that tissue does not reach in this stack",
                                            c.evidence(),
                                            limit)));
        }
        List<String> why = new ArrayList<>();
        bands.forEach(c -> why.add(BandSearch.describe(c) + seen(c)));
        double most = bands.get(0).evidence();
        SectionMask mask = search.mask(z, bands);
        return Optional.of(Finding.damage(
                z,
                kind,
                most / (most + limit),
                Optional.of(mask),
                String.join("; ", why)
                        + String.format(
                                Locale.ROOT,
                                ": evidence %.1f, where tissue stays below %.1f in this stack",
                                most,
                                limit)));
    }

    /** The bands that are worth a word, damage or not; empty if there are none. */
    Optional<SectionMask> suspected(int z, List<BandSearch.Candidate> candidates) {
        List<BandSearch.Candidate> suspected = candidates.stream()
                .filter(c -> c.kind() == kind && isWorthAWord(c, limit))
                .toList();
        return suspected.isEmpty() ? Optional.empty() : Optional.of(search.mask(z, suspected));
    }

    private static String seen(BandSearch.Candidate candidate) {
        String neighbours = Double.isNaN(candidate.continued())
                ? ", and there is no neighbour to compare with"
                : String.format(Locale.ROOT, ", and neighbours show %.0f %% of it", 100 * candidate.continued());
        return neighbours
                + (candidate.tear().moved()
                        ? String.format(
                                Locale.ROOT,
                                "; its sides have moved %s by %.0f px",
                                candidate.tear().px() > 0 ? "towards each other" : "apart",
                                Math.abs(candidate.tear().px()))
                        : "");
    }
}
