package org.sstem.damage;

import org.sstem.method.Area;
import org.sstem.stack.GreyLevels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was found in a stack: the damage, and the reasons. Immutable and thread-safe. */
public final class Detection {

    private final int sections;
    private final List<Finding> findings;
    private final List<Finding> doubts;
    private final List<Measured> measured;
    private final Damage damage;
    private final GreyLevels levels;
    private final List<TissueShare> tissue;

    /**
     * How much of a section there is.
     *
     * @param z       the section
     * @param share   share of its pixels that show tissue, 0 to 1
     * @param padding share that lies outside the window of its alignment
     */
    public record TissueShare(int z, double share, double padding) {}

    /**
     * Puts together what was found.
     *
     * @param sections how many sections were looked at
     * @param all      findings and doubts, in any order
     * @param measured what decided, in any order
     * @param levels   where black is in the stack
     * @param tissue   one entry a section
     */
    public Detection(
            int sections, List<Finding> all, List<Measured> measured, GreyLevels levels, List<TissueShare> tissue) {
        this.levels = levels;
        this.tissue = List.copyOf(tissue);
        Comparator<Finding> order = Comparator.comparingInt(Finding::z).thenComparing(Finding::kind);
        this.sections = sections;
        this.findings = all.stream().filter(Finding::damaged).sorted(order).toList();
        this.doubts = all.stream().filter(f -> !f.damaged()).sorted(order).toList();
        this.measured = measured.stream()
                .sorted(Comparator.comparingInt(Measured::z).thenComparing(Measured::kind))
                .toList();
        this.damage = Damage.of(findings.stream()
                .map(f -> new DamagedSection(f.z(), f.kind(), f.mask(), f.mask().isPresent()))
                .toList());
    }

    /**
     * Returns the damage, with masks in memory that are marked as found; ready for {@link org.sstem.Restorer} and {@link Damage#write}.
     *
     * @return the damage
     */
    public Damage damage() {
        return damage;
    }

    /**
     * Returns the reasons for every entry of the damage.
     *
     * @return one finding for each section and kind of damage, by section and then by kind
     */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * Returns what came near to being taken for damage, and why it was not.
     *
     * @return by section and then by kind; often empty
     */
    public List<Finding> doubts() {
        return doubts;
    }

    /**
     * Returns what was measured to decide, of damaged and of intact sections.
     *
     * @return by section and then by kind; a section that is empty has fewer than others
     */
    public List<Measured> measured() {
        return measured;
    }

    /**
     * Returns how many sections were looked at.
     *
     * @return sections of the stack
     */
    public int sections() {
        return sections;
    }

    /**
     * Returns where black is in the stack.
     *
     * @return the levels that grey values were counted from, estimated or given
     */
    public GreyLevels levels() {
        return levels;
    }

    /**
     * Returns how much of every section shows tissue by itself.
     *
     * @return one entry a section
     */
    public List<TissueShare> tissue() {
        return tissue;
    }

    /**
     * What was decided about one section and one kind of damage, and why.
     *
     * @param z          the section, from 0
     * @param kind       the kind of damage
     * @param damaged    whether the section was judged damaged; false for what came near to it
     * @param confidence how sure it is that there is such damage, 0 to 1; at least 0.5 if and only if {@code damaged}
     * @param mask       the damaged pixels; only where {@code damaged}, never for {@link DamageKind#MISSING}
     * @param why        the reason, one sentence with the numbers that decided
     */
    public record Finding(
            int z, DamageKind kind, boolean damaged, double confidence, Optional<SectionMask> mask, String why) {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if z is negative or the confidence does not fit the decision
         */
        public Finding {
            if (z < 0) {
                throw new IllegalArgumentException("z must be 0 or more, was " + z);
            }
            if (!(confidence >= 0 && confidence <= 1) || confidence >= 0.5 != damaged) {
                throw new IllegalArgumentException(
                        "confidence must be 0.5 to 1 for damage and 0 to below 0.5 for none, was " + confidence
                                + " for damaged = " + damaged);
            }
        }

        /**
         * Makes a verdict of damage.
         *
         * @param z          the section, from 0
         * @param kind       the kind of damage
         * @param confidence how sure it is; raised to 0.5, cut to 1
         * @param mask       the damaged pixels
         * @param why        the reason
         * @return the finding
         */
        public static Finding damage(
                int z, DamageKind kind, double confidence, Optional<SectionMask> mask, String why) {
            return new Finding(z, kind, true, Math.min(Math.max(confidence, 0.5), 1), mask, why);
        }

        /**
         * Makes a verdict of something that came near to damage.
         *
         * @param z          the section, from 0
         * @param kind       the kind of damage
         * @param confidence how sure it is that there is such damage; cut to below 0.5
         * @param why        the reason
         * @return the finding
         */
        public static Finding doubt(int z, DamageKind kind, double confidence, String why) {
            return new Finding(z, kind, false, Math.min(Math.max(confidence, 0), 0.49), Optional.empty(), why);
        }
    }

    /**
     * One number that was measured to decide about a section, with the limit it was held against. Immutable.
     *
     * @param z        the section, from 0
     * @param kind     the kind of damage that it speaks for or against
     * @param quantity what was measured, for people
     * @param value    what came out
     * @param limit    the limit in this stack; part of the limits are learnt from the stack
     * @param above    true if values from the limit up speak for damage, false if values below it do
     */
    public record Measured(int z, DamageKind kind, String quantity, double value, double limit, boolean above) {

        /**
         * Returns whether this number speaks for damage. Several numbers may have to, for a section to be called damaged.
         *
         * @return true if the value is on the damaged side of the limit
         */
        public boolean beyond() {
            return above ? value >= limit : value < limit;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%s %.3g (damage %s %.3g)", quantity, value, above ? "from" : "below", limit);
        }
    }

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
}
