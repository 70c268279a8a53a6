package org.sstem.simulate;

/**
 * What cuts of a section are like as sections have them: folds that vary along their course, differ on their two sides,
 * wave, branch and end; and cracks, which are the same thing with the other sign. Lengths are pixels of about 4 nm.
 * Immutable.
 *
 * @param course  where cuts run
 * @param opening how far they displace, and how wide they are
 */
public record CutDistribution(Course course, Opening opening) {

    /**
     * Where cuts run.
     *
     * @param count      cuts in one damaged section, branches not counted, whole numbers, at least 0
     * @param curvature  one over the radius of the course, 1/px, either sign; a radius below 1.25 times the section's
     *     longer side is raised to that
     * @param waviness   how far the course strays from its line or arc, px rms
     * @param waveLength distance along the course at which the correlation of that is one half, px
     * @param jaggedness the same as waviness on the scale of {@value #JAG_PX} px, px rms
     * @param ends       how many of the two ends lie inside the section, whole numbers, 0 to 2
     * @param taper      over how many pixels width and displacement fall to nothing there
     * @param branches   probability that a second cut crosses the first or ends at it, 0 to 1
     * @param crossing   share of those that cross, 0 to 1
     */
    public record Course(
            Distribution count,
            Distribution curvature,
            Distribution waviness,
            Distribution waveLength,
            Distribution jaggedness,
            Distribution ends,
            Distribution taper,
            double branches,
            double crossing) {

        /** Distance along the course at which the correlation of a jagged course is one half, px. */
        public static final int JAG_PX = 12;

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if a number reaches outside its range
         */
        public Course {
            FoldDistribution.within("count of cuts", count, 0, 20);
            FoldDistribution.within("waviness of cuts", waviness, 0, 1e3);
            FoldDistribution.within("waveLength of cuts", waveLength, 8, 1e6);
            FoldDistribution.within("jaggedness of cuts", jaggedness, 0, 20);
            FoldDistribution.within("ends of cuts", ends, 0, 2);
            FoldDistribution.within("taper of cuts", taper, 1, 1e5);
            share("branches of cuts", branches);
            share("crossing of cuts", crossing);
        }

        /** The same with other figures of how many there are, where they end and whether they branch. */
        Course with(Distribution count, Distribution ends, double branches, double crossing) {
            return new Course(count, curvature, waviness, waveLength, jaggedness, ends, taper, branches, crossing);
        }
    }

    /**
     * How far cuts displace, and how wide they are. Beside a fold tissue is pulled towards it and what lay between is
     * swallowed; the sides of a crack have moved away from it by its width together, and nothing is lost.
     *
     * @param halfWidth      half the width of the band or gap, above 0
     * @param widthVariation standard deviation of the logarithm of the width along the course, 0 to 1
     * @param pull           displacement towards a fold at the edge of its band, the mean of both sides, px; 0 for cracks,
     *     which follows from their width
     * @param imbalance      how much more the one side is displaced than the mean of both, as a share of it, -1 to 1
     * @param pullVariation  standard deviation of the logarithm of the pull along the course, 0 to 1
     * @param shear          displacement along the course, opposite on the two sides, as a share of that across, -2 to 2
     * @param variation      distance along the course at which the correlation of width and pull is one half, px
     * @param decayLength    scale of the decay, px
     * @param freeDecay      share of the cuts whose decay is free, 0 to 1
     * @param noDecay        share of the cuts without decay, 0 to 1; the others decay exponentially
     */
    public record Opening(
            Distribution halfWidth,
            Distribution widthVariation,
            Distribution pull,
            Distribution imbalance,
            Distribution pullVariation,
            Distribution shear,
            Distribution variation,
            Distribution decayLength,
            double freeDecay,
            double noDecay) {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if a number reaches outside its range
         */
        public Opening {
            FoldDistribution.within("halfWidth of cuts", halfWidth, 0.5, 1e4);
            FoldDistribution.within("widthVariation of cuts", widthVariation, 0, 1);
            FoldDistribution.within("pull of cuts", pull, 0, 1e5);
            FoldDistribution.within("imbalance of cuts", imbalance, -1, 1);
            FoldDistribution.within("pullVariation of cuts", pullVariation, 0, 1);
            FoldDistribution.within("shear of cuts", shear, -2, 2);
            FoldDistribution.within("variation of cuts", variation, 8, 1e6);
            FoldDistribution.within("decayLength of cuts", decayLength, 1, 1e7);
            share("freeDecay of cuts", freeDecay);
            share("noDecay of cuts", noDecay);
            if (freeDecay + noDecay > 1) {
                throw new IllegalArgumentException("freeDecay and noDecay of cuts must not exceed 1 together, were "
                        + freeDecay + " and " + noDecay);
            }
        }
    }

