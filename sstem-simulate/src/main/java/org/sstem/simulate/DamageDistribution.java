package org.sstem.simulate;

/**
 * What damage a stack has: how often each kind occurs and what it looks like. Immutable.
 *
 * @param foldRate        share of the sections with folds, 0 to 1
 * @param fold            what folds look like
 * @param precipitateRate share of the sections with precipitates, 0 to 1
 * @param precipitate     what precipitates look like
 * @param missing         which sections are lost
 * @param crackRate       share of the sections with cracks, 0 to 1
 * @param crack           what cracks look like
 */
public record DamageDistribution(
        double foldRate,
        FoldDistribution fold,
        double precipitateRate,
        PrecipitateDistribution precipitate,
        MissingDistribution missing,
        double crackRate,
        CrackDistribution crack) {

    /**
     * Describes damage without cracks.
     *
     * @param foldRate        share of the sections with folds, 0 to 1
     * @param fold            what folds look like
     * @param precipitateRate share of the sections with precipitates, 0 to 1
     * @param precipitate     what precipitates look like
     * @param missing         which sections are lost
     * @throws IllegalArgumentException if a rate is not within 0 to 1
     */
    public DamageDistribution(
            double foldRate,
            FoldDistribution fold,
            double precipitateRate,
            PrecipitateDistribution precipitate,
            MissingDistribution missing) {
        this(foldRate, fold, precipitateRate, precipitate, missing, 0, CrackDistribution.natural());
    }

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a rate is not within 0 to 1
     */
    public DamageDistribution {
        checkRate("foldRate", foldRate);
        checkRate("precipitateRate", precipitateRate);
        checkRate("crackRate", crackRate);
    }

    /**
     * Returns the published figures: of the sections of the FAFB data set 3.2 % are folded, 2.6 % stained and 4.4 %
     * missing (Deng et al., IEEE TMI 41(12), 2022).
     *
     * @return the published distribution
     */
    public static DamageDistribution published() {
        return new DamageDistribution(
                0.032,
                FoldDistribution.published(),
                0.026,
                PrecipitateDistribution.published(),
                MissingDistribution.published());
    }

    /**
     * Returns damage as sections have it, at the published rates: natural folds, specks and clouds instead of blobs, missing
     * sections, and cracks, at the rate of folds since none was published.
     *
     * @return the natural distribution
     */
    public static DamageDistribution natural() {
        DamageDistribution p = published();
        return new DamageDistribution(
                p.foldRate,
                FoldDistribution.natural(),
                p.precipitateRate,
                PrecipitateDistribution.natural(),
                p.missing,
                p.foldRate,
                CrackDistribution.natural());
    }

    static void checkRate(String name, double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1, was " + rate);
        }
    }
}
