package org.sstem.simulate;

/**
 * What cracks look like: the numbers that a {@link CrackSimulator} draws from. Lengths are pixels of about 4 nm. Immutable.
 *
 * @param cuts where they run and how wide they are; of the pull only the imbalance and the shear matter
 * @param gap  how the gap looks
 */
public record CrackDistribution(CutDistribution cuts, Gap gap) {

    /**
     * How the gap looks.
     *
     * @param brightness grey value, as a share of the way from the section's mean to white
     * @param texture    standard deviation of the grey value within it, as a share of the section's
     * @param rim        width of the soft transition to the tissue, px, centred on the edge of the gap
     */
    public record Gap(Distribution brightness, Distribution texture, Distribution rim) {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if a distribution reaches outside its range
         */
        public Gap {
            FoldDistribution.within("brightness of a gap", brightness, -1, 1);
            FoldDistribution.within("texture of a gap", texture, 0, 2);
            FoldDistribution.within("rim of a gap", rim, 0, 100);
        }
    }

    /**
     * Returns cracks as sections have them, see {@link CutDistribution#naturalCracks()}: gaps are bright, nearly even and
     * have sharp rims. That they are bright and empty is known, the figures (0.7 to 1 of the way from the mean to white,
     * a texture up to 0.15 of the tissue's, rims of 1 to 3 px) are assumed.
     *
     * @return the natural distribution
     */
    public static CrackDistribution natural() {
        return new CrackDistribution(
                CutDistribution.naturalCracks(),
                new Gap(Distribution.uniform(0.7, 1), Distribution.uniform(0.02, 0.15), Distribution.uniform(1, 3)));
    }
}
