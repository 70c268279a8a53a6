package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Tensor;

import java.nio.FloatBuffer;

/** Where the pixels of one row of a warp read. One per task. */
final class WarpRow {

    /** Mark of a corner: at least one of the four pixels lies outside; row and column tell where. */
    static final int RIM = -1;

    /** Displacements are cut here: far outside any image, and index arithmetic stays within int. */
    private static final float FAR = 1 << 29;

    final int height;
    final int width;
    final Border border;

    /** Index of the upper left pixel within the plane, or {@link #RIM}. */
    final int[] corner;

    /** Weight of the right neighbours. */
    final float[] right;

    /** Weight of the lower neighbours. */
    final float[] below;

    /** For the values of the row. */
    final float[] result;

    private final CpuLoops loops;
    private final int length;
    private final SourceCells cells;

    /** Copies of displacements that cannot be read in place. */
    private final float[] copyOfU;

    private final float[] copyOfV;

    /** Where the displacements of the row are: in place if it has an array that goes on behind it, or in the copies. */
    private float[] u;

    private float[] v;
    private int atU;
    private int atV;
    private int y;

    /** Where the cells are that the border rule decides. */
    private final int[] rim;

    private int rims;

    WarpRow(CpuLoops loops, int height, int width, Border border, int length) {
        this.loops = loops;
        this.height = height;
        this.width = width;
        this.border = border;
        this.length = length;
        copyOfU = new float[length + CpuLoops.SLACK];
        copyOfV = new float[length + CpuLoops.SLACK];
        cells = SourceCells.ofRow(length);
        corner = cells.corner();
        right = cells.right();
        below = cells.below();
        rim = new int[length];
        result = new float[length];
    }

    void locate(Tensor flow, int n, int row) {
        y = row;
        findDisplacements(
                flow.data(), (n * 2 * flow.height() + y) * length, ((n * 2 + 1) * flow.height() + y) * length);
        boolean some = loops.locate(u, atU, v, atV, y, length, width, height, cells) < 0;
        rims = some ? loops.rims(corner, length, rim) : 0;
        for (int i = 0; i < rims; i++) {
            int x = rim[i];
            right[x] = finite(x) ? weight(u(x), x, width) : 0;
            below[x] = finite(x) ? weight(v(x), y, height) : 0;
        }
    }

    private void findDisplacements(FloatBuffer flow, int rowOfU, int rowOfV) {
        if (flow.hasArray() && flow.arrayOffset() + rowOfV + length + CpuLoops.SLACK <= flow.array().length) {
            u = flow.array();
            v = u;
            atU = flow.arrayOffset() + rowOfU;
            atV = flow.arrayOffset() + rowOfV;
        } else {
            Bands.load(flow, rowOfU, copyOfU, 0, length);
            Bands.load(flow, rowOfV, copyOfV, 0, length);
            u = copyOfU;
            v = copyOfV;
            atU = 0;
            atV = 0;
        }
    }

    private float u(int x) {
        return u[atU + x];
    }

    private float v(int x) {
        return v[atV + x];
    }

    /** A pixel that the border rule decides: whether it reads at all. */
    boolean reads(int x) {
        return border == Border.CLAMP || finite(x);
    }

    /** Lowest and highest row of the upper left pixels, outside the source or in. */
    int[] reach() {
        int low = Integer.MAX_VALUE;
        int high = -1;
        int lowest = Integer.MAX_VALUE - 1;
        int highest = Integer.MIN_VALUE;
        for (int x = 0; x < length; x++) {
            int at = corner[x];
            if (at >= 0) {
                low = Math.min(low, at);
                high = Math.max(high, at);
            } else if (reads(x)) {
                int row = rimRow(x);
                lowest = Math.min(lowest, row);
                highest = Math.max(highest, row);
            }
        }
        if (high >= 0) {
            lowest = Math.min(lowest, low / width);
            highest = Math.max(highest, high / width);
        }
        return new int[] {lowest, highest};
    }

    /** Column of the upper left pixel of a cell at the rim. */
    int rimColumn(int x) {
        return place(u(x), x, width, finite(x));
    }

    /** Row of the upper left pixel of a cell at the rim. */
    int rimRow(int x) {
        return place(v(x), y, height, finite(x));
    }

    /** Whether a cell's place in x follows the flow: not where it is clamped or the flow is not finite. */
    boolean followsX(int x) {
        return corner[x] >= 0 || finite(x) && !clamped(u(x), x, width);
    }

    /** Whether a cell's place in y follows the flow. */
    boolean followsY(int x) {
        return corner[x] >= 0 || finite(x) && !clamped(v(x), y, height);
    }

    private boolean finite(int x) {
        return Float.isFinite(u(x)) && Float.isFinite(v(x));
    }

    private boolean clamped(float displacement, int at, int size) {
        int place = at + (int) Math.floor(cut(displacement));
        return border == Border.CLAMP && (place < 0 || place >= size - 1);
    }

    private int place(float displacement, int at, int size, boolean finite) {
        int place = finite ? at + (int) Math.floor(cut(displacement)) : at;
        return border == Border.CLAMP ? Math.max(0, Math.min(size - 1, place)) : place;
    }

    private float weight(float displacement, int at, int size) {
        float d = cut(displacement);
        return clamped(displacement, at, size) ? 0 : d - (float) Math.floor(d);
    }

    private static float cut(float displacement) {
        return Math.max(-FAR, Math.min(FAR, displacement));
    }

    /** Writes the values of the row from an index on. */
    void interpolate(float[] pixels, int plane, float[] result, int at) {
        loops.interpolate(pixels, plane, width, cells, result, at, length);
        for (int i = 0; i < rims; i++) {
            result[at + rim[i]] = interpolateRim(pixels, plane, rim[i]);
        }
    }

    private float interpolateRim(float[] pixels, int plane, int x) {
        if (!reads(x)) {
            return 0;
        }
        int j = rimRow(x);
        int i = rimColumn(x);
        float a = read(pixels, plane, j, i);
        float b = read(pixels, plane, j, i + 1);
        float c = read(pixels, plane, j + 1, i);
        float d = read(pixels, plane, j + 1, i + 1);
        float top = a + right[x] * (b - a);
        float bottom = c + right[x] * (d - c);
        return top + below[x] * (bottom - top);
    }

    /** Zero outside; a clamped cell gives its outer pixels the weight 0. */
    float read(float[] pixels, int plane, int j, int i) {
        return j >= 0 && j < height && i >= 0 && i < width ? pixels[plane + j * width + i] : 0;
    }
}
