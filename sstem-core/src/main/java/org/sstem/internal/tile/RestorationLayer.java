package org.sstem.internal.tile;

import org.sstem.Provenance;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionRestoration;
import org.sstem.method.SectionSource;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One restoration step laid over a section: tiles are computed when they are first asked for and held softly.
 *
 * <p>A second step reads the first one's result through {@link #read}, so that several kinds of damage in one section
 * are repaired one after the other without ever holding the section as floats.
 *
 * <p>Two threads that ask for the same tile at once may both compute it: locking while a tile is computed with the
 * caller's threads could deadlock, and both get the same pixels.
 */
public final class RestorationLayer implements SectionSource {

    private final SectionSource below;
    private final RestorationLayer first;
    private final int z;
    private final SectionRestoration step;
    private final TileGrid grid;
    private final TissueOfPlan tissue;
    private final Map<Integer, SoftReference<RestoredTile>> tiles = new ConcurrentHashMap<>();

    /**
     * Lays a step over a section.
     *
     * @param below what the step reads
     * @param first the layer that {@code below} is, null for the first step
     */
    RestorationLayer(
            SectionSource below,
            RestorationLayer first,
            int z,
            SectionRestoration step,
            TileGrid grid,
            TissueOfPlan tissue) {
        this.below = below;
        this.first = first;
        this.z = z;
        this.step = step;
        this.grid = grid;
        this.tissue = tissue;
    }

    public RestoredTile tile(int index) {
        SoftReference<RestoredTile> held = tiles.get(index);
        RestoredTile tile = held == null ? null : held.get();
        if (tile == null) {
            tile = compute(index);
            tiles.put(index, new SoftReference<>(tile));
        }
        return tile;
    }

    /** Computes a tile without keeping it. */
    public RestoredTile compute(int index) {
        Area area = grid.tile(index);
        Plane pixels;
        byte[] before = null;
        if (first == null) {
            pixels = below.read(z, area);
        } else {
            RestoredTile tile = first.tile(index);
            pixels = tile.pixels().copy();
            before = tile.provenance();
        }
        Plane original = pixels.copy();
        byte[] provenance = new byte[pixels.pixels().length];
        step.restore(z, area, pixels, provenance);
        for (int i = 0; i < provenance.length; i++) {
            if (provenance[i] == Provenance.ORIGINAL) {
                pixels.pixels()[i] = original.pixels()[i];
            }
            if (before != null) {
                provenance[i] = Provenance.then(before[i], provenance[i]);
            }
        }
        return new RestoredTile(pixels, finished(area, pixels, provenance), provenance);
    }

    /** The grey values of the stack: its own where they are kept, padding among them. */
    private Plane finished(Area area, Plane pixels, byte[] provenance) {
        tissue.kept(z, area).ifPresent(kept -> {
            for (int i = 0; i < kept.length; i++) {
                provenance[i] = kept[i] ? Provenance.ORIGINAL : provenance[i];
            }
        });
        Plane finished = pixels.copy();
        tissue.levels().restore(finished);
        Plane stack = tissue.original(z, area);
        for (int i = 0; i < provenance.length; i++) {
            if (provenance[i] == Provenance.ORIGINAL) {
                finished.pixels()[i] = stack.pixels()[i];
            }
        }
        return finished;
    }

    @Override
    public Plane tissue(int section, Area area) {
        return below.tissue(section, area);
    }

    @Override
    public int width() {
        return below.width();
    }

    @Override
    public int height() {
        return below.height();
    }

    @Override
    public int sections() {
        return below.sections();
    }

    @Override
    public Plane read(int section, Area area) {
        if (section != z) {
            return below.read(section, area);
        }
        Plane out = new Plane(area.width(), area.height());
        for (int index : grid.touching(area)) {
            copy(grid.tile(index), tile(index).pixels(), area, out);
        }
        return out;
    }

    /** Copies what an area takes from one tile, the section's border repeated outwards. */
    private void copy(Area from, Plane tile, Area area, Plane out) {
        for (int y = 0; y < area.height(); y++) {
            int sy = Math.min(Math.max(area.y() + y, 0), height() - 1);
            if (sy < from.y() || sy >= from.y() + from.height()) {
                continue;
            }
            for (int x = 0; x < area.width(); x++) {
                int sx = Math.min(Math.max(area.x() + x, 0), width() - 1);
                if (sx >= from.x() && sx < from.x() + from.width()) {
                    out.set(x, y, tile.get(sx - from.x(), sy - from.y()));
                }
            }
        }
    }
}
