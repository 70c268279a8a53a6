package org.sstem.internal.tissue;

import org.sstem.internal.math.Medians;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where one section has tissue, as the section alone tells: padding outside the window of its alignment, and places that
 * one grey value fills to the last bit: lost tiles, holes, saturated areas. Kept as runs of pixels; immutable and
 * thread-safe.
 *
 * <p>Dark bands, which may be folds, and cores of precipitates, which darken gradually, are not taken for such places.
 */
public final class SectionTissue {

    /** Smaller places within the section say nothing, pixels. */
    private static final int SMALLEST_PX = 400;
    /** Of the border, in one go: less may be chance. */
    private static final int ON_BORDER_PX = 24;
    /** Part of a section that shows nothing which one or a few grey values fill at least. */
    private static final double EMPTY = 0.99;
    /** Half-width up to which a long place may be the band of a fold. */
    private static final double BAND_HALF_WIDTH_PX = 22;

    private static final double BAND_LENGTH = 3;
    /** How far outside a place its surroundings are looked at, pixels. */
    private static final int BESIDE_PX = 3;
    /** Part of the section's contrast below which a dark place fades into its surroundings. */
    private static final double SOFT = 0.25;

    private final int width;
    private final int height;
    private final Runs padding;
    private final Runs holes;
    private final Runs bands;
    private final Runs absent;

    SectionTissue(Runs padding, Runs holes, Runs bands) {
        this.width = padding.width();
        this.height = padding.height();
        this.padding = padding;
        this.holes = holes;
        this.bands = bands;
        this.absent = padding.or(holes);
    }

    /**
     * Looks at a section; reads it in strips, twice. One of more than 2^28 pixels is read so only if strips of 32 rows, 64 of
     * them spread over it, show places of one grey value: lower ones between these strips may be taken for tissue.
     *
     * @param source the stack
     * @param z      the section
     * @return where it has tissue
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    public static SectionTissue of(SectionSource source, int z) {
        if (Tiles.inPartsOnly(source.width(), source.height()) && !ConstantSamples.show(source, z, SMALLEST_PX)) {
            return whole(source.width(), source.height());
        }
        ConstantRuns constant = new ConstantRuns(source, z);
        Runs border = Runs.none(source.width(), source.height());
        Runs inner = border;
        Runs dark = border;
        List<ConstantRuns.OfValue> values = constant.find(); // the most frequent value first
        ConstantRuns.OfValue shown =
                filled(values, source) && values.size() > 1 ? inWindow(values.get(0), values.get(1)) : null;
        for (ConstantRuns.OfValue found : values) {
            Parts parts = Parts.of(found.runs());
            boolean[] outer = found == shown ? new boolean[parts.count()] : onBorder(found.runs(), parts);
            boolean[] large = large(found.runs(), parts);
            boolean[] wanted = new boolean[parts.count()];
            boolean[] enclosed = new boolean[parts.count()];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = outer[i] && (large[i] || found.onBorder() >= ON_BORDER_PX);
                enclosed[i] = !outer[i] && large[i];
            }
            border = border.or(parts.select(found.runs(), wanted));
            inner = inner.or(parts.select(found.runs(), enclosed));
            if (found.value() <= constant.lowest() + 0.05 * (constant.highest() - constant.lowest())) {
                dark = dark.or(found.runs());
            }
        }
        if (border.isEmpty() && inner.isEmpty()) {
            return whole(source.width(), source.height());
        }
        return divided(source, z, border, inner, dark, constant.highest() - constant.lowest());
    }

    /** Whether a section has nothing but a few grey values that fill it. */
    private static boolean filled(List<ConstantRuns.OfValue> values, SectionSource source) {
        long pixels = values.stream().mapToLong(v -> v.runs().pixels()).sum();
        return pixels >= EMPTY * source.width() * source.height();
    }

    /** Of the two values of a section that shows nothing, the one in its window: padding has the corners, however much it is. */
    private static ConstantRuns.OfValue inWindow(ConstantRuns.OfValue most, ConstantRuns.OfValue next) {
        return corners(next.runs()) < corners(most.runs()) ? next : most;
    }

