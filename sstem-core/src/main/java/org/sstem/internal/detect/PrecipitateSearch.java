package org.sstem.internal.detect;

import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection.Finding;
import org.sstem.damage.Detection.Measured;
import org.sstem.damage.SectionMask;
import org.sstem.internal.precipitate.PrecipitateFinder;
import org.sstem.internal.precipitate.PrecipitateFinder.Precipitate;
import org.sstem.internal.tissue.MaskRuns;
import org.sstem.method.Area;
import org.sstem.method.SectionSource;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides which sections have precipitates. Tissue has dark places too, which the finder cannot always tell from faint
 * precipitates: how much evidence they gather is learnt from the stack itself.
 */
final class PrecipitateSearch {

    /** Evidence that is never enough, in a stack whose tissue gives none at all. */
    private static final double LEAST_EVIDENCE = 100;
    /** The evidence of this part of the sections, sorted, is tissue's, however many of the others are damaged. */
    private static final double INTACT_PART = 0.3;
    /** Times what tissue usually gives: one section in twenty gives more than twice as much. */
    private static final double BEYOND_TISSUE = 5;
    /** Part of the threshold from which a section is worth a word. */
    private static final double DOUBTFUL = 0.7;
    /**
     * Part of the threshold from which a section is looked at closely. Surveys scatter: with half as many samples that of
     * one section of VNC-2 fell from 83 to 62.
     */
    private static final double SUSPICIOUS = 0.6;
    /** Part of a blob that may lie on a fold's band before it is a piece of the band. */
    private static final double ON_BAND = 0.3;

    private final SectionSource source;

    PrecipitateSearch(SectionSource source) {
        this.source = source;
    }

    /** Looks over one section: what its most evident blob gathers, be it on a band or not. */
    double survey(int z, List<Integer> below, List<Integer> above) {
        if (below.isEmpty() && above.isEmpty()) {
            return 0;
        }
        double found = PrecipitateFinder.survey(source, z, below, above);
        return below.isEmpty() || above.isEmpty() ? found / 2 : found;
    }

    /**
     * Looks at one section closely, and leaves out what belongs to the band of a fold.
     *
     * @param threshold evidence that a blob has to gather, as far as it is known
     */
    List<Precipitate> look(
            int z, List<Integer> below, List<Integer> above, Optional<SectionMask> band, double threshold) {
        if (below.isEmpty() && above.isEmpty()) {
            return List.of();
        }
        boolean alone = below.isEmpty() || above.isEmpty();
        double worth = (alone ? 2 : 1) * DOUBTFUL * threshold;
        List<Precipitate> found = PrecipitateFinder.find(source, z, below, above, worth);
        if (alone) {
            found = found.stream().map(PrecipitateSearch::halved).toList();
        }
        return found.stream()
                .filter(blob -> band.isEmpty() || !onBand(blob, band.get()))
                .map(this::drawn)
                .toList();
    }

    /** The same with its pixels in place of the law that they follow. */
    private Precipitate drawn(Precipitate blob) {
        return with(
                blob,
                blob.evidence(),
                box(blob)
                        .map(box -> MaskRuns.of(blob.shape(), box))
                        .orElseGet(() -> MaskRuns.none(source.width(), source.height())));
    }

    /** Tells whether a survey gives reason to look closely. */
    static boolean suspicious(double surveyed, double[] strengths) {
        return surveyed >= SUSPICIOUS * threshold(strengths);
    }

    /** A single neighbour cannot tell what begins or ends in a section from what lies on it: half the evidence counts. */
    private static Precipitate halved(Precipitate blob) {
        return with(blob, blob.evidence() / 2, blob.shape());
    }

    private static Precipitate with(Precipitate blob, double evidence, SectionMask shape) {
        return new Precipitate(
                blob.x(), blob.y(), blob.areaPx(), blob.transmission(), blob.centre(), evidence, blob.reachPx(), shape);
    }

    private boolean onBand(Precipitate blob, SectionMask band) {
        Optional<Area> box = box(blob);
        if (box.isEmpty()) {
            return true;
        }
        boolean[] inside = blob.shape().read(box.get());
        boolean[] dark = band.read(box.get());
        int n = 0;
        int both = 0;
        for (int i = 0; i < inside.length; i++) {
            n += inside[i] ? 1 : 0;
            both += inside[i] && dark[i] ? 1 : 0;
        }
        return both >= ON_BAND * n;
    }

