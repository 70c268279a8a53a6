package org.sstem.simulate;

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
}
