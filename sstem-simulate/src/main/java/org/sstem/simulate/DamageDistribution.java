package org.sstem.simulate;

import org.sstem.simulate.internal.draw.Draws;

import java.util.SortedSet;
import java.util.TreeSet;

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

    /**
     * Which sections are lost: how many, and in runs of which length.
     *
     * @param rate share of the sections that are lost, from 0 to what runs with one section between them make up
     * @param run  consecutive sections lost at a time, whole numbers, at least 1
     */
    public record MissingDistribution(double rate, Distribution run) {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if a number is out of range
         */
        public MissingDistribution {
            FoldDistribution.within("run of missing sections", run, 1, 1_000_000);
            // At least one section stands between two runs.
            double most = run.mean() / (run.mean() + 1);
            if (!(rate >= 0 && rate <= most)) {
                throw new IllegalArgumentException("rate of missing sections must be 0 to " + most + " for runs of "
                        + run.mean() + " sections on average, was " + rate);
            }
        }

        /**
         * Returns what is known of the FAFB data set: 4.4 % of the sections, one at a time.
         *
         * @return the published distribution
         */
        public static MissingDistribution published() {
            return new MissingDistribution(0.044, Distribution.constant(1));
        }

        /**
         * Draws which sections of a stack are lost. Runs are kept apart by at least one section and are cut off at the end of
         * the stack; the first section always stays.
         *
         * @param sections sections of the stack, at least 1
         * @param seed     any number
         * @return the lost sections, in order; the expected share is the rate, a little less in short stacks
         */
        public SortedSet<Integer> draw(int sections, long seed) {
            SortedSet<Integer> lost = new TreeSet<>();
            // A stretch of intact sections and the run after it last 1/p + mean run, and rate is the run's share of
            // that.
            double start = rate / (run.mean() * (1 - rate));
            Draws draws = new Draws(seed, 0, Draws.Purpose.CHOICE);
            int z = 1;
            while (z < sections) {
                if (draws.unit() < start) {
                    for (int left = Math.max(1, draws.count(run)); left > 0 && z < sections; left--) {
                        lost.add(z++);
                    }
                }
                z++;
            }
            return lost;
        }
    }
}
