package org.sstem.internal.detect;

import org.sstem.damage.Finding;
import org.sstem.damage.Measured;
import org.sstem.damage.DamageKind;
import org.sstem.damage.MaskImage;
import org.sstem.internal.fold.FoldFinder;
import org.sstem.internal.fold.FoldFinder.DarkBand;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Decides which dark bands of a section are folds: those that the neighbours do not show in the same place. */
final class FoldSearch {

    private static final int MOST = 4;
    /** Part of a band's darkness that a neighbour may show in its place by chance. */
    private static final double CONTINUED = 0.5;

    /** Half-width up to which a band may be a membrane, or two; folds of the support film are seldom as narrow. */
    private static final double NARROW_PX = 6;
    /** Contrast with the tissue beside it that no membrane has. */
    private static final double BLACK = 0.75;
    /** Part of its length along which a fold is seen and membranes are not. */
    private static final double UNBROKEN = 0.85;

    private static final int STRIP_ROWS = 128;

    private final SectionSource source;

    /** What was found in a section, and the numbers that decided. */
    record Look(List<Finding> findings, List<Measured> measured) {}

    FoldSearch(SectionSource source) {
        this.source = source;
    }

    /**
     * Looks at one section.
     *
     * @param z          the section
     * @param neighbours sections to compare with, may be empty
     * @return what was found, at most one of each verdict
     */
    Look look(int z, List<Integer> neighbours) {
        List<DarkBand> folds = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        StringBuilder why = new StringBuilder();
        double confidence = 0;
        FoldFinder.Search search = FoldFinder.search(source, z, MOST);
        List<Measured> measured = new ArrayList<>();
        measured.add(new Measured(
                z, DamageKind.FOLD, "darkness of the darkest line", search.darkness(), search.leastDarkness(), true));
        measured.add(new Measured(
                z,
                DamageKind.FOLD,
                "dark bands that can be followed",
                search.bands().size(),
                1,
                true));
        for (DarkBand band : search.bands()) {
            double continued = continued(band, neighbours);
            double contrast = (band.tissue() - band.grey()) / Math.abs(band.tissue());
            measured.add(new Measured(
                    z, DamageKind.FOLD, "part of the band seen in the neighbours", continued, CONTINUED, false));
            String what = String.format(
                    Locale.ROOT,
                    "a dark band of half-width %.1f px runs %.0f px through the section, seen along %.0f %% of its"
                            + " length, %.0f %% darker than the tissue beside it",
                    band.halfWidth(),
                    band.length(),
                    100 * band.coverage(),
                    100 * contrast);
            if (continued > CONTINUED) {
                findings.add(Finding.doubt(
                        z,
                        DamageKind.FOLD,
                        0.4,
                        String.format(
                                Locale.ROOT,
                                "%s, but the neighbours show %.0f %% of that darkness in the same place: it is part of"
                                        + " the tissue",
                                what,
                                100 * continued)));
                continue;
            }
            if (membrane(band, contrast)) {
                findings.add(Finding.doubt(
                        z,
                        DamageKind.FOLD,
                        0.4,
                        what + ": as narrow, as pale and as often interrupted as a membrane that runs obliquely"));
                continue;
            }
            folds.add(band);
            confidence = Math.max(confidence, band.coverage() * Math.min(1, 0.5 + contrast));
            why.append(why.isEmpty() ? "" : "; ").append(what);
        }
        if (!folds.isEmpty()) {
            findings.add(Finding.damage(
                    z, DamageKind.FOLD, confidence, Optional.of(mask(folds)), why + "; no neighbour shows it"));
        }
        return new Look(findings, measured);
    }

    /** Tells whether a band is no more than membranes may line up to. */
    private static boolean membrane(DarkBand band, double contrast) {
        return band.halfWidth() < NARROW_PX && contrast < BLACK && band.coverage() < UNBROKEN;
    }

    /** The part of a band's darkness that every neighbour shows in its place. */
    private double continued(DarkBand band, List<Integer> neighbours) {
        double least = neighbours.isEmpty() ? 0 : Double.POSITIVE_INFINITY;
        for (int neighbour : neighbours) {
            double within = 0;
            double all = 0;
            long n = 0;
            long m = 0;
            for (int y = 0; y < source.height(); y += STRIP_ROWS) {
                Area area = new Area(0, y, source.width(), Math.min(STRIP_ROWS, source.height() - y));
                Plane grey = source.read(neighbour, area);
                boolean[] inside = band.shape().read(area);
                for (int i = 0; i < inside.length; i++) {
                    float value = grey.pixels()[i];
                    if (inside[i]) {
                        within += value;
                        n++;
                    } else {
                        all += value;
                        m++;
                    }
                }
            }
            if (n > 0 && m > 0) {
                least = Math.min(least, (all / m - within / n) / (band.tissue() - band.grey()));
            }
        }
        return least;
    }

    private MaskImage mask(List<DarkBand> bands) {
        int width = source.width();
        boolean[] flags = new boolean[Math.multiplyExact(width, source.height())];
        for (int y = 0; y < source.height(); y += STRIP_ROWS) {
            Area area = new Area(0, y, width, Math.min(STRIP_ROWS, source.height() - y));
            for (DarkBand band : bands) {
                boolean[] inside = band.shape().read(area);
                for (int i = 0; i < inside.length; i++) {
                    flags[y * width + i] |= inside[i];
                }
            }
        }
        return MaskImage.of(width, source.height(), flags);
    }
}
