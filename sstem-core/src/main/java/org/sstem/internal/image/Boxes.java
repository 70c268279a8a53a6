package org.sstem.internal.image;

import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Areas within areas, and the parts of planes that show them. Stateless. */
public final class Boxes {

    private Boxes() {}

    /**
     * Finds what is set.
     *
     * @param flags one flag a pixel of the area, row-major
     * @param area  what they are of
     * @return the smallest area with all that is set; empty if nothing is
     */
    public static Optional<Area> of(boolean[] flags, Area area) {
        return of(flags, area, area);
    }

    /**
     * Finds what is set in a part of an area.
     *
     * @param flags one flag a pixel of the area, row-major
     * @param area  what they are of
     * @param part  what is looked at, inside the area
     * @return the smallest area with all that is set there; empty if nothing is
     */
    public static Optional<Area> of(boolean[] flags, Area area, Area part) {
        int left = Integer.MAX_VALUE;
        int top = Integer.MAX_VALUE;
        int right = Integer.MIN_VALUE;
        int bottom = Integer.MIN_VALUE;
        for (int y = part.y(); y < part.y() + part.height(); y++) {
            int row = (y - area.y()) * area.width() - area.x();
            for (int x = part.x(); x < part.x() + part.width(); x++) {
                if (flags[row + x]) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = y;
                }
            }
        }
        return right < left ? Optional.empty() : Optional.of(new Area(left, top, right - left + 1, bottom - top + 1));
    }

    /**
     * Finds what is set, part by part.
     *
     * @param flags  one flag a pixel of the area, row-major
     * @param area   what they are of
     * @param around pixels to add on each side
     * @return areas that have no pixel in common and hold all that is set with what is around it; none if nothing is set
     */
    public static List<Area> apart(boolean[] flags, Area area, int around) {
        List<Area> apart = new ArrayList<>();
        for (int[] part : Components.of(flags, area.width(), area.height(), true)) {
            int left = Arrays.stream(part).map(i -> i % area.width()).min().orElseThrow();
            int right = Arrays.stream(part).map(i -> i % area.width()).max().orElseThrow();
            int top = Arrays.stream(part).min().orElseThrow() / area.width();
            int bottom = Arrays.stream(part).max().orElseThrow() / area.width();
            Area box = new Area(area.x() + left, area.y() + top, right - left + 1, bottom - top + 1).grow(around);
            Optional<Area> met;
            do {
                Area now = box;
                met = apart.stream().filter(now::meets).findFirst();
                if (met.isPresent()) {
                    apart.remove(met.get());
                    box = box.union(met.get());
                }
            } while (met.isPresent());
            apart.add(box);
        }
        return apart;
    }

    /** An area as seen from the origin of another. */
    public static Area within(Area part, Area whole) {
        return new Area(part.x() - whole.x(), part.y() - whole.y(), part.width(), part.height());
    }

    /** Cuts a part out of a plane that shows an area; the plane itself if that is all of it. */
    public static Plane crop(Plane plane, Area area, Area part) {
        return part.equals(area)
                ? plane
                : plane.crop(part.x() - area.x(), part.y() - area.y(), part.width(), part.height());
    }

    /** Copies a plane of one area to where that lies in a plane of another that holds it. */
    public static void paste(Plane plane, Area area, Plane into, Area whole) {
        for (int y = 0; y < area.height(); y++) {
            int to = (area.y() - whole.y() + y) * whole.width() + area.x() - whole.x();
            System.arraycopy(plane.pixels(), y * area.width(), into.pixels(), to, area.width());
        }
    }
}
