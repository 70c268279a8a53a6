package org.sstem.net.internal.method;

import org.sstem.internal.method.Evidence;
import org.sstem.internal.tile.PlaneGrid;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.List;
import java.util.function.Function;

/**
 * The evidence for a section, collected cell by cell when it is first asked for, and once: by the restored tile and by every
 * network that looks at a part of the cell. Cells are held softly, about 28 bytes a pixel. Thread-safe; two threads may
 * collect one cell at the same time.
 */
final class EvidenceCells {

    private static final int CELL_PX = 512;

    private final PlaneGrid grid;

    /**
     * Lays cells over a section.
     *
     * @param width    pixels of the section in x
     * @param height   pixels of the section in y
     * @param evidence collects the evidence for an area inside the section, the same whatever the area is part of
     */
    EvidenceCells(int width, int height, Function<Area, Evidence> evidence) {
        grid = new PlaneGrid(new Tiles(width, height, CELL_PX), area -> planes(evidence.apply(area)));
    }

    private static List<Plane> planes(Evidence e) {
        Plane codes = new Plane(e.own().width(), e.own().height());
        for (int i = 0; i < codes.pixels().length; i++) {
            codes.pixels()[i] = e.provenance()[i];
        }
        return List.of(e.own(), e.trust(), e.light(), e.below(), e.above(), e.result(), codes);
    }

    /**
     * Reads the evidence for an area inside the section.
     *
     * @return new planes that the caller may change
     */
    Evidence read(Area area) {
        List<Plane> planes = grid.read(area);
        float[] codes = planes.get(6).pixels();
        byte[] provenance = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            provenance[i] = (byte) codes[i];
        }
        return new Evidence(
                planes.get(0), planes.get(1), planes.get(2), planes.get(3), planes.get(4), planes.get(5), provenance);
    }

    /** The cells that an area touches: evidence is collected for all of them. */
    Area cover(Area area) {
        return grid.cover(area);
    }
}
