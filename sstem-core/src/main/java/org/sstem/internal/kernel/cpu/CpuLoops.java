package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;

/** The loops that have a form of their own for what the CPU and the Java offer. Arguments are checked by the caller. */
interface CpuLoops {

    /** Added to this, the fraction of a float below {@link #FAR} is rounded away: 1.5 * 2^23. */
    float ROUND = 12582912f;

    /** Bits of {@link #ROUND}. */
    int ROUND_BITS = 0x4b400000;

    /** Bits of the largest displacement that is located here; beyond it there is no image. Just below 2^22 pixels. */
    int FAR = 0x4a7fffff;

    /** Arrays of rows are longer than the rows by up to this, so that loops may run on to a whole vector. */
    int SLACK = 64;

    /** What the name of the kernels says about these loops. */
    String name();

    /**
     * Splits the displacements of one row into source cells and weights, see {@link Kernels#warp}. Branch-free, and
     * without conversions to int, which Java 17 does not vectorise.
     *
     * @param u      holds the displacements in x, with slack
     * @param atU    index of the row's first
     * @param v      holds the displacements in y, with slack
     * @param atV    index of the row's first
     * @param y      the row
     * @param length pixels in the row
     * @param width  columns of the source
     * @param height rows of the source
     * @param cells  receives the cells, and weights where a cell is inside
     * @return negative if some cell is not inside
     */
    int locate(float[] u, int atU, float[] v, int atV, int y, int length, int width, int height, SourceCells cells);

    /**
     * Interpolates between the pixels of cells that {@link #locate} found.
     *
     * @param pixels the source
     * @param plane  index of its first pixel
     * @param width  columns of the source
     * @param cells  where to read; what a cell that is not inside gets is undefined
     * @param result receives the values
     * @param at     index of the row's first
     * @param length pixels in the row
     */
    void interpolate(float[] pixels, int plane, int width, SourceCells cells, float[] result, int at, int length);

    /**
     * Lists the cells of a row that are not inside.
     *
     * @param corner indices as {@link #locate} gives them, with slack
     * @param length pixels in the row
     * @param rim    receives where they are negative, as long as the row
     * @return how many there are
     */
    int rims(int[] corner, int length, int[] rim);

    /** Blends, {@code p (1 - w) + q w}: see {@link Kernels#fuse}. The result may be one of the arguments. */
    void blend(float[] p, int atP, float[] q, int atQ, float[] w, int atW, float[] out, int atOut, int length);

    /**
     * Sums the rows around a row, {@code half[0] row(y) + sum_k half[k] (row(y - k) + row(y + k))}, in this order; rows
     * beyond the border repeat it. See {@link Kernels#smooth}.
     *
     * @param image  the pixels
     * @param at     index of the first
     * @param width  columns
     * @param height rows
     * @param y      the row
     * @param half   the kernel from its centre outwards
     * @param sum    receives the sums, as long as a row
     */
    void sumRows(float[] image, int at, int width, int height, int y, float[] half, float[] sum);

    /**
     * Sums the columns around each column of a row, likewise.
     *
     * @param padded the row with {@code half.length - 1} columns added at either end
     * @param half   the kernel from its centre outwards
     * @param sum    receives the sums; as long as the row without what was added
     */
    void sumColumns(float[] padded, float[] half, float[] sum);

    /** See {@link Kernels#separableConvolution}. */
    void forward(Tensor image, Tensor vertical, Tensor horizontal, Tensor out);

    /** Gradients with respect to the taps; either target may be null. See {@link Kernels#separableConvolutionGradient}. */
    void tapGradients(
            Tensor image,
            Tensor vertical,
            Tensor horizontal,
            Tensor upstream,
            Tensor verticalGradient,
            Tensor horizontalGradient);

    /** Gradient with respect to the image. See {@link Kernels#separableConvolutionGradient}. */
    void imageGradient(Tensor vertical, Tensor horizontal, Tensor upstream, Tensor imageGradient);
}
