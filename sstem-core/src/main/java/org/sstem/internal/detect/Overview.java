package org.sstem.internal.detect;

import org.sstem.method.Area;
import org.sstem.internal.image.Filters;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.Arrays;

/**
 * A section in numbers.
 *
 * @param texture  the reduced section, brightness and contrast taken out locally
 * @param lowest   smallest grey value
 * @param highest  largest grey value
 * @param spread   standard deviation of the grey values
 * @param commonest grey value that most pixels have
 * @param share    share of the pixels that have it
 * @param checksum equal for equal sections
 */
record Overview(
        Plane texture, float lowest, float highest, double spread, float commonest, double share, long checksum) {

    /** Longest side of a reduced section, cells: small enough to compare many, fine enough for cell outlines. */
    private static final int CELLS = 256;

    private static final int STRIP_PIXELS = 1 << 21;
    private static final int SAMPLES = 1 << 18;
    private static final double WINDOW = 12;
    /** Share of the whole section's contrast below which texture is noise. */
    private static final double FAINT = 0.2;

    static Overview of(SectionSource source, int z) {
        int factor = Math.max(1, (Math.max(source.width(), source.height()) + CELLS - 1) / CELLS);
        int columns = Math.max(1, source.width() / factor);
        int rows = Math.max(1, source.height() / factor);
        Plane cells = new Plane(columns, rows);
        Tally tally = new Tally((long) source.width() * source.height());
        int strip = Math.max(1, STRIP_PIXELS / source.width() / factor) * factor;
        for (int y0 = 0; y0 < source.height(); y0 += strip) {
            Plane grey = source.read(z, new Area(0, y0, source.width(), Math.min(strip, source.height() - y0)));
            tally.add(grey);
            for (int row = 0; row * factor + factor <= grey.height() && y0 / factor + row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    cells.set(column, y0 / factor + row, mean(grey, column * factor, row * factor, factor));
                }
            }
        }
        return tally.overview(normalised(cells));
    }

    /** The numbers alone, to be kept for every section. */
    Overview withoutTexture() {
        return new Overview(null, lowest, highest, spread, commonest, share, checksum);
    }

    private static float mean(Plane grey, int x0, int y0, int factor) {
        float sum = 0;
        for (int y = y0; y < y0 + factor; y++) {
            for (int x = x0; x < x0 + factor; x++) {
                sum += grey.get(x, y);
            }
        }
        return sum / (factor * factor);
    }

    private static Plane normalised(Plane cells) {
        double mean = 0;
        double square = 0;
        for (float value : cells.pixels()) {
            mean += value;
        }
        mean /= cells.pixels().length;
        for (float value : cells.pixels()) {
            square += (value - mean) * (value - mean);
        }
        double sd = Math.sqrt(square / cells.pixels().length);
        if (!(sd > 0)) {
            return new Plane(cells.width(), cells.height());
        }
        Plane all = Plane.filled(cells.width(), cells.height(), 1);
        Plane out = Filters.normalise(cells, all, WINDOW, FAINT * sd);
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
        private double sum;
        private double squares;
        private double origin = Double.NaN;
        private long pixels;
        private long checksum = 1469598103934665603L;

        Tally(long size) {
            stride = (int) (size / SAMPLES) | 1;
            sample = new float[(int) (size / stride) + 1];
        }

        void add(Plane grey) {
            origin = Double.isNaN(origin) ? grey.pixels()[0] : origin;
            for (float value : grey.pixels()) {
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
                sum += value - origin;
                squares += (value - origin) * (value - origin);
                // FNV-1a
                checksum = (checksum ^ Float.floatToIntBits(value)) * 1099511628211L;
                if (pixels++ % stride == 0) {
                    sample[sampled++] = value;
                }
            }
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
            double mean = sum / pixels;
            double spread = Math.sqrt(Math.max(0, squares / pixels - mean * mean));
            return new Overview(texture, lowest, highest, spread, common, (double) most / sampled, checksum);
        }
    }
}
