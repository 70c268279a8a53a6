package org.sstem.simulate;

import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;

/** A stack held in memory. */
record Sections(List<Plane> planes) implements SectionSource {

    /** Changes a section into another of the same size. */
    interface Change {
        Plane of(int z, Plane section);
    }

    static Sections of(SectionSource stack) {
        List<Plane> planes = new ArrayList<>();
        for (int z = 0; z < stack.sections(); z++) {
            planes.add(stack.read(z, new Area(0, 0, stack.width(), stack.height())));
        }
        return new Sections(planes);
    }

    /** As 8-bit files hold it. */
    static Sections of8Bit(SectionSource stack) {
        return of(stack).with((z, section) -> {
            for (int i = 0; i < section.pixels().length; i++) {
                section.pixels()[i] = Math.round(255 * Math.min(1, Math.max(0, section.pixels()[i]))) / 255f;
            }
            return section;
        });
    }

    Sections with(Change change) {
        List<Plane> changed = new ArrayList<>();
        for (int z = 0; z < planes.size(); z++) {
            changed.add(change.of(z, planes.get(z).copy()));
        }
        return new Sections(changed);
    }

    @Override
    public int width() {
        return planes.get(0).width();
    }

    @Override
    public int height() {
        return planes.get(0).height();
    }

    @Override
    public int sections() {
        return planes.size();
    }

    @Override
    public Plane read(int z, Area area) {
        return planes.get(z).crop(area.x(), area.y(), area.width(), area.height());
    }
}
