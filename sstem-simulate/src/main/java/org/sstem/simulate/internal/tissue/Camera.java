package org.sstem.simulate.internal.tissue;

import org.sstem.method.Area;
import org.sstem.method.Plane;

/** Turns transmitted light into grey values: blur, gain that differs a little between sections, shading, shot noise. */
public final class Camera {

    /** Pixels around an area that its picture depends on. */
    public static final int REACH = 2;

    private static final double BLUR_PX = 0.65;
    private static final double GAIN = 0.76;
    private static final double OFFSET = 0.0;
    private static final double SHOT = 0.045;
    private static final double SHADE_PX = 900;

    private final long seed;
    private final int z;
    private final double shot;
    private final double gain;
    private final double offset;

    /**
     * Sets the camera up for a section.
     *
     * @param noise how much shot noise, in units of the usual
     */
    public Camera(long seed, int z, double noise) {
        this.seed = seed;
        this.z = z;
        shot = SHOT * noise;
        long h = Hash.at(Hash.stream(seed, 800), z, 0, 0);
        gain = GAIN * (1 + 0.025 * Hash.normal(h, 0));
        offset = OFFSET + 0.012 * Hash.normal(h, 1);
    }

    /**
     * Takes the picture.
     *
     * @param light transmission with a margin of 2 px around the area
     * @param area  what to take
     */
    public Plane photograph(Plane light, Area area) {
        float[] taps = new float[5];
        double sum = 0;
        for (int i = 0; i < 5; i++) {
            taps[i] = (float) Math.exp(-(i - 2) * (i - 2) / (2 * BLUR_PX * BLUR_PX));
            sum += taps[i];
        }
        for (int i = 0; i < 5; i++) {
            taps[i] /= (float) sum;
        }
        int stride = light.width();
        float[] in = light.pixels();
        float[] rows = new float[light.height() * area.width()];
        for (int y = 0; y < light.height(); y++) {
            for (int x = 0; x < area.width(); x++) {
                int at = y * stride + x;
                rows[y * area.width() + x] =
                        taps[0] * (in[at] + in[at + 4]) + taps[1] * (in[at + 1] + in[at + 3]) + taps[2] * in[at + 2];
            }
        }
        Plane out = new Plane(area.width(), area.height());
        long noise = Hash.stream(seed, 801);
        long shading = Hash.stream(seed, 802);
        for (int y = 0; y < area.height(); y++) {
            for (int x = 0; x < area.width(); x++) {
                int at = y * area.width() + x;
                int w = area.width();
                double v = taps[0] * (rows[at] + rows[at + 4 * w])
                        + taps[1] * (rows[at + w] + rows[at + 3 * w])
                        + taps[2] * rows[at + 2 * w];
                double px = area.x() + x;
                double py = area.y() + y;
                v = offset + v * gain * (1 + 0.015 * Noise.value2(shading, px / SHADE_PX, py / SHADE_PX, z));
                long h = Hash.at(noise, area.x() + x, area.y() + y, z);
                v += shot * Math.sqrt(Math.max(v, 0.02)) * bell(h);
                out.pixels()[at] = (float) Math.max(0, Math.min(1, v));
            }
        }
        return out;
    }

    /** About normal, unit standard deviation: the sum of four uniform numbers taken from one hash. */
    private static double bell(long h) {
        long sum = (h & 0xFFFF) + (h >>> 16 & 0xFFFF) + (h >>> 32 & 0xFFFF) + (h >>> 48);
        return (sum * 0x1p-16 - 2) * 1.7320508;
    }
}
