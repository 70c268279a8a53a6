package org.sstem.internal.detect.speck;

import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection.Finding;
import org.sstem.damage.Detection.Measured;
import org.sstem.damage.SectionMask;
import org.sstem.internal.math.Medians;
import org.sstem.internal.precipitate.blob.Blob;
import org.sstem.internal.precipitate.blob.Discs;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
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
public final class SpeckSearch {

    /**
     * How far from where it would be in register something dark in a neighbour is still the same thing, pixels; as much more
     * as a fold has moved the section.
     */
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

    private final SectionSource source;
    private final Map<Integer, DarkLevels> levels;
    private final double dark;
    private final double tail;

    /**
     * One speck.
     *
     * @param shape    its pixels, with their soft edge
     * @param darkness mean grey value of its core over the section's median
     * @param evidence how much speaks for it
     */
    public record Speck(Blob shape, double darkness, double evidence) implements Serializable {}

    /** A dark place, and the most that it could gather. */
    private record Place(Blob blob, double most) {}

    /** A tile of a section, and what is around it. */
    private record Look(Area area, Plane darkness, Plane tissue) {}

    /** Evidence of a place: its sum, its largest value and where that lies. */
    private record Gathered(double sum, float most, int x, int y) {

        static Gathered of(Blob blob, float[] evidence, int width, int left, int top) {
            double sum = 0;
            float most = 0;
            int x = 0;
            int y = 0;
            for (int i = 0; i < blob.inside().length; i++) {
                if (blob.inside()[i]) {
                    int px = blob.box().x() + i % blob.box().width();
                    int py = blob.box().y() + i / blob.box().width();
                    float value = evidence[(py - top) * width + px - left];
                    sum += value;
                    if (value > most) {
                        most = value;
                        x = px;
                        y = py;
                    }
                }
            }
            return new Gathered(sum, most, x, y);
        }

        double evidence() {
            return sum * most;
        }
    }

    /**
     * How dark the tissue of a stack gets.
     *
     * @param dark its darkest hundredth
     * @param tail how much darker its darkest thousandth is
     */
    public record Scale(double dark, double tail) implements Serializable {

        public static Scale of(Collection<DarkLevels> levels) {
            double[] all = levels.stream()
                    .filter(DarkLevels::tellsDarkness)
                    .mapToDouble(DarkLevels::dark)
                    .toArray();
            double[] rare = levels.stream()
                    .filter(DarkLevels::tellsDarkness)
                    .mapToDouble(DarkLevels::rare)
                    .toArray();
            double dark = Medians.ofNumbers(all);
            return new Scale(dark, Math.max(SHORTEST_TAIL, Medians.ofNumbers(rare) - dark));
        }
    }

    /**
     * @param source reads the sections
     * @param levels of the sections that are looked at and of their neighbours
     * @param scale  of all sections that are there
     */
    public SpeckSearch(SectionSource source, Map<Integer, DarkLevels> levels, Scale scale) {
        this.source = source;
        this.levels = levels;
        this.dark = scale.dark;
        this.tail = scale.tail;
    }

