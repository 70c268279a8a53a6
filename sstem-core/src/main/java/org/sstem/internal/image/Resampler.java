package org.sstem.internal.image;

import org.sstem.internal.kernel.Basis;
import org.sstem.internal.kernel.Kernels;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.List;

/**
 * Samples a plane at places between its pixels: {@code out(x, y) = source(x + u, y + v)}.
 *
 * <p>What lies outside the source repeats the nearest pixel of its border, and a place is moved onto the border before
 * its weights are computed. Computes in float; uses the threads that the caller's
 * {@link net.imglib2.parallel.Parallelization} context grants, same result on any number of them. Thread-safe.
 */
public final class Resampler {

    /** How values between pixels are made. */
    public enum Interpolation {
        /** From the 2 x 2 pixels around; never leaves their range, blurs a little. */
        BILINEAR,
        /** Catmull-Rom from the 4 x 4 pixels around; sharp, may leave their range a little at strong edges. */
        CUBIC,
        /**
         * The cubic B-spline through the pixels (prefiltered): the sharpest of the three, may overshoot like CUBIC.
         * Depends on pixels up to 14 px away.
         */
        SPLINE
    }

    /** The pole of the cubic B-spline's inverse filter. */
    private static final double POLE = Math.sqrt(3) - 2;

    private static final int PREFILTER_REACH = 12;

    private static final int PADDING = Kernels.RESAMPLING_MARGIN;

    private Resampler() {}

    /**
     * Warps a plane by a flow.
     *
     * @param source        what is sampled
     * @param flow          displacements in pixels from target to source; may have another size than the source
     * @param interpolation how values between pixels are made
     * @return a plane of the flow's size
     */
    public static Plane warp(Plane source, Flow flow, Interpolation interpolation) {
        return warp(source, 0, 0, flow, interpolation);
    }

    /**
     * Warps a plane whose origin is elsewhere than the flow's: {@code out(x, y) = source(x + dx + u, y + dy + v)}.
     *
     * <p>With a source that was read from a larger area than the target, {@code dx} and {@code dy} are the target's
     * origin minus the source's.
     *
     * @param source        what is sampled
     * @param dx            column of the source at the flow's first column
     * @param dy            row of the source at the flow's first row
     * @param flow          displacements in pixels from target to source
     * @param interpolation how values between pixels are made
     * @return a plane of the flow's size
     */
    public static Plane warp(Plane source, double dx, double dy, Flow flow, Interpolation interpolation) {
        Plane out = new Plane(flow.width(), flow.height());
        switch (interpolation) {
            case BILINEAR -> Bilinear.warp(List.of(source), dx, dy, flow, 1, List.of(out));
            case CUBIC -> resample(padded(source), dx, dy, flow, Basis.CATMULL_ROM, out);
            case SPLINE -> spline(source, dx, dy, flow, out);
        }
        return out;
    }

    /**
     * Warps several planes of one size bilinearly by a multiple of a flow: where to read is found once for all.
     *
     * @param sources what is sampled
     * @param flow    displacements in pixels from target to source
     * @param reach   what the displacements are multiplied by; 0 gives the sources themselves
     * @return planes of the flow's size, in the order of the sources
     */
    public static List<Plane> warp(List<Plane> sources, Flow flow, double reach) {
        if (reach == 0) {
            return sources;
        }
        List<Plane> outs = sources.stream()
                .map(source -> new Plane(flow.width(), flow.height()))
                .toList();
        Bilinear.warp(sources, 0, 0, flow, (float) reach, outs);
        return outs;
    }

    /** Prefilters no more of a large source than a small target may read. */
    private static void spline(Plane source, double dx, double dy, Flow flow, Plane out) {
        Area whole = new Area(0, 0, source.width(), source.height());
        int reach = PREFILTER_REACH + PADDING;
        int left = (int) Math.floor(dx + least(flow.u())) - reach;
        int top = (int) Math.floor(dy + least(flow.v())) - reach;
        int right = (int) Math.ceil(dx + greatest(flow.u())) + flow.width() + reach;
        int bottom = (int) Math.ceil(dy + greatest(flow.v())) + flow.height() + reach;
        Area wanted = new Area(left, top, right - left, bottom - top);
        Area read = wanted.meets(whole) ? wanted.intersect(whole) : whole;
        if (2L * read.width() * read.height() > (long) whole.width() * whole.height()) {
            read = whole;
        }
        Plane coefficients = splineCoefficients(padded(Boxes.crop(source, whole, read)));
        resample(coefficients, dx - read.x(), dy - read.y(), flow, Basis.B_SPLINE, out);
    }

    private static float least(Plane plane) {
        float least = Float.POSITIVE_INFINITY;
        for (float value : plane.pixels()) {
            least = Math.min(least, value);
        }
        return least;
    }

    private static float greatest(Plane plane) {
        float greatest = Float.NEGATIVE_INFINITY;
        for (float value : plane.pixels()) {
            greatest = Math.max(greatest, value);
        }
        return greatest;
    }

    private static void resample(Plane padded, double dx, double dy, Flow flow, Basis basis, Plane out) {
        Kernels.automatic().resample(Planes.tensor(padded), dx, dy, Planes.tensor(flow), basis, Planes.tensor(out));
    }

    /**
     * Samples one place bilinearly.
     *
     * @param source what is sampled
     * @param x      column, pixel centres at whole numbers
     * @param y      row
     * @return the value there
     */
    public static float bilinear(Plane source, float x, float y) {
        float cx = Math.min(Math.max(x, 0), source.width() - 1);
        float cy = Math.min(Math.max(y, 0), source.height() - 1);
        int x0 = (int) cx;
        int y0 = (int) cy;
        int x1 = Math.min(x0 + 1, source.width() - 1);
        int y1 = Math.min(y0 + 1, source.height() - 1);
        float fx = cx - x0;
        float fy = cy - y0;
        float[] p = source.pixels();
        int row0 = y0 * source.width();
        int row1 = y1 * source.width();
        float top = p[row0 + x0] + fx * (p[row0 + x1] - p[row0 + x0]);
        float bottom = p[row1 + x0] + fx * (p[row1 + x1] - p[row1 + x0]);
        return top + fy * (bottom - top);
    }

    private static Plane padded(Plane source) {
        return source.crop(-PADDING, -PADDING, source.width() + 2 * PADDING, source.height() + 2 * PADDING);
    }

    /** The inverse of the B-spline's (1 4 1)/6 as a truncated symmetric kernel: local, unlike the recursive filter. */
    private static Plane splineCoefficients(Plane source) {
        return Filters.smooth(source, splineKernel());
    }

    /**
     * Returns the kernel whose convolution in x and in y makes a section the coefficients of the spline through it.
     *
     * @return the weights from the centre outwards
     */
    public static float[] splineKernel() {
        double[] half = new double[PREFILTER_REACH + 1];
        double sum = 0;
        for (int k = 0; k <= PREFILTER_REACH; k++) {
            half[k] = Math.pow(POLE, k);
            sum += k == 0 ? half[k] : 2 * half[k];
        }
        float[] kernel = new float[half.length];
        for (int k = 0; k < half.length; k++) {
            kernel[k] = (float) (half[k] / sum);
        }
        return kernel;
    }
}
