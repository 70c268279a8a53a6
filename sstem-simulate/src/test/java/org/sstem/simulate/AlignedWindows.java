package org.sstem.simulate;

import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The windows through which the sections of an aligned stack are seen. */
final class AlignedWindows {

    /** Windows turned by up to 3 degrees, twice, by up to 30, twice, and a frame. */
    static final int KINDS = 5;

    private static final int[] FRAMES = {1, 2, 4, 8, 17, 32, 64};

    private AlignedWindows() {}

    /** What lies outside the window of each section: one flag a pixel. */
    static List<boolean[]> of(int number, int width, int height, int sections) {
        Random random = new Random(5000 + number);
        int kind = number % KINDS;
        int frame = kind == 4 ? FRAMES[number / KINDS % FRAMES.length] : 0;
        double degrees = kind < 2 ? 3 : 30;
        List<boolean[]> outside = new ArrayList<>();
        for (int z = 0; z < sections; z++) {
            double cx = width / 2.0 + random.nextDouble() * 28 - 14;
            double cy = height / 2.0 + random.nextDouble() * 28 - 14;
            double angle = Math.toRadians(degrees * (2 * random.nextDouble() - 1));
            boolean[] flags = new boolean[width * height];
            for (int i = 0; i < flags.length; i++) {
                int x = i % width;
                int y = i / width;
                double along = (x - cx) * Math.cos(angle) + (y - cy) * Math.sin(angle);
                double across = (y - cy) * Math.cos(angle) - (x - cx) * Math.sin(angle);
                flags[i] = frame > 0
                        ? x < frame || y < frame || x >= width - frame || y >= height - frame
                        : Math.abs(along) > width / 2.0 - 20 || Math.abs(across) > height / 2.0 - 19;
            }
            outside.add(flags);
        }
        return outside;
    }

    /** The largest rectangle that lies inside all windows. */
    static Area inside(List<boolean[]> outside, int width, int height) {
        int[] open = new int[width];
        Area largest = new Area(0, 0, 1, 1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                open[x] = outside.stream().anyMatch(flags -> flags[at]) ? 0 : open[x] + 1;
            }
            for (int x0 = 0; x0 < width; x0++) {
                int rows = open[x0];
                for (int x = x0; x < width && rows > 0; x++) {
                    rows = Math.min(rows, open[x]);
                    if (rows * (x - x0 + 1) > largest.width() * largest.height()) {
                        largest = new Area(x0, y - rows + 1, x - x0 + 1, rows);
                    }
                }
            }
        }
        return largest;
    }

    /** A part of a section. */
    static Plane cut(Plane section, Area area) {
        Plane part = new Plane(area.width(), area.height());
        for (int y = 0; y < area.height(); y++) {
            for (int x = 0; x < area.width(); x++) {
                part.set(x, y, section.get(area.x() + x, area.y() + y));
            }
        }
        return part;
    }
}
