package org.sstem.damage;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.sstem.internal.tile.SoftCache;

import java.util.Arrays;

/**
 * Three sections of any size that nobody holds: grained cells with dark outlines that change slowly from section to section, worked
 * out where they are touched. A fold runs across the one in the middle, which has two dark blobs as well.
 */
final class ProceduralStack {

    static final int DAMAGED = 1;
    static final int SECTIONS = 3;

    private static final int TILE = 512;
    private static final int HELD = 400;
    private static final double SECTIONS_ALIKE = 8;

    private final int width;
    private final int height;
    /** Pixels across a cell of tissue. */
    private final double cell;
    /** Half the width of the fold's band, pixels; by as much again tissue is swallowed on each side. */
    private final double fold;

    private final SoftCache<Long, Cell<ByteArray>> held = new SoftCache<>(HELD);

    ProceduralStack(int width, int height, double cell, double fold) {
        this.width = width;
        this.height = height;
        this.cell = cell;
        this.fold = fold;
    }

    RandomAccessibleInterval<UnsignedByteType> image() {
        CellGrid grid = new CellGrid(new long[] {width, height, SECTIONS}, new int[] {TILE, TILE, 1});
        return new LazyCellImg<>(grid, new UnsignedByteType(), i -> held.get(i, key -> cell(grid, key)));
    }

    private Cell<ByteArray> cell(CellGrid grid, long index) {
        long[] min = new long[3];
        int[] size = new int[3];
        grid.getCellDimensions(index, min, size);
        byte[] out = new byte[size[0] * size[1]];
        float[] coarse = new float[size[0]];
        float[] fine = new float[size[0]];
        int z = (int) min[2];
        double[][] blobs = z == DAMAGED ? blobs() : new double[0][];
        for (int y = 0; y < size[1]; y++) {
            long py = min[1] + y;
            boolean near = z == DAMAGED && (Math.abs(distance(min[0], py)) < reach() + 2 * TILE);
            if (!near) {
                row(coarse, min[0], py, z, cell, 1);
                row(fine, min[0], py, z, cell / 5, 2);
            }
            for (int x = 0; x < size[0]; x++) {
                out[y * size[0] + x] = (byte) (255 * (near ? folded(min[0] + x, py, z) : tissue(coarse[x], fine[x])));
            }
            for (double[] blob : blobs) {
                if (Math.abs(py - blob[1]) < blob[2] && Math.abs(min[0] - blob[0]) < blob[2] + TILE) {
                    for (int i = y * size[0]; i < (y + 1) * size[0]; i++) {
                        out[i] = (byte) ((out[i] & 0xff) * light(blob, min[0] + i % size[0], py));
                    }
                }
            }
            grain(out, y * size[0], (y + 1) * size[0], index * TILE + y);
        }
        return new Cell<>(size, min, new ByteArray(out));
    }

    /** Every image has some: from -3 to 4 grey values. */
    private static void grain(byte[] out, int from, int to, long seed) {
        long h = (seed ^ seed >>> 21) * 0xD6E8FEB86659FD93L;
        for (int i = from; i < to; i++) {
            h = h * 0x5851F42D4C957F2DL + 0x14057B7EF767814FL;
            out[i] = (byte) ((out[i] & 0xff) + (h >>> 61) - 3);
        }
    }

    private static float tissue(float coarse, float fine) {
        float outline = coarse / 0.13f;
        return 0.66f - 0.36f / (1 + outline * outline) + 0.12f * fine;
    }

    /** How far a place lies from the middle of the fold, pixels. */
    double distance(double x, double y) {
        double bend = 0.04 * height * Math.sin(3 * y / height);
        return x - 0.55 * width + 0.2 * (y - 0.5 * height) + bend;
    }

    /** What the damaged section would show without damage and grain, 0 to 255. */
    double truth(long x, long y) {
        return 255 * tissue((float) noise(x, y, DAMAGED, cell, 1), (float) noise(x, y, DAMAGED, cell / 5, 2));
    }

    boolean isFold(int x, int y) {
        return Math.abs(distance(x, y)) < fold;
    }

    boolean isBlob(int x, int y) {
        return Arrays.stream(blobs()).anyMatch(blob -> Math.hypot(x - blob[0], y - blob[1]) < 0.85 * blob[2]);
    }

    private double reach() {
        return 12 * fold;
    }

    private double folded(double x, double y, int z) {
        double d = distance(x, y);
        double aside = Math.abs(d);
        if (aside < fold) {
            return 0.14 + 0.04 * noise(x, y, z, cell / 5, 3);
        }
        double moved = Math.signum(d) * fold * Math.exp(-(aside - fold) / (3 * fold));
        // Close to the edge tissue comes from where the fold is.
        return tissue((float) noise(x - moved, y, z, cell, 1), (float) noise(x - moved, y, z, cell / 5, 2));
    }

    /** Middles and radii of the blobs, pixels. */
    double[][] blobs() {
        double radius = 0.02 * Math.sqrt((double) width * height);
        return new double[][] {{0.22 * width, 0.3 * height, radius}, {0.71 * width, 0.64 * height, 1.3 * radius}};
    }

    private static double light(double[] blob, double x, double y) {
        double r = Math.hypot(x - blob[0], y - blob[1]) / blob[2];
        return r >= 1 ? 1 : r <= 0.6 ? 0.3 : 0.3 + 0.7 * smooth((r - 0.6) / 0.4);
    }

    /** A row, from one lattice point to the next. */
    private static void row(float[] out, long x0, long y, int z, double size, int seed) {
        double v = y / size;
        long row = (long) Math.floor(v);
        double fy = smooth(v - row);
        float step = (float) (1 / size);
        for (int from = 0, to; from < out.length; from = to) {
            long column = (long) ((x0 + from) / size);
            to = Math.max(from + 1, Math.min(out.length, (int) (Math.ceil((column + 1) * size) - x0)));
            float left = (float) between(fy, value(column, row, z, seed), value(column, row + 1, z, seed));
            float rise =
                    (float) between(fy, value(column + 1, row, z, seed), value(column + 1, row + 1, z, seed)) - left;
            float first = (float) ((x0 + from) / size - column);
            for (int x = from; x < to; x++) {
                float t = first + (x - from) * step;
                out[x] = left + t * t * (3 - 2 * t) * rise;
            }
        }
    }

    private static double noise(double x, double y, int z, double size, int seed) {
        double u = x / size;
        double v = y / size;
        long column = (long) Math.floor(u);
        long row = (long) Math.floor(v);
        double fy = smooth(v - row);
        return between(
                smooth(u - column),
                between(fy, value(column, row, z, seed), value(column, row + 1, z, seed)),
                between(fy, value(column + 1, row, z, seed), value(column + 1, row + 1, z, seed)));
    }

    private static double value(long column, long row, int z, int seed) {
        double t = z / SECTIONS_ALIKE;
        long below = (long) t;
        return between(t - below, hash(column, row, below, seed), hash(column, row, below + 1, seed));
    }

    /** From -1 to 1. */
    private static double hash(long x, long y, long z, int seed) {
        long h = x * 0x9E3779B97F4A7C15L
                ^ y * 0xC2B2AE3D27D4EB4FL
                ^ z * 0x165667B19E3779F9L
                ^ seed * 0x27D4EB2F165667C5L;
        h = (h ^ h >>> 32) * 0xD6E8FEB86659FD93L;
        h = (h ^ h >>> 32) * 0xD6E8FEB86659FD93L;
        h ^= h >>> 32;
        return (h >> 11) * 0x1p-52;
    }

    private static double between(double f, double a, double b) {
        return a + f * (b - a);
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }
}
