package org.sstem.internal.detect;

import net.imglib2.parallel.Parallelization;
import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.FoldFinder;
import org.sstem.method.SectionSource;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Looks for bands that tissue does not have: dark ones, which are folds, and bright ones, which are cracks. They may
 * bend, wave, vary in width, end inside the section, branch and cross.
 *
 * <p>What is found in a section is a list of candidates with the evidence for each; what evidence is enough is decided
 * when all sections were looked at, from the candidates that neighbours show too and that are tissue for this reason.
 *
 * <p>For use by one thread; two of the caller's {@link Parallelization} context are used.
 */
final class BandSearch {

    /** How many local standard deviations below (or above) the local mean a place counts fully. */
    private static final double FULL = 1.2;
    /** Mean strength along a trail that is worth measuring; lines through tissue stay below 0.78. */
    private static final double WORTH = 0.78;
    /** Shortest trail, in cells of its map. */
    private static final double SHORTEST = 25;
    /** Length from which on it is measured without what is narrow as well, in cells. */
    private static final double LONG = 50;
    /** Half-width in cells below which the finer map has seen a band as well. */
    private static final double FINER = 2.5;

    /** Evidence from which on it is worth a look how the sides have moved. */
    private static final double WORTH_A_COMPARISON = 1.5;

    private static final int MOST_TRAILS = 60;
    /** What looks at least this much like a band is worth following on. */
    private static final double EVIDENT = 8;
    /** Shortest band, pixels. */
    private static final double SHORTEST_PX = 60;
    /** Half-width up to this part of the section's shorter side. */
    private static final double WIDEST = 0.1;
    /** Length over width of the stubbiest band. */
    private static final double STUBBIEST = 4;
    /** Part of a band that may lie in another before it is the same. */
    private static final double SAME = 0.5;
    /** Part of a band beside which there is no tissue, but what the border was drawn out to. */
    private static final double MOST_SMEARED = 0.4;
    /** How far a neighbour may lie beside a section, pixels. */
    private static final double DRIFT_PX = 24;
    /** Steps of direction by which lines in the neighbour may differ. */
    private static final int TURN = 3;
    /** Part of a band where a neighbour has to have tissue, to say anything about it. */
    private static final double LEAST_SHOWN = 0.3;

    /** By how much half the width of a band of one width seems to vary, pixels. */
    private static final double EVEN_WIDTH_PX = 0.6;
    /** Part of the way through the section along which such a band is seen. */
    private static final double THROUGHOUT = 0.9;
    /** Part of it that was found before it was measured so. */
    private static final double LONG_PART = 0.5;

    /** Places of bands are compared on a grid of this width, pixels. */
    private static final double GRID_PX = 4;

    private static final Comparator<Candidate> MOST_EVIDENT =
            Comparator.comparingDouble(Candidate::evidence).reversed();
    /** Of one band that was seen several times the rims are taken that were seen as they are, if they are evident. */
    private static final Comparator<Candidate> MOST_EXACT =
            Comparator.comparing(c -> c.shape().closed() || c.evidence() < EVIDENT);

    private final SectionSource source;
    /** What there is in the sections that were asked for last. */
    private final Map<Integer, List<Seen>> recent = new HashMap<>();

    /**
     * A band that may be damage.
     *
     * @param kind      what it would be
     * @param shape     its course and rims
     * @param continued part of its strength that a neighbour shows in the same place, the highest of all neighbours; NaN
     *     if there are none
     * @param tear      how its sides have moved against each other
     */
    record Candidate(DamageKind kind, BandShape shape, double continued, BandTear tear) implements Serializable {

        double look() {
            return shape.look();
        }

        /** The same, less what the neighbours show of it, times what the movement of its sides adds. */
        double evidence() {
            // Unrelated tissue shows a third of it.
            return look() * Math.max(0, 1 - (Double.isNaN(continued) ? 0.33 : continued)) * tear.factor();
        }
    }

    /** The lines of a map in two bytes a cell, to compare with; a strength of -1 is no tissue. */
    private record Lines(int cell, int columns, int rows, byte[] strength, byte[] direction) {

