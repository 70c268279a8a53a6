package org.sstem.internal.tissue;

import org.sstem.internal.registration.Tissue;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Grained 8-bit tissue, and what alignment, microscopes and accidents take of it. */
public final class Bordered {

    public static final int WIDTH = 320;
    static final int HEIGHT = 288;

    private Bordered() {}

    /** Tells for a pixel whether it is taken. */
    public interface Shape {
        boolean takes(int x, int y);
    }

    /** Sections of one tissue that changes little from one to the next. */
    public static List<Plane> sections(int count, long seed) {
        Plane tissue = Tissue.section(WIDTH, HEIGHT, seed);
        List<Plane> sections = new ArrayList<>();
        for (int z = 0; z < count; z++) {
            Plane grained = Tissue.grained(tissue, 0.03, seed + z);
            for (int i = 0; i < grained.pixels().length; i++) {
                float grey = Math.min(Math.max(grained.pixels()[i], 0.02f), 0.98f);
                grained.pixels()[i] = Math.round(255 * grey) / 255f;
            }
            sections.add(grained);
        }
        return sections;
    }

    public static SectionSource source(List<Plane> sections) {
        return Tissue.source(sections);
    }

    public static boolean[] mask(Shape shape) {
        boolean[] mask = new boolean[WIDTH * HEIGHT];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = shape.takes(i % WIDTH, i / WIDTH);
        }
        return mask;
    }

    public static Plane without(Plane section, boolean[] mask, float grey) {
        Plane out = section.copy();
        for (int i = 0; i < mask.length; i++) {
            out.pixels()[i] = mask[i] ? grey : out.pixels()[i];
        }
        return out;
    }

    /** What lies outside a window that was moved by up to 14 px and turned by up to so many degrees. */
    static Shape window(Random random, double degrees) {
        double cx = WIDTH / 2.0 + 28 * random.nextDouble() - 14;
        double cy = HEIGHT / 2.0 + 28 * random.nextDouble() - 14;
        double turn = Math.toRadians(degrees * (2 * random.nextDouble() - 1));
        return (x, y) -> {
            double u = (x - cx) * Math.cos(turn) + (y - cy) * Math.sin(turn);
            double v = -(x - cx) * Math.sin(turn) + (y - cy) * Math.cos(turn);
            return Math.abs(u) > WIDTH / 2.0 - 20 || Math.abs(v) > HEIGHT / 2.0 - 19;
        };
    }

    static double overlap(boolean[] a, boolean[] b) {
        double both = 0;
        double either = 0;
        for (int i = 0; i < a.length; i++) {
            both += a[i] && b[i] ? 1 : 0;
            either += a[i] || b[i] ? 1 : 0;
        }
        return both / either;
    }

    static Area whole() {
        return new Area(0, 0, WIDTH, HEIGHT);
    }
}
