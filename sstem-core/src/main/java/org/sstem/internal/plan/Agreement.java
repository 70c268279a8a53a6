package org.sstem.internal.plan;

import org.sstem.Repair;
import org.sstem.Repair.Findings;
import org.sstem.Repair.Findings.Estimate;
import org.sstem.damage.DamageKind;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How what a repair has changed agrees with the neighbours, before and after. A repair that moves away from them is called
 * doubtful, whatever its method thinks of it. Not thread-safe.
 */
final class Agreement implements Serializable {

    private static final long serialVersionUID = 1;

    /** Loss of correlation that sampling and noise explain. */
    private static final double TOLERATED = 0.03;
    /** Of less agreement nothing is concluded: sections that have drifted agree with none. */
    private static final double TELLING = 0.1;

    private static final int LEAST_PIXELS = 1000;
    private static final double DOUBT = 0.4;

    private final double[] before = new double[3];
    private final double[] after = new double[3];
    private long pixels;

    /** Adds a pixel, as it was, as it is, and as it is in a neighbour. */
    void add(double was, double is, double there) {
        add(before, was, there);
        add(after, is, there);
        pixels++;
    }

    private static void add(double[] sums, double a, double b) {
        sums[0] += a * b;
        sums[1] += a * a;
        sums[2] += b * b;
    }

    /** Adds the next tile. */
    void add(Agreement tile) {
        for (int i = 0; i < before.length; i++) {
            before[i] += tile.before[i];
            after[i] += tile.after[i];
        }
        pixels += tile.pixels;
    }

    private static double correlation(double[] sums) {
        return sums[1] > 0 && sums[2] > 0 ? sums[0] / Math.sqrt(sums[1] * sums[2]) : 0;
    }

    /** Tells whether the repair is worse than what it repairs. */
    boolean worse() {
        double was = correlation(before);
        return pixels >= LEAST_PIXELS && was > TELLING && correlation(after) < was - TOLERATED;
    }

    /** Adds what came out to what the methods say of their repairs. */
    List<Repair> judged(List<Repair> repairs) {
        if (!worse()) {
            return repairs;
        }
        String remark = String.format(
                Locale.ROOT,
                "what was changed agrees less with the neighbours than before (correlation %.2f, was %.2f): the repair may"
                        + " be worse than the damage",
                correlation(after),
                correlation(before));
        List<Repair> judged = new ArrayList<>();
        for (Repair repair : repairs) {
            Findings findings = repair.findings();
            boolean moved = repair.kind() != DamageKind.MISSING;
            List<String> remarks = new ArrayList<>(findings.remarks());
            List<Estimate> estimates = new ArrayList<>(findings.estimates());
            remarks.add(remark);
            judged.add(
                    moved
                            ? new Repair(
                                    repair.kind(),
                                    repair.method(),
                                    repair.sources(),
                                    new Findings(Math.min(findings.confidence(), DOUBT), estimates, remarks, true))
                            : repair);
        }
        return judged;
    }
}