        static Lines of(BandRidges ridges, BandMap map) {
            byte[] strength = new byte[ridges.strength().length];
            for (int i = 0; i < strength.length; i++) {
                strength[i] = (byte) (map.valid()[i] ? Math.max(0, Math.round(100 * ridges.strength()[i])) : -1);
            }
            return new Lines(map.cell(), map.values().width(), map.values().height(), strength, ridges.direction());
        }

        /** Part of a band's strength that a neighbour shows, as far as it has tissue there; NaN where it has hardly any. */
        double shown(BandShape band, Lines neighbour) {
            double own = 0;
            double there = 0;
            int n = 0;
            int stations = 0;
            for (int i = 0; i < band.x().length; i += 4) {
                stations++;
                if (neighbour.tissue(band, i)) {
                    own += at(band, i);
                    there += neighbour.at(band, i);
                    n++;
                }
            }
            return n < LEAST_SHOWN * stations ? Double.NaN : own > 0 ? there / own : 1;
        }

        private boolean tissue(BandShape band, int i) {
            double middle = 0.5 * (band.low()[i] + band.high()[i]);
            int px = (int) Math.rint((band.x()[i] + middle * band.nx()[i]) / cell);
            int py = (int) Math.rint((band.y()[i] + middle * band.ny()[i]) / cell);
            return strength[Math.min(Math.max(py, 0), rows - 1) * columns + Math.min(Math.max(px, 0), columns - 1)]
                    >= 0;
        }

        /** The strongest line that runs beside a place of a band in the same direction, within the drift. */
        private double at(BandShape band, int i) {
            double turn = Math.sin(TURN * Math.PI / BandRidges.ANGLES);
            double angle = Math.atan2(-band.nx()[i], band.ny()[i]);
            double middle = 0.5 * (band.low()[i] + band.high()[i]);
            double best = 0;
            for (double t = -DRIFT_PX; t <= DRIFT_PX; t += cell) {
                int px = (int) Math.rint((band.x()[i] + (t + middle) * band.nx()[i]) / cell);
                int py = (int) Math.rint((band.y()[i] + (t + middle) * band.ny()[i]) / cell);
                if (px < 0 || py < 0 || px >= columns || py >= rows) {
                    continue;
                }
                int at = py * columns + px;
                double differ = Math.abs(Math.sin(angle - Math.PI * direction[at] / BandRidges.ANGLES));
                if (differ <= turn) {
                    best = Math.max(best, strength[at] / 100.0);
                }
            }
            return best;
        }
    }

    /** The dark or the bright lines of a map, and the bands along them. */
    private record Seen(DamageKind kind, Lines lines, List<BandShape> bands) {}

    BandSearch(SectionSource source) {
        this.source = source;
    }

    /** Sees sections side by side that are to be looked at, or compared with, next; forgets all others. */
    void see(Collection<Integer> sections) {
        recent.keySet().retainAll(sections);
        List<Integer> unseen =
                sections.stream().filter(z -> !recent.containsKey(z)).distinct().toList();
        List<List<Seen>> seen = Parallelization.getTaskExecutor().forEachApply(unseen, this::seen);
        for (int i = 0; i < seen.size(); i++) {
            recent.put(unseen.get(i), seen.get(i));
        }
    }

    /**
     * Looks at one section.
     *
     * @param z          the section
     * @param neighbours sections to compare with, may be empty
     * @return what may be damage, the most evident first
     */
    List<Candidate> look(int z, List<Integer> neighbours) {
        List<Integer> all = new ArrayList<>(neighbours);
        all.add(z);
        if (!recent.keySet().containsAll(all)) {
            see(all);
        }
        List<Seen> own = recent.get(z);
        List<Candidate> candidates = new ArrayList<>();
        for (int k = 0; k < own.size(); k++) {
            for (BandShape shape : own.get(k).bands()) {
                Lines lines = own.get(k).lines();
                double continued = Double.NaN;
                for (int neighbour : neighbours) {
                    double there =
                            lines.shown(shape, recent.get(neighbour).get(k).lines());
                    continued = Double.isNaN(continued) || there > continued ? there : continued;
                }
                candidates.add(new Candidate(own.get(k).kind(), shape, continued, BandTear.UNKNOWN));
            }
        }
        List<Candidate> torn = new ArrayList<>();
        for (boolean closed : new boolean[] {false, true}) {
            List<Candidate> ofAKind = candidates.stream()
                    .filter(c -> c.shape().closed() == closed)
                    .sorted(MOST_EVIDENT)
                    .toList();
            torn.addAll(Parallelization.getTaskExecutor()
                    .forEachApply(distinct(ofAKind), candidate -> torn(z, neighbours, candidate)));
        }
        torn.sort(MOST_EXACT.thenComparing(MOST_EVIDENT));
        List<Candidate> once = distinct(torn);
        once.sort(MOST_EVIDENT);
        return once;
    }

