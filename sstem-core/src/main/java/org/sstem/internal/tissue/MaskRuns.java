package org.sstem.internal.tissue;

import org.sstem.damage.SectionMask;
import org.sstem.method.Area;

import java.io.Serializable;

/** A mask as runs of pixels, row by row: small, and fit to travel. Outside the section nothing is marked. Immutable. */
public final class MaskRuns implements SectionMask, Serializable {

    private static final long serialVersionUID = 1;
    private static final int STRIP_ROWS = 64;

    private final Runs runs;

    MaskRuns(Runs runs) {
        this.runs = runs;
    }

    /** Takes over another mask; null stays null. */
    public static MaskRuns of(SectionMask mask) {
        return mask == null || mask instanceof MaskRuns
                ? (MaskRuns) mask
                : of(mask, new Area(0, 0, mask.width(), mask.height()));
    }

    /** Marks nothing. */
    public static MaskRuns none(int width, int height) {
        return new MaskRuns(Runs.none(width, height));
    }

    /** Takes over the part of another mask that lies in an area of the section. */
    public static MaskRuns of(SectionMask mask, Area area) {
        Runs.Builder runs = new Runs.Builder(mask.width(), mask.height());
        for (int y0 = area.y(); y0 < area.y() + area.height(); y0 += STRIP_ROWS) {
            Area strip = new Area(area.x(), y0, area.width(), Math.min(STRIP_ROWS, area.y() + area.height() - y0));
            boolean[] flags = mask.read(strip);
            for (int y = 0; y < strip.height(); y++) {
                add(runs, y0 + y, area.x(), flags, y * strip.width(), strip.width());
            }
        }
        return new MaskRuns(runs.build());
    }

    private static void add(Runs.Builder runs, int y, int x, boolean[] flags, int at, int length) {
        for (int from = 0, to; from < length; from = to) {
            to = from + 1;
            while (to < length && flags[at + to] == flags[at + from]) {
                to++;
            }
            if (flags[at + from]) {
                runs.add(y, x + from, x + to);
            }
        }
    }

    @Override
    public int width() {
        return runs.width();
    }

    @Override
    public int height() {
        return runs.height();
    }

    /** Whether something is marked in an area that lies within the section. */
    public boolean marks(Area area) {
        return runs.touches(area);
    }

    @Override
    public boolean[] read(Area area) {
        boolean[] out = new boolean[Math.multiplyExact(area.width(), area.height())];
        int bottom = Math.min(area.y() + area.height(), runs.height());
        for (int y = Math.max(area.y(), 0); y < bottom; y++) {
            int row = (y - area.y()) * area.width() - area.x();
            for (int i = runs.first(y); i < runs.first(y + 1); i++) {
                int right = Math.min(runs.to(i), area.x() + area.width());
                for (int x = Math.max(runs.from(i), area.x()); x < right; x++) {
                    out[row + x] = true;
                }
            }
        }
        return out;
    }
}
