package org.sstem.internal.sheet;

import net.imglib2.parallel.Parallelization;
import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.Contrast;
import org.sstem.internal.image.Boxes;
import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.math.Moments;
import org.sstem.internal.registration.DenseRegistration;
import org.sstem.internal.registration.Flows;
import org.sstem.internal.registration.OwnShift;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A damaged section and its neighbours, seen whole: at full resolution, or so much smaller that they fit.
 *
 * <p>Pixel (x, y) is the mean of {@code factor x factor} pixels of the section from (x factor, y factor) on. Brightness
 * and contrast are taken out. Of a section of more than 2^28 pixels only what lies within 8,192 px of a band is looked at,
 * the rest counts as absent. Two neighbours are brought half-way towards each other, where the section is expected.
 *
 * @param factor     pixels of the section a pixel, a power of two
 * @param band       true where there is no tissue, or where its light is in doubt
 * @param absent     true where the section has no tissue: padding, lost parts
 * @param marked     true where the mask is set
 * @param own        the section; 0 in the band
 * @param valid      1 where it shows tissue, 0 in the band
 * @param neighbours one or two sections
 * @param shift      how far the section as a whole may lie beside where it is expected, standard deviation in x and in y,
 *                   pixels
 */
record Overview(
        int factor,
        boolean[] band,
        boolean[] absent,
        boolean[] marked,
        Plane own,
        Plane valid,
        List<Plane> neighbours,
        double shift) {

    private static final int GREATEST_PX = 1700;
    private static final int RIM_PX = 2;
    /** Box filters of this radius, twice: a window of about 25 px of standard deviation. */
    private static final int CONTRAST_PX = 30;

    /** How far from its bands a section of more than 2^28 pixels is looked at, pixels of the section. */
    private static final int BESIDE_PX = 8192;
    /** What is read in one go, pixels of the section; a multiple of every factor. */
    private static final int TILE_PX = 1024;

    private static final double MOTION_SIGMA = 4;
    private static final int MOTION_PX = 12;
    /** Of a section with one neighbour. */
    private static final double UNKNOWN_SHIFT_PX = 20;

    static Overview of(SectionSource source, int z, List<Integer> neighbours, SectionMask mask) {
        int factor = 1;
        while (Math.max(source.width(), source.height()) / factor > GREATEST_PX) {
            factor *= 2;
        }
        int f = factor;
        int width = Math.max(1, source.width() / f);
        int height = Math.max(1, source.height() / f);
        List<Area> tiles = new Tiles(width * f, height * f, TILE_PX).all();
        boolean[] marked = new boolean[width * height];
        Parallelization.getTaskExecutor().forEach(tiles, tile -> {
            boolean[] flags = mask.read(tile);
            for (int i = 0; i < flags.length; i++) {
                if (flags[i]) {
                    marked[(tile.y() + i / tile.width()) / f * width + (tile.x() + i % tile.width()) / f] = true;
                }
            }
        });
        Plane near = Plane.filled(width, height, 1);
        if (Tiles.inPartsOnly(source.width(), source.height())) {
            boolean[] wide = grown(marked, width, height, BESIDE_PX / f);
            for (int i = 0; i < wide.length; i++) {
                near.pixels()[i] = wide[i] ? 1 : 0;
            }
        }
        boolean[] band = grown(marked, width, height, RIM_PX);
        boolean[] absent = new boolean[band.length];
        Plane tissue = read(source::tissue, z, f, near);
        Plane valid = new Plane(width, height);
        for (int i = 0; i < band.length; i++) {
            absent[i] = tissue.pixels()[i] < 1 || near.pixels()[i] == 0;
            band[i] |= absent[i];
            valid.pixels()[i] = band[i] ? 0 : 1;
        }
        Plane own = read(source::read, z, f, near);
        List<Plane> others = new ArrayList<>();
        for (int k : neighbours) {
            others.add(read(source::read, k, f, near));
        }
        double shift = UNKNOWN_SHIFT_PX;
        if (others.size() == 2) {
            Flow flow = between(others.get(0), others.get(1));
            shift = OwnShift.deviation(mean(flow.u()), mean(flow.v()));
            others = List.of(
                    Resampler.warp(others.get(0), Flows.scaled(flow, -0.5), Resampler.Interpolation.CUBIC),
                    Resampler.warp(others.get(1), Flows.scaled(flow, 0.5), Resampler.Interpolation.CUBIC));
        }
        List<Plane> normalised = others.stream()
                .map(p -> Contrast.normalised(p, near, CONTRAST_PX))
                .toList();
        return new Overview(
                f, band, absent, marked, Contrast.normalised(own, valid, CONTRAST_PX), valid, normalised, shift);
    }

    int width() {
        return own.width();
    }

    int height() {
        return own.height();
    }

    static boolean[] grown(boolean[] mask, int width, int height, int by) {
        boolean[] rows = new boolean[mask.length];
        for (int i = 0; i < mask.length; i++) {
            if (mask[i]) {
                int x = i % width;
                for (int k = Math.max(x - by, 0); k <= Math.min(x + by, width - 1); k++) {
                    rows[i - x + k] = true;
                }
            }
        }
        boolean[] out = new boolean[mask.length];
        for (int i = 0; i < mask.length; i++) {
            if (rows[i]) {
                int y = i / width;
                for (int k = Math.max(y - by, 0); k <= Math.min(y + by, height - 1); k++) {
                    out[i + (k - y) * width] = true;
                }
            }
        }
        return out;
    }

    private interface Reader {
        Plane read(int z, Area area);
    }

    /** Reads and averages; tiles in which nothing is near a band are left out, and have the mean of the others. */
    private static Plane read(Reader source, int z, int factor, Plane near) {
        int width = near.width();
        int height = near.height();
        if (factor == 1) {
            return source.read(z, new Area(0, 0, width, height));
        }
        Plane out = new Plane(width, height);
        Map<Boolean, List<Area>> tiles = new Tiles(width * factor, height * factor, TILE_PX)
                .all().stream().collect(Collectors.partitioningBy(tile -> any(near, reduced(tile, factor))));
        Parallelization.getTaskExecutor().forEach(tiles.get(true), tile -> {
            Plane pixels = source.read(z, tile);
            for (int i = 0; i < pixels.pixels().length; i++) {
                int at = (tile.y() + i / tile.width()) / factor * width + (tile.x() + i % tile.width()) / factor;
                out.pixels()[at] += pixels.pixels()[i] / (factor * factor);
            }
        });
        if (!tiles.get(false).isEmpty()) {
            float mean = mean(out, tiles.get(true), factor);
            for (Area tile : tiles.get(false)) {
                Area cells = reduced(tile, factor);
                Boxes.paste(
                        Plane.filled(cells.width(), cells.height(), mean), cells, out, new Area(0, 0, width, height));
            }
        }
        return out;
    }

    private static float mean(Plane plane, List<Area> tiles, int factor) {
        Moments moments = new Moments();
        for (Area tile : tiles) {
            Area cells = reduced(tile, factor);
            for (float value : plane.crop(cells.x(), cells.y(), cells.width(), cells.height())
                    .pixels()) {
                moments.add(value);
            }
        }
        return (float) moments.mean();
    }

    private static Area reduced(Area tile, int factor) {
        return new Area(tile.x() / factor, tile.y() / factor, tile.width() / factor, tile.height() / factor);
    }

    private static boolean any(Plane flags, Area area) {
        for (int y = area.y(); y < area.y() + area.height(); y++) {
            for (int x = area.x(); x < area.x() + area.width(); x++) {
                if (flags.get(x, y) > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Where the second section shows what the first does. */
    private static Flow between(Plane below, Plane above) {
        Plane a = Filters.halve(below);
        Plane b = Filters.halve(above);
        Flow quarter = DenseRegistration.builder()
                .maxDisplacementPx(MOTION_PX)
                .build()
                .between(Filters.halve(a), Filters.halve(b), 0.5)
                .flow();
        Flow smooth =
                new Flow(Filters.gaussian(quarter.u(), MOTION_SIGMA), Filters.gaussian(quarter.v(), MOTION_SIGMA));
        return Filters.enlarge(Filters.enlarge(smooth, a.width(), a.height()), below.width(), below.height());
    }

    private static double mean(Plane plane) {
        double sum = 0;
        for (float value : plane.pixels()) {
            sum += value;
        }
        return sum / plane.pixels().length;
    }
}