    /** The same, with how its sides have moved if that is worth a look. */
    private Candidate torn(int z, List<Integer> neighbours, Candidate candidate) {
        if (neighbours.isEmpty() || candidate.evidence() < WORTH_A_COMPARISON) {
            return candidate;
        }
        BandTear tear =
                BandTear.of(source, z, neighbours, candidate.shape(), candidate.kind() == DamageKind.FOLD ? 1 : -1);
        return new Candidate(candidate.kind(), candidate.shape(), candidate.continued(), tear);
    }

    /**
     * The dark or the bright lines of a map.
     *
     * @param map       the map
     * @param lines     its lines
     * @param narrowest half-width below which a finer map has seen a band as well, pixels
     * @param closed    whether the map shows nothing that is dark and narrow
     */
    private record Level(BandMap map, BandRidges lines, double narrowest, boolean closed) {}

    /** What there is in a section: what is dark in every map first, then what is bright. */
    private List<Seen> seen(int z) {
        List<BandMap> maps = BandMap.of(source, z);
        BandMap finest = maps.get(0);
        List<Level> dark = new ArrayList<>();
        List<Level> bright = new ArrayList<>();
        for (BandMap map : maps) {
            List<BandRidges> ridges = BandRidges.of(map, FULL);
            double narrowest = map == finest ? 0 : FINER * map.cell();
            dark.add(new Level(map, ridges.get(0), narrowest, false));
            bright.add(new Level(map, ridges.get(1), narrowest, false));
        }
        if (maps.size() > 1) {
            BandMap closed = finest.closed();
            dark.add(new Level(closed, BandRidges.of(closed, FULL).get(0), 0, true));
        }
        List<Supplier<Seen>> tasks = new ArrayList<>();
        dark.forEach(level -> tasks.add(() -> seen(z, DamageKind.FOLD, level, finest)));
        bright.forEach(level -> tasks.add(() -> seen(z, DamageKind.CRACK, level, finest)));
        return Parallelization.getTaskExecutor().forEachApply(tasks, Supplier::get);
    }

    private Seen seen(int z, DamageKind kind, Level level, BandMap finest) {
        return new Seen(kind, Lines.of(level.lines(), level.map()), bands(z, kind, level, finest));
    }

    private List<BandShape> bands(int z, DamageKind kind, Level level, BandMap finest) {
        int cell = level.map().cell();
        List<BandShape> bands = new ArrayList<>();
        BandTrails trails = new BandTrails(level.lines(), level.map());
        for (int i = 0; i < MOST_TRAILS; i++) {
            Optional<BandTrails.Trail> next = trails.strongest();
            if (next.isEmpty()) {
                break;
            }
            BandTrails.Trail trail = next.get();
            trails.take(trail.x(), trail.y(), trail.halfWidth() + 4 * cell);
            if (trail.length() < SHORTEST * cell || trail.mean() < WORTH || trail.halfWidth() < level.narrowest()) {
                continue;
            }
            boolean evident = false;
            if (!level.closed()) {
                evident = add(z, kind, trail, finest, false, trails, bands);
            }
            // What is faint may have rims where membranes beside it do not hide them.
            if (level.closed() || kind == DamageKind.FOLD && !evident && trail.length() >= LONG * cell) {
                add(z, kind, trail, finest, true, trails, bands);
            }
        }
        return bands;
    }

