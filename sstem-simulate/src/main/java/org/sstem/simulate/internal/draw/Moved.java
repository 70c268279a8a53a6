package org.sstem.simulate.internal.draw;

import org.sstem.method.Area;
import org.sstem.method.Flow;

/** What a sheet does to masks and flows that were made before it. Stateless. */
public final class Moved {

    private Moved() {}

    /** A mask after the sheet has moved what it marks. */
    public static boolean[] mask(boolean[] mask, Sheet sheet, int width, int height) {
        Flow flow = sheet.folding(new Area(0, 0, width, height));
        boolean[] covered = sheet.covered(new Area(0, 0, width, height));
        boolean[] out = new boolean[mask.length];
        for (int i = 0; i < out.length; i++) {
            int x = (int) Math.rint(i % width + flow.u().pixels()[i]);
            int y = (int) Math.rint(i / width + flow.v().pixels()[i]);
            out[i] = !covered[i] && x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x];
        }
        return out;
    }

    /** The inverse of a sheet, not a number where there is none. */
    public static Flow inverse(Sheet sheet, Area area) {
        boolean[] gone = new boolean[area.width() * area.height()];
        Flow flow = sheet.invert(area, gone);
        for (int i = 0; i < gone.length; i++) {
            if (gone[i]) {
                flow.u().pixels()[i] = Float.NaN;
                flow.v().pixels()[i] = Float.NaN;
            }
        }
        return flow;
    }

    /** Follows what a flow has moved on through a sheet that was cut afterwards. */
    public static Flow on(Flow before, Sheet sheet) {
        Flow out = new Flow(before.width(), before.height());
        Strips.forEach(before.height(), (from, to) -> {
            Sheet.Scratch s = sheet.new Scratch();
            for (int y = from; y < to; y++) {
                for (int x = 0; x < before.width(); x++) {
                    float u = before.u().get(x, y);
                    float v = before.v().get(x, y);
                    s.moved[0] = 0;
                    s.moved[1] = 0;
                    boolean found = Float.isFinite(u) && Float.isFinite(v) && sheet.liesAt(x + u, y + v, s);
                    out.u().set(x, y, found ? (float) (u + s.moved[0]) : Float.NaN);
                    out.v().set(x, y, found ? (float) (v + s.moved[1]) : Float.NaN);
                }
            }
        });
        return out;
    }
}