    /**
     * Looks at one section, and leaves out what lies on the band of a fold; without neighbours nothing is found, with one
     * alone half the evidence counts.
     *
     * @param moved by how much a fold has moved the tissue of the section at most, pixels
     */
    public List<Speck> look(int z, List<Integer> neighbours, Optional<SectionMask> band, int moved) {
        if (neighbours.isEmpty() || !levels.get(z).tellsDarkness()) {
            return List.of();
        }
        double share = neighbours.size() > 1 ? 1 : 0.5;
        List<Speck> specks = new ArrayList<>();
        for (Area tile : new Tiles(source.width(), source.height(), TILE_PX).all()) {
            specks.addAll(look(z, neighbours, tile, share, DRIFT_PX + moved));
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

    private List<Speck> look(int z, List<Integer> neighbours, Area tile, double share, int drift) {
        Area area = within(tile.grow(OVERLAP_PX));
        Plane darkness = levels.get(z).darkness(source, z, area);
        Plane tissue = source.tissue(z, area);
        // What no neighbour shows is a part of what is dark: most of that cannot gather enough, whatever they show.
        List<Speck> specks = new ArrayList<>();
        double worth = 0;
        Look look = new Look(area, darkness, tissue);
        ShownDarkness shown = new ShownDarkness(source, levels, neighbours, area, drift);
        for (Place place : dark(darkness, tissue)) {
            if (share * place.most() <= worth) {
                break;
            }
            for (Speck speck : unlike(z, shown, tile, place.blob(), look, share)) {
                specks.add(speck);
                worth = Math.max(worth, Math.min(speck.evidence(), DOUBTFUL * LEAST_EVIDENCE));
            }
        }
        return specks;
    }

    /** What is darker than tissue, what might gather most first. */
    private List<Place> dark(Plane darkness, Plane tissue) {
        float[] most = evidence(darkness, Plane.filled(darkness.width(), darkness.height(), -Float.MAX_VALUE), tissue);
        return Blob.of(positive(most), darkness.width(), darkness.height()).stream()
                .map(blob -> new Place(
                        blob, Gathered.of(blob, most, darkness.width(), 0, 0).evidence()))
                .sorted(Comparator.comparingDouble(Place::most).reversed())
                .toList();
    }

    private static boolean[] positive(float[] values) {
        boolean[] out = new boolean[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i] > 0;
        }
        return out;
    }

    /** The parts of a dark place that are darker than what the neighbours show. */
    private List<Speck> unlike(int z, ShownDarkness shown, Area tile, Blob place, Look look, double share) {
        Area box = place.box();
        Area here = new Area(look.area.x() + box.x(), look.area.y() + box.y(), box.width(), box.height());
        float[] evidence = evidence(
                look.darkness.crop(box.x(), box.y(), box.width(), box.height()),
                shown.in(here),
                look.tissue.crop(box.x(), box.y(), box.width(), box.height()));
        for (int i = 0; i < evidence.length; i++) {
            evidence[i] = place.inside()[i] ? evidence[i] : 0;
        }
        List<Speck> specks = new ArrayList<>();
        for (Blob part : Blob.of(positive(evidence), box.width(), box.height())) {
            Blob blob = part.moved(box.x(), box.y());
            Gathered gathered = Gathered.of(blob, evidence, box.width(), box.x(), box.y());
            // A speck belongs to the tile in which it is most evident.
            if (tile.contains(look.area.x() + gathered.x, look.area.y() + gathered.y)) {
                specks.add(speck(z, blob, look.darkness, look.area, share * gathered.evidence()));
            }
        }
        return specks;
    }

    private float[] evidence(Plane darkness, Plane shown, Plane tissue) {
        float[] here = darkness.pixels();
        float[] there = shown.pixels();
        float[] whole = tissue.pixels();
        float[] evidence = new float[here.length];
        for (int i = 0; i < evidence.length; i++) {
            if (here[i] > dark && whole[i] == 1 && there[i] != Float.NEGATIVE_INFINITY) {
                evidence[i] = (float) Math.max(0, Math.min((here[i] - dark) / tail, (here[i] - there[i]) / CLEARLY));
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
        DarkLevels of = levels.get(z);
        return new Speck(shape.moved(box.x(), box.y()), 1 - sum / core.pixels() * of.spread() / of.median(), evidence);
    }

    private Area within(Area area) {
        return area.intersect(new Area(0, 0, source.width(), source.height()));
    }

    /** The most that a single speck of a section has gathered. */
    public static double strength(List<Speck> specks) {
        return specks.stream().mapToDouble(Speck::evidence).max().orElse(0);
    }

    /** Evidence that a speck has to gather, given the strengths of all sections. */
    public static double threshold(double[] strengths) {
        return Math.max(LEAST_EVIDENCE, strengths.length == 0 ? 0 : BEYOND_TISSUE * Medians.ofNumbers(strengths));
    }

    /** The number that decides. */
    public static Measured measured(int z, List<Speck> specks, double[] strengths) {
        return new Measured(
                z,
                DamageKind.PRECIPITATE,
                "evidence of the most evident speck",
                strength(specks),
                threshold(strengths),
                true);
    }

    /** Words the verdict on a section; empty if nothing is worth a word. */
    public Optional<Finding> judge(int z, List<Speck> specks, double[] strengths) {
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
}
