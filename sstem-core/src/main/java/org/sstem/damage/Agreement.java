package org.sstem.damage;

import org.sstem.method.Area;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far two descriptions of the same stack's damage agree on one kind of damage: what was found against what is known.
 * Immutable and thread-safe.
 *
 * @param kind        the kind of damage
 * @param hits        sections that both call damaged
 * @param falseAlarms sections that only the found damage names
 * @param missed      sections that only the known damage names
 * @param overlaps    intersection over union of the masks, for the hits that have a mask on both sides
 * @param pooled      intersection over union of all these masks together; NaN if there are none
 */
public record Agreement(
        DamageKind kind,
        SortedSet<Integer> hits,
        SortedSet<Integer> falseAlarms,
        SortedSet<Integer> missed,
        SortedMap<Integer, Double> overlaps,
        double pooled) {

    private static final int STRIP_ROWS = 128;

    /**
     * Compares; masks are read in strips.
     *
     * @param found  what was found
     * @param known  what is there
     * @param width  width of the sections, pixels
     * @param height height of the sections, pixels
     * @return one entry for each kind of damage that either of the two names, in the order of {@link DamageKind}
     * @throws java.io.UncheckedIOException if a mask cannot be read
     */
    public static List<Agreement> of(Damage found, Damage known, int width, int height) {
        List<Agreement> all = new ArrayList<>();
        for (DamageKind kind : DamageKind.values()) {
            SortedSet<Integer> a = sections(found, kind);
            SortedSet<Integer> b = sections(known, kind);
            if (!a.isEmpty() || !b.isEmpty()) {
                all.add(of(kind, found, a, known, b, new Area(0, 0, width, height)));
            }
        }
        return all;
    }

    /**
     * Returns the share of the alarms that are right.
     *
     * @return 0 to 1; NaN if there was no alarm
     */
    public double precision() {
        return (double) hits.size() / (hits.size() + falseAlarms.size());
    }

    /**
     * Returns the share of the damaged sections that were found.
     *
     * @return 0 to 1; NaN if no section is damaged
     */
    public double recall() {
        return (double) hits.size() / (hits.size() + missed.size());
    }

    private static SortedSet<Integer> sections(Damage damage, DamageKind kind) {
        SortedSet<Integer> sections = new TreeSet<>();
        damage.entries().stream().filter(e -> e.kind() == kind).forEach(e -> sections.add(e.z()));
        return sections;
    }

    private static Agreement of(
            DamageKind kind, Damage found, SortedSet<Integer> a, Damage known, SortedSet<Integer> b, Area whole) {
        SortedSet<Integer> hits = new TreeSet<>(a);
        hits.retainAll(b);
        SortedMap<Integer, Double> overlaps = new TreeMap<>();
        long both = 0;
        long either = 0;
        for (int z : hits) {
            Optional<SectionMask> one = found.mask(z, kind);
            Optional<SectionMask> other = known.mask(z, kind);
            if (one.isPresent() && other.isPresent()) {
                long[] counts = counts(one.get(), other.get(), whole);
                both += counts[0];
                either += counts[1];
                overlaps.put(z, (double) counts[0] / counts[1]);
            }
        }
        SortedSet<Integer> falseAlarms = new TreeSet<>(a);
        falseAlarms.removeAll(b);
        SortedSet<Integer> missed = new TreeSet<>(b);
        missed.removeAll(a);
        return new Agreement(kind, hits, falseAlarms, missed, overlaps, (double) both / either);
    }

    private static long[] counts(SectionMask one, SectionMask other, Area whole) {
        long both = 0;
        long either = 0;
        for (int y = 0; y < whole.height(); y += STRIP_ROWS) {
            Area strip = new Area(0, y, whole.width(), Math.min(STRIP_ROWS, whole.height() - y));
            boolean[] a = one.read(strip);
            boolean[] b = other.read(strip);
            for (int i = 0; i < a.length; i++) {
                both += a[i] && b[i] ? 1 : 0;
                either += a[i] || b[i] ? 1 : 0;
            }
        }
        return new long[] {both, either};
    }
}
