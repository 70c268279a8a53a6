package org.sstem.internal.sheet;

import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.Contrast;
import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.registration.DenseRegistration;
import org.sstem.internal.registration.Flows;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;

/**
 * A damaged section and its neighbours, seen whole: at full resolution, or so much smaller that they fit.
 *
 * <p>Pixel (x, y) is the mean of {@code factor x factor} pixels of the section from (x factor, y factor) on. Brightness
 * and contrast are taken out. Two neighbours are brought half-way towards each other, where the section is expected.
 *
 * @param factor     pixels of the section a pixel, a power of two
 * @param band       true where there is no tissue, or where its light is in doubt
 * @param absent     true where the section has no tissue: padding, lost parts
 * @param marked     true where the mask is set
 * @param own        the section; 0 in the band
 * @param valid      1 where it shows tissue, 0 in the band
 * @param neighbours one or two sections
 */
record Overview(
        int factor,
        boolean[] band,
        boolean[] absent,
        boolean[] marked,
        Plane own,
        Plane valid,
        List<Plane> neighbours) {

    private static final int GREATEST_PX = 1700;
    private static final int RIM_PX = 2;
    /** Box filters of this radius, twice: a window of about 25 px of standard deviation. */
    private static final int CONTRAST_PX = 30;

    private static final int STRIP_ROWS = 512;
    private static final double MOTION_SIGMA = 4;
    private static final int MOTION_PX = 12;

    static Overview of(SectionSource source, int z, List<Integer> neighbours, SectionMask mask) {
        int factor = 1;
        while (Math.max(source.width(), source.height()) / factor > GREATEST_PX) {
            factor *= 2;
        }
        int f = factor;
        int width = Math.max(1, source.width() / f);
        int height = Math.max(1, source.height() / f);
        boolean[] marked = new boolean[width * height];
        int rows = Math.max(1, STRIP_ROWS / f);
        for (int y = 0; y < height; y += rows) {
            int n = Math.min(rows, height - y);
            boolean[] flags = mask.read(new Area(0, y * f, width * f, n * f));
            for (int i = 0; i < flags.length; i++) {
                if (flags[i]) {
                    marked[(y + i / (width * f) / f) * width + i % (width * f) / f] = true;
                }
            }
        }
        boolean[] band = grown(marked, width, height, RIM_PX);
        boolean[] absent = new boolean[band.length];
        Plane tissue = read(source::tissue, z, f, width, height);
        Plane valid = new Plane(width, height);
        for (int i = 0; i < band.length; i++) {
            absent[i] = tissue.pixels()[i] < 1;
            band[i] |= absent[i];
            valid.pixels()[i] = band[i] ? 0 : 1;
        }
        Plane own = read(source::read, z, f, width, height);
        List<Plane> others = new ArrayList<>();
        for (int k : neighbours) {
            others.add(read(source::read, k, f, width, height));
        }
        if (others.size() == 2) {
            others = halfWay(others.get(0), others.get(1));
        }
        Plane all = Plane.filled(width, height, 1);
        List<Plane> normalised = others.stream()
                .map(p -> Contrast.normalised(p, all, CONTRAST_PX))
                .toList();
        return new Overview(f, band, absent, marked, Contrast.normalised(own, valid, CONTRAST_PX), valid, normalised);
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

    private static Plane read(Reader source, int z, int factor, int width, int height) {
        if (factor == 1) {
            return source.read(z, new Area(0, 0, width, height));
        }
        Plane out = new Plane(width, height);
        int rows = Math.max(1, STRIP_ROWS / factor);
        for (int y = 0; y < height; y += rows) {
            int n = Math.min(rows, height - y);
            Plane strip = source.read(z, new Area(0, y * factor, width * factor, n * factor));
            for (int i = 0; i < strip.pixels().length; i++) {
                int at = (y + i / strip.width() / factor) * width + i % strip.width() / factor;
                out.pixels()[at] += strip.pixels()[i] / (factor * factor);
            }
        }
        return out;
    }

    private static List<Plane> halfWay(Plane below, Plane above) {
        Plane a = Filters.halve(below);
        Plane b = Filters.halve(above);
        Flow quarter = DenseRegistration.builder()
                .maxDisplacementPx(MOTION_PX)
                .build()
                .between(Filters.halve(a), Filters.halve(b), 0.5)
                .flow();
        Flow smooth =
                new Flow(Filters.gaussian(quarter.u(), MOTION_SIGMA), Filters.gaussian(quarter.v(), MOTION_SIGMA));
        Flow flow = Filters.enlarge(Filters.enlarge(smooth, a.width(), a.height()), below.width(), below.height());
        return List.of(
                Resampler.warp(below, Flows.scaled(flow, -0.5), Resampler.Interpolation.CUBIC),
                Resampler.warp(above, Flows.scaled(flow, 0.5), Resampler.Interpolation.CUBIC));
    }
}
