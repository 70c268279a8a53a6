package org.sstem.internal.plan;

import org.sstem.internal.image.Filters;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.List;

/** Compares what a repair has changed in a section with its nearest neighbours, before and after, brightness taken out. */
final class Improvement {

    /** Membranes, without grain and shading, pixels. */
    private static final double FINE_PX = 2;

    private static final double COARSE_PX = 12;
    /** A tile smaller than this is not reduced. */
    private static final int SMALL_PX = 64;

    private final SectionSource source;
    private final List<Integer> neighbours;

    /**
     * Starts.
     *
     * @param source     the stack as it was
     * @param neighbours the nearest sections that are intact or have nothing but specks
     */
    Improvement(SectionSource source, List<Integer> neighbours) {
        this.source = source;
        this.neighbours = List.copyOf(neighbours);
    }

    /** Compares a tile of a section; what has not changed does not count. */
    Agreement of(int z, Area area, RestoredTile tile) {
        Agreement agreement = new Agreement();
        boolean changed = false;
        for (byte code : tile.provenance()) {
            changed |= code != 0;
        }
        if (!changed) {
            return agreement;
        }
        Plane tissue = source.tissue(z, area);
        Plane own = texture(source.read(z, area), tissue);
        Plane repaired = texture(tile.pixels(), tissue);
        for (int neighbour : neighbours) {
            Plane there = source.tissue(neighbour, area);
            Plane other = texture(source.read(neighbour, area), there);
            for (int i = 0; i < tile.provenance().length; i++) {
                if (tile.provenance()[i] != 0 && tissue.pixels()[i] * there.pixels()[i] > 0) {
                    agreement.add(own.pixels()[i], repaired.pixels()[i], other.pixels()[i]);
                }
            }
        }
        return agreement;
    }

    /** The mean over some distance, at half the resolution: an eighth of the work. */
    private static Plane coarse(Plane grey, Plane weight) {
        if (Math.min(grey.width(), grey.height()) < SMALL_PX) {
            return Filters.gaussian(grey, weight, COARSE_PX, 0);
        }
        Plane mean = Filters.gaussian(Filters.halve(grey), Filters.halve(weight), COARSE_PX / 2, 0);
        return Filters.enlarge(mean, grey.width(), grey.height());
    }

    private static Plane texture(Plane grey, Plane weight) {
        Plane fine = Filters.gaussian(grey, weight, FINE_PX, 0);
        Plane coarse = coarse(grey, weight);
        for (int i = 0; i < fine.pixels().length; i++) {
            fine.pixels()[i] -= coarse.pixels()[i];
        }
        return fine;
    }
}
