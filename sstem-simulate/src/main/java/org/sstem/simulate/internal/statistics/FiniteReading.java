package org.sstem.simulate.internal.statistics;

import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

/** Sections of which nothing is read that is no number: it would make the figures none. */
record FiniteReading(SectionSource source) implements SectionSource {

    @Override
    public int width() {
        return source.width();
    }

    @Override
    public int height() {
        return source.height();
    }

    @Override
    public int sections() {
        return source.sections();
    }

    @Override
    public Plane read(int z, Area area) {
        Plane plane = source.read(z, area);
        for (int i = 0; i < plane.pixels().length; i++) {
            if (!Float.isFinite(plane.pixels()[i])) {
                int x = Math.min(Math.max(area.x() + i % area.width(), 0), width() - 1);
                int y = Math.min(Math.max(area.y() + i / area.width(), 0), height() - 1);
                throw new IllegalArgumentException("section " + z + " holds " + plane.pixels()[i] + " at (" + x + ", "
                        + y + "); what is measured must be finite");
            }
        }
        return plane;
    }

    @Override
    public Plane tissue(int z, Area area) {
        return source.tissue(z, area);
    }
}
