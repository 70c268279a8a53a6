package org.sstem.internal.detect;

import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** A stack held in memory. */
public record Held(List<Plane> planes) implements SectionSource {

    public static Held of(SectionSource source) {
        Area all = new Area(0, 0, source.width(), source.height());
        return new Held(IntStream.range(0, source.sections())
                .mapToObj(z -> source.read(z, all))
                .toList());
    }

    /** As 8-bit files hold it. */
    public static Held of8Bit(SectionSource source) {
        return of(source).map((section, z) -> {
            for (int i = 0; i < section.pixels().length; i++) {
                section.pixels()[i] = Math.round(255 * Math.min(1, Math.max(0, section.pixels()[i]))) / 255f;
            }
            return section;
        });
    }

    /** Every section changed; the change gets copies. */
    public Held map(BiFunction<Plane, Integer, Plane> change) {
        return new Held(IntStream.range(0, planes.size())
                .mapToObj(z -> change.apply(planes.get(z).copy(), z))
                .toList());
    }

    /** One section replaced. */
    public Held with(int z, Plane section) {
        List<Plane> all = new ArrayList<>(planes);
        all.set(z, section);
        return new Held(all);
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
