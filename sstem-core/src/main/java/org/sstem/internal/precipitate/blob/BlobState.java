package org.sstem.internal.precipitate.blob;

/**
 * Parameters of a blob in the course of a fit: centre (0, 1), widening of the rim (2), stretch of the rim in a few
 * directions (from 3), deviations of the profile (after those); and the gauge that follows from them. Immutable but for
 * its cost.
 */
final class BlobState {

    /** Parameters before the stretches. */
    static final int FIRST = 3;

    private static final double LEAST_RIM = 0.5;

    final BlobRim rim;
    final double cx;
    final double cy;
    final double widening;
    final double[] stretch;
    final Profile profile;
    /** The outline seen from the centre if it is given; as it was at first if it is free. */
    final Rim seen;

    final Gauge gauge;
    double cost;

    private BlobState(BlobRim rim, double cx, double cy, double widening, double[] stretch, Profile profile, Rim seen) {
        this.rim = rim;
        this.cx = cx;
        this.cy = cy;
        this.widening = widening;
        this.stretch = stretch;
        this.profile = profile;
        this.seen = seen;
        double[] radii = new double[rim.directions()];
        int fine = rim.fine();
        for (int i = 0; i < radii.length; i++) {
            int k = i / fine;
            double part = (double) (i % fine) / fine;
            double s = stretch[k] * (1 - part) + stretch[(k + 1) % stretch.length] * part;
            radii[i] = Math.max(LEAST_RIM, seen.gauge().rim()[i] * Math.exp(s) + widening);
        }
        gauge = new Gauge(cx, cy, radii);
    }

    /** The start of a fit; null if the rim is hardly seen from the centre. */
    static BlobState start(BlobRim rim, double cx, double cy, int shape) {
        Rim seen = rim.from(cx, cy);
        return seen == null ? null : new BlobState(rim, cx, cy, 0, new double[rim.coarse()], Profile.of(shape), seen);
    }

    int parameters() {
        return FIRST + stretch.length + Profile.KNOTS;
    }

    /** The state after a step; null if the rim is hardly seen from there. */
    BlobState after(double[] step) {
        double far = Math.sqrt(rim.blob().pixels()) / 2;
        double x = cx + Math.max(-far, Math.min(far, step[0]));
        double y = cy + Math.max(-far, Math.min(far, step[1]));
        double[] stretched = stretch.clone();
        for (int k = 0; k < stretched.length; k++) {
            stretched[k] += step[FIRST + k];
        }
        double[] deviation = profile.deviation().clone();
        for (int k = 0; k < deviation.length; k++) {
            deviation[k] += step[FIRST + stretched.length + k];
        }
        Rim there = rim.given() ? rim.from(x, y) : seen;
        return there == null
                ? null
                : new BlobState(
                        rim, x, y, widening + step[2], stretched, new Profile(profile.shape(), deviation), there);
    }

    /** The gauge after moving the centre alone; null if the rim is hardly seen from there. */
    Gauge moved(double dx, double dy) {
        Rim there = rim.given() ? rim.from(cx + dx, cy + dy) : seen;
        return there == null ? null : new BlobState(rim, cx + dx, cy + dy, widening, stretch, profile, there).gauge;
    }

    /** Logarithm of the transmission. */
    double logTransmission(double x, double y) {
        double dx = x - cx;
        double dy = y - cy;
        double r = gauge.rimTowards(dx, dy);
        return BlobModel.value(profile, Math.sqrt(dx * dx + dy * dy) / r, BlobModel.RAMP / r);
    }
}
