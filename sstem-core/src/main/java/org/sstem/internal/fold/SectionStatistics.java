package org.sstem.internal.fold;

import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.law.FoldFlows;
import org.sstem.internal.math.Moments;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.Arrays;
import java.util.List;

/**
 * Brightness, contrast and range of the damaged section and its neighbours, from rows spread over the section.
 *
 * @param mean    mean grey of the section's tissue
 * @param gains   its contrast relative to each neighbour's
 * @param lowest  smallest grey value of all
 * @param highest largest
 */
public record SectionStatistics(float mean, float[] gains, float lowest, float highest) {

    private static final int ROWS = 512;

    static SectionStatistics of(SectionSource source, int z, List<Integer> neighbours, List<Band> bands) {
        SectionMask mask = SectionMask.of(source.width(), source.height(), row -> {
            boolean[] lost = new boolean[source.width()];
            for (Band band : bands) {
                boolean[] within = FoldFlows.within(band.curve(), band.halfWidth() + band.rim(), true, row);
                for (int x = 0; x < lost.length; x++) {
                    lost[x] |= within[x];
                }
            }
            return lost;
        });
        return of(source, z, neighbours, mask);
    }

    /**
     * Measures a section and its neighbours.
     *
     * @param source     reads the sections
     * @param z          the damaged section
     * @param neighbours the sections beside it
     * @param band       where the damaged section shows no tissue
     * @return the figures
     */
    public static SectionStatistics of(SectionSource source, int z, List<Integer> neighbours, SectionMask band) {
        Moments own = new Moments();
        Moments[] other = new Moments[neighbours.size()];
        Arrays.setAll(other, k -> new Moments());
        float[] range = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        int step = Math.max(1, source.height() / ROWS);
        for (int y = step / 2; y < source.height(); y += step) {
            Area row = new Area(0, y, source.width(), 1);
            boolean[] lost = band.read(row).clone();
            lack(source, z, row, lost);
            add(source.read(z, row), lost, own, range);
            for (int k = 0; k < other.length; k++) {
                boolean[] none = new boolean[source.width()];
                lack(source, neighbours.get(k), row, none);
                add(source.read(neighbours.get(k), row), none, other[k], range);
            }
        }
        float[] gains = new float[other.length];
        for (int k = 0; k < gains.length; k++) {
            double otherSd = other[k].sd();
            // A contrast that differs by more than this is not the staining's doing.
            gains[k] = otherSd > 0 ? (float) Math.min(Math.max(own.sd() / otherSd, 0.33), 3) : 1;
        }
        return new SectionStatistics((float) own.mean(), gains, range[0], range[1]);
    }

    /** Marks what has no tissue. */
    private static void lack(SectionSource source, int z, Area row, boolean[] lost) {
        float[] tissue = source.tissue(z, row).pixels();
        for (int x = 0; x < lost.length; x++) {
            lost[x] |= tissue[x] == 0;
        }
    }

    private static void add(Plane row, boolean[] lost, Moments moments, float[] range) {
        for (int x = 0; x < lost.length; x++) {
            float value = row.pixels()[x];
            range[0] = Math.min(range[0], value);
            range[1] = Math.max(range[1], value);
            if (!lost[x]) {
                moments.add(value);
            }
        }
    }
}
