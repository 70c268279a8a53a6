package org.sstem.internal.detect;

import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection.Finding;
import org.sstem.damage.Detection.Measured;
import org.sstem.damage.SectionMask;
import org.sstem.internal.image.Filters;
import org.sstem.internal.math.Medians;
import org.sstem.internal.precipitate.blob.Blob;
import org.sstem.internal.precipitate.blob.Discs;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds specks: small places that are darker than the tissue of this stack ever is, and than anything that the
 * neighbours show there or near. Their light is too little, and their outline too ragged, for a model of transmission.
 *
 * <p>Darkness is counted from a section's median, in units of how far its darkest twentieth lies below it, so that
 * pale sections compare with others. How dark tissue gets is learnt from all sections: its darkest hundredth and its
 * darkest thousandth, medians over the sections; the tail between them is the unit of evidence, of which a pixel gives
 * the less of what it is beyond tissue and what it is beyond the neighbours. The evidence of a place is the sum over its
 * pixels, times that of its darkest one: large and faint places, such as synapses, have little.
 */
final class SpeckSearch {

    /** Blur against noise, pixels. */
    private static final double SIGMA_PX = 1.5;
    /** How far from where it would be in register something dark in a neighbour is still the same thing, pixels. */
    private static final int DRIFT_PX = 16;
    /** Darker than the neighbours by this much counts as once the tail of tissue's own darkness. */
    private static final double CLEARLY = 0.25;
    /** A stack whose darkest thousandth is as dark as its darkest hundredth is cut off: no smaller unit than this. */
    private static final double SHORTEST_TAIL = 0.02;
    /** Evidence that is never enough. */
    private static final double LEAST_EVIDENCE = 520;
    /** Times the evidence of the most evident place that half of the sections do not reach. */
    private static final double BEYOND_TISSUE = 4;
    /** Part of the threshold from which a section is worth a word. */
    private static final double DOUBTFUL = 0.7;
    /** Darkness from which what surrounds a speck belongs to its soft edge. */
    private static final double EDGE = 0.7;
    /** How wide that edge can be, and how much is added to it, pixels. */
    private static final int EDGE_PX = 6;

    private static final int MARGIN_PX = 2;

    private static final int TILE_PX = 1024;
    /** Beyond a tile, so that a speck on its border is seen as a whole, pixels. */
    private static final int OVERLAP_PX = 64;

    private static final int SAMPLES = 1 << 18;

    private final SectionSource source;
    private final Map<Integer, Levels> levels;
    private final double dark;
    private final double tail;

    /**
     * How dark a section is.
     *
     * @param median the median grey value
     * @param spread how far below it the darkest twentieth begins
     * @param dark   darkness of the darkest hundredth, blurred
     * @param rare   darkness of the darkest thousandth, blurred
     */
    record Levels(double median, double spread, double dark, double rare) {

        private boolean tellsDarkness() {
            return spread > 0;
        }
    }

    /**
     * One speck.
     *
     * @param shape    its pixels, with their soft edge
     * @param darkness mean grey value of its core over the section's median
     * @param evidence how much speaks for it
     */
    record Speck(Blob shape, double darkness, double evidence) {}

    /**
     * @param source reads the sections
     * @param levels of all sections that are there, by {@link #levels}
     */
    SpeckSearch(SectionSource source, Map<Integer, Levels> levels) {
        this.source = source;
        this.levels = levels;
        double[] all = levels.values().stream()
                .filter(Levels::tellsDarkness)
                .mapToDouble(Levels::dark)
                .toArray();
        double[] rare = levels.values().stream()
                .filter(Levels::tellsDarkness)
                .mapToDouble(Levels::rare)
                .toArray();
        this.dark = Medians.ofNumbers(all);
        this.tail = Math.max(SHORTEST_TAIL, Medians.ofNumbers(rare) - dark);
    }

    /** Measures how dark a section is. */
    static Levels levels(SectionSource source, int z) {
        Tiles tiles = new Tiles(source.width(), source.height(), TILE_PX);
        int stride = (int) ((long) source.width() * source.height() / SAMPLES) | 1;
        Sample grey = new Sample(stride);
        Sample blurred = new Sample(stride);
        int reach = Filters.gaussianReach(SIGMA_PX);
        for (Area tile : tiles.all()) {
            Plane wide = source.read(z, tile.grow(reach));
            float[] tissue = source.tissue(z, tile).pixels();
            grey.add(wide.crop(reach, reach, tile.width(), tile.height()).pixels(), tissue);
            blurred.add(
                    Filters.gaussian(wide, SIGMA_PX)
                            .crop(reach, reach, tile.width(), tile.height())
                            .pixels(),
                    tissue);
        }
        double median = grey.quantile(0.5);
        double spread = median - grey.quantile(0.05);
        return new Levels(
                median,
                spread,
                (median - blurred.quantile(0.01)) / spread,
                (median - blurred.quantile(0.001)) / spread);
    }

