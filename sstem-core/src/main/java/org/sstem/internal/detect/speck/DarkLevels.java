package org.sstem.internal.detect.speck;

import org.sstem.internal.image.Filters;
import org.sstem.internal.math.Quantiles;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How dark a section is.
 *
 * @param median the median grey value
 * @param spread how far below it the darkest twentieth begins
 * @param dark   darkness of the darkest hundredth, blurred
 * @param rare   darkness of the darkest thousandth, blurred
 */
public record DarkLevels(double median, double spread, double dark, double rare) implements Serializable {

    /** Blur against noise, pixels. */
    static final double SIGMA_PX = 1.5;

    private static final int TILE_PX = 1024;
    private static final int SAMPLES = 1 << 18;

    boolean tellsDarkness() {
        return spread > 0;
    }

    /** How far an area lies below the median grey value, in units of the spread, blurred. */
    Plane darkness(SectionSource source, int z, Area area) {
        int reach = Filters.gaussianReach(SIGMA_PX);
        Plane out = Filters.gaussian(source.read(z, area.grow(reach)), SIGMA_PX)
                .crop(reach, reach, area.width(), area.height());
        float[] pixels = out.pixels();
        float from = (float) median;
        float unit = (float) spread;
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (from - pixels[i]) / unit;
        }
        return out;
    }

    /** Measures how dark a section is. */
    public static DarkLevels of(SectionSource source, int z) {
        Tiles tiles = new Tiles(source.width(), source.height(), TILE_PX);
        int stride = (int) ((long) source.width() * source.height() / SAMPLES) | 1;
        Sample grey = new Sample(stride);
        Sample blurred = new Sample(stride);
        int reach = Filters.gaussianReach(SIGMA_PX);
        for (Area tile : tiles.all()) {
            Plane wide = source.read(z, tile.grow(reach));
            float[] tissue = source.tissue(z, tile).pixels();
            grey.add(wide.crop(reach, reach, tile.width(), tile.height()).pixels(), tissue);
            blurred.add(
                    Filters.gaussian(wide, SIGMA_PX)
                            .crop(reach, reach, tile.width(), tile.height())
                            .pixels(),
                    tissue);
        }
        double median = grey.quantile(0.5);
        double spread = median - grey.quantile(0.05);
        return new DarkLevels(
                median,
                spread,
                (median - blurred.quantile(0.01)) / spread,
                (median - blurred.quantile(0.001)) / spread);
    }

    /** Every so manieth value of tissue. */
    private static final class Sample {
        private final int stride;
        private float[] values = new float[1 << 12];
        private int n;
        /** How many values are passed over before the next one is taken. */
        private int wait;

        Sample(int stride) {
            this.stride = stride;
        }

        void add(float[] pixels, float[] tissue) {
            for (int i = 0; i < pixels.length; i++) {
                if (tissue[i] > 0 && --wait < 0) {
                    values = n == values.length ? Arrays.copyOf(values, 2 * n) : values;
                    values[n++] = pixels[i];
                    wait = stride - 1;
                }
            }
        }

        double quantile(double q) {
            return Quantiles.of(values, n, q);
        }
    }
}
