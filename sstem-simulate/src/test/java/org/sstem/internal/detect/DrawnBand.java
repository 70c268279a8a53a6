package org.sstem.internal.detect;

import org.sstem.internal.image.Resampler;
import org.sstem.method.Plane;

import java.util.Random;

/**
 * A band as sections have them, drawn over tissue: it waves, its width varies along the course, it may end inside the
 * section, its rims are soft. What is dark shows tissue of two other places; what is bright is empty. Tissue beside it is
 * pulled in, or pushed away, ever less with the distance and not alike on the two sides.
 *
 * @param x         where the course begins, pixels
 * @param y         likewise
 * @param angle     its direction, radians
 * @param wave      sideways swing, pixels, over a length of 260 px
 * @param halfWidth half the width where it is widest, pixels
 * @param length    of the course; beyond 60 px before its end the width shrinks to nothing
 * @param pull      displacement of the tissue beside it, pixels; negative moves it apart
 * @param bright    a crack, otherwise a fold
 */
record DrawnBand(
        double x, double y, double angle, double wave, double halfWidth, double length, double pull, boolean bright) {

    private static final double TAPER_PX = 60;
    private static final double WAVE_PX = 260;

    /** Half the width at a length along the course. */
    private double half(double along) {
        double end = Math.min(1, (length - along) / TAPER_PX);
        double start = along < 0 ? 0 : 1;
        return end <= 0 ? 0 : start * Math.sqrt(end) * halfWidth * (0.85 + 0.15 * Math.sin(along / 45));
    }

    /** Signed distance and length along the course of a place. */
    private double[] locate(int px, int py) {
        double dx = px - x;
        double dy = py - y;
        double along = dx * Math.cos(angle) + dy * Math.sin(angle);
        double aside = -dx * Math.sin(angle) + dy * Math.cos(angle);
        double phase = 2 * Math.PI * along / WAVE_PX;
        double slope = wave * 2 * Math.PI / WAVE_PX * Math.cos(phase);
        return new double[] {(aside - wave * Math.sin(phase)) / Math.sqrt(1 + slope * slope), along};
    }

    /** Marks its pixels. */
    boolean[] mask(int width, int height) {
        boolean[] mask = new boolean[width * height];
        for (int i = 0; i < mask.length; i++) {
            double[] at = locate(i % width, i / width);
            mask[i] = Math.abs(at[0]) < half(at[1]);
        }
        return mask;
    }

    /** Draws it over a section. */
    Plane over(Plane tissue, long seed) {
        Random random = new Random(seed);
        int width = tissue.width();
        int height = tissue.height();
        int shift = 20 + random.nextInt(40);
        Plane out = new Plane(width, height);
        for (int py = 0; py < height; py++) {
            for (int px = 0; px < width; px++) {
                double[] at = locate(px, py);
                double half = half(at[1]);
                double side = Math.signum(at[0]) * (at[0] > 0 ? 1 : 0.7);
                double moved = half > 0 ? side * pull * Math.exp(-Math.abs(at[0]) / 80) * Math.min(1, half / 3) : 0;
                float sx = (float) Math.min(Math.max(px - moved * Math.sin(angle), 0), width - 1);
                float sy = (float) Math.min(Math.max(py + moved * Math.cos(angle), 0), height - 1);
                double value = Resampler.bilinear(tissue, sx, sy);
                double doubled = tissue.get((px + shift) % width, py) * tissue.get(px, (py + shift) % height);
                double inside = bright ? 0.93 + 0.03 * random.nextGaussian() : 0.06 + 0.25 * doubled;
                double soft = half > 0 ? Math.min(Math.max(0.5 + (half - Math.abs(at[0])) / 2, 0), 1) : 0;
                out.set(px, py, (float) (value + soft * (inside - value)));
            }
        }
        return out;
    }
}
