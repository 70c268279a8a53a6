package org.sstem.internal.precipitate;

import org.sstem.damage.SectionMask;
import org.sstem.internal.precipitate.blob.Blob;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.List;

/**
 * The parts of a mask whose transmission cannot be measured, so that what lies below them is hidden: specks, which let
 * hardly any light through or are too narrow for a profile between soft rims, and what shows too little of its rim.
 * Immutable.
 *
 * @param marked the mask
 * @param hidden the cells of these parts
 * @param grid   the cells
 */
record HiddenMask(SectionMask marked, boolean[] hidden, Working grid) implements SectionMask {

    /** Mean light that is left below which a part is opaque; specks have some 0.2, faint blobs from 0.5 up. */
    private static final double HARDLY_ANY = 0.35;
    /** Light that a narrow part may let through and still hide what lies below, where its outline is exact. */
    static final double SOME = 0.6;
    /** The same where its outline was seen by a detector, with the soft edge and a margin. */
    static final double SOME_WITH_EDGE = 0.9;

    /** Half as wide a part is all edge, pixels. */
    private static final double NARROW_PX = 15;

    /** Collects parts. */
    static HiddenMask of(SectionMask marked, List<Blob> parts, Working grid) {
        boolean[] hidden = new boolean[grid.width() * grid.height()];
        for (Blob part : parts) {
            for (int i : cells(part, grid)) {
                hidden[i] = true;
            }
        }
        return new HiddenMask(marked, hidden, grid);
    }

    /**
     * Tells whether a part hides what lies below it.
     *
     * @param section  the section
     * @param expected what it would show without the part
     * @param some     how much light a narrow part may let through
     */
    static boolean hides(Blob part, Plane section, Plane expected, Working grid, double some) {
        double seen = 0;
        double light = 0;
        for (int i : cells(part, grid)) {
            seen += section.pixels()[i];
            light += expected.pixels()[i];
        }
        return seen < HARDLY_ANY * light || seen < some * light && part.depth() * grid.step() <= NARROW_PX;
    }

    /** How much of a part is flagged. */
    static double share(Blob part, boolean[] flags, Working grid) {
        int n = 0;
        for (int i : cells(part, grid)) {
            n += flags[i] ? 1 : 0;
        }
        return (double) n / part.pixels();
    }

    private static int[] cells(Blob blob, Working grid) {
        int[] cells = new int[blob.pixels()];
        int n = 0;
        for (int i = 0; i < blob.inside().length; i++) {
            if (blob.inside()[i]) {
                int x = blob.box().x() + i % blob.box().width();
                int y = blob.box().y() + i / blob.box().width();
                cells[n++] = y * grid.width() + x;
            }
        }
        return cells;
    }

    @Override
    public int width() {
        return marked.width();
    }

    @Override
    public int height() {
        return marked.height();
    }

    @Override
    public boolean[] read(Area area) {
        boolean[] flags = marked.read(area);
        for (int y = 0, i = 0; y < area.height(); y++) {
            int row = (area.y() + y) / grid.step();
            boolean within = row >= 0 && row < grid.height();
            for (int x = area.x(); x < area.x() + area.width(); x++, i++) {
                if (flags[i]) {
                    int column = x / grid.step();
                    flags[i] = within && column >= 0 && column < grid.width() && hidden[row * grid.width() + column];
                }
            }
        }
        return flags;
    }

    /** The stack without what it hides, which counts as no tissue. */
    SectionSource without(SectionSource source, int section) {
        return new SectionSource() {
            @Override
            public int width() {
                return source.width();
            }

            @Override
            public int height() {
                return source.height();
            }

            @Override
            public int sections() {
                return source.sections();
            }

            @Override
            public Plane read(int z, Area area) {
                return source.read(z, area);
            }

            @Override
            public Plane tissue(int z, Area area) {
                Plane tissue = source.tissue(z, area);
                if (z == section) {
                    boolean[] below = HiddenMask.this.read(area);
                    for (int i = 0; i < below.length; i++) {
                        tissue.pixels()[i] = below[i] ? 0 : tissue.pixels()[i];
                    }
                }
                return tissue;
            }
        };
    }
}
