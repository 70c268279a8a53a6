package org.sstem.internal.fold;

/**
 * How a neighbour lies against the section, affine: {@code u + uByX X + uByY Y} pixels in x and {@code v + vByX X + vByY Y}
 * in y, with X and Y from -1 to 1 over what is fitted. Immutable.
 */
record AffineDrift(double u, double uByX, double uByY, double v, double vByX, double vByY) {

    /** How many numbers it has, in the order of the components. */
    static final int PARAMETERS = 6;

    static final AffineDrift NONE = new AffineDrift(0, 0, 0, 0, 0, 0);

    double get(int parameter) {
        return switch (parameter) {
            case 0 -> u;
            case 1 -> uByX;
            case 2 -> uByY;
            case 3 -> v;
            case 4 -> vByX;
            default -> vByY;
        };
    }

    /** Tells shifts from slopes. */
    static boolean isShift(int parameter) {
        return parameter % 3 == 0;
    }

    /** The same slopes at another place. */
    AffineDrift at(double otherU, double otherV) {
        return new AffineDrift(otherU, uByX, uByY, otherV, vByX, vByY);
    }

    /** Adds a part of a step, whose numbers begin at an index. */
    AffineDrift plus(double part, double[] step, int from) {
        return new AffineDrift(
                u + part * step[from],
                uByX + part * step[from + 1],
                uByY + part * step[from + 2],
                v + part * step[from + 3],
                vByX + part * step[from + 4],
                vByY + part * step[from + 5]);
    }
}
