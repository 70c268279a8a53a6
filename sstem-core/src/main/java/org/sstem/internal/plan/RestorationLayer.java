package org.sstem.internal.plan;

import org.sstem.Provenance;
import org.sstem.internal.tile.PlaneGrid;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionRestoration;
import org.sstem.method.SectionSource;

import java.util.List;

/**
 * One restoration step laid over a section.
 *
 * <p>A second step reads the first one's result through {@link #read}, so that several kinds of damage in one section
 * are repaired one after the other without ever holding the section as floats: what is read is computed tile by tile and
 * held softly.
 */
public final class RestorationLayer implements SectionSource {

    private final SectionSource below;
    private final RestorationLayer first;
    private final int z;
    private final SectionRestoration step;
    private final TissueOfPlan tissue;
    private final PlaneGrid planes;

    /**
     * Lays a step over a section.
     *
     * @param below what the step reads
     * @param first the layer that {@code below} is, null for the first step
     * @param tiles how the section is cut for a step that reads this one
     */
    RestorationLayer(
            SectionSource below,
            RestorationLayer first,
            int z,
            SectionRestoration step,
            Tiles tiles,
            TissueOfPlan tissue) {
        this.below = below;
        this.first = first;
        this.z = z;
        this.step = step;
        this.tissue = tissue;
        this.planes = new PlaneGrid(tiles, area -> {
            Plane pixels = new Plane(area.width(), area.height());
            return List.of(pixels, codes(restore(area, pixels), area));
        });
    }

    /** Restores a tile of the stack, without keeping it. */
    public RestoredTile compute(Area area) {
        Plane pixels = new Plane(area.width(), area.height());
        byte[] provenance = restore(area, pixels);
        return new RestoredTile(pixels, finished(area, pixels, provenance), provenance);
    }

    /** Fills the pixels of an area, and says where they come from. */
    private byte[] restore(Area area, Plane pixels) {
        List<Plane> before = first == null ? List.of(below.read(z, area)) : first.planes.read(area);
        float[] original = before.get(0).pixels();
        System.arraycopy(original, 0, pixels.pixels(), 0, original.length);
        byte[] provenance = new byte[original.length];
        step.restore(z, area, pixels, provenance);
        for (int i = 0; i < provenance.length; i++) {
            if (provenance[i] == Provenance.ORIGINAL) {
                pixels.pixels()[i] = original[i];
            }
            if (first != null) {
                provenance[i] = Provenance.then((byte) before.get(1).pixels()[i], provenance[i]);
            }
        }
        return provenance;
    }

    private static Plane codes(byte[] provenance, Area area) {
        Plane codes = new Plane(area.width(), area.height());
        for (int i = 0; i < provenance.length; i++) {
            codes.pixels()[i] = provenance[i];
        }
        return codes;
    }

    /** The grey values of the stack: its own where they are kept, padding among them. */
    private Plane finished(Area area, Plane pixels, byte[] provenance) {
        tissue.kept(z, area, step.sources()).ifPresent(kept -> {
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
        return section == z ? planes.read(area).get(0) : below.read(section, area);
    }
}
