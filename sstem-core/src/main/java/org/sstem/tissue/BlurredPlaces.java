package org.sstem.tissue;

import java.util.function.IntPredicate;

/** Places that are burnt or out of focus. */
final class BlurredPlaces {
    BlurredPlaces(TissueSource source, IntPredicate missing) {}

    boolean[] of(int z) {
        return new boolean[0];
    }

    int cell(int x, int y) {
        return 0;
    }
}
