package org.sstem.internal.detect;

import org.sstem.damage.SectionMask;
import org.sstem.method.Area;
import org.sstem.method.SectionSource;

import java.util.List;

/** The pixels of bands. Stateless. */
final class BandMarks {

    private static final int STRIP_ROWS = 128;
    /** Bands are measured up to here from where tissue ends; from there they run on out of sight, pixels. */
    private static final int BEYOND_PX = 14;
    /** Stations that tell which way a band runs on. */
    private static final int STATIONS = 8;

    private BandMarks() {}

    /** Marks the pixels between the rims of bands of a section, and those of other masks. */
    static SectionMask mask(List<BandShape> bands, List<SectionMask> others, SectionSource source, int z) {
        int width = source.width();
        int height = source.height();
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
                mark(Piece.of(band, i), flags, width, height);
            }
            int last = band.x().length - 1;
            if (last > 0) {
                beyond(band, 0, Math.min(STATIONS, last), source, z, flags);
                beyond(band, last, Math.max(0, last - STATIONS), source, z, flags);
            }
        }
        return SectionMask.of(width, height, flags);
    }

    /** Carries a band on to where the section's tissue ends, if that is near its own end. */
    private static void beyond(BandShape band, int end, int from, SectionSource source, int z, boolean[] flags) {
        double length = Math.hypot(band.x()[end] - band.x()[from], band.y()[end] - band.y()[from]);
        double tx = (band.x()[end] - band.x()[from]) / Math.max(1e-9, length);
        double ty = (band.y()[end] - band.y()[from]) / Math.max(1e-9, length);
        double middle = 0.5 * (band.low()[end] + band.high()[end]);
        double x = band.x()[end] + middle * band.nx()[end];
        double y = band.y()[end] + middle * band.ny()[end];
        for (int k = 1; k <= BEYOND_PX; k++) {
            int px = (int) Math.rint(x + k * tx);
            int py = (int) Math.rint(y + k * ty);
            if (px < 0 || py < 0 || px >= source.width() || py >= source.height()) {
                return;
            }
            if (source.tissue(z, new Area(px, py, 1, 1)).get(0, 0) == 0) {
                mark(Piece.on(band, end, BEYOND_PX * tx, BEYOND_PX * ty), flags, source.width(), source.height());
                return;
            }
        }
    }

    /** A piece of a band from one station on: first and second station of each. */
    private record Piece(double[] x, double[] y, double[] nx, double[] ny, double[] low, double[] high) {

        static Piece of(BandShape band, int i) {
            return new Piece(
                    pair(band.x(), i),
                    pair(band.y(), i),
                    pair(band.nx(), i),
                    pair(band.ny(), i),
                    pair(band.low(), i),
                    pair(band.high(), i));
        }

        /** What lies beyond an end. */
        static Piece on(BandShape band, int i, double dx, double dy) {
            return new Piece(
                    new double[] {band.x()[i], band.x()[i] + dx},
                    new double[] {band.y()[i], band.y()[i] + dy},
                    new double[] {band.nx()[i], band.nx()[i]},
                    new double[] {band.ny()[i], band.ny()[i]},
                    new double[] {band.low()[i], band.low()[i]},
                    new double[] {band.high()[i], band.high()[i]});
        }

        private static double[] pair(double[] values, int i) {
            return new double[] {values[i], values[i + 1]};
        }
    }

    /** Marks the pixels from one station to the next; rims are straight between them. */
    private static void mark(Piece band, boolean[] flags, int width, int height) {
        double x0 = Double.POSITIVE_INFINITY;
        double y0 = x0;
        double x1 = -x0;
        double y1 = -x0;
        for (int k = 0; k <= 1; k++) {
            for (double rim : new double[] {band.low()[k], band.high()[k]}) {
                double px = band.x()[k] + rim * band.nx()[k];
                double py = band.y()[k] + rim * band.ny()[k];
                x0 = Math.min(x0, px);
                y0 = Math.min(y0, py);
                x1 = Math.max(x1, px);
                y1 = Math.max(y1, py);
            }
        }
        double tx = band.x()[1] - band.x()[0];
        double ty = band.y()[1] - band.y()[0];
        double squared = Math.max(1e-9, tx * tx + ty * ty);
        double nx = 0.5 * (band.nx()[0] + band.nx()[1]);
        double ny = 0.5 * (band.ny()[0] + band.ny()[1]);
        for (int y = Math.max(0, (int) Math.floor(y0)); y <= Math.min(height - 1, (int) Math.ceil(y1)); y++) {
            for (int x = Math.max(0, (int) Math.floor(x0)); x <= Math.min(width - 1, (int) Math.ceil(x1)); x++) {
                double dx = x - band.x()[0];
                double dy = y - band.y()[0];
                double part = (dx * tx + dy * ty) / squared;
                // Where the course bends pieces overlap on one side and gape on the other: half a step more closes
                // them.
                if (part < -0.5 || part > 1.5) {
                    continue;
                }
                double f = Math.min(Math.max(part, 0), 1);
                double d = dx * nx + dy * ny;
                double low = band.low()[0] + f * (band.low()[1] - band.low()[0]);
                double high = band.high()[0] + f * (band.high()[1] - band.high()[0]);
                if (d >= low && d <= high) {
                    flags[y * width + x] = true;
                }
            }
        }
    }
}
