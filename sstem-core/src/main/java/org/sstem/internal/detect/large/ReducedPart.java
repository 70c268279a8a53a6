package org.sstem.internal.detect.large;

import net.imglib2.parallel.Parallelization;
import org.sstem.internal.tile.SoftCache;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.List;

/**
 * Some sections of a stack, cut to an area and reduced: pixel (x, y) is the mean of {@code factor x factor} pixels from
 * (x factor, y factor) of the area on. What was reduced is held softly. Thread-safe.
 */
final class ReducedPart implements SectionSource {

    /** Pixels of the stack that are read in one go, in each direction. */
    private static final int READ_PX = 1024;

    private final SectionSource stack;
    private final List<Integer> sections;
    private final Area area;
    private final int factor;
    private final SoftCache<Integer, Plane> reduced;

    /**
     * Reads nothing yet.
     *
     * @param stack    the stack
     * @param sections which of its sections, ascending
     * @param area     which of their pixels
     * @param factor   pixels that become one, in each direction
     */
    ReducedPart(SectionSource stack, List<Integer> sections, Area area, int factor) {
        this.stack = stack;
        this.sections = List.copyOf(sections);
        this.area = area;
        this.factor = factor;
        this.reduced = new SoftCache<>(sections.size());
    }

    @Override
    public int width() {
        return Math.max(1, area.width() / factor);
    }

    @Override
    public int height() {
        return Math.max(1, area.height() / factor);
    }

    @Override
    public int sections() {
        return sections.size();
    }

    @Override
    public Plane read(int z, Area wanted) {
        Plane whole = reduced.get(z, this::reduce);
        Plane out = new Plane(wanted.width(), wanted.height());
        int left = Math.max(0, Math.min(wanted.width(), -wanted.x()));
        int right = Math.max(left, Math.min(wanted.width(), whole.width() - wanted.x()));
        for (int y = 0; y < wanted.height(); y++) {
            int row = Math.min(Math.max(wanted.y() + y, 0), whole.height() - 1);
            int at = y * wanted.width();
            for (int x = 0; x < left; x++) {
                out.pixels()[at + x] = whole.get(0, row);
            }
            if (left < right) {
                int from = row * whole.width() + wanted.x() + left;
                System.arraycopy(whole.pixels(), from, out.pixels(), at + left, right - left);
            }
            for (int x = right; x < wanted.width(); x++) {
                out.pixels()[at + x] = whole.get(whole.width() - 1, row);
            }
        }
        return out;
    }

    private Plane reduce(int z) {
        Plane out = new Plane(width(), height());
        List<Area> tiles = new Tiles(width(), height(), Math.max(1, READ_PX / factor)).all();
        Parallelization.getTaskExecutor().forEach(tiles, tile -> reduce(z, tile, out));
        return out;
    }

    private void reduce(int z, Area tile, Plane out) {
        Plane grey = stack.read(
                sections.get(z),
                new Area(
                        area.x() + tile.x() * factor,
                        area.y() + tile.y() * factor,
                        tile.width() * factor,
                        tile.height() * factor));
        float n = factor * factor;
        for (int y = 0; y < tile.height(); y++) {
            for (int x = 0; x < tile.width(); x++) {
                float sum = 0;
                for (int dy = 0; dy < factor; dy++) {
                    int from = (y * factor + dy) * grey.width() + x * factor;
                    for (int dx = 0; dx < factor; dx++) {
                        sum += grey.pixels()[from + dx];
                    }
                }
                out.set(tile.x() + x, tile.y() + y, sum / n);
            }
        }
    }
}
