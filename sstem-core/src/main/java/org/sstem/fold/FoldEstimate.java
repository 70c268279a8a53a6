package org.sstem.fold;

import java.util.List;

/**
 * What was found out about the folds of a section.
 *
 * @param chain       the folds, in the order in which they came
 * @param bands       the band of each
 * @param jumpError   standard error of each fold width, pixels
 * @param decayError  standard error of each decay
 * @param agreement   mean correlation with the neighbours, unfolded
 * @param still       mean correlation with the neighbours without unfolding
 * @param independent number of independent samples behind the correlations
 */
record FoldEstimate(
        FoldChain chain,
        List<Band> bands,
        double[] jumpError,
        double[] decayError,
        double agreement,
        double still,
        double independent) {

    FoldEstimate {
        bands = List.copyOf(bands);
    }

    /** How many standard deviations of chance the agreement with the neighbours rose by unfolding. */
    double significance() {
        return (agreement - still) * Math.sqrt(Math.max(1, independent));
    }
}