    /**
     * Looks at one section, and leaves out what lies on the band of a fold; without neighbours nothing is found, with one
     * alone half the evidence counts.
     */
    List<Speck> look(int z, List<Integer> neighbours, Optional<SectionMask> band) {
        if (neighbours.isEmpty() || !levels.get(z).tellsDarkness()) {
            return List.of();
        }
        double share = neighbours.size() > 1 ? 1 : 0.5;
        List<Speck> specks = new ArrayList<>();
        for (Area tile : new Tiles(source.width(), source.height(), TILE_PX).all()) {
            specks.addAll(look(z, neighbours, tile, share));
        }
        band.ifPresent(dark -> specks.removeIf(speck -> touches(speck.shape(), dark)));
        return specks;
    }

    private static boolean touches(Blob shape, SectionMask band) {
        boolean[] dark = band.read(shape.box());
        for (int i = 0; i < dark.length; i++) {
            if (dark[i] && shape.inside()[i]) {
                return true;
            }
        }
        return false;
    }

    private List<Speck> look(int z, List<Integer> neighbours, Area tile, double share) {
        Area area = within(tile.grow(OVERLAP_PX));
        Plane darkness = darkness(z, area);
        Plane shown = Plane.filled(area.width(), area.height(), Float.NEGATIVE_INFINITY);
        for (int neighbour : neighbours) {
            if (levels.get(neighbour).tellsDarkness()) {
                include(shown, Filters.largest(darkness(neighbour, area), DRIFT_PX), source.tissue(neighbour, area));
            }
        }
        float[] evidence = evidence(darkness, shown, source.tissue(z, area));
        boolean[] core = new boolean[evidence.length];
        for (int i = 0; i < core.length; i++) {
            core[i] = evidence[i] > 0;
        }
        List<Speck> specks = new ArrayList<>();
        for (Blob blob : Blob.of(core, area.width(), area.height())) {
            double sum = 0;
            float most = 0;
            int peak = 0;
            for (int i = 0; i < blob.inside().length; i++) {
                int at = (blob.box().y() + i / blob.box().width()) * area.width()
                        + blob.box().x()
                        + i % blob.box().width();
                if (blob.inside()[i]) {
                    sum += evidence[at];
                    peak = evidence[at] > most ? at : peak;
                    most = Math.max(most, evidence[at]);
                }
            }
            // A speck belongs to the tile in which it is most evident.
            if (contains(tile, area.x() + peak % area.width(), area.y() + peak / area.width())) {
                specks.add(speck(z, blob, darkness, area, share * sum * most));
            }
        }
        return specks;
    }

