package org.sstem.simulate;

import org.sstem.internal.image.Filters;

/** Uses an internal of core from simulate. */
public final class PlantedUse {

    private PlantedUse() {}

    static int reach() {
        return Filters.gaussianReach(2);
    }
}
