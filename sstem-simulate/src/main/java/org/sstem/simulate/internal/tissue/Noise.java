package org.sstem.simulate.internal.tissue;

/** Gradient noise on a hashed lattice, with its derivative: smooth, unbounded in extent, stored nowhere. */
final class Noise {

    private static final double DECODE = 1.0 / (1 << 20);

    private Noise() {}

    /**
     * Evaluates 3-D noise of about unit standard deviation.
     *
     * @param out receives value, d/dx, d/dy, d/dz per unit of lattice
     */
    static void gradient3(long seed, double x, double y, double z, double[] out) {
        int ix = (int) Math.floor(x);
        int iy = (int) Math.floor(y);
        int iz = (int) Math.floor(z);
        double fx = x - ix;
        double fy = y - iy;
        double fz = z - iz;
        double value = 0;
        double dx = 0;
        double dy = 0;
        double dz = 0;
        for (int corner = 0; corner < 8; corner++) {
            int cx = corner & 1;
            int cy = corner >> 1 & 1;
            int cz = corner >> 2;
            long h = Hash.at(seed, ix + cx, iy + cy, iz + cz);
            double gx = (h & 0x1FFFFF) * DECODE - 1;
            double gy = (h >>> 21 & 0x1FFFFF) * DECODE - 1;
            double gz = (h >>> 42 & 0x1FFFFF) * DECODE - 1;
            double px = fx - cx;
            double py = fy - cy;
            double pz = fz - cz;
            double wx = fade(cx == 0 ? fx : 1 - fx);
            double wy = fade(cy == 0 ? fy : 1 - fy);
            double wz = fade(cz == 0 ? fz : 1 - fz);
            double sx = cx == 0 ? fadeSlope(fx) : -fadeSlope(1 - fx);
            double sy = cy == 0 ? fadeSlope(fy) : -fadeSlope(1 - fy);
            double sz = cz == 0 ? fadeSlope(fz) : -fadeSlope(1 - fz);
            double g = gx * px + gy * py + gz * pz;
            double w = wx * wy * wz;
            value += w * g;
            dx += w * gx + sx * wy * wz * g;
            dy += w * gy + wx * sy * wz * g;
            dz += w * gz + wx * wy * sz * g;
        }
        // The standard deviation of the sum over a lattice cell is about 0.26.
        out[0] = value * 3.8;
        out[1] = dx * 3.8;
        out[2] = dy * 3.8;
        out[3] = dz * 3.8;
    }

    /** Evaluates 3-D noise without the derivative. */
    static double value3(long seed, double x, double y, double z) {
        int ix = (int) Math.floor(x);
        int iy = (int) Math.floor(y);
        int iz = (int) Math.floor(z);
        double fx = x - ix;
        double fy = y - iy;
        double fz = z - iz;
        double value = 0;
        for (int corner = 0; corner < 8; corner++) {
            int cx = corner & 1;
            int cy = corner >> 1 & 1;
            int cz = corner >> 2;
            long h = Hash.at(seed, ix + cx, iy + cy, iz + cz);
            double g = ((h & 0x1FFFFF) * DECODE - 1) * (fx - cx)
                    + ((h >>> 21 & 0x1FFFFF) * DECODE - 1) * (fy - cy)
                    + ((h >>> 42 & 0x1FFFFF) * DECODE - 1) * (fz - cz);
            value += fade(cx == 0 ? fx : 1 - fx) * fade(cy == 0 ? fy : 1 - fy) * fade(cz == 0 ? fz : 1 - fz) * g;
        }
        return value * 3.8;
    }

    /** Evaluates 2-D noise of about unit standard deviation; the third index picks an independent field. */
    static double value2(long seed, double x, double y, int field) {
        int ix = (int) Math.floor(x);
        int iy = (int) Math.floor(y);
        double fx = x - ix;
        double fy = y - iy;
        double value = 0;
        for (int corner = 0; corner < 4; corner++) {
            int cx = corner & 1;
            int cy = corner >> 1;
            long h = Hash.at(seed, ix + cx, iy + cy, field);
            double g = ((h & 0x1FFFFF) * DECODE - 1) * (fx - cx) + ((h >>> 21 & 0x1FFFFF) * DECODE - 1) * (fy - cy);
            value += fade(cx == 0 ? fx : 1 - fx) * fade(cy == 0 ? fy : 1 - fy) * g;
        }
        return value * 3.6;
    }

    /** Falls from 1 at 0 to 0 at 1 with two vanishing derivatives at both ends. */
    private static double fade(double t) {
        return 1 - t * t * t * (t * (t * 6 - 15) + 10);
    }

    private static double fadeSlope(double t) {
        return -30 * t * t * (t * (t - 2) + 1);
    }
}
