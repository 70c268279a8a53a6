package org.sstem.internal.fold;

import org.sstem.internal.fold.law.FoldChain;

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
 * @param drifts      drift of each neighbour
 * @param independent number of independent samples behind the correlations
 */
record FoldEstimate(
        FoldChain chain,
        List<Band> bands,
        double[] jumpError,
        double[] decayError,
        double agreement,
        double still,
        List<AffineDrift> drifts,
        double independent) {

    FoldEstimate {
        bands = List.copyOf(bands);
        drifts = List.copyOf(drifts);
    }

    /** Drift of a neighbour in whole pixels, (dx, dy). */
    int[] drift(int neighbour) {
        AffineDrift drift = drifts.get(neighbour);
        return new int[] {(int) Math.round(drift.u()), (int) Math.round(drift.v())};
    }

    /** How many standard deviations of chance the agreement with the neighbours rose by unfolding. */
    double significance() {
        return (agreement - still) * Math.sqrt(Math.max(1, independent));
    }
}
