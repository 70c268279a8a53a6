package org.sstem.internal.detect;

import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection.Finding;
import org.sstem.damage.Detection.Measured;
import org.sstem.internal.math.Medians;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Decides which sections show no tissue, or not the tissue that belongs there. */
final class MissingSearch {

    /** Contrast below this part of the stack's usual one is no tissue's. */
    private static final double FAINT = 0.1;
    /** Contrast below this part of the usual one may be noise: then being unlike the neighbours is enough. */
    private static final double PALE = 0.3;
    /** Part of the pixels that may have one and the same grey value where usually next to none do. */
    private static final double USELESS = 0.5;
    /** Standard errors beyond which chance does not reach, with a few comparisons for each section. */
    private static final double CHANCE = 1.5;
    /** Part of the usual likeness that a section of the same tissue has at least, damaged as it may be. */
    private static final double ALIKE = 0.35;

    /** Where sections are usually no more alike than this, likeness tells nothing. */
    private static final double TELLING = 3.5;

    private static final int FEWEST = 4;
    /** Sections this far apart are compared. */
    static final int REACH = 2;

    private final List<Overview> overviews;
    private final List<double[]> likeness;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Measured> measured = new ArrayList<>();
    private final BitSet missing = new BitSet();
    private final BitSet strangers = new BitSet();

    /**
     * Decides.
     *
     * @param overviews of every section
     * @param likeness  for every section, how like it is to the one before, the second before and so on
     */
    MissingSearch(List<Overview> overviews, List<double[]> likeness) {
        this.overviews = overviews;
        this.likeness = likeness;
        empty();
        copies();
        findStrangers();
    }

    List<Finding> findings() {
        return findings;
    }

    List<Measured> measured() {
        return measured;
    }

    BitSet missing() {
        return missing;
    }

    /** Sections that are missing only because they are unlike those around them. */
    BitSet strangers() {
        return (BitSet) strangers.clone();
    }

    /** Sections that one is compared with: those around it that show tissue, strangers too. */
    ArrayList<Integer> around(int z) {
        return IntStream.rangeClosed(Math.max(0, z - REACH), Math.min(overviews.size() - 1, z + REACH))
                .filter(other -> other != z && (!missing.get(other) || strangers.get(other)))
                .boxed()
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Takes back that a stranger is missing: there is another reason for it to be unlike its neighbours. */
    void pardon(int stranger, String reason) {
        missing.clear(stranger);
        strangers.clear(stranger);
        findings.replaceAll(f ->
                f.z() == stranger ? Finding.doubt(stranger, DamageKind.MISSING, 0.3, f.why() + "; but " + reason) : f);
    }

    private void empty() {
        double usualSpread = usualSpread();
        double usualShare =
                Medians.of(overviews.stream().mapToDouble(Overview::share).toArray());
        for (int z = 0; z < overviews.size(); z++) {
            Overview o = overviews.get(z);
            if (usualSpread > 0) {
                measured.add(new Measured(
                        z, DamageKind.MISSING, "contrast over the usual", o.spread() / usualSpread, FAINT, false));
            }
            measured.add(new Measured(
                    z,
                    DamageKind.MISSING,
                    "share of one grey value",
                    o.share(),
                    1 - (1 - USELESS) * (1 - usualShare),
                    true));
            if (!(o.highest() > o.lowest())) {
                found(z, 1, "every pixel has the grey value %.4g: the section is empty", o.lowest());
            } else if (o.spread() < FAINT * usualSpread) {
                double ratio = o.spread() / usualSpread;
                found(z, 1 - ratio / FAINT / 2, "its contrast is %.3g of what is usual in the stack", ratio);
            } else if (1 - o.share() < (1 - USELESS) * (1 - usualShare)) {
                found(
                        z,
                        0.5 + 0.5 * (o.share() - usualShare) / (1 - usualShare),
                        "%.0f %% of its pixels have the one grey value %.4g (usual in the stack: %.1f %%): it is"
                                + " saturated or mostly empty",
                        100 * o.share(),
                        o.commonest(),
                        100 * usualShare);
            }
        }
    }

    private double usualSpread() {
        return Medians.of(overviews.stream().mapToDouble(Overview::spread).toArray());
    }

    private void copies() {
        for (int z = 1; z < overviews.size(); z++) {
            for (int before = z - 1; before >= Math.max(0, z - REACH); before--) {
                if (!missing.get(z)
                        && !missing.get(before)
                        && overviews.get(z).checksum() == overviews.get(before).checksum()) {
                    int copy = z - before == 1 && standsCloser(z, before) ? before : z;
                    found(copy, 1, "it equals section %d pixel by pixel: one of the two is a copy", z + before - copy);
                    break;
                }
            }
        }
    }

    /** Of two equal neighbours, the one nearer to what follows on its own side is the original. */
    private boolean standsCloser(int z, int before) {
        return z + 1 < overviews.size() && before > 0 && likeness.get(z + 1)[0] > likeness.get(before)[0];
    }

    /** Sections that are like none of those around them, where the others are like one another. */
    private void findStrangers() {
        Map<Integer, Double> best = new TreeMap<>();
        for (int z = 0; z < overviews.size(); z++) {
            bestLikeness(z).ifPresent(likest(best, z));
        }
        double usual = Medians.of(
                best.values().stream().mapToDouble(Double::doubleValue).toArray());
        double least = Math.min(Likeness.SURE, Math.max(CHANCE, ALIKE * usual));
        best.forEach((z, own) -> {
            measured.add(new Measured(z, DamageKind.MISSING, "likeness to its neighbours", own, least, false));
            if (own >= least) {
                return;
            }
            String why = String.format(
                    Locale.ROOT,
                    "its tissue is unlike that of its neighbours: likeness %.1f, where below %.1f may be chance and %.1f"
                            + " is usual in the stack",
                    own,
                    least,
                    usual);
            boolean pale = overviews.get(z).spread() < PALE * usualSpread();
            if ((usual >= TELLING || pale) && best.size() >= FEWEST) {
                double sure = 1 - Math.max(0, own) / (2 * least);
                missing.set(z);
                strangers.set(z);
                findings.add(Finding.damage(z, DamageKind.MISSING, sure, Optional.empty(), why));
            } else {
                findings.add(Finding.doubt(
                        z, DamageKind.MISSING, 0.3, why + "; the stack is too small or too varied to judge by"));
            }
        });
    }

    private static DoubleConsumer likest(Map<Integer, Double> best, int z) {
        return likeness -> best.put(z, likeness);
    }

    /** How like a section is to the likest of those around it; empty if there is none right beside it. */
    private OptionalDouble bestLikeness(int z) {
        boolean beside = z > 0 && !missing.get(z - 1) || z + 1 < overviews.size() && !missing.get(z + 1);
        if (missing.get(z) || !beside) {
            return OptionalDouble.empty();
        }
        return around(z).stream()
                .mapToDouble(other -> likeness.get(Math.max(z, other))[Math.abs(z - other) - 1])
                .max();
    }

    private void found(int z, double confidence, String why, Object... numbers) {
        missing.set(z);
        findings.add(Finding.damage(
                z, DamageKind.MISSING, confidence, Optional.empty(), String.format(Locale.ROOT, why, numbers)));
    }
}
