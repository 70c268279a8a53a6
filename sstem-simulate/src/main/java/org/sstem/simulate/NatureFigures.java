package org.sstem.simulate;

/**
 * What was measured of damage as sections have it, beyond the published laws. Immutable.
 *
 * @param folds  folds that vary along their course
 * @param cracks cracks
 * @param specks small precipitates
 */
public record NatureFigures(CutFigures folds, CutFigures cracks, SpeckFigures specks) {

    /**
     * Figures where nothing was measured.
     *
     * @return figures without samples
     */
    public static NatureFigures none() {
        return new NatureFigures(CutFigures.none(), CutFigures.none(), SpeckFigures.none());
    }
}
