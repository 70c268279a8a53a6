package org.sstem.internal.detect;

import org.sstem.damage.SectionMask;
import org.sstem.method.Area;

import java.util.List;

/** The pixels of bands. Stateless. */
final class BandMarks {

    private static final int STRIP_ROWS = 128;

    private BandMarks() {}

    /** Marks the pixels between the rims of bands, and those of other masks. */
    static SectionMask mask(List<BandShape> bands, List<SectionMask> others, int width, int height) {
        boolean[] flags = new boolean[Math.multiplyExact(width, height)];
        for (int y = 0; y < height; y += STRIP_ROWS) {
            Area area = new Area(0, y, width, Math.min(STRIP_ROWS, height - y));
            for (SectionMask other : others) {
                boolean[] inside = other.read(area);
                for (int i = 0; i < inside.length; i++) {
                    flags[y * width + i] |= inside[i];
                }
            }
        }
        for (BandShape band : bands) {
            for (int i = 0; i + 1 < band.x().length; i++) {
                mark(band, i, flags, width, height);
            }
        }
        return SectionMask.of(width, height, flags);
    }

    /** Marks the pixels from one station to the next; rims are straight between them. */
    private static void mark(BandShape band, int i, boolean[] flags, int width, int height) {
        double x0 = Double.POSITIVE_INFINITY;
        double y0 = x0;
        double x1 = -x0;
        double y1 = -x0;
        for (int k = i; k <= i + 1; k++) {
            for (double rim : new double[] {band.low()[k], band.high()[k]}) {
                double px = band.x()[k] + rim * band.nx()[k];
                double py = band.y()[k] + rim * band.ny()[k];
                x0 = Math.min(x0, px);
                y0 = Math.min(y0, py);
                x1 = Math.max(x1, px);
                y1 = Math.max(y1, py);
            }
        }
        double tx = band.x()[i + 1] - band.x()[i];
        double ty = band.y()[i + 1] - band.y()[i];
        double squared = Math.max(1e-9, tx * tx + ty * ty);
        double nx = 0.5 * (band.nx()[i] + band.nx()[i + 1]);
        double ny = 0.5 * (band.ny()[i] + band.ny()[i + 1]);
        for (int y = Math.max(0, (int) Math.floor(y0)); y <= Math.min(height - 1, (int) Math.ceil(y1)); y++) {
            for (int x = Math.max(0, (int) Math.floor(x0)); x <= Math.min(width - 1, (int) Math.ceil(x1)); x++) {
                double dx = x - band.x()[i];
                double dy = y - band.y()[i];
                double part = (dx * tx + dy * ty) / squared;
                // Where the course bends pieces overlap on one side and gape on the other: half a step more closes
                // them.
                if (part < -0.5 || part > 1.5) {
                    continue;
                }
                double f = Math.min(Math.max(part, 0), 1);
                double d = dx * nx + dy * ny;
                double low = band.low()[i] + f * (band.low()[i + 1] - band.low()[i]);
                double high = band.high()[i] + f * (band.high()[i + 1] - band.high()[i]);
                if (d >= low && d <= high) {
                    flags[y * width + x] = true;
                }
            }
        }
    }
}
