package org.sstem.internal.fold;

import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.law.FoldFlows;
import org.sstem.internal.math.Moments;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Brightness, contrast and range of the damaged section and its neighbours, from rows spread over the section, or from
 * patches of a very large one.
 *
 * @param mean    mean grey of the section's tissue
 * @param gains   its contrast relative to each neighbour's
 * @param lowest  smallest grey value of all
 * @param highest largest
 */
public record SectionStatistics(float mean, float[] gains, float lowest, float highest) {

    private static final int ROWS = 512;
    /** Of very large sections patches are read, so many in x and y; rows would touch every part of them. */
    private static final int PATCHES = 16;

    private static final int PATCH_PX = 256;

    static SectionStatistics of(SectionSource source, int z, List<Integer> neighbours, List<Band> bands) {
        SectionMask mask = SectionMask.of(source.width(), source.height(), area -> {
            boolean[] lost = new boolean[area.width() * area.height()];
            for (Band band : bands) {
                boolean[] within = FoldFlows.within(band.curve(), band.halfWidth() + band.rim(), true, area);
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
        for (Area area : areas(source.width(), source.height())) {
            boolean[] lost = band.read(area).clone();
            lack(source, z, area, lost);
            add(source.read(z, area), lost, own, range);
            for (int k = 0; k < other.length; k++) {
                boolean[] none = new boolean[lost.length];
                lack(source, neighbours.get(k), area, none);
                add(source.read(neighbours.get(k), area), none, other[k], range);
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

    private static List<Area> areas(int width, int height) {
        List<Area> areas = new ArrayList<>();
        if (!Tiles.inPartsOnly(width, height)) {
            int step = Math.max(1, height / ROWS);
            for (int y = step / 2; y < height; y += step) {
                areas.add(new Area(0, y, width, 1));
            }
            return areas;
        }
        int columns = Math.min(PATCHES, Math.max(1, width / PATCH_PX));
        int rows = Math.min(PATCHES, Math.max(1, height / PATCH_PX));
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int x = (int) ((column + 0.5) * width / columns) - PATCH_PX / 2;
                int y = (int) ((row + 0.5) * height / rows) - PATCH_PX / 2;
                areas.add(new Area(x, y, PATCH_PX, PATCH_PX).intersect(new Area(0, 0, width, height)));
            }
        }
        return areas;
    }

    /** Marks what has no tissue. */
    private static void lack(SectionSource source, int z, Area area, boolean[] lost) {
        float[] tissue = source.tissue(z, area).pixels();
        for (int x = 0; x < lost.length; x++) {
            lost[x] |= tissue[x] == 0;
        }
    }

    private static void add(Plane shown, boolean[] lost, Moments moments, float[] range) {
        for (int x = 0; x < lost.length; x++) {
            float value = shown.pixels()[x];
            range[0] = Math.min(range[0], value);
            range[1] = Math.max(range[1], value);
            if (!lost[x]) {
                moments.add(value);
            }
        }
    }
}
