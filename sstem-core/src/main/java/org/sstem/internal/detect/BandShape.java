package org.sstem.internal.detect;

import org.sstem.internal.math.Medians;
import org.sstem.method.SectionSource;

import java.io.Serializable;

/**
 * A band measured at full resolution: its course, its two rims, and what tells it from tissue.
 *
 * @param x          places along its course every {@link BandStrip#STEP_PX} pixels
 * @param y          likewise
 * @param nx         unit normals of the course
 * @param ny         likewise
 * @param low        signed distance of one rim along the normal, pixels
 * @param high       that of the other
 * @param halfWidth  median of half the width, pixels
 * @param coverage   part of the course where both rims are seen, 0 to 1
 * @param grey       median grey value in the band
 * @param tissue     mean grey value of the tissue beside it
 * @param spread     standard deviation of that
 * @param roughness  by how much the rims jump from place to place, pixels
 * @param beside     mean grey right beside the rims, less that of the tissue, in standard deviations
 * @param texture    standard deviation inside over that of the tissue
 * @param smeared    part of the course along which the tissue beside it does not change, as where a section's border was
 *     pulled in
 * @param closed     whether its rims were seen in a closed image only, and are placed a little less exactly
 */
record BandShape(
        double[] x,
        double[] y,
        double[] nx,
        double[] ny,
        double[] low,
        double[] high,
        double halfWidth,
        double coverage,
        double grey,
        double tissue,
        double spread,
        double roughness,
        double beside,
        double texture,
        double smeared,
        boolean closed)
        implements Serializable {

    /** Stations that a band has at least. */
    static final int FEWEST = 12;

    private static final int PASSES = 3;
    private static final double EXTEND_PX = 60;

    private static final int MOST_EXTENSIONS = 20;
    /** Half-width of membranes cut obliquely, pixels. */
    private static final double MEMBRANE_PX = 3.5;
    /** How near to another's rim a band comes that joins it, pixels. */
    private static final double JOINING_PX = 16;
    /** What an extension has to add, pixels. */
    private static final double LONGER_PX = 16;

    double length() {
        return x.length * BandStrip.STEP_PX;
    }

    /** Median deviation of half the width from its median, pixels. */
    double widthSpread() {
        double[] off = new double[x.length];
        for (int i = 0; i < off.length; i++) {
            off[i] = Math.abs(0.5 * (high[i] - low[i]) - halfWidth);
        }
        return Medians.ofNumbers(off);
    }

    /**
     * How much like a band and unlike tissue it looks: its contrast over its texture and over the unevenness of its rims,
     * less where it goes on beyond them (as stains do), is lined (as bright processes are by their membranes), or is as
     * narrow as a membrane.
     */
    double look() {
        double even = Math.max(0.2, roughness / Math.max(1, Math.sqrt(halfWidth / 8)));
        double plain = Math.max(0.1, texture);
        double goesOn = grey < tissue ? -beside : Math.abs(beside);
        double off = Math.max(0, goesOn - 0.2) / 0.15;
        double wide = Math.min(1, halfWidth / MEMBRANE_PX);
        return contrast() / plain / even * wide * Math.sqrt(Math.min(4, length() / 100)) / (1 + off * off);
    }

    /** How far the band lies from the tissue, in the tissue's standard deviations. */
    double contrast() {
        return Math.abs(grey - tissue) / spread;
    }

    /**
     * Measures a band.
     *
     * @param tissue    where the section shows tissue
     * @param sign      -1 for a dark band, 1 for a bright one
     * @param px        places along it
     * @param py        likewise
     * @param halfWidth a guess of half its width, pixels
     * @param closed    whether rims are looked for where nothing dark is narrower than the band: what is faint has some there only
     * @return the band, or null if there is none
     */
    static BandShape measure(
            SectionSource source,
            int z,
            BandMap tissue,
            int sign,
            double[] px,
            double[] py,
            double halfWidth,
            boolean closed) {
        double[][] course = extended(px, py);
        double half = halfWidth;
        BandStrip strip = null;
        BandRims rims = null;
        for (int pass = 0; pass < PASSES; pass++) {
            int reach = (int) Math.ceil(1.5 * half) + 28;
            strip = BandStrip.along(source, z, tissue, course[0], course[1], Math.max(24, 2 * half), reach);
            if (strip.stations() < FEWEST) {
                return null;
            }
            rims = new BandRims(strip, sign, half, closed);
            half = rims.half;
            if (Double.isNaN(half)) {
                return null;
            }
            if (pass < PASSES - 1) {
                course = rims.recentred();
            }
        }
        return new BandMeasure(strip, rims).shape();
    }

    /** The same band, followed on from both its ends as long as that makes it longer. */
    BandShape followed(SectionSource source, int z, BandMap map, int sign) {
        BandShape band = this;
        for (int i = 0; i < MOST_EXTENSIONS; i++) {
            BandShape longer = measure(source, z, map, sign, band.middleX(), band.middleY(), band.halfWidth, closed);
            if (longer == null || longer.length() < band.length() + LONGER_PX) {
                return band;
            }
            band = longer;
        }
        return band;
    }

    /** Tells whether this band begins or ends at another, or crosses it. */
    boolean joins(BandShape other) {
        double[] ox = other.middleX();
        double[] oy = other.middleY();
        double[] ownX = middleX();
        double[] ownY = middleY();
        for (int i = 0; i < ownX.length; i++) {
            for (int k = 0; k < ox.length; k += 4) {
                double within = 0.5 * (other.high[k] - other.low[k]) + JOINING_PX;
                if (Math.hypot(ownX[i] - ox[k], ownY[i] - oy[k]) < within) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Columns of the places half way between the rims. */
    double[] middleX() {
        double[] out = x.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += 0.5 * (low[i] + high[i]) * nx[i];
        }
        return out;
    }

    /** Their rows. */
    double[] middleY() {
        double[] out = y.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += 0.5 * (low[i] + high[i]) * ny[i];
        }
        return out;
    }

    private static double[][] extended(double[] px, double[] py) {
        int n = px.length;
        // Trails have places every 8 px or more, measured courses every 2 px.
        int back = Math.min(n - 1, n > 1 && Math.hypot(px[1] - px[0], py[1] - py[0]) < 4 ? 24 : 6);
        double[][] out = new double[2][n + 2];
        System.arraycopy(px, 0, out[0], 1, n);
        System.arraycopy(py, 0, out[1], 1, n);
        extend(out, 0, 1, 1 + back);
        extend(out, n + 1, n, n - back);
        return out;
    }

    private static void extend(double[][] p, int at, int end, int before) {
        double dx = p[0][end] - p[0][before];
        double dy = p[1][end] - p[1][before];
        double norm = Math.max(1e-9, Math.hypot(dx, dy));
        p[0][at] = p[0][end] + EXTEND_PX * dx / norm;
        p[1][at] = p[1][end] + EXTEND_PX * dy / norm;
    }
}
