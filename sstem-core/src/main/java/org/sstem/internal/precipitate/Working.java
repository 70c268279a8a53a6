package org.sstem.internal.precipitate;

import org.sstem.damage.SectionMask;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.Arrays;

/**
 * The grid on which a section is looked at as a whole: the section's own, or for big ones the means of
 * {@code step x step} pixels, so that memory stays bounded. Immutable.
 *
 * <p>Cell (X, Y) is centred on pixel ((X + 0.5) step - 0.5, (Y + 0.5) step - 0.5).
 *
 * @param sectionWidth  pixels in x
 * @param sectionHeight pixels in y
 * @param step          pixels a cell
 */
public record Working(int sectionWidth, int sectionHeight, int step) {

    /** Cells that are held at most: a handful of planes of this size fit in half a gigabyte. */
    private static final double MOST_CELLS = 12e6;

    private static final int STRIP_ROWS = 64;
    /** Pixels that are read in one go, of rows that are so long that this many cells high would be more. */
    private static final int STRIP_PIXELS = 1 << 24;

    public static Working forSize(int width, int height) {
        int step = (int) Math.max(1, Math.ceil(Math.sqrt((double) width * height / MOST_CELLS)));
        return new Working(width, height, step);
    }

    public int width() {
        return (sectionWidth + step - 1) / step;
    }

    public int height() {
        return (sectionHeight + step - 1) / step;
    }

    /** Converts a length or a scale in pixels to cells. */
    public double cells(double pixels) {
        return pixels / step;
    }

    /** Something that gives the grey values of a rectangle. */
    @FunctionalInterface
    public interface Reader {
        Plane read(Area area);
    }

    Plane read(SectionSource source, int z) {
        return reduce(area -> source.read(z, area));
    }

    /** Reads strip by strip and averages. */
    public Plane reduce(Reader reader) {
        Plane out = new Plane(width(), height());
        int most = stripRows();
        for (int first = 0; first < height(); first += most) {
            int rows = Math.min(most, height() - first);
            Plane strip = reader.read(new Area(0, first * step, width() * step, rows * step));
            if (step == 1) {
                System.arraycopy(strip.pixels(), 0, out.pixels(), first * width(), rows * width());
                continue;
            }
            double[] sums = new double[width()];
            for (int y = 0; y < rows; y++) {
                Arrays.fill(sums, 0);
                for (int dy = 0; dy < step; dy++) {
                    add(strip.pixels(), (y * step + dy) * strip.width(), sums);
                }
                for (int x = 0; x < sums.length; x++) {
                    out.set(x, first + y, (float) (sums[x] / (step * step)));
                }
            }
        }
        return out;
    }

    /** Rows of cells that are read in one go. */
    private int stripRows() {
        return (int) Math.min(STRIP_ROWS, Math.max(1, STRIP_PIXELS / ((double) width() * step * step)));
    }

    /** Adds every cell's part of a row, pixel by pixel. */
    private void add(float[] pixels, int at, double[] sums) {
        int from = at;
        for (int x = 0; x < sums.length; x++) {
            double sum = sums[x];
            for (int dx = 0; dx < step; dx++) {
                sum += pixels[from++];
            }
            sums[x] = sum;
        }
    }

    /** Reads a mask: a cell is damaged if at least half of its pixels are. */
    boolean[] read(SectionMask mask) {
        boolean[] out = new boolean[width() * height()];
        int most = stripRows();
        for (int first = 0; first < height(); first += most) {
            int rows = Math.min(most, height() - first);
            boolean[] strip = mask.read(new Area(0, first * step, width() * step, rows * step));
            if (step == 1) {
                System.arraycopy(strip, 0, out, first * width(), rows * width());
                continue;
            }
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < width(); x++) {
                    out[(first + y) * width() + x] = covered(strip, x * step, y * step);
                }
            }
        }
        return out;
    }

    private boolean covered(boolean[] strip, int x0, int y0) {
        int count = 0;
        for (int y = y0; y < y0 + step; y++) {
            for (int x = x0; x < x0 + step; x++) {
                count += strip[y * width() * step + x] ? 1 : 0;
            }
        }
        return 2 * count >= step * step;
    }
}
