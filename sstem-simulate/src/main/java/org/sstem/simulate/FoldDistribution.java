package org.sstem.simulate;

import java.util.Optional;

/**
 * What folds look like: the numbers that a {@link FoldSimulator} draws from. Lengths are pixels of about 4 nm. Immutable.
 *
 * @param geometry where folds run and how far they displace
 * @param band     how the dark band looks
 * @param box      the rectangle of altered contrast
 * @param nature   if there, folds are not drawn by the geometry and its law but as sections have them: varying along their
 *     course, unlike on their two sides, branching, ending; their bands show the tissue of both sides lying over each
 *     other, with the band's grey, texture and rim
 */
public record FoldDistribution(Geometry geometry, Band band, Box box, Optional<CutDistribution> nature) {

    /**
     * Describes folds that follow the published law.
     *
     * @param geometry where folds run and how far they displace
     * @param band     how the dark band looks
     * @param box      the rectangle of altered contrast
     */
    public FoldDistribution(Geometry geometry, Band band, Box box) {
        this(geometry, band, box, Optional.empty());
    }

    /**
     * Where folds run and how far they displace.
     *
     * @param count       folds in one damaged section, whole numbers, at least 0
     * @param halfWidth   half the width of the dark band, above 0
     * @param foldWidth   half the width of the swallowed strip; drawn again until it exceeds the half-width by 1
     * @param decay       displacement lost a pixel of distance, 0 to below 1
     * @param normalAngle direction of the normal, radians; if empty, a fold joins two points drawn on two different edges
     * @param curvature   one over the radius, 1/px, either sign; a radius below 1.25 times the section's longer side is
     *     raised to that
     * @param waviness    how far the curve strays from its chord or arc, px rms
     */
    public record Geometry(
            Distribution count,
            Distribution halfWidth,
            Distribution foldWidth,
            Distribution decay,
            Optional<Distribution> normalAngle,
            Distribution curvature,
            Distribution waviness) {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if a distribution reaches outside its range
         */
        public Geometry {
            within("count of folds", count, 0, 100);
            within("halfWidth", halfWidth, 0.5, 1e4);
            within("foldWidth", foldWidth, 0.5, 1e5);
            within("decay", decay, 0, 0.99);
            within("waviness", waviness, 0, 1e4);
        }
    }

    /**
     * How the dark band looks.
     *
     * @param grey    grey value, as a share of the way from black to the section's mean
     * @param texture standard deviation of the grey value within it, as a share of the section's
     * @param rim     width of the soft transition to the tissue, px, centred on the edge of the band
     */
    public record Band(Distribution grey, Distribution texture, Distribution rim) {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if a distribution reaches outside its range
         */
        public Band {
            within("band grey", grey, 0, 1);
            within("band texture", texture, 0, 2);
            within("band rim", rim, 0, 100);
        }
    }

    /**
     * One rectangle whose contrast about the section's mean is changed.
     *
     * @param probability share of the sections that have it
     * @param side        length of a side, px; no more than the section's
     * @param contrast    factor
     */
    public record Box(double probability, Distribution side, Distribution contrast) {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if a number reaches outside its range
         */
        public Box {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("probability of a box must be 0 to 1, was " + probability);
            }
            within("box side", side, 1, 1e5);
            within("box contrast", contrast, 0, 10);
        }
    }

    /**
     * Returns the numbers of the published simulation (Deng et al., IEEE TMI 41(12), 2022): one straight fold with a black
     * band, half-width 5 to 20, fold width to 80, decay 1e-5 to 0.1, one box of 50 to 200 px with contrast 0.4 to 1.
     *
     * @return the published distribution
     */
    public static FoldDistribution published() {
        return new FoldDistribution(
                new Geometry(
                        Distribution.constant(1),
                        Distribution.uniform(5, 20),
                        Distribution.uniform(1, 80),
                        Distribution.uniform(1e-5, 0.1),
                        Optional.empty(),
                        Distribution.constant(0),
                        Distribution.constant(0)),
                new Band(Distribution.constant(0), Distribution.constant(0), Distribution.constant(0)),
                new Box(1, Distribution.uniform(50, 200), Distribution.uniform(0.4, 1)));
    }

    /**
     * Returns the published numbers with what real folds have besides: they bend, some sections have two, and the band is
     * not quite black, has a texture and soft rims.
     *
     * @return a wider distribution
     */
    public static FoldDistribution varied() {
        FoldDistribution p = published();
        Geometry g = p.geometry();
        return new FoldDistribution(
                new Geometry(
                        Distribution.of(1, 1, 1, 2),
                        g.halfWidth(),
                        g.foldWidth(),
                        g.decay(),
                        Optional.empty(),
                        Distribution.uniform(-6e-4, 6e-4),
                        Distribution.uniform(0, 8)),
                new Band(Distribution.uniform(0, 0.3), Distribution.uniform(0, 0.4), Distribution.uniform(0, 6)),
                p.box());
    }

    /**
     * Returns folds as sections have them, see {@link CutDistribution#naturalFolds()}: bands are not black but let doubled,
     * darkened tissue shine through, with a tenth to half of the section's mean grey, a fifth to 0.6 of its texture
     * and rims of 2 to 8 px. That rims are soft and tissue shines through is known of real folds, by how much is assumed.
     * No box of altered contrast.
     *
     * @return the natural distribution
     */
    public static FoldDistribution natural() {
        return natural(CutDistribution.naturalFolds());
    }

    /**
     * Returns natural folds that all end inside the section.
     *
     * @return natural folds with one or two ends inside, without branches
     */
    public static FoldDistribution ending() {
        CutDistribution n = CutDistribution.naturalFolds();
        CutDistribution.Course course = n.course().with(Distribution.constant(1), Distribution.of(1, 1, 2), 0, 0);
        return natural(new CutDistribution(course, n.opening()));
    }

    /**
     * Returns natural folds that all have a second one that crosses them or ends at them.
     *
     * @return natural folds with a branch, running through the section
     */
    public static FoldDistribution branching() {
        CutDistribution n = CutDistribution.naturalFolds();
        CutDistribution.Course course = n.course()
                .with(
                        Distribution.constant(1),
                        Distribution.constant(0),
                        1,
                        n.course().crossing());
        return natural(new CutDistribution(course, n.opening()));
    }

    /**
     * Returns natural folds that pull in 40 to 75 px on each side, see {@link CutDistribution#largeFolds()}.
     *
     * @return large folds
     */
    public static FoldDistribution large() {
        return natural(CutDistribution.largeFolds());
    }

    /**
     * Returns folds with other cuts in the look of natural ones.
     *
     * @param cuts where they run, how wide they are and how far they displace
     * @return their distribution
     */
    public static FoldDistribution natural(CutDistribution cuts) {
        FoldDistribution v = varied();
        return new FoldDistribution(
                v.geometry,
                new Band(Distribution.uniform(0.1, 0.5), Distribution.uniform(0.2, 0.6), Distribution.uniform(2, 8)),
                new Box(0, v.box.side(), v.box.contrast()),
                Optional.of(cuts));
    }

    static void within(String name, Distribution distribution, double min, double max) {
        if (distribution.min() < min || distribution.max() > max) {
            throw new IllegalArgumentException(name + " must lie within " + min + " to " + max + ", reaches from "
                    + distribution.min() + " to " + distribution.max());
        }
    }
}
