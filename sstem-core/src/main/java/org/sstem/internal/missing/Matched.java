package org.sstem.internal.missing;

import org.sstem.method.Plane;

import java.util.List;

/**
 * Two neighbours in register, at one brightness and contrast. Where one has no tissue, the other stands for both.
 *
 * @param below the one below
 * @param above the one above
 */
record Matched(Plane below, Plane above) {

    /**
     * Matches neighbours.
     *
     * @param own    statistics of both
     * @param target those that they are to have
     * @param below  the one below, in register; may be changed
     * @param belowTissue how much of each of its pixels is tissue, 0 to 1
     * @param above  the one above, in register; may be changed
     * @param aboveTissue how much of each of its pixels is tissue, 0 to 1
     */
    static Matched of(
            List<GreyStatistics> own,
            GreyStatistics target,
            Plane below,
            Plane belowTissue,
            Plane above,
            Plane aboveTissue) {
        Matched matched =
                new Matched(own.get(0).matched(below, target), own.get(1).matched(above, target));
        matched.exchange(belowTissue.pixels(), aboveTissue.pixels());
        return matched;
    }

    private void exchange(float[] belowTissue, float[] aboveTissue) {
        for (int i = 0; i < belowTissue.length; i++) {
            float a = belowTissue[i];
            float b = aboveTissue[i];
            if (a < 1 && b > a) {
                below.pixels()[i] += (1 - a) * (above.pixels()[i] - below.pixels()[i]);
            } else if (b < 1 && a > b) {
                above.pixels()[i] += (1 - b) * (below.pixels()[i] - above.pixels()[i]);
            }
        }
    }

    /** Makes one of both. */
    Interpolated fused(double fraction, Plane confidence) {
        return new Interpolated(Fusion.fuse(below, above, fraction), confidence, below, above);
    }
}
