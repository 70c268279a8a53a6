package org.sstem.internal.missing;

import org.sstem.internal.image.Rows;
import org.sstem.internal.math.Moments;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

/**
 * Brightness and contrast of a section's tissue.
 *
 * @param mean mean grey value
 * @param sd   standard deviation
 */
public record GreyStatistics(double mean, double sd) {

    private static final int TILE = 512;
    /** Of a very large section this many tiles in x and in y, evenly spread, are representative. */
    private static final int MOST_TILES = 8;

    static GreyStatistics of(SectionSource source, int z) {
        int columns = Math.min((source.width() + TILE - 1) / TILE, MOST_TILES);
        int rows = Math.min((source.height() + TILE - 1) / TILE, MOST_TILES);
        Moments moments = new Moments();
        for (int row = 0; row < rows; row++) {
            int y0 = (int) ((long) row * source.height() / rows);
            int y1 = Math.min((int) ((long) (row + 1) * source.height() / rows), y0 + TILE);
            for (int column = 0; column < columns; column++) {
                int x0 = (int) ((long) column * source.width() / columns);
                int x1 = Math.min((int) ((long) (column + 1) * source.width() / columns), x0 + TILE);
                Area area = new Area(x0, y0, x1 - x0, y1 - y0);
                float[] values = source.read(z, area).pixels();
                float[] tissue = source.tissue(z, area).pixels();
                for (int i = 0; i < values.length; i++) {
                    if (tissue[i] > 0) {
                        moments.add(values[i]);
                    }
                }
            }
        }
        return new GreyStatistics(moments.mean(), moments.sd());
    }

    /**
     * Says the contrast in a way that one can divide by.
     *
     * @return the standard deviation, or 1 for a section without contrast
     */
    public double usableSd() {
        return sd > 1e-6 * Math.abs(mean) && sd > 0 ? sd : 1;
    }

    GreyStatistics towards(GreyStatistics other, double fraction) {
        return new GreyStatistics(mean + fraction * (other.mean - mean), sd + fraction * (other.sd - sd));
    }

    /** Brings a plane with these statistics to those of a target. */
    Plane matched(Plane plane, GreyStatistics target) {
        if (equals(target)) {
            return plane;
        }
        float gain = gain(target);
        float offset = offset(target);
        Plane out = new Plane(plane.width(), plane.height());
        Rows.forEachPixel(out, (from, to) -> {
            for (int i = from; i < to; i++) {
                out.pixels()[i] = gain * plane.pixels()[i] + offset;
            }
        });
        return out;
    }

    /** What grey values are multiplied by to have the contrast of a target. */
    float gain(GreyStatistics target) {
        return equals(target) ? 1 : (float) (target.usableSd() / usableSd());
    }

    /** What is then added to have its brightness. */
    float offset(GreyStatistics target) {
        return equals(target) ? 0 : (float) (target.mean - gain(target) * mean);
    }
}
