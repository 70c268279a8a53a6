package org.sstem.internal.detect;

import org.sstem.internal.image.Filters;
import org.sstem.internal.math.Deviations;
import org.sstem.internal.math.Moments;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A section in numbers.
 *
 * @param texture  the reduced section, brightness and contrast taken out locally
 * @param lowest   smallest grey value of its tissue, as all that follows
 * @param highest  largest grey value
 * @param spread   standard deviation of the grey values
 * @param commonest grey value that most pixels have
 * @param share    share of the pixels that have it
 * @param checksum equal for equal sections
 */
record Overview(Plane texture, float lowest, float highest, double spread, float commonest, double share, long checksum)
        implements Serializable {

    /** Longest side of a reduced section, cells: small enough to compare many, fine enough for cell outlines. */
    private static final int CELLS = 256;

    private static final int STRIP_PIXELS = 1 << 21;
    private static final int SAMPLES = 1 << 18;
    private static final double WINDOW = 12;
    /** Share of the whole section's contrast below which texture is noise. */
    private static final double FAINT = 0.2;

    /** Of less tissue than this nothing is said; the numbers are then those of what there is instead. */
    private static final double BARE = 0.02;

    static Overview of(TissueSource source, int z) {
        boolean bare = source.section(z).share() < BARE;
        int factor = Math.max(1, (Math.max(source.width(), source.height()) + CELLS - 1) / CELLS);
        int columns = Math.max(1, source.width() / factor);
        int rows = Math.max(1, source.height() / factor);
        Plane cells = new Plane(columns, rows);
        Plane weight = new Plane(columns, rows);
        Tally tally = new Tally((long) source.width() * source.height());
        int strip = Math.max(1, STRIP_PIXELS / source.width() / factor) * factor;
        for (int y0 = 0; y0 < source.height(); y0 += strip) {
            Area area = new Area(0, y0, source.width(), Math.min(strip, source.height() - y0));
            Plane grey = bare ? source.original(z, area) : source.read(z, area);
            Plane tissue = bare ? inWindow(source, z, area) : source.tissue(z, area);
            tally.add(grey, tissue);
            for (int row = 0; row * factor + factor <= grey.height() && y0 / factor + row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    cell(grey, tissue, column * factor, row * factor, factor, cells, weight, y0 / factor + row);
                }
            }
        }
        return tally.overview(normalised(cells, weight));
    }

    /** The numbers alone, to be kept for every section. */
    Overview withoutTexture() {
        return new Overview(null, lowest, highest, spread, commonest, share, checksum);
    }

    /** What is not padding, where a section shows nothing else. */
    private static Plane inWindow(TissueSource source, int z, Area area) {
        Plane out = Plane.filled(area.width(), area.height(), 1);
        boolean[] padding = source.section(z).padding(area);
        for (int i = 0; i < padding.length; i++) {
            out.pixels()[i] = padding[i] ? 0 : 1;
        }
        return out;
    }

    /** The mean of a cell, which counts if most of it is tissue. */
    private static void cell(Plane grey, Plane tissue, int x0, int y0, int factor, Plane cells, Plane weight, int row) {
        float sum = 0;
        float n = 0;
        for (int y = y0; y < y0 + factor; y++) {
            for (int x = x0; x < x0 + factor; x++) {
                float w = tissue.get(x, y);
                sum += w * grey.get(x, y);
                n += w;
            }
        }
        if (2 * n > factor * factor) {
            cells.set(x0 / factor, row, sum / n);
            weight.set(x0 / factor, row, 1);
        }
    }

    private static Plane normalised(Plane cells, Plane weight) {
        boolean[] counts = new boolean[cells.pixels().length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = weight.pixels()[i] > 0;
        }
        double sd = Deviations.of(cells.pixels(), counts).sd();
        if (!(sd > 0)) {
            return new Plane(cells.width(), cells.height());
        }
        Plane out = Filters.normalise(cells, weight, WINDOW, FAINT * sd);
        // Damage is darker or brighter than any tissue; it must not outweigh the rest.
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] = Math.min(Math.max(out.pixels()[i], -2), 2);
        }
        return out;
    }

    /** Gathers numbers, strip by strip. */
    private static final class Tally {
        /** Odd, so that the samples walk through the columns. */
        private final int stride;

        private final float[] sample;
        private int sampled;
        private float lowest = Float.POSITIVE_INFINITY;
        private float highest = Float.NEGATIVE_INFINITY;
        private final Moments fromOrigin = new Moments();
        private double origin = Double.NaN;
        /** How many values are passed over before the next one is taken. */
        private int wait;

        private long checksum = 1469598103934665603L;

        Tally(long size) {
            stride = (int) (size / SAMPLES) | 1;
            sample = new float[(int) (size / stride) + 1];
        }

        void add(Plane grey, Plane tissue) {
            float[] values = grey.pixels();
            float[] weights = tissue.pixels();
            origin = Double.isNaN(origin) ? values[0] : origin;
            long sum = checksum;
            for (int i = 0; i < values.length; i++) {
                float value = values[i];
                if (weights[i] == 0) {
                    continue;
                }
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
                fromOrigin.add(value - origin);
                // FNV-1a
                sum = (sum ^ Float.floatToIntBits(value)) * 1099511628211L;
                if (--wait < 0) {
                    sample[sampled++] = value;
                    wait = stride - 1;
                }
            }
            checksum = sum;
        }

        Overview overview(Plane texture) {
            Arrays.sort(sample, 0, sampled);
            float common = lowest;
            int most = 0;
            for (int from = 0, to; from < sampled; from = to) {
                to = from;
                while (to < sampled && sample[to] == sample[from]) {
                    to++;
                }
                if (to - from > most) {
                    most = to - from;
                    common = sample[from];
                }
            }
            if (sampled == 0) {
                return new Overview(texture, 0, 0, 0, 0, 1, checksum);
            }
            return new Overview(texture, lowest, highest, fromOrigin.sd(), common, (double) most / sampled, checksum);
        }
    }
}
