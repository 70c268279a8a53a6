package org.sstem.internal.plan;

import org.sstem.Provenance;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells which sections of floats hold numbers only, and which ones. A NaN or an infinity in a neighbour would spread over all
 * that is made from it; and sharp interpolation would leave the range of the neighbours' values.
 *
 * <p>A section is looked through once, tile by tile, when it is first asked about. Thread-safe.
 */
public final class FiniteSections {

    /** Neighbours on either side that a method may read. */
    private static final int READ = 2;

    private final SectionSource source;
    private final Tiles tiles;
    private final boolean needed;
    private final Map<Integer, Look> looks = new ConcurrentHashMap<>();

    /** What is in a section; the range is empty if something is not finite. */
    private record Look(Optional<String> fault, float lowest, float highest) {}

    /**
     * Looks at nothing yet.
     *
     * @param source the sections
     * @param tiles  the tiles in which they are read
     * @param needed false if no pixel can be other than finite, so that there is nothing to look for
     */
    public FiniteSections(SectionSource source, Tiles tiles, boolean needed) {
        this.source = source;
        this.tiles = tiles;
        this.needed = needed;
    }

    /**
     * Leaves out the sections that are not finite; behind the second that is, where nothing is read, all are kept.
     *
     * @param candidates sections, nearest first
     * @return those that may be used, nearest first
     */
    public List<Integer> among(List<Integer> candidates) {
        List<Integer> usable = new ArrayList<>();
        for (int z : candidates) {
            if (usable.size() >= READ || fault(z).isEmpty()) {
                usable.add(z);
            }
        }
        return usable;
    }

    /**
     * Says which of some candidates {@link #among} has left out.
     *
     * @param candidates sections, nearest first
     * @return a sentence for each
     */
    public List<String> leftOut(List<Integer> candidates) {
        List<Integer> usable = among(candidates);
        return candidates.stream()
                .filter(z -> !usable.contains(z))
                .map(z -> fault(z).orElseThrow() + ": it was not used as a neighbour")
                .toList();
    }

    /**
     * Refuses a section that is not finite.
     *
     * @throws IllegalArgumentException naming the first place that is not
     */
    public void require(int z) {
        fault(z).ifPresent(fault -> {
            throw new IllegalArgumentException(
                    fault + "; the pixels of a section that is not missing as a whole must be finite to be restored");
        });
    }

    /** The first pixel that is not finite, in the order of rows within tiles, as a sentence. */
    public Optional<String> fault(int z) {
        return needed ? look(z).fault() : Optional.empty();
    }

    /** The sections among some candidates, nearest first, that a method may read. */
    List<Integer> read(List<Integer> candidates) {
        return needed ? among(candidates).stream().limit(READ).toList() : List.of();
    }

    /** Keeps what a tile has that is not original within the values of some sections. */
    void clip(RestoredTile tile, List<Integer> sections) {
        if (!needed) {
            return;
        }
        float lowest = Float.POSITIVE_INFINITY;
        float highest = Float.NEGATIVE_INFINITY;
        for (int z : sections) {
            lowest = Math.min(lowest, look(z).lowest());
            highest = Math.max(highest, look(z).highest());
        }
        float[] pixels = tile.finished().pixels();
        for (int i = 0; i < pixels.length && lowest <= highest; i++) {
            if (tile.provenance()[i] != Provenance.ORIGINAL) {
                pixels[i] = Math.min(Math.max(pixels[i], lowest), highest);
            }
        }
    }

    private Look look(int z) {
        Look known = looks.get(z);
        if (known == null) {
            known = find(z);
            looks.put(z, known);
        }
        return known;
    }

    private Look find(int z) {
        float lowest = Float.POSITIVE_INFINITY;
        float highest = Float.NEGATIVE_INFINITY;
        for (Area area : tiles.all()) {
            Plane plane = source.read(z, area);
            for (int i = 0; i < plane.pixels().length; i++) {
                float value = plane.pixels()[i];
                if (!Float.isFinite(value)) {
                    int x = area.x() + i % area.width();
                    int y = area.y() + i / area.width();
                    return new Look(
                            Optional.of("section " + z + " holds " + value + " at (" + x + ", " + y + ")"),
                            Float.POSITIVE_INFINITY,
                            Float.NEGATIVE_INFINITY);
                }
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
            }
        }
        return new Look(Optional.empty(), lowest, highest);
    }
}
