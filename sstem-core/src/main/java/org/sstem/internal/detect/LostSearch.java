package org.sstem.internal.detect;

import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection.Finding;
import org.sstem.damage.Detection.Measured;
import org.sstem.damage.SectionMask;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Decides which parts of sections were lost: places that show nothing, or nothing sharp, though the neighbours show
 * tissue there.
 */
final class LostSearch {

    /** Share of its tissue beyond which a section is missing as a whole. */
    private static final double WHOLE = 0.9;
    /** Part of a lost part around a hole that is burnt, where the hole was burnt. */
    private static final double BURNT = 0.1;

    private final BitSet missing;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Measured> measured = new ArrayList<>();
    private final Map<Integer, SectionMask> masks = new HashMap<>();
    /** Sections where nothing is lost but what is not sharp. */
    private final BitSet unsharp = new BitSet();
    /** Sections into which a hole was burnt. */
    private final BitSet burnt = new BitSet();

    /**
     * Looks at every section.
     *
     * @param stack   how large the stack is; not read
     * @param missing sections that are missing; those that turn out to be lost as a whole are added
     * @param looking where sections are looked at
     * @param step    is told after each section
     */
    LostSearch(SectionSource stack, BitSet missing, Looking looking, IntConsumer step) {
        this.missing = missing;
        int[] all = IntStream.range(0, stack.sections()).toArray();
        Map<Integer, Looks.LostPart> parts = looking.each(all, look(), step);
        for (int z : all) {
            if (!missing.get(z)) {
                judge(z, parts.get(z));
                if (missing.get(z)) {
                    // What comes behind it was compared with it.
                    int[] behind = IntStream.rangeClosed(z + 1, Math.min(z + Looks.FARTHEST, stack.sections() - 1))
                            .toArray();
                    parts.putAll(looking.each(behind, look(), other -> {}));
                }
            }
        }
    }

    private Looks.LostParts look() {
        return new Looks.LostParts((BitSet) missing.clone());
    }

    List<Finding> findings() {
        return findings;
    }

    List<Measured> measured() {
        return measured;
    }

    Map<Integer, SectionMask> masks() {
        return masks;
    }

    /** Sections into which a hole was burnt: some of what surrounds it shows nothing of what the neighbours show. */
    BitSet burnt() {
        return burnt;
    }

    /** Adds a part that was taken for something else. */
    void add(int z, SectionMask mask, String why) {
        Optional<Finding> before = findings.stream()
                .filter(f -> f.z() == z && f.kind() == DamageKind.LOST)
                .findFirst();
        SectionMask all = masks.containsKey(z) ? masks.get(z).or(mask) : mask;
        masks.put(z, all);
        before.ifPresent(findings::remove);
        unsharp.clear(z);
        String words = before.map(f -> f.why() + "; " + why).orElse(why);
        findings.add(Finding.damage(z, DamageKind.LOST, 0.9, Optional.of(all), words));
    }

    /** Takes back what is not sharp in a section: tissue that a fold or a crack has moved is not lost. */
    void pardon(int z) {
        if (unsharp.get(z)) {
            findings.removeIf(f -> f.z() == z && f.kind() == DamageKind.LOST);
            masks.remove(z);
        }
    }

    private void judge(int z, Looks.LostPart lost) {
        measured.add(new Measured(
                z,
                DamageKind.LOST,
                "share of the neighbours' tissue that is not there",
                lost.share(),
                lost.least(),
                true));
        if (lost.pixels() == 0) {
            return;
        }
        if (lost.share() > WHOLE) {
            missing.set(z);
            findings.add(Finding.damage(
                    z,
                    DamageKind.MISSING,
                    lost.share(),
                    Optional.empty(),
                    String.format(
                            Locale.ROOT,
                            "%.0f %% of what the neighbours show has no tissue in it: the section was lost as a whole",
                            100 * lost.share())));
            return;
        }
        String why = String.format(
                Locale.ROOT,
                "%d px, %.1f %% of what the neighbours show there, %s: a part of the section was lost",
                lost.pixels(),
                100 * lost.share(),
                lost.blurred() == 0
                        ? "have no tissue but one grey value"
                        : lost.blurred() == lost.pixels()
                                ? "show nothing that is as sharp as there, or nothing of the same tissue"
                                : "have no tissue, or none that is as sharp as there");
        unsharp.set(z, lost.blurred() == lost.pixels());
        burnt.set(z, lost.blurred() < lost.pixels() && lost.blurred() >= BURNT * lost.pixels());
        masks.put(z, lost.mask());
        findings.add(Finding.damage(z, DamageKind.LOST, lost.certainty(), Optional.of(lost.mask()), why));
    }
}
