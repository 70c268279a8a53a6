package org.sstem.internal.plan;

import org.sstem.Repair;
import org.sstem.Repair.Findings;
import org.sstem.Repair.Findings.Estimate;
import org.sstem.damage.DamageKind;
import org.sstem.internal.image.Filters;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a repair has brought a section nearer to its neighbours: the correlation of what has changed with the nearest
 * intact sections, before and after, brightness taken out. A repair that moves away from them is called doubtful,
 * whatever its method thinks of it. Gathers tile by tile; not thread-safe.
 */
public final class Improvement {

    /** Membranes, without grain and shading, pixels. */
    private static final double FINE_PX = 2;

    private static final double COARSE_PX = 12;
    /** Loss of correlation that sampling and noise explain. */
    private static final double TOLERATED = 0.03;
    /** Of less agreement nothing is concluded: sections that have drifted agree with none. */
    private static final double TELLING = 0.1;

    private static final int LEAST_PIXELS = 1000;
    private static final double DOUBT = 0.4;

    private final SectionSource source;
    private final List<Integer> neighbours;
    private final double[] before = new double[3];
    private final double[] after = new double[3];
    private long pixels;

    /**
     * Starts.
     *
     * @param source     the stack as it was
     * @param neighbours the nearest intact sections
     */
    Improvement(SectionSource source, List<Integer> neighbours) {
        this.source = source;
        this.neighbours = List.copyOf(neighbours);
    }

    /** Adds a tile of a section; what has not changed does not count. */
    public void add(int z, Area area, RestoredTile tile) {
        boolean changed = false;
        for (byte code : tile.provenance()) {
            changed |= code != 0;
        }
        if (!changed) {
            return;
        }
        Plane tissue = source.tissue(z, area);
        Plane own = texture(source.read(z, area), tissue);
        Plane repaired = texture(tile.pixels(), tissue);
        for (int neighbour : neighbours) {
            Plane there = source.tissue(neighbour, area);
            Plane other = texture(source.read(neighbour, area), there);
            for (int i = 0; i < tile.provenance().length; i++) {
                if (tile.provenance()[i] != 0 && tissue.pixels()[i] * there.pixels()[i] > 0) {
                    add(before, own.pixels()[i], other.pixels()[i]);
                    add(after, repaired.pixels()[i], other.pixels()[i]);
                    pixels++;
                }
            }
        }
    }

    private static void add(double[] sums, double a, double b) {
        sums[0] += a * b;
        sums[1] += a * a;
        sums[2] += b * b;
    }

    private static double correlation(double[] sums) {
        return sums[1] > 0 && sums[2] > 0 ? sums[0] / Math.sqrt(sums[1] * sums[2]) : 0;
    }

    private static Plane texture(Plane grey, Plane weight) {
        Plane fine = Filters.gaussian(grey, weight, FINE_PX, 0);
        Plane coarse = Filters.gaussian(grey, weight, COARSE_PX, 0);
        for (int i = 0; i < fine.pixels().length; i++) {
            fine.pixels()[i] -= coarse.pixels()[i];
        }
        return fine;
    }

    /** Tells whether the repair is worse than what it repairs. */
    boolean worse() {
        double was = correlation(before);
        return pixels >= LEAST_PIXELS && was > TELLING && correlation(after) < was - TOLERATED;
    }

    /** Adds what came out to what the methods say of their repairs. */
    public List<Repair> judged(List<Repair> repairs) {
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
