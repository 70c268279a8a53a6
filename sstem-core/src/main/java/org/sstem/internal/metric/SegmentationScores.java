package org.sstem.internal.metric;

/**
 * How far a segmentation is from the true one. Smaller is better throughout, 0 is perfect.
 *
 * <p>Pixels whose true label is 0 (background, or not annotated) do not count. Two adapted Rand errors are in use and
 * give different numbers; a report has to say which it means.
 *
 * @param split     variation of information, part of false splits: H(found | truth), bits
 * @param merge     variation of information, part of false merges: H(truth | found), bits
 * @param arand     adapted Rand error as scikit-image defines it: 1 - F-score over pairs of different pixels; label 0 of
 *     the segmentation is a label like any other
 * @param arandCremi adapted Rand error of the CREMI challenge: a pixel is also a pair with itself, and pixels with label
 *     0 in the segmentation count as objects of one pixel each
 */
public record SegmentationScores(double split, double merge, double arand, double arandCremi) {

    /**
     * Variation of information, both parts.
     *
     * @return {@code split + merge}, bits
     */
    public double variationOfInformation() {
        return split + merge;
    }

    /**
     * The CREMI challenge's score.
     *
     * @return the geometric mean of variation of information and {@link #arandCremi}
     */
    public double cremiScore() {
        return Math.sqrt((split + merge) * arandCremi);
    }
}
