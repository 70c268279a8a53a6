package org.sstem.simulate;

import org.sstem.method.Plane;
import org.sstem.simulate.internal.draw.Draws;
import org.sstem.simulate.internal.draw.Sheet;
import org.sstem.simulate.internal.draw.SheetDraw;
import org.sstem.simulate.internal.draw.SheetPainter;

import java.util.function.IntFunction;

/**
 * Cracks clean sections: draws cracks from a {@link CrackDistribution}, moves their sides apart and paints the empty gap.
 * Nothing of the tissue is lost, but what is moved out of the section.
 *
 * <p>The section is a cut {@code Sheet}. What is drawn depends on the seed, the number z and the size of the section, not on
 * its pixels, the threads or the order of calls. Tissue is sampled by the cubic of Catmull and Rom, in single precision,
 * and stays within the section's grey values; rows are shared among the caller's threads. Immutable and thread-safe.
 */
public final class CrackSimulator {

    private final long seed;
    private final CrackDistribution distribution;

    private CrackSimulator(Builder builder) {
        seed = builder.seed;
        distribution = builder.distribution;
    }

    /**
     * Starts to describe a simulator: the natural distribution and seed 0, unless told otherwise.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Cracks a section that stands alone, as number 0.
     *
     * @param section the clean section, at least 64 x 64, finite; left as it is
     * @return the cracked section
     * @throws IllegalArgumentException if the section is too small or not finite
     */
    public CrackSimulation apply(Plane section) {
        return apply(section, 0);
    }

    /**
     * Cracks a section. Where tissue from beyond the border is needed, the border's pixels are repeated.
     *
     * @param section the clean section, at least 64 x 64, finite; left as it is
     * @param z       its number: every number gives other cracks
     * @return the cracked section
     * @throws IllegalArgumentException if the section is too small or not finite
     */
    public CrackSimulation apply(Plane section, int z) {
        int width = section.width();
        int height = section.height();
        return apply(m -> section.crop(-m, -m, width + 2 * m, height + 2 * m), width, height, z);
    }

    /** The same for a section that is read with a margin. */
    CrackSimulation apply(IntFunction<Plane> reader, int width, int height, int z) {
        Sheet sheet = sheet(width, height, z);
        Draws draws = new Draws(seed, z, Draws.Purpose.BAND, 1);
        CrackDistribution.Gap gap = distribution.gap();
        SheetPainter.Painted painted = SheetPainter.paint(
                reader,
                width,
                height,
                sheet,
                greys -> new SheetPainter.Look(
                        greys.mean() + draws.from(gap.brightness()) * (greys.white() - greys.mean()),
                        draws.from(gap.texture()) * greys.sd(),
                        draws.from(gap.rim()),
                        false,
                        (long) (draws.unit() * Long.MAX_VALUE)));
        return new CrackSimulation(painted, sheet);
    }

    /** Draws the cracks of a section without touching its pixels. */
    Sheet sheet(int width, int height, int z) {
        if (width < FoldSimulator.MIN_SIZE || height < FoldSimulator.MIN_SIZE) {
            throw new IllegalArgumentException("a section to be cracked must be at least " + FoldSimulator.MIN_SIZE
                    + " x " + FoldSimulator.MIN_SIZE + ", was " + width + " x " + height);
        }
        Draws draws = new Draws(seed, z, Draws.Purpose.CRACK);
        return new SheetDraw(draws, distribution.cuts(), true, width, height).sheet();
    }

    /** Says which cracks to make. Not thread-safe. */
    public static final class Builder {
        private long seed;
        private CrackDistribution distribution = CrackDistribution.natural();

        private Builder() {}

        /**
         * Sets the seed.
         *
         * @param seed any number
         * @return this builder
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets what cracks look like.
         *
         * @param distribution natural or measured numbers
         * @return this builder
         */
        public Builder distribution(CrackDistribution distribution) {
            this.distribution = distribution;
            return this;
        }

        /**
         * Makes the simulator.
         *
         * @return the simulator
         */
        public CrackSimulator build() {
            return new CrackSimulator(this);
        }
    }
}
