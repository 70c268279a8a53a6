package org.sstem.internal.missing;

import org.sstem.internal.image.Filters;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.List;

/** Where some sections have tissue. */
final class KnownTissue {

    private KnownTissue() {}

    /** Where one of the sections at least has tissue, up to its edge; one flag a pixel of the target, row-major. */
    static boolean[] of(SectionSource source, List<Integer> sections, Area target) {
        boolean[] known = new boolean[target.width() * target.height()];
        for (int z : sections) {
            // What lies right beside an edge may be mixed with what is beyond, but is better than nothing.
            Plane wide = widened(source.tissue(z, target.grow(TissueSource.RIM_PX)));
            for (int i = 0; i < known.length; i++) {
                known[i] |= wide.get(i % target.width() + TissueSource.RIM_PX, i / target.width() + TissueSource.RIM_PX)
                        > 0;
            }
        }
        return known;
    }

    private static Plane widened(Plane tissue) {
        for (float value : tissue.pixels()) {
            if (value != 1) {
                return Filters.largest(tissue, TissueSource.RIM_PX);
            }
        }
        return tissue;
    }
}
