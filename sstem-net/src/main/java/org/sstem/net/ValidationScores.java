package org.sstem.net;

/**
 * How well a network does on examples that it does not learn from: means over them. NaN for what a network's output does
 * not have: images have no endpoint error, flows no PSNR, SSIM and sharpness. Immutable.
 *
 * @param loss          the training loss
 * @param psnr          peak signal-to-noise ratio, decibels
 * @param ssim          structural similarity
 * @param sharpness     sharpness of the output, see {@link org.sstem.metric.ImageQuality#sharpness}
 * @param trueSharpness sharpness of the target, which is the mark to meet
 * @param endpointError mean endpoint error of a flow, pixels
 */
public record ValidationScores(
        double loss, double psnr, double ssim, double sharpness, double trueSharpness, double endpointError) {

    /** The number by which the best parameters are told from the others. */
    public enum Figure {
        /** The training loss; lower is better. */
        LOSS,
        /** Peak signal-to-noise ratio; higher is better. */
        PSNR,
        /** Structural similarity; higher is better. */
        SSIM,
        /** Endpoint error of flows; lower is better. */
        ENDPOINT_ERROR;

        /**
         * Takes the figure from scores.
         *
         * @param scores what a validation came to
         * @return the figure, its sign such that higher is better
         */
        public double of(ValidationScores scores) {
            return switch (this) {
                case LOSS -> -scores.loss();
                case PSNR -> scores.psnr();
                case SSIM -> scores.ssim();
                case ENDPOINT_ERROR -> -scores.endpointError();
            };
        }
    }
}
