package org.sstem.internal.lost;

import org.sstem.internal.image.Filters;
import org.sstem.method.Plane;

import java.util.Optional;

/**
 * What a lost part still shows of its tissue: out of focus, coarse structure; burnt, what contrast is left.
 *
 * <p>The part and what both neighbours show in its place are split into four bands of scales (differences of Gaussians of 0,
 * 1.5, 3, 6 and 12 px). In each, three correlations, of the part with either neighbour and of these with each other, tell locally
 * (Gaussian of 40 px, within the part) what share of the part's variance is common to all three, {@code r_a r_b / r_ab}; over
 * what it is where the section is intact, that is the share q that is tissue. Correlations that may be chance tell of none, and
 * neighbours that agree with each other much less than elsewhere have been registered to something else than tissue. In the
 * finest band, in which neighbours tell too little, q is that of the next as far as the contrast is the same. With R,
 * how far tissue correlates with what the neighbours show together, and all at unit variance, tissue is estimated by the part
 * and the neighbours, weighted by {@code sqrt(q) (1 - R^2) / (1 - q R^2)} and {@code (1 - q) / (1 - q R^2)}: by the part alone
 * where it shows everything, by the neighbours alone where it shows nothing. The first is the regression of tissue on both; the
 * second is it over R, so that what the neighbours show keeps its contrast. Brightness comes from the neighbours.
 *
 * @param pixels the neighbours and the part together; the neighbours where the part shows nothing, and outside of it
 * @param alone  the part at the section's brightness and contrast, without the scales at which it shows nothing
 * @param share  how much of the pixels the part has shown, 0 to 1; 0 outside of it
 * @param any    whether it shows anything
 */
record Remnant(Plane pixels, Plane alone, Plane share, boolean any) {

    private static final double[] SIGMAS = {0, 1.5, 3, 6, 12};
    /** In which correlations are measured. */
    private static final double WINDOW_PX = 40;
    /** Pixels that tell as much as one, over the square of the coarser Gaussian of a band. */
    private static final double DEPENDENT = 12;
    /** Standard deviations of chance that a correlation has to exceed. */
    private static final double SURE = 3;
    /** Square of the most that neighbours are taken to be like tissue. */
    private static final double MOST_ALIKE = 0.9;
    /** What is weaker than that is not made stronger: it would be noise of the recording. */
    private static final double WEAKEST = 0.05;
    /** Bands in which the neighbours' agreement tells most. */
    private static final int[] TELLING = {2, 3};
    /** Shares below that are none: registration makes foreign tissue alike by as much. */
    private static final double LEAST_SHARE = 0.3;
    /**
     * The neighbours, each registered to the part, agree with each other by that share of what they do where the section is
     * intact if the part shows tissue (0.76 and more in parts out of focus and burnt of VNC sections), by less if it shows something
     * else (0.34 and 0.47).
     */
    private static final double AGREEMENT = 0.7;

    private static final double LEAST_AGREEMENT = 0.5;
    /** By how much the finest scales may be fainter than the next. */
    private static final double MOST_FAINTER = 2;

    private static final double TINY = 1e-12;

    /** What the neighbours show, alone. */
    static Remnant nothing(Plane shown) {
        return new Remnant(shown, shown, new Plane(shown.width(), shown.height()), false);
    }

    /**
     * Looks at a part.
     *
     * @param own   the section as it was recorded, finite
     * @param valid 1 where it is intact
     * @param lost  1 where it is lost
     * @param shown what the neighbours show together, at the section's brightness and contrast
     * @param below what one of them shows
     * @param above what the other shows
     */
    static Remnant of(Plane own, Plane valid, Plane lost, Plane shown, Plane below, Plane above) {
        int n = lost.pixels().length;
        Plane pixels = shown.copy();
        Plane alone = Filters.gaussian(shown, SIGMAS[SIGMAS.length - 1]);
        Plane share = new Plane(own.width(), own.height());
        boolean any = false;
        double[] coarser = new double[n];
        double[] contrast = new double[n];
        double sure = sure(below, above, valid, lost);
        for (int k = SIGMAS.length - 1; k > 0 && sure > 0; k--) {
            Bands bands = new Bands(own, lost, shown, below, above, k);
            double usual = usual(band(own, valid, k), bands.below, bands.above, valid);
            double chance = SURE * Math.sqrt(DEPENDENT * SIGMAS[k] * SIGMAS[k] / sum(lost));
            boolean telling = correlation(bands.part, bands.there, lost) > chance;
            for (int i = 0; i < n; i++) {
                if (lost.pixels()[i] == 0) {
                    continue;
                }
                double gain = bands.gain(i);
                double q = 0;
                if (k == 1) {
                    double like = gain / contrast[i];
                    q = like > MOST_FAINTER ? 0 : coarser[i] * Math.min(1, like * like);
                } else if (telling && usual > 0) {
                    q = sure * Math.min(1, bands.shared(i) / usual);
                    q = q < LEAST_SHARE ? 0 : q;
                }
                q = gain > 1 / WEAKEST ? 0 : q;
                coarser[i] = q;
                contrast[i] = gain;
                if (q > 0) {
                    any = true;
                    double r = bands.likeness(i);
                    double r2 = Math.min(r * r / q, MOST_ALIKE);
                    double byPart = Math.sqrt(q) * (1 - r2) / (1 - q * r2);
                    double byThere = (1 - q) / (1 - q * r2);
                    double part = gain * bands.part.pixels()[i];
                    pixels.pixels()[i] +=
                            (float) (byPart * part + (byThere - 1) * bands.there.pixels()[i]);
                    alone.pixels()[i] += (float) part;
                    share.pixels()[i] = (float) Math.max(share.pixels()[i], q);
                }
            }
        }
        return new Remnant(pixels, alone, share, any);
    }

