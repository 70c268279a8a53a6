package org.sstem.internal.plan;

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
 * Tells which sections hold numbers only. A NaN or an infinity in a neighbour would spread over all that is made from it.
 *
 * <p>A section is looked through once, tile by tile, when it is first asked about. Thread-safe.
 */
public final class FiniteSections {

    /** Neighbours on either side that a method may read. */
    private static final int READ = 2;

    private final SectionSource source;
    private final Tiles tiles;
    private final boolean needed;
    private final Map<Integer, Optional<String>> faults = new ConcurrentHashMap<>();

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
        if (!needed) {
            return Optional.empty();
        }
        Optional<String> known = faults.get(z);
        if (known == null) {
            known = find(z);
            faults.put(z, known);
        }
        return known;
    }

    private Optional<String> find(int z) {
        for (Area area : tiles.all()) {
            Plane plane = source.read(z, area);
            for (int i = 0; i < plane.pixels().length; i++) {
                float value = plane.pixels()[i];
                if (!Float.isFinite(value)) {
                    int x = area.x() + i % area.width();
                    int y = area.y() + i / area.width();
                    return Optional.of("section " + z + " holds " + value + " at (" + x + ", " + y + ")");
                }
            }
        }
        return Optional.empty();
    }
}
