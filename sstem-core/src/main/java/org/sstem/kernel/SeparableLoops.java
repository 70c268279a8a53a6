package org.sstem.kernel;

/** The loops of the separable convolution for one form of the CPU. Arguments are checked by the caller. */
interface SeparableLoops {

    /** What the name of the kernels says about these loops. */
    String name();

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
