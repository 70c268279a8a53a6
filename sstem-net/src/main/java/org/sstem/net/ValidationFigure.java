package org.sstem.net;

/** The number by which the best parameters are told from the others. */
public enum ValidationFigure {
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
