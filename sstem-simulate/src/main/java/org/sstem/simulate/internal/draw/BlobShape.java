package org.sstem.simulate.internal.draw;

import org.sstem.internal.precipitate.blob.BlobTransmission;
import org.sstem.internal.precipitate.blob.TransmissionLaw;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.simulate.PrecipitateDistribution.BlobOutline;

import java.util.Arrays;

/**
 * One blob drawn on its own: a box around its centre, with what each pixel lets through. Not changed once made.
 *
 * @param box          the rectangle it lies in, relative to the pixel of its centre
 * @param inside       one flag a pixel of the box, true within the rim
 * @param transmission of each pixel of the box, 1 where the blob has no influence
 * @param area         area within the rim, px
 * @param extent       the rectangle that the rim just fits in, relative to the pixel of the centre
 */
public record BlobShape(Area box, boolean[] inside, float[] transmission, double area, Area extent) {

    private static final int DIRECTIONS = 1024;

    /** Gauge at which the bright ring is brightest, and how far it reaches to both sides. */
    private static final double RING = 1.35;

    private static final double RING_REACH = 0.3;

    /** Draws a blob; its random numbers are its own, so that blobs can be drawn in any order. */
    public static BlobShape draw(Draws draws, BlobOutline outline, double area, TransmissionLaw law, double ring) {
        if (outline instanceof BlobOutline.Bank bank) {
            return fromBank(draws, bank, area, law);
        }
        return harmonic(draws, (BlobOutline.Harmonics) outline, area, law, ring);
    }

    /** Draws a star-shaped blob whose rim is a circle with random harmonics. */
    static BlobShape harmonic(Draws draws, BlobOutline.Harmonics shape, double area, TransmissionLaw law, double ring) {
        float[] rim = rim(draws, shape, area);
        double reach = 0;
        for (float r : rim) {
            reach = Math.max(reach, r);
        }
        int half = (int) Math.ceil(reach * (ring == 0 ? 1 : RING + RING_REACH));
        int size = 2 * half + 1;
        boolean[] inside = new boolean[size * size];
        float[] transmission = new float[size * size];
        Arrays.fill(transmission, 1);
        int[] low = {0, 0};
        int[] high = {0, 0};
        float[] table = table(law, area);
        for (int y = -half; y <= half; y++) {
            for (int x = -half; x <= half; x++) {
                double square = (double) x * x + (double) y * y;
                if (square > (double) half * half) {
                    continue;
                }
                float at = turn(x, y) * (DIRECTIONS / 4f);
                int k = (int) at;
                float edge = rim[k] + (at - k) * (rim[k + 1] - rim[k]);
                float r = (float) Math.sqrt(square) / edge;
                int i = (y + half) * size + x + half;
                if (r <= 1) {
                    inside[i] = true;
                    transmission[i] = lookUp(table, r);
                    low[0] = Math.min(low[0], x);
                    low[1] = Math.min(low[1], y);
                    high[0] = Math.max(high[0], x);
                    high[1] = Math.max(high[1], y);
                } else if (ring != 0) {
                    double t = (r - RING) / RING_REACH;
                    transmission[i] = (float) (1 + ring * Math.max(0, 1 - t * t));
                }
            }
        }
        Area extent = new Area(low[0], low[1], high[0] - low[0] + 1, high[1] - low[1] + 1);
        return new BlobShape(new Area(-half, -half, size, size), inside, transmission, area, extent);
    }

    /** A direction as a number from 0 to 4 that needs no arc tangent: the place on the square |x| + |y| = 1. */
    private static float turn(float x, float y) {
        float sum = Math.abs(x) + Math.abs(y);
        if (sum == 0) {
            return 0;
        }
        float along = y / sum;
        return x < 0 ? 2 - along : along < 0 ? 4 + along : along;
    }

    /** The rim's radius at equal steps of {@link #turn}, with two values more than a full turn has. */
    private static float[] rim(Draws draws, BlobOutline.Harmonics shape, double area) {
        double[] c = new double[shape.orders() + 1];
        double[] s = new double[shape.orders() + 1];
        for (int n = 2; n <= shape.orders(); n++) {
            double amplitude = shape.irregularity() * Math.pow(n / 2.0, -shape.falloff());
            c[n] = amplitude * draws.normal();
            s[n] = amplitude * draws.normal();
        }
        double[] rim = new double[DIRECTIONS];
        double around = 0;
        for (int k = 0; k < DIRECTIONS; k++) {
            double place = 4.0 * k / DIRECTIONS;
            double x = place <= 2 ? 1 - place : place - 3;
            double y = place <= 1 ? place : place <= 3 ? 2 - place : place - 4;
            double squared = x * x + y * y;
            double cos = x / Math.sqrt(squared);
            double sin = y / Math.sqrt(squared);
            double cn = cos;
            double sn = sin;
            double r = 1;
            for (int n = 2; n <= shape.orders(); n++) {
                double next = cn * cos - sn * sin;
                sn = sn * cos + cn * sin;
                cn = next;
                r += c[n] * cn + s[n] * sn;
            }
            rim[k] = Math.max(0.3, r);
            // The angle changes by 1/squared a unit of the place.
            around += rim[k] * rim[k] / squared;
        }
        double scale = Math.sqrt(area / (0.5 * around * 4 / DIRECTIONS));
        float[] out = new float[DIRECTIONS + 2];
        for (int k = 0; k < out.length; k++) {
            out[k] = (float) (scale * rim[k % DIRECTIONS]);
        }
        return out;
    }

    private static float[] table(TransmissionLaw law, double area) {
        float[] table = new float[258];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) law.transmission(i / 256.0, area);
        }
        return table;
    }

    private static float lookUp(float[] table, float r) {
        float at = r * 256;
        int i = (int) at;
        return table[i] + (at - i) * (table[i + 1] - table[i]);
    }

    /** Draws a blob with an outline of a bank. */
    static BlobShape fromBank(Draws draws, BlobOutline.Bank bank, double area, TransmissionLaw law) {
        Plane mask = bank.masks().get(draws.below(bank.masks().size()));
        boolean mirrorX = draws.unit() < 0.5;
        boolean mirrorY = draws.unit() < 0.5;
        boolean transpose = draws.unit() < 0.5;
        double scale = Math.sqrt(area / BlobOutline.Bank.area(mask));
        double w = (transpose ? mask.height() : mask.width()) * scale;
        double h = (transpose ? mask.width() : mask.height()) * scale;
        int width = Math.max(1, (int) Math.ceil(w));
        int height = Math.max(1, (int) Math.ceil(h));
        boolean[] inside = new boolean[width * height];
        int pixels = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double u = ((mirrorX ? width - 1 - x : x) + 0.5) / width;
                double v = ((mirrorY ? height - 1 - y : y) + 0.5) / height;
                int sx = (int) ((transpose ? v : u) * mask.width());
                int sy = (int) ((transpose ? u : v) * mask.height());
                if (mask.get(sx, sy) >= 0.5f) {
                    inside[y * width + x] = true;
                    pixels++;
                }
            }
        }
        Plane transmission = BlobTransmission.of(inside, width, height, law);
        Area box = new Area(-width / 2, -height / 2, width, height);
        return new BlobShape(box, inside, transmission.pixels(), pixels, box);
    }
}