    /** How far below the median grey value, in units of the section's spread, blurred. */
    private Plane darkness(int z, Area area) {
        Levels of = levels.get(z);
        int reach = Filters.gaussianReach(SIGMA_PX);
        Plane out = Filters.gaussian(source.read(z, area.grow(reach)), SIGMA_PX)
                .crop(reach, reach, area.width(), area.height());
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] = (float) ((of.median() - out.pixels()[i]) / of.spread());
        }
        return out;
    }

    /** The darkest that any neighbour shows, where it has tissue. */
    private static void include(Plane shown, Plane neighbour, Plane tissue) {
        for (int i = 0; i < shown.pixels().length; i++) {
            if (tissue.pixels()[i] > 0) {
                shown.pixels()[i] = Math.max(shown.pixels()[i], neighbour.pixels()[i]);
            }
        }
    }

    private float[] evidence(Plane darkness, Plane shown, Plane tissue) {
        float[] evidence = new float[darkness.pixels().length];
        for (int i = 0; i < evidence.length; i++) {
            float here = darkness.pixels()[i];
            float there = shown.pixels()[i];
            if (tissue.pixels()[i] == 1 && there != Float.NEGATIVE_INFINITY) {
                evidence[i] = (float) Math.max(0, Math.min((here - dark) / tail, (here - there) / CLEARLY));
            }
        }
        return evidence;
    }

    private Speck speck(int z, Blob core, Plane darkness, Area area, double evidence) {
        Area box = within(new Area(
                        area.x() + core.box().x(),
                        area.y() + core.box().y(),
                        core.box().width(),
                        core.box().height())
                .grow(EDGE_PX + MARGIN_PX + 1));
        int dx = box.x() - area.x();
        int dy = box.y() - area.y();
        boolean[] inside = new boolean[box.width() * box.height()];
        double sum = 0;
        for (int i = 0; i < core.inside().length; i++) {
            if (core.inside()[i]) {
                int x = core.box().x() + i % core.box().width();
                int y = core.box().y() + i / core.box().width();
                inside[(y - dy) * box.width() + x - dx] = true;
                sum += darkness.get(x, y);
            }
        }
        boolean[] edge = new boolean[inside.length];
        for (int i = 0; i < edge.length; i++) {
            int x = dx + i % box.width();
            int y = dy + i / box.width();
            edge[i] = x >= 0 && y >= 0 && x < darkness.width() && y < darkness.height() && darkness.get(x, y) > EDGE;
        }
        for (int step = 0; step < EDGE_PX; step++) {
            boolean[] wider = Discs.dilate(inside, box.width(), box.height(), 1);
            for (int i = 0; i < wider.length; i++) {
                inside[i] |= wider[i] && edge[i];
            }
        }
        inside = Discs.dilate(inside, box.width(), box.height(), MARGIN_PX);
        Blob shape = Blob.of(inside, box.width(), box.height()).get(0);
        Levels of = levels.get(z);
        return new Speck(shape.moved(box.x(), box.y()), 1 - sum / core.pixels() * of.spread() / of.median(), evidence);
    }

    private Area within(Area area) {
        int x0 = Math.max(0, area.x());
        int y0 = Math.max(0, area.y());
        int x1 = Math.min(source.width(), area.x() + area.width());
        int y1 = Math.min(source.height(), area.y() + area.height());
        return new Area(x0, y0, x1 - x0, y1 - y0);
    }

    private static boolean contains(Area area, int x, int y) {
        return x >= area.x() && y >= area.y() && x < area.x() + area.width() && y < area.y() + area.height();
    }

    /** The most that a single speck of a section has gathered. */
    static double strength(List<Speck> specks) {
        return specks.stream().mapToDouble(Speck::evidence).max().orElse(0);
    }

    /** Evidence that a speck has to gather, given the strengths of all sections. */
    static double threshold(double[] strengths) {
        return Math.max(LEAST_EVIDENCE, strengths.length == 0 ? 0 : BEYOND_TISSUE * Medians.ofNumbers(strengths));
    }

    /** The number that decides. */
    static Measured measured(int z, List<Speck> specks, double[] strengths) {
        return new Measured(
                z,
                DamageKind.PRECIPITATE,
                "evidence of the most evident speck",
                strength(specks),
                threshold(strengths),
                true);
    }

    /** Words the verdict on a section; empty if nothing is worth a word. */
    Optional<Finding> judge(int z, List<Speck> specks, double[] strengths) {
        double threshold = threshold(strengths);
        Optional<Speck> most = specks.stream().max(Comparator.comparingDouble(Speck::evidence));
        if (most.isEmpty() || most.get().evidence() < DOUBTFUL * threshold) {
            return Optional.empty();
        }
        Speck first = most.get();
        double sure = first.evidence() / (first.evidence() + threshold);
        String where = String.format(
                Locale.ROOT, "(%.0f, %.0f)", first.shape().cx(), first.shape().cy());
        if (first.evidence() < threshold) {
            return Optional.of(Finding.doubt(
                    z,
                    DamageKind.PRECIPITATE,
                    sure,
                    String.format(
                            Locale.ROOT,
                            "a small dark place at %s gathers an evidence of %.0f, below the %.0f that tissue does not"
                                    + " reach in this stack",
                            where,
                            first.evidence(),
                            threshold)));
        }
        List<Speck> convincing =
                specks.stream().filter(speck -> speck.evidence() >= threshold).toList();
        String why = String.format(
                Locale.ROOT,
                "%d speck%s darker than the tissue of this stack and than the neighbours; the most evident at %s has %d"
                        + " px, evidence %.0f where tissue stays below %.0f",
                convincing.size(),
                convincing.size() == 1 ? "" : "s",
                where,
                first.shape().pixels(),
                first.evidence(),
                threshold);
        return Optional.of(Finding.damage(z, DamageKind.PRECIPITATE, sure, Optional.of(mask(convincing)), why));
    }

    private SectionMask mask(List<Speck> specks) {
        boolean[] flags = new boolean[Math.multiplyExact(source.width(), source.height())];
        for (Speck speck : specks) {
            Area box = speck.shape().box();
            boolean[] inside = speck.shape().inside();
            for (int i = 0; i < inside.length; i++) {
                flags[(box.y() + i / box.width()) * source.width() + box.x() + i % box.width()] |= inside[i];
            }
        }
        return SectionMask.of(source.width(), source.height(), flags);
    }

    /** Every so manieth value of tissue. */
    private static final class Sample {
        private final int stride;
        private float[] values = new float[1 << 12];
        private int n;
        private long seen;

        Sample(int stride) {
            this.stride = stride;
        }

        void add(float[] pixels, float[] tissue) {
            for (int i = 0; i < pixels.length; i++) {
                if (tissue[i] > 0 && seen++ % stride == 0) {
                    values = n == values.length ? Arrays.copyOf(values, 2 * n) : values;
                    values[n++] = pixels[i];
                }
            }
        }

        double quantile(double q) {
            if (n == 0) {
                return 0;
            }
            Arrays.sort(values, 0, n);
            return values[(int) (q * (n - 1))];
        }
    }
}