    private static int corners(Runs runs) {
        int right = runs.width() - 1;
        int bottom = runs.height() - 1;
        return (runs.contains(0, 0) ? 1 : 0)
                + (runs.contains(right, 0) ? 1 : 0)
                + (runs.contains(0, bottom) ? 1 : 0)
                + (runs.contains(right, bottom) ? 1 : 0);
    }

    /** A section with tissue everywhere. */
    static SectionTissue whole(int width, int height) {
        Runs none = Runs.none(width, height);
        return new SectionTissue(none, none, none);
    }

    private static SectionTissue divided(
            SectionSource source, int z, Runs border, Runs inner, Runs dark, double range) {
        int width = border.width();
        int height = border.height();
        Window window = Window.of(border);
        Runs.Builder outside = new Runs.Builder(width, height);
        Runs.Builder inside = new Runs.Builder(width, height);
        for (int y = 0; y < height; y++) {
            int[] open = window.inside(y);
            for (int i = border.first(y); i < border.first(y + 1); i++) {
                int a = border.from(i);
                int b = border.to(i);
                int left = Math.min(b, open[1] > open[0] ? open[0] : b);
                int right = Math.max(a, open[1] > open[0] ? open[1] : b);
                outside.add(y, a, left);
                outside.add(y, Math.max(right, left), b);
                inside.add(y, Math.max(a, left), Math.min(b, right));
            }
        }
        Runs rest = inside.build().or(inner);
        Parts parts = Parts.of(rest);
        boolean[] large = large(rest, parts);
        boolean[] band = new boolean[parts.count()];
        boolean[] hole = new boolean[parts.count()];
        for (int i = 0; i < hole.length; i++) {
            if (large[i]) {
                Runs part = part(rest, parts, i);
                boolean faded = soft(source, z, part, dark, range);
                band[i] = !faded && bandLike(part);
                hole[i] = !faded && !band[i];
            }
        }
        return new SectionTissue(outside.build(), parts.select(rest, hole), parts.select(rest, band));
    }

    private static Runs part(Runs rest, Parts parts, int which) {
        boolean[] one = new boolean[parts.count()];
        one[which] = true;
        return parts.select(rest, one);
    }

    private static boolean[] onBorder(Runs runs, Parts parts) {
        boolean[] outer = new boolean[parts.count()];
        for (int y = 0; y < runs.height(); y++) {
            for (int i = runs.first(y); i < runs.first(y + 1); i++) {
                outer[parts.of(i)] |=
                        y == 0 || y == runs.height() - 1 || runs.from(i) == 0 || runs.to(i) == runs.width();
            }
        }
        return outer;
    }

    private static boolean[] large(Runs runs, Parts parts) {
        long[] pixels = parts.pixels(runs);
        boolean[] large = new boolean[pixels.length];
        for (int i = 0; i < large.length; i++) {
            large[i] = pixels[i] >= SMALLEST_PX;
        }
        return large;
    }

    /** A place that is nowhere wide, and long for its width. */
    private static boolean bandLike(Runs part) {
        Cells cells = Cells.of(part);
        double halfWidth = cells.deepest();
        return halfWidth <= BAND_HALF_WIDTH_PX && cells.diagonal() >= BAND_LENGTH * 2 * halfWidth;
    }

    /** A dark place whose surroundings are nearly as dark: the core of a precipitate. */
    private static boolean soft(SectionSource source, int z, Runs part, Runs dark, double range) {
        List<float[]> beside = new ArrayList<>();
        boolean isDark = false;
        int step = 1 + part.count() / 400;
        for (int y = 0, k = 0; y < part.height(); y++) {
            for (int i = part.first(y); i < part.first(y + 1); i++) {
                isDark |= dark.contains(part.from(i), y);
                if (k++ % step == 0 && isDark) {
                    float value =
                            source.read(z, new Area(part.from(i), y, 1, 1)).pixels()[0];
                    sample(source, z, part, part.from(i) - 1 - BESIDE_PX, y, value, beside);
                    sample(source, z, part, part.to(i) + BESIDE_PX, y, value, beside);
                }
            }
        }
        if (!isDark || beside.size() < 8) {
            return false;
        }
        double[] steps = beside.stream().mapToDouble(v -> Math.abs(v[0])).toArray();
        return Medians.upper(steps) < SOFT * range;
    }

