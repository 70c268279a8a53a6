package org.sstem.damage;


import java.util.Comparator;
import java.util.List;

/** What was found in a stack: the damage, and the reasons. Immutable and thread-safe. */
public final class Detection {

    private final int sections;
    private final List<Finding> findings;
    private final List<Finding> doubts;
    private final List<Measured> measured;
    private final Damage damage;

    Detection(int sections, List<Finding> all, List<Measured> measured) {
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
}
