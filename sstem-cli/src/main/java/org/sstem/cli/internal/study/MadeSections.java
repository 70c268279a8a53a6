package org.sstem.cli.internal.study;

import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.function.IntFunction;

/**
 * Sections as large as others, made when they are read.
 *
 * @param like  the others
 * @param maker makes a whole section
 */
record MadeSections(SectionSource like, IntFunction<Plane> maker) implements SectionSource {

    @Override
    public int width() {
        return like.width();
    }

    @Override
    public int height() {
        return like.height();
    }

    @Override
    public int sections() {
        return like.sections();
    }

    @Override
    public Plane read(int z, Area area) {
        return maker.apply(z).crop(area.x(), area.y(), area.width(), area.height());
    }
}
