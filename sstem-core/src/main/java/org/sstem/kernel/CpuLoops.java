package org.sstem.kernel;

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
     * @param u      displacements in x, with slack
     * @param v      displacements in y, with slack
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
            float[] u, float[] v, int y, int length, int width, int height, int[] corner, float[] right, float[] below);

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