    /** How sure it is that the part shows tissue: how far neighbours that are registered to it agree with each other. */
    private static double sure(Plane below, Plane above, Plane valid, Plane lost) {
        double share = 0;
        for (int k : TELLING) {
            Plane a = band(below, null, k);
            Plane b = band(above, null, k);
            double usual = correlation(a, b, valid);
            share += usual > 0 ? correlation(a, b, lost) / usual / TELLING.length : 0;
        }
        return Math.min(Math.max((share - LEAST_AGREEMENT) / (AGREEMENT - LEAST_AGREEMENT), 0), 1);
    }

    /** One band of scales of all that is compared, and local means of their products within the part. */
    private static final class Bands {

        private final Plane part;
        private final Plane there;
        private final Plane below;
        private final Plane above;
        private final Plane partThere;
        private final Plane partBelow;
        private final Plane partAbove;
        private final Plane belowAbove;
        private final Plane parts;
        private final Plane theres;

        Bands(Plane own, Plane lost, Plane shown, Plane below, Plane above, int k) {
            this.part = band(own, lost, k);
            this.there = band(shown, null, k);
            this.below = band(below, null, k);
            this.above = band(above, null, k);
            this.partThere = local(part, there, lost);
            this.partBelow = local(part, this.below, lost);
            this.partAbove = local(part, this.above, lost);
            this.belowAbove = local(this.below, this.above, lost);
            this.parts = local(part, part, lost);
            this.theres = local(there, there, lost);
        }

        /** By how much the part's contrast is less than tissue's. */
        double gain(int i) {
            return Remnant.gain(parts, theres, i);
        }

        double likeness(int i) {
            return partThere.pixels()[i] / Math.sqrt((parts.pixels()[i] + TINY) * (theres.pixels()[i] + TINY));
        }

        /** The share of the part's variance that it has in common with both neighbours. */
        double shared(int i) {
            double both =
                    Math.max(partBelow.pixels()[i], 0) * Math.max(partAbove.pixels()[i], 0);
            double all = Math.max(belowAbove.pixels()[i], 0) * (parts.pixels()[i] + TINY);
            return all == 0 ? 0 : Math.min(1, both / all);
        }
    }

    /** The share of variance that is common to the section and both neighbours where it is intact. */
    private static double usual(Plane own, Plane below, Plane above, Plane valid) {
        double agree = correlation(below, above, valid);
        return agree > 0 ? Math.min(1, correlation(own, below, valid) * correlation(own, above, valid) / agree) : 0;
    }

    /**
     * The part at the section's brightness and contrast, as if it showed tissue at every scale; empty if it is even.
     *
     * @param own   the section as it was recorded, finite
     * @param lost  1 where it is lost
     * @param shown what the neighbours show together, at the section's brightness and contrast
     */
    static Optional<Plane> supposed(Plane own, Plane lost, Plane shown) {
        Plane alone = Filters.gaussian(shown, SIGMAS[SIGMAS.length - 1]);
        boolean even = true;
        for (int k = 1; k < SIGMAS.length; k++) {
            Plane part = band(own, lost, k);
            Plane there = band(shown, null, k);
            Plane parts = local(part, part, lost);
            Plane theres = local(there, there, lost);
            for (int i = 0; i < lost.pixels().length; i++) {
                double gain = gain(parts, theres, i);
                if (lost.pixels()[i] > 0 && gain <= 1 / WEAKEST) {
                    alone.pixels()[i] += (float) (gain * part.pixels()[i]);
                    even = false;
                }
            }
        }
        return even ? Optional.empty() : Optional.of(alone);
    }

    /** By how much contrast is less than tissue's, of mean squares of both. */
    private static double gain(Plane parts, Plane theres, int i) {
        return Math.sqrt((theres.pixels()[i] + TINY) / (parts.pixels()[i] + TINY));
    }

    private static double correlation(Plane a, Plane b, Plane weight) {
        double both = 0;
        double ofA = 0;
        double ofB = 0;
        for (int i = 0; i < weight.pixels().length; i++) {
            double w = weight.pixels()[i];
            both += w * a.pixels()[i] * b.pixels()[i];
            ofA += w * a.pixels()[i] * a.pixels()[i];
            ofB += w * b.pixels()[i] * b.pixels()[i];
        }
        return ofA > 0 && ofB > 0 ? both / Math.sqrt(ofA * ofB) : 0;
    }

    private static double sum(Plane plane) {
        double sum = 0;
        for (float value : plane.pixels()) {
            sum += value;
        }
        return sum;
    }

    /** One band of scales of what has weight, or of all. */
    private static Plane band(Plane plane, Plane weight, int k) {
        Plane fine = blurred(plane, weight, SIGMAS[k - 1]);
        Plane coarse = blurred(plane, weight, SIGMAS[k]);
        Plane band = new Plane(plane.width(), plane.height());
        for (int i = 0; i < band.pixels().length; i++) {
            band.pixels()[i] = fine.pixels()[i] - coarse.pixels()[i];
        }
        return band;
    }

    private static Plane blurred(Plane plane, Plane weight, double sigma) {
        if (sigma == 0) {
            return plane;
        }
        return weight == null ? Filters.gaussian(plane, sigma) : Filters.gaussian(plane, weight, sigma, 0);
    }

    /** The mean of a product around each pixel, within a part. */
    private static Plane local(Plane a, Plane b, Plane part) {
        Plane product = new Plane(a.width(), a.height());
        for (int i = 0; i < product.pixels().length; i++) {
            product.pixels()[i] = a.pixels()[i] * b.pixels()[i];
        }
        return Filters.gaussian(product, part, WINDOW_PX, 0);
    }
}
