package org.sstem.internal.kernel;

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
     * @param corner receives the index of the cell's upper left pixel, or -1 if the cell is not wholly inside
     * @param right  receives the weight of the right neighbour, where the cell is inside
     * @param below  receives the weight of the lower neighbour, where the cell is inside
     * @return negative if some cell is not inside
     */
    int locate(
            float[] u,
            int atU,
            float[] v,
            int atV,
            int y,
            int length,
            int width,
            int height,
            int[] corner,
            float[] right,
            float[] below);

    /**
     * Interpolates between the pixels of cells that {@link #locate} found.
     *
     * @param pixels the source
     * @param plane  index of its first pixel
     * @param width  columns of the source
     * @param corner indices of upper left pixels within the source, with slack; what a negative one gets is undefined
     * @param right  weights of the right neighbours, with slack
     * @param below  weights of the lower neighbours, with slack
     * @param result receives the values
     * @param at     index of the row's first
     * @param length pixels in the row
     */
    void interpolate(
            float[] pixels,
            int plane,
            int width,
            int[] corner,
            float[] right,
            float[] below,
            float[] result,
            int at,
            int length);

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
