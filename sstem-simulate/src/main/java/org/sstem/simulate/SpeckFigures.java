package org.sstem.simulate;

/**
 * What was measured of small precipitates, those of up to 60 px diameter. Immutable.
 *
 * @param count        in one stained section
 * @param diameter     of the circle of equal area, px
 * @param transmission of the core
 */
public record SpeckFigures(Figure count, Figure diameter, Figure transmission) {

    static SpeckFigures none() {
        return new SpeckFigures(Figure.none(), Figure.none(), Figure.none());
    }
}
