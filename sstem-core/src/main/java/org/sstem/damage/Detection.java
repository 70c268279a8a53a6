package org.sstem.damage;

import org.sstem.stack.GreyLevels;

import java.util.Comparator;
import java.util.List;

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
}
