package org.sstem.simulate.internal.draw;

import org.sstem.internal.image.Resampler;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.Optional;
import java.util.function.IntFunction;

/** Makes the degraded section of a cut sheet: moves the tissue, then lays bands or gaps over it. Stateless. */
public final class SheetPainter {

    /** What the cubic reads around a place. */
    private static final int REACH = 3;

    private SheetPainter() {}

    /**
     * How bands or gaps look.
     *
     * @param grey    grey value
     * @param texture standard deviation of it
     * @param rim     width of the soft rim, px
     * @param doubled whether the texture is that of the tissue of both sides, lying over each other; else grain
     * @param seed    of the grain
     */
    public record Look(double grey, double texture, double rim, boolean doubled, long seed) {}

    /** The section before and after, and which pixels are band or gap. */
    public record Painted(Plane truth, Plane degraded, boolean[] covered, Flow folding) {}

    /**
     * Paints.
     *
     * @param reader reads the clean section with a margin of so many pixels on all sides
     * @param look   is asked for with the grey values of the clean section
     */
    public static Painted paint(
            IntFunction<Plane> reader,
            int width,
            int height,
            Sheet sheet,
            java.util.function.Function<Greys, Look> look) {
        Area area = new Area(0, 0, width, height);
        Flow folding = sheet.folding(area);
        int margin = 0;
        for (int i = 0; i < width * height; i++) {
            double most = Math.max(
                    Math.abs(folding.u().pixels()[i]), Math.abs(folding.v().pixels()[i]));
            margin = Math.max(margin, (int) Math.ceil(most));
        }
        margin += REACH;
        Plane around = reader.apply(margin);
        Plane truth = around.crop(margin, margin, width, height);
        Greys greys = Greys.of(truth);
        Look drawn = look.apply(greys);
        boolean[] covered = new boolean[width * height];
        float[] cover = new float[width * height];
        Optional<Flow[]> sides = cover(sheet, area, drawn.rim(), covered, cover);
        Plane degraded = moved(around, margin, folding, greys);
        if (sides.isPresent()) {
            Plane one = drawn.doubled() ? moved(around, margin, sides.get()[1], greys) : degraded;
            Plane other = drawn.doubled() ? moved(around, margin, sides.get()[0], greys) : degraded;
            lay(degraded, one, other, drawn, greys, cover);
        }
        return new Painted(truth, degraded, covered, folding);
    }

    /** The cubic overshoots a little at strong edges; no grey value leaves the section's range. */
    private static Plane moved(Plane around, int margin, Flow flow, Greys greys) {
        Plane out = Resampler.warp(around, margin, margin, flow, Resampler.Interpolation.CUBIC);
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] = (float) Math.max(greys.black(), Math.min(greys.white(), out.pixels()[i]));
        }
        return out;
    }

    /**
     * Computes how much of each pixel is band, and the displacements of both sides there.
     *
     * @return the flows of side -1 and side 1, zero outside of bands, or empty if there is no band
     */
    private static Optional<Flow[]> cover(Sheet sheet, Area area, double rim, boolean[] covered, float[] cover) {
        Flow[] sides = {new Flow(area.width(), area.height()), new Flow(area.width(), area.height())};
        boolean[] any = new boolean[Strips.count(area.height())];
        Strips.forEach(area.height(), (from, to) -> {
            Sheet.Scratch s = sheet.new Scratch();
            for (int y = from; y < to; y++) {
                for (int x = 0; x < area.width(); x++) {
                    int i = y * area.width() + x;
                    sheet.belongs(area.x() + x, area.y() + y, s);
                    covered[i] = sheet.covering(s) >= 0;
                    int cut = sheet.darkest(rim, s);
                    if (cut < 0) {
                        continue;
                    }
                    any[from / Strips.ROWS] = true;
                    cover[i] = (float) Sheet.opacity(s.places[cut], rim);
                    for (int side = -1; side <= 1; side += 2) {
                        sheet.belongs(area.x() + x, area.y() + y, cut, side, s);
                        Flow flow = sides[(side + 1) / 2];
                        flow.u().set(x, y, (float) s.moved[0]);
                        flow.v().set(x, y, (float) s.moved[1]);
                    }
                }
            }
        });
        for (boolean one : any) {
            if (one) {
                return Optional.of(sides);
            }
        }
        return Optional.empty();
    }

    private static void lay(Plane degraded, Plane one, Plane other, Look look, Greys greys, float[] cover) {
        float[] pixels = degraded.pixels();
        int width = degraded.width();
        Grain grain = new Grain(look.seed());
        // Two layers of tissue scatter by the root of two as much as one.
        double scale = greys.sd() > 0 ? look.texture() / (Math.sqrt(2) * greys.sd()) : 0;
        Strips.forEach(degraded.height(), (from, to) -> {
            for (int i = from * width; i < to * width; i++) {
                if (cover[i] <= 0) {
                    continue;
                }
                double value = look.doubled()
                        ? look.grey() + scale * (one.pixels()[i] + other.pixels()[i] - 2 * greys.mean())
                        : look.grey() + look.texture() * grain.at(i % width, i / width);
                value = Math.max(greys.black(), Math.min(greys.white(), value));
                pixels[i] = (float) (pixels[i] + cover[i] * (value - pixels[i]));
            }
        });
    }
}