    /** Where a blob can be within the section. */
    private Optional<Area> box(Precipitate blob) {
        int reach = (int) Math.ceil(blob.reachPx());
        int x0 = Math.max(0, (int) blob.x() - reach);
        int y0 = Math.max(0, (int) blob.y() - reach);
        int x1 = Math.min(source.width(), (int) blob.x() + reach + 1);
        int y1 = Math.min(source.height(), (int) blob.y() + reach + 1);
        return x0 < x1 && y0 < y1 ? Optional.of(new Area(x0, y0, x1 - x0, y1 - y0)) : Optional.empty();
    }

    /** The most that a single blob of a section has gathered. */
    static double strength(List<Precipitate> blobs) {
        return blobs.stream().mapToDouble(Precipitate::evidence).max().orElse(0);
    }

    /** Evidence that a blob has to gather, given the strengths of all sections. */
    static double threshold(double[] strengths) {
        return Math.max(LEAST_EVIDENCE, BEYOND_TISSUE * usual(strengths));
    }

    private static double usual(double[] strengths) {
        double[] sorted = strengths.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(int) (INTACT_PART * (sorted.length - 1))];
    }

    /** The number that decides. */
    Measured measured(int z, double strength, double[] strengths) {
        return new Measured(
                z, DamageKind.PRECIPITATE, "evidence of the most evident blob", strength, threshold(strengths), true);
    }

    /** Words the verdict on a section; empty if nothing is worth a word. */
    Optional<Finding> judge(int z, List<Precipitate> blobs, double[] strengths) {
        double threshold = threshold(strengths);
        double usual = usual(strengths);
        double strength = strength(blobs);
        if (strength < DOUBTFUL * threshold) {
            return Optional.empty();
        }
        double sure = strength / (strength + threshold);
        if (strength < threshold) {
            return Optional.of(Finding.doubt(
                    z,
                    DamageKind.PRECIPITATE,
                    sure,
                    String.format(
                            Locale.ROOT,
                            "a dark place gathers an evidence of %.0f, below the %.0f that tissue does not reach in"
                                    + " this stack",
                            strength,
                            threshold)));
        }
        List<Precipitate> convincing =
                blobs.stream().filter(blob -> blob.evidence() >= usual).toList();
        Precipitate first = convincing.stream()
                .max((a, b) -> Double.compare(a.evidence(), b.evidence()))
                .orElseThrow();
        String why = String.format(
                Locale.ROOT,
                "%d dark blob%s that no neighbour shows; the most evident at (%.0f, %.0f) has %.0f px and lets %.0f %%"
                        + " of the light through, evidence %.0f where tissue stays below %.0f",
                convincing.size(),
                convincing.size() == 1 ? "" : "s",
                first.x(),
                first.y(),
                first.areaPx(),
                100 * first.transmission(),
                strength,
                threshold);
        return Optional.of(Finding.damage(z, DamageKind.PRECIPITATE, sure, Optional.of(mask(convincing)), why));
    }

    /** One verdict on a section from two: what is damage for one is damage. */
    static Optional<Finding> together(Optional<Finding> stains, Optional<Finding> specks) {
        if (stains.isEmpty() || specks.isEmpty()) {
            return stains.or(() -> specks);
        }
        Finding a = stains.get();
        Finding b = specks.get();
        if (a.damaged() != b.damaged()) {
            return a.damaged() ? stains : specks;
        }
        double sure = Math.max(a.confidence(), b.confidence());
        String why = a.why() + "; " + b.why();
        return Optional.of(
                a.damaged()
                        ? Finding.damage(
                                a.z(),
                                a.kind(),
                                sure,
                                Optional.of(a.mask().get().or(b.mask().get())),
                                why)
                        : Finding.doubt(a.z(), a.kind(), sure, why));
    }

    private SectionMask mask(List<Precipitate> blobs) {
        int width = source.width();
        boolean[] flags = new boolean[Math.multiplyExact(width, source.height())];
        for (Precipitate blob : blobs) {
            box(blob).ifPresent(box -> {
                boolean[] inside = blob.shape().read(box);
                for (int i = 0; i < inside.length; i++) {
                    flags[(box.y() + i / box.width()) * width + box.x() + i % box.width()] |= inside[i];
                }
            });
        }
        return SectionMask.of(width, source.height(), flags);
    }
}
