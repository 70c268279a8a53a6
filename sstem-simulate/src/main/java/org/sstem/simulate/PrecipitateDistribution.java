package org.sstem.simulate;

import org.sstem.method.Plane;
import org.sstem.simulate.internal.draw.BlobCutter;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What precipitates look like: the numbers that a {@link PrecipitateSimulator} draws from. Immutable.
 *
 * @param classes  how many blobs there are of which size
 * @param outline  what shape they have
 * @param contrast what becomes of the section's contrast
 * @param ring     brightness of the ring around a blob, as a share of the grey there; 0 for none. Outlines from a bank
 *     have none
 * @param specks   small opaque ones and diffuse clouds besides the blobs; without, there are none
 */
public record PrecipitateDistribution(
        List<AreaClass> classes,
        BlobOutline outline,
        Contrast contrast,
        Distribution ring,
        Optional<SpeckDistribution> specks) {

    /**
     * Describes blobs alone.
     *
     * @param classes  how many blobs there are of which size
     * @param outline  what shape they have
     * @param contrast what becomes of the section's contrast
     * @param ring     brightness of the ring around a blob, as a share of the grey there; 0 for none
     */
    public PrecipitateDistribution(List<AreaClass> classes, BlobOutline outline, Contrast contrast, Distribution ring) {
        this(classes, outline, contrast, ring, Optional.empty());
    }

    /** Pixels of the section that the counts are given for: 1250 x 1250. */
    public static final double REFERENCE_AREA = 1250.0 * 1250.0;

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the ring is not within 0 to 1
     */
    public PrecipitateDistribution {
        classes = List.copyOf(classes);
        FoldDistribution.within("ring", ring, 0, 1);
    }

    /**
     * The blobs of one size.
     *
     * @param minArea least area, px of about 4 x 4 nm, at least 1; areas are uniform in their logarithm
     * @param maxArea greatest area
     * @param count   blobs in a section of 1250 x 1250 px, whole numbers; scaled to the size of the section
     */
    public record AreaClass(double minArea, double maxArea, Distribution count) {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if an area is below 1, they are in the wrong order or a count is out of range
         */
        public AreaClass {
            if (!(minArea >= 1 && maxArea >= minArea && maxArea < 1e9)) {
                throw new IllegalArgumentException(
                        "areas of a class must be at least 1 and in order, were " + minArea + " to " + maxArea);
            }
            FoldDistribution.within("count of blobs", count, 0, 10_000);
        }
    }

    /**
     * What becomes of the section's contrast: {@code I' = pivot + rise (pivot - black) + gain (I - pivot)}.
     *
     * @param gain  factor of the contrast
     * @param pivot grey value about which it is compressed; if empty, the section's mean
     * @param rise  by how much the section gets paler, as a share of the way from black to the pivot
     */
    public record Contrast(Distribution gain, OptionalDouble pivot, double rise) {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if a number is out of range
         */
        public Contrast {
            FoldDistribution.within("contrast gain", gain, 0, 10);
            if (!(Math.abs(rise) <= 1)) {
                throw new IllegalArgumentException("rise of a contrast must be -1 to 1, was " + rise);
            }
        }

        /**
         * Leaves the contrast as it is.
         *
         * @return gain 1, no rise
         */
        public static Contrast unchanged() {
            return new Contrast(Distribution.constant(1), OptionalDouble.empty(), 0);
        }
    }

    /**
     * Returns the numbers of the published simulation (Deng et al., IEEE TMI 41(12), 2022), with outlines by formula
     * instead of its bank of contours, and the contrast about the section's own mean: up to 11, 9, 6, 4 and 2 blobs in
     * the classes below 5, 15, 30 and 80 thousand px and above; gain 0.3 to 0.5.
     *
     * @return the published distribution
     */
    public static PrecipitateDistribution published() {
        return new PrecipitateDistribution(
                List.of(
                        new AreaClass(300, 5_000, Distribution.uniform(0, 11)),
                        new AreaClass(5_000, 15_000, Distribution.uniform(0, 9)),
                        new AreaClass(15_000, 30_000, Distribution.uniform(0, 6)),
                        new AreaClass(30_000, 80_000, Distribution.uniform(0, 4)),
                        new AreaClass(80_000, 300_000, Distribution.uniform(0, 2))),
                new BlobOutline.Harmonics(0.1, 1.3, 12),
                new Contrast(Distribution.uniform(0.3, 0.5), OptionalDouble.empty(), 23.0 / 147),
                Distribution.constant(0));
    }

    /**
     * Returns the published numbers with the contrast about the published grey value 147 of 255, whatever the section's
     * mean: {@code I' = a I + (170 - 147 a)/255}. For comparisons with published results.
     *
     * @return the distribution of the reference
     */
    public static PrecipitateDistribution reference() {
        PrecipitateDistribution p = published();
        Contrast contrast = new Contrast(p.contrast().gain(), OptionalDouble.of(147.0 / 255), 23.0 / 147);
        return new PrecipitateDistribution(p.classes(), p.outline(), contrast, p.ring());
    }

    /**
     * Returns precipitates as most sections have them: specks, grain clusters and clouds on a section of usual contrast, see
     * {@link SpeckDistribution#natural()}, and none of the large blobs.
     *
     * @return the natural distribution
     */
    public static PrecipitateDistribution natural() {
        PrecipitateDistribution p = published();
        return new PrecipitateDistribution(
                List.of(), p.outline, Contrast.unchanged(), p.ring, Optional.of(SpeckDistribution.natural()));
    }

    /** Where the outlines of simulated precipitates come from. */
    public sealed interface BlobOutline {

        /**
         * Outlines made by formula: {@code r(angle) = R (1 + sum over n of a_n cos(n angle) + b_n sin(n angle))}, with normal
         * a_n and b_n of standard deviation {@code irregularity (2/n)^falloff}, n from 2, scaled to the area. Such a blob is
         * star-shaped about its centre.
         *
         * @param irregularity standard deviation of the second harmonic, 0 (a circle) to 0.5
         * @param falloff      how fast higher harmonics fade, at least 0.5
         * @param orders       the highest harmonic, 2 to 64; 2 and no irregularity make circles
         */
        record Harmonics(double irregularity, double falloff, int orders) implements BlobOutline {

            /**
             * Checks the arguments.
             *
             * @throws IllegalArgumentException if one is outside its range
             */
            public Harmonics {
                if (!(irregularity >= 0 && irregularity <= 0.5) || !(falloff >= 0.5) || orders < 2 || orders > 64) {
                    throw new IllegalArgumentException(
                            "harmonics need an irregularity of 0 to 0.5, a falloff of 0.5 or more"
                                    + " and 2 to 64 orders, had " + irregularity + ", " + falloff + " and " + orders);
                }
            }
        }

        /**
         * Outlines taken from masks of the user's own sections: each is mirrored at random and scaled to the area that is
         * asked for.
         *
         * @param masks outlines, at least one; every mask's 1 values are one blob, all else is outside
         */
        record Bank(List<Plane> masks) implements BlobOutline {

            /**
             * Checks the arguments.
             *
             * @throws IllegalArgumentException if there is no mask, or one is empty
             */
            public Bank {
                masks = List.copyOf(masks);
                if (masks.isEmpty()) {
                    throw new IllegalArgumentException("a bank of outlines needs at least one mask");
                }
                for (Plane mask : masks) {
                    if (area(mask) == 0) {
                        throw new IllegalArgumentException("a mask of a bank of outlines must mark at least one pixel");
                    }
                }
            }

            /**
             * Collects the outlines of a section's mask. Blobs that touch the border are cut off there, so they are left out.
             *
             * @param mask    one flag a pixel, row-major, true within precipitates; connected by sides and corners
             * @param width   pixels in x
             * @param height  pixels in y
             * @param minArea least area of a blob that is worth keeping, px
             * @return the bank
             * @throws IllegalArgumentException if the mask has another size, or no blob is whole and large enough
             */
            public static Bank extract(boolean[] mask, int width, int height, int minArea) {
                if (mask.length != Math.multiplyExact(width, height)) {
                    throw new IllegalArgumentException(
                            "mask must hold " + width + " x " + height + " flags, held " + mask.length);
                }
                return new Bank(BlobCutter.cut(mask, width, height, minArea));
            }

            /**
             * Counts marked pixels.
             *
             * @param mask the outline, marked from 0.5 on
             * @return their number
             */
            public static int area(Plane mask) {
                int area = 0;
                for (float v : mask.pixels()) {
                    area += v >= 0.5f ? 1 : 0;
                }
                return area;
            }
        }
    }

    /**
     * What small precipitates look like: opaque specks, alone or as clusters of grains, and now and then a diffuse cloud.
     * Lengths are pixels of about 4 nm. Immutable.
     *
     * @param count        specks and clusters in a section, whole numbers, at least 0
     * @param diameter     of a speck or a whole cluster, px
     * @param transmission of the core, 0 to 1
     * @param edge         over how many pixels the light comes back at the rim
     * @param clusters     share of the specks that are clusters, 0 to 1
     * @param grains       grains of a cluster, whole numbers, at least 2
     * @param clouds       probability that a section has a cloud, 0 to 1
     * @param cloudDiameter of a cloud, px
     * @param cloudTransmission in the middle of a cloud, 0 to 1
     */
    public record SpeckDistribution(
            Distribution count,
            Distribution diameter,
            Distribution transmission,
            Distribution edge,
            double clusters,
            Distribution grains,
            double clouds,
            Distribution cloudDiameter,
            Distribution cloudTransmission) {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if a number reaches outside its range
         */
        public SpeckDistribution {
            FoldDistribution.within("count of specks", count, 0, 1000);
            FoldDistribution.within("diameter of specks", diameter, 2, 1e4);
            FoldDistribution.within("transmission of specks", transmission, 0, 1);
            FoldDistribution.within("edge of specks", edge, 0, 100);
            FoldDistribution.within("grains of clusters", grains, 2, 100);
            FoldDistribution.within("diameter of clouds", cloudDiameter, 2, 1e5);
            FoldDistribution.within("transmission of clouds", cloudTransmission, 0, 1);
            DamageDistribution.checkRate("clusters of specks", clusters);
            DamageDistribution.checkRate("clouds", clouds);
        }

        /**
         * Returns what was seen in sections that can be had (eleven places in five public stacks): specks and clusters of 10 to
         * 50 px, nearly opaque in the core, sharp-edged, often several in one section, the section otherwise of usual
         * contrast; now and then a diffuse cloud of some 100 to 300 px, whose middle lets 0.65 through as the real blobs
         * of FAFB do. How opaque the core is (0.02 to 0.2 let through), how sharp the edge (1 to 3 px), how many (1 to 6), that a third are
         * clusters of 3 to 7 grains and one section in five has a cloud are assumed until they are measured.
         *
         * @return the natural distribution
         */
        public static SpeckDistribution natural() {
            return new SpeckDistribution(
                    Distribution.uniform(1, 6),
                    Distribution.uniform(10, 50),
                    Distribution.uniform(0.02, 0.2),
                    Distribution.uniform(1, 3),
                    0.35,
                    Distribution.uniform(3, 7),
                    0.2,
                    Distribution.uniform(100, 300),
                    Distribution.uniform(0.5, 0.8));
        }
    }
}
