package org.sstem.simulate.internal.draw;

import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

/** A stack without its margin: what lies outside repeats the border of what is left. */
public record Inside(SectionSource stack, Area inside) implements SectionSource {

    @Override
    public int width() {
        return inside.width();
    }

    @Override
    public int height() {
        return inside.height();
    }

    @Override
    public int sections() {
        return stack.sections();
    }

    @Override
    public Plane read(int z, Area area) {
        int x0 = clamp(area.x(), width());
        int y0 = clamp(area.y(), height());
        int x1 = clamp(area.x() + area.width() - 1, width());
        int y1 = clamp(area.y() + area.height() - 1, height());
        Plane part = stack.read(z, new Area(inside.x() + x0, inside.y() + y0, x1 - x0 + 1, y1 - y0 + 1));
        return part.crop(area.x() - x0, area.y() - y0, area.width(), area.height());
    }

    private static int clamp(int value, int size) {
        return Math.min(Math.max(value, 0), size - 1);
    }
}
