package org.sstem.net.internal.tile;

import org.sstem.method.Area;
import org.sstem.net.internal.architecture.Architecture;

/**
 * How a section is cut for a network: into square cells from its origin, each run with a margin around it and, where
 * the ramp is not 0, faded into its neighbours.
 *
 * <p>What a cell's run reads begins and ends at multiples of the stride, counted from the section's origin, and is cut
 * at the section's border rounded up to the stride: there the network sees the same border as in a run of the whole
 * section.
 *
 * @param cellPx   edge of a cell, a multiple of the stride, at least twice the ramp
 * @param marginPx what a run reads around its cell at least, more than the ramp
 * @param rampPx   how far from a border between cells, to either side, both cells count
 * @param stridePx what heights and widths that the network takes are multiples of
 */
public record Tiling(int cellPx, int marginPx, int rampPx, int stridePx) {

    public Tiling {
        if (cellPx < 1 || cellPx % stridePx != 0 || cellPx < 2 * rampPx || rampPx < 0 || marginPx < rampPx) {
            throw new IllegalArgumentException("cells of " + cellPx + " px with a margin of " + marginPx
                    + " px and a ramp of " + rampPx + " px do not tile at a stride of " + stridePx + " px");
        }
    }

    /** Cuts as an architecture demands, into cells that are at least as large as wanted. */
    public static Tiling of(Architecture architecture, int cellPx) {
        // Networks that take any size halve it nevertheless: odd sizes would shift their levels.
        int stride = Math.max(architecture.stridePx(), architecture.minimumSizePx());
        return new Tiling(roundedUp(cellPx, stride), architecture.overlapPx(), architecture.rampPx(), stride);
    }

    /** What running a cell reads; it may reach beyond the section's right and lower border by less than the stride. */
    Area read(Area cell, int width, int height) {
        int x0 = Math.max(0, roundedDown(cell.x() - marginPx, stridePx));
        int y0 = Math.max(0, roundedDown(cell.y() - marginPx, stridePx));
        int x1 = roundedUp(Math.min(cell.x() + cell.width() + marginPx, width), stridePx);
        int y1 = roundedUp(Math.min(cell.y() + cell.height() + marginPx, height), stridePx);
        return new Area(x0, y0, x1 - x0, y1 - y0);
    }

    /** Where a cell counts. */
    Area counts(Area cell, int width, int height) {
        return cell.grow(rampPx).intersect(new Area(0, 0, width, height));
    }

    /** Weight of a cell from {@code first} to {@code end} at a place along one axis; all cells' add up to 1. */
    float weight(int first, int end, int size, int place) {
        double rise = first == 0 ? 1 : risen(place - first);
        double fall = end == size ? 0 : risen(place - end);
        return (float) (rise * (1 - fall));
    }

    /** From 0 to 1 across a border between cells, without kinks: pixel -1 and pixel 0 lie on either side of it. */
    private double risen(int place) {
        if (rampPx == 0) {
            return place < 0 ? 0 : 1;
        }
        double t = Math.min(Math.max((place + 0.5 + rampPx) / (2.0 * rampPx), 0), 1);
        return t * t * (3 - 2 * t);
    }

    /** The least multiple that is not below a value. */
    static int roundedUp(int value, int multiple) {
        return -Math.floorDiv(-value, multiple) * multiple;
    }

    private static int roundedDown(int value, int multiple) {
        return Math.floorDiv(value, multiple) * multiple;
    }
}
