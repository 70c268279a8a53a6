package org.sstem.internal.registration;

import org.sstem.internal.image.Filters;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a section each level of a pyramid has to hold for the motion in a target: the coarsest all, the finer ones
 * the target and its surroundings.
 *
 * @param held  what each level holds, in its pixels; the target itself comes first, in pixels of the section
 * @param whole what each would hold of the whole section
 */
public record Windows(List<Area> held, List<Area> whole) {

    /** Kept around the target on each level but the coarsest, pixels of the level. */
    private static final int MARGIN = 40;

    /**
     * Lays out a pyramid.
     *
     * @param width  columns of the section
     * @param height rows of the section
     * @param levels levels, the first at half the section's resolution
     * @param target where the motion is wanted
     * @return what each level holds
     */
    public static Windows of(int width, int height, int levels, Area target) {
        List<Area> held = new ArrayList<>(List.of(target));
        List<Area> whole = new ArrayList<>(List.of(new Area(0, 0, width, height)));
        for (int level = 0; level < levels; level++) {
            Area finer = whole.get(level);
            Area all = new Area(0, 0, (finer.width() + 1) / 2, (finer.height() + 1) / 2);
            whole.add(all);
            held.add(level == levels - 1 ? all : around(target, View.SCALE << level, all));
        }
        return new Windows(held, whole);
    }

    /** Begins at even pixels: on those the pixels of the next level lie. */
    private static Area around(Area target, int scale, Area all) {
        int x = Math.floorDiv(target.x() / scale - MARGIN, 2) * 2;
        int y = Math.floorDiv(target.y() / scale - MARGIN, 2) * 2;
        int right = (target.x() + target.width() - 1) / scale + 2 + MARGIN;
        int bottom = (target.y() + target.height() - 1) / scale + 2 + MARGIN;
        return new Area(x, y, right - x, bottom - y).intersect(all);
    }

    /** How many levels there are. */
    public int levels() {
        return held.size() - 1;
    }

    /** What a level holds; level -1 is the target. */
    public Area held(int level) {
        return held.get(level + 1);
    }

    /** What a level holds and some pixels around it, within the section. */
    public Area around(int level, int margin) {
        return held(level).grow(margin).intersect(whole.get(level + 1));
    }

    /** Brings a plane of the next coarser level to a level. */
    Plane finer(Plane coarse, int level) {
        return part(Filters.enlarge(coarse, width(level), height(level)), level);
    }

    /** Brings a flow of the next coarser level to a level. */
    Flow finer(Flow coarse, int level) {
        Flow fine = Filters.enlarge(coarse, width(level), height(level));
        return new Flow(part(fine.u(), level), part(fine.v(), level));
    }

    private int width(int level) {
        Area coarse = held(level + 1);
        return Math.min(2 * coarse.width(), whole.get(level + 1).width() - 2 * coarse.x());
    }

    private int height(int level) {
        Area coarse = held(level + 1);
        return Math.min(2 * coarse.height(), whole.get(level + 1).height() - 2 * coarse.y());
    }

    private Plane part(Plane fine, int level) {
        return part(fine, withinEnlarged(level));
    }

    /** Where what a level holds lies in the next coarser level, enlarged. */
    public Area withinEnlarged(int level) {
        Area area = held(level);
        Area coarse = held(level + 1);
        return new Area(area.x() - 2 * coarse.x(), area.y() - 2 * coarse.y(), area.width(), area.height());
    }

    /** Cuts an area out of a plane, unless it is the plane. */
    static Plane part(Plane plane, Area area) {
        boolean all = area.width() == plane.width() && area.height() == plane.height();
        return all ? plane : plane.crop(area.x(), area.y(), area.width(), area.height());
    }
}
