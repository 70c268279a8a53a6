package org.sstem.internal.detect;

import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection.Finding;
import org.sstem.damage.SectionMask;
import org.sstem.internal.image.Filters;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells a strip that was lost from the band of a fold: both may be black and straight, but beside a fold the tissue has
 * moved, and beside a lost strip it lies where the neighbours show it.
 */
final class StillBands {

    /** Part of a fold's band that has to have one grey value before it is looked at. */
    private static final double CONSTANT = 0.6;
    /** Part of the band where every neighbour has to show tissue. */
    private static final double MISSED = 0.7;
    /** Beside the band: pixels from its edge. */
    private static final int NEAR_PX = 24;

    private static final int FAR_PX = 64;
    /** The tissue beside the band is where the neighbours show it if it is as like them as this part of the rest is. */
    private static final double STILL = 0.8;
    /** Sections that are less alike than this even far from the band tell nothing. */
    private static final double TELLING = 0.3;

    private static final double WINDOW_PX = 12;
    private static final int STRIP_ROWS = 192;

    private final TissueSource tissue;
    private final SectionSource source;

    /** A strip that moved nothing. */
    record Still(int z, SectionMask mask, String why) {}

    StillBands(TissueSource tissue, SectionSource source) {
        this.tissue = tissue;
        this.source = source;
    }

    /** Looks at the bands of one grey value in a section; empty if there are none, or if the tissue beside has moved. */
    Optional<Still> look(int z, List<Integer> neighbours, List<Finding> found) {
        if (!tissue.section(z).hasBands() || neighbours.isEmpty()) {
            return Optional.empty();
        }
        Area whole = new Area(0, 0, source.width(), source.height());
        boolean[] band = tissue.section(z).bands(whole);
        Optional<Finding> fold = found.stream()
                .filter(f -> f.kind() == DamageKind.FOLD && f.damaged())
                .findFirst();
        if (fold.isPresent() && !covers(band, fold.get().mask().orElseThrow().read(whole))) {
            return Optional.empty();
        }
        if (!missed(neighbours, band, whole)) {
            return Optional.empty();
        }
        double near = Double.POSITIVE_INFINITY;
        double far = Double.POSITIVE_INFINITY;
        for (double[][] sums : alike(z, neighbours, band)) {
            near = Math.min(near, correlation(sums[0]));
            far = Math.min(far, correlation(sums[1]));
        }
        if (!(far > TELLING) || !(near > STILL * far)) {
            return Optional.empty();
        }
        String why = String.format(
                Locale.ROOT,
                "a strip of one grey value moved nothing: the tissue beside it correlates %.2f with the neighbours, %.2f"
                        + " elsewhere; it was lost, not folded",
                near,
                far);
        return Optional.of(new Still(z, SectionMask.of(source.width(), source.height(), band), why));
    }

    /**
     * Takes dark bands of a section into which a hole was burnt for edges of the burnt area, where no side of any has moved;
     * empty if there are none.
     */
    static Optional<Still> burnt(int z, Optional<Finding> fold) {
        return fold.filter(Finding::damaged)
                .flatMap(Finding::mask)
                .map(mask -> new Still(
                        z,
                        mask,
                        "dark lines of a section into which a hole was burnt, and whose sides have not moved against each"
                                + " other, are edges of what was burnt"));
    }

    /** Whether every neighbour shows tissue where the band is. */
    private boolean missed(List<Integer> neighbours, boolean[] band, Area whole) {
        for (int other : neighbours) {
            boolean[] absent = tissue.section(other).absent(whole);
            boolean[] bands = tissue.section(other).bands(whole);
            int n = 0;
            int there = 0;
            for (int i = 0; i < band.length; i++) {
                n += band[i] ? 1 : 0;
                there += band[i] && !absent[i] && !bands[i] ? 1 : 0;
            }
            if (there < MISSED * n) {
                return false;
            }
        }
        return true;
    }

    private static boolean covers(boolean[] band, boolean[] fold) {
        int both = 0;
        int n = 0;
        for (int i = 0; i < band.length; i++) {
            n += fold[i] ? 1 : 0;
            both += fold[i] && band[i] ? 1 : 0;
        }
        return both > CONSTANT * n;
    }

    /** What correlates with each neighbour in place, beside the band and far from it; in strips with a margin. */
    private double[][][] alike(int z, List<Integer> neighbours, boolean[] band) {
        double[][][] sums = new double[neighbours.size()][2][3];
        int margin = FAR_PX + Filters.gaussianReach(WINDOW_PX);
        for (int y0 = 0; y0 < source.height(); y0 += STRIP_ROWS) {
            int from = Math.max(0, y0 - margin);
            int to = Math.min(source.height(), y0 + STRIP_ROWS + margin);
            Area area = new Area(0, from, source.width(), to - from);
            Plane weight = source.tissue(z, area);
            boolean[] inside = new boolean[weight.pixels().length];
            for (int i = 0; i < inside.length; i++) {
                inside[i] = band[from * source.width() + i];
                weight.pixels()[i] = inside[i] ? 0 : weight.pixels()[i];
            }
            Plane a = texture(source.read(z, area), weight);
            boolean[] beside = grown(inside, area.width(), area.height(), NEAR_PX);
            boolean[] around = grown(inside, area.width(), area.height(), FAR_PX);
            int first = (y0 - from) * area.width();
            int last = (Math.min(y0 + STRIP_ROWS, source.height()) - from) * area.width();
            for (int k = 0; k < sums.length; k++) {
                Plane there = source.tissue(neighbours.get(k), area);
                Plane b = texture(source.read(neighbours.get(k), area), there);
                for (int i = first; i < last; i++) {
                    if (weight.pixels()[i] * there.pixels()[i] > 0 && (beside[i] || !around[i])) {
                        double[] s = sums[k][beside[i] ? 0 : 1];
                        s[0] += a.pixels()[i] * b.pixels()[i];
                        s[1] += a.pixels()[i] * a.pixels()[i];
                        s[2] += b.pixels()[i] * b.pixels()[i];
                    }
                }
            }
        }
        return sums;
    }

    private static double correlation(double[] s) {
        return s[1] > 0 && s[2] > 0 ? s[0] / Math.sqrt(s[1] * s[2]) : 0;
    }

    private static Plane texture(Plane grey, Plane weight) {
        Plane smooth = Filters.gaussian(grey, weight, 2, 0);
        Plane wide = Filters.gaussian(grey, weight, WINDOW_PX, 0);
        for (int i = 0; i < smooth.pixels().length; i++) {
            smooth.pixels()[i] = weight.pixels()[i] > 0 ? smooth.pixels()[i] - wide.pixels()[i] : 0;
        }
        return smooth;
    }

    /** Grown by a square, rows and columns one after the other. */
    private static boolean[] grown(boolean[] mask, int width, int height, int by) {
        boolean[] rows = new boolean[mask.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0, last = -2 * by - 1; x < width + by; x++) {
                last = x < width && mask[y * width + x] ? x : last;
                if (x >= by && x - last <= 2 * by) {
                    rows[y * width + x - by] = true;
                }
            }
        }
        boolean[] out = new boolean[mask.length];
        for (int x = 0; x < width; x++) {
            for (int y = 0, last = -2 * by - 1; y < height + by; y++) {
                last = y < height && rows[y * width + x] ? y : last;
                if (y >= by && y - last <= 2 * by) {
                    out[(y - by) * width + x] = true;
                }
            }
        }
        return out;
    }
}