    private static void sample(SectionSource source, int z, Runs part, int x, int y, float value, List<float[]> to) {
        if (x >= 0 && x < part.width() && !part.contains(x, y)) {
            to.add(new float[] {source.read(z, new Area(x, y, 1, 1)).pixels()[0] - value});
        }
    }

    /**
     * Returns the share of the section that shows tissue.
     *
     * @return 0 to 1
     */
    public double share() {
        return 1 - (double) absent.pixels() / ((double) width * height);
    }

    /**
     * Returns the share of the section that lies outside the window of its alignment.
     *
     * @return 0 to 1
     */
    public double paddingShare() {
        return (double) padding.pixels() / ((double) width * height);
    }

    /**
     * Tells whether there is tissue everywhere.
     *
     * @return true if no pixel is without
     */
    public boolean isWhole() {
        return absent.isEmpty();
    }

    /**
     * Reads where there is no tissue; outside the section the nearest pixel of its border counts.
     *
     * @param area what to read
     * @return one flag a pixel, row-major, true where there is none; the caller may change it
     */
    public boolean[] absent(Area area) {
        return marked(absent, area);
    }

    /**
     * Reads what lies outside the window of the section's alignment; outside the section as {@link #absent}.
     *
     * @param area what to read
     * @return one flag a pixel, row-major
     */
    public boolean[] padding(Area area) {
        return marked(padding, area);
    }

    /**
     * Reads long narrow places of one grey value, which count as tissue until it is known what they are.
     *
     * @param area what to read
     * @return one flag a pixel, row-major
     */
    public boolean[] bands(Area area) {
        return marked(bands, area);
    }

    /**
     * Tells whether there are long narrow places of one grey value: bands of folds, or lost strips.
     *
     * @return true if there is one
     */
    public boolean hasBands() {
        return !bands.isEmpty();
    }

    /**
     * Returns the long narrow places of one grey value that reach the edge of what is shown: there a fold may run out of
     * sight, however little of it is left.
     *
     * @return their pixels, empty if there are none
     */
    public Optional<MaskRuns> bandsAtEdge() {
        if (bands.isEmpty()) {
            return Optional.empty();
        }
        Parts parts = Parts.of(bands);
        boolean[] cut = onBorder(bands, parts);
        for (int y = 0; y < height; y++) {
            for (int i = bands.first(y); i < bands.first(y + 1); i++) {
                int length = bands.to(i) - bands.from(i);
                Area around = new Area(bands.from(i), y, length, 1).grow(BESIDE_PX);
                cut[parts.of(i)] |= padding.touches(around);
            }
        }
        Runs atEdge = parts.select(bands, cut);
        return atEdge.isEmpty() ? Optional.empty() : Optional.of(new MaskRuns(atEdge));
    }

    /**
     * Tells whether there are places without tissue within the window of the section's alignment.
     *
     * @return true if there is one
     */
    public boolean hasHoles() {
        return !holes.isEmpty();
    }

    /**
     * Reads the places within the window that one grey value fills; outside the section as {@link #absent}.
     *
     * @param area what to read
     * @return one flag a pixel, row-major
     */
    public boolean[] holes(Area area) {
        return marked(holes, area);
    }

    boolean touches(Area area) {
        return absent.touches(area);
    }

    private static boolean[] marked(Runs runs, Area area) {
        boolean[] flags = new boolean[Math.multiplyExact(area.width(), area.height())];
        runs.mark(area, flags);
        return flags;
    }

    @Override
    public String toString() {
        return "tissue in " + Math.round(100 * share()) + " % of the section";
    }
}