    /**
     * Returns folds as sections have them.
     *
     * <p>Half-widths of 5 to 20 px and fold widths to 80 px are published (Deng et al., IEEE TMI 41(12), 2022), the
     * displacement of real folds is about 11 px and its spread 8.5 px at 300 px (Huang et al., ECCV Workshops 2020): 5 to 40 px
     * a side. Real decays lose about 0.007 px a px, {@code 11.4 / 0.007 = 1600 px}; the published simulator's reach 14
     * times steeper: 200 to 1600 px, a quarter free, a fifth none. The sides of a large fold of FAFB had jumped by 417 px across and
     * 128 px along: shear to 0.31 of the pull. That width and pull vary, sides differ and folds wave, branch and end is
     * known, by how much is not published: variation of a quarter to a half over 100 to 400 px, imbalance to 0.5,
     * waviness to 12 px, a third with an end inside and a fifth with a branch are assumed until
     * {@link org.sstem.simulate.ArtifactStatistics} measures them.
     *
     * @return a distribution
     */
    public static CutDistribution naturalFolds() {
        return new CutDistribution(
                new Course(
                        Distribution.of(1, 1, 1, 2),
                        Distribution.uniform(-6e-4, 6e-4),
                        Distribution.uniform(0, 12),
                        Distribution.uniform(100, 300),
                        Distribution.uniform(0, 1),
                        Distribution.of(0, 0, 0, 1, 1),
                        Distribution.uniform(60, 200),
                        0.2,
                        0.5),
                new Opening(
                        Distribution.uniform(5, 20),
                        Distribution.uniform(0.1, 0.35),
                        Distribution.uniform(5, 40),
                        Distribution.uniform(-0.5, 0.5),
                        Distribution.uniform(0.1, 0.4),
                        Distribution.uniform(-0.31, 0.31),
                        Distribution.uniform(100, 400),
                        Distribution.uniform(200, 1600),
                        0.25,
                        0.2));
    }

    /**
     * Returns large folds: 40 to 75 px pulled in on each side with 10 to 30 px of shear and no decay, after a fold of FAFB
     * whose sides had jumped by 417 px across and 128 px along with no decay between 1,100 and 2,000 px from it.
     *
     * @return a distribution
     */
    public static CutDistribution largeFolds() {
        CutDistribution n = naturalFolds();
        Opening o = n.opening;
        return new CutDistribution(
                n.course.with(Distribution.constant(1), Distribution.constant(0), 0, 0),
                new Opening(
                        Distribution.uniform(8, 20),
                        o.widthVariation(),
                        Distribution.uniform(40, 75),
                        Distribution.uniform(-0.15, 0.15),
                        Distribution.uniform(0.02, 0.1),
                        Distribution.of(-0.4, -0.25, 0.25, 0.4),
                        o.variation(),
                        o.decayLength(),
                        0,
                        1));
    }

    /**
     * Returns cracks as sections have them: a gap of 6 to 40 px, jagged, running through or ending inside, its sides moved
     * apart by just its width.
     *
     * <p>No figures of cracks are published. That the sheet has parted, that the sides have moved in opposite
     * directions, and that nothing is lost are known; widths, variation and the decay of folds are assumed until they are
     * measured.
     *
     * @return a distribution
     */
    public static CutDistribution naturalCracks() {
        return new CutDistribution(
                new Course(
                        Distribution.constant(1),
                        Distribution.uniform(-6e-4, 6e-4),
                        Distribution.uniform(3, 15),
                        Distribution.uniform(60, 200),
                        Distribution.uniform(1, 4),
                        Distribution.of(0, 0, 1, 1, 2),
                        Distribution.uniform(80, 300),
                        0.1,
                        0),
                new Opening(
                        Distribution.uniform(3, 20),
                        Distribution.uniform(0.1, 0.4),
                        Distribution.constant(0),
                        Distribution.uniform(-0.4, 0.4),
                        Distribution.constant(0),
                        Distribution.uniform(-0.3, 0.3),
                        Distribution.uniform(60, 300),
                        Distribution.uniform(200, 1600),
                        0.25,
                        0.2));
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1, was " + value);
        }
    }
}