    /** Measures the band along a trail; tells whether it is evident. */
    private boolean add(
            int z,
            DamageKind kind,
            BandTrails.Trail trail,
            BandMap finest,
            boolean closed,
            BandTrails trails,
            List<BandShape> bands) {
        int sign = kind == DamageKind.FOLD ? -1 : 1;
        BandShape band = BandShape.measure(source, z, finest, sign, trail.x(), trail.y(), trail.halfWidth(), closed);
        if (band == null) {
            return false;
        }
        trails.take(band.x(), band.y(), 1.3 * band.halfWidth() + 4 * trails.cell());
        boolean evident = band.look() >= EVIDENT;
        if (credible(band)) {
            bands.add(evident ? band.followed(source, z, finest, sign) : band);
        }
        return evident;
    }

    private boolean credible(BandShape band) {
        return band.length() >= SHORTEST_PX
                && band.length() >= STUBBIEST * 2 * band.halfWidth()
                && band.halfWidth() <= WIDEST * Math.min(source.width(), source.height())
                && band.spread() > 0
                && band.smeared() < MOST_SMEARED;
    }

    /** Of candidates that are the same band the first one. */
    private List<Candidate> distinct(List<Candidate> sorted) {
        List<Candidate> distinct = new ArrayList<>();
        Set<Long> covered = new HashSet<>();
        for (Candidate candidate : sorted) {
            BandShape band = candidate.shape();
            int n = band.x().length;
            int within = 0;
            for (int i = 0; i < n; i++) {
                within += covered.contains(place(band, i, 0)) ? 1 : 0;
            }
            if (within > SAME * n) {
                continue;
            }
            distinct.add(candidate);
            for (int i = 0; i < n; i++) {
                double reach = 0.5 * (band.high()[i] - band.low()[i]) + GRID_PX;
                for (double t = -reach; t <= reach; t += 0.5 * GRID_PX) {
                    covered.add(place(band, i, t));
                }
            }
        }
        return distinct;
    }

    private static long place(BandShape band, int i, double aside) {
        double d = 0.5 * (band.low()[i] + band.high()[i]) + aside;
        long px = (long) Math.floor((band.x()[i] + d * band.nx()[i]) / GRID_PX);
        long py = (long) Math.floor((band.y()[i] + d * band.ny()[i]) / GRID_PX);
        return px << 32 ^ py & 0xffffffffL;
    }

    /** Marks the pixels of bands of a section. */
    SectionMask mask(int z, List<Candidate> bands) {
        List<BandShape> free = new ArrayList<>();
        List<SectionMask> even = new ArrayList<>();
        for (Candidate band : bands) {
            Optional<SectionMask> shape = even(z, band);
            shape.ifPresentOrElse(even::add, () -> free.add(band.shape()));
        }
        return BandMarks.mask(free, even, source, z);
    }

    /** The pixels of a dark band that has the same width all along and runs through the section: few numbers, measured better. */
    private Optional<SectionMask> even(int z, Candidate candidate) {
        BandShape band = candidate.shape();
        if (candidate.kind() != DamageKind.FOLD || band.widthSpread() > EVEN_WIDTH_PX) {
            return Optional.empty();
        }
        return FoldFinder.follow(source, z, band.middleX(), band.middleY())
                .filter(b -> b.coverage() >= THROUGHOUT
                        && Math.abs(b.halfWidth() - band.halfWidth()) < 2 * EVEN_WIDTH_PX
                        && band.length() > LONG_PART * b.length())
                .map(FoldFinder.DarkBand::shape);
    }

    static String describe(Candidate candidate) {
        BandShape band = candidate.shape();
        return String.format(
                Locale.ROOT,
                "a %s band of half-width %.1f px runs %.0f px through the section, its grey %.1f standard deviations"
                        + " from the tissue's, its texture %.0f %% of the tissue's, its rims even to %.1f px",
                candidate.kind() == DamageKind.FOLD ? "dark" : "bright",
                band.halfWidth(),
                band.length(),
                band.contrast(),
                100 * band.texture(),
                band.roughness());
    }
}
