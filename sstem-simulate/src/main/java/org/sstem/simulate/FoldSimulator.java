package org.sstem.simulate;

import org.sstem.internal.fold.Fold;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.internal.image.Resampler;
import org.sstem.method.SectionSource;

import java.util.List;
import java.util.Optional;

/**
 * Folds clean sections: draws folds from a {@link FoldDistribution}, pulls the tissue together, paints the dark band and
 * changes the contrast of one rectangle.
 *
 * <p>The law is {@link Fold}'s. What is drawn depends on the seed, the number z and the size of the section, not on its
 * pixels, the threads or the order of calls. Bilinear, single precision; rows are shared among the caller's threads.
 * Immutable and thread-safe.
 */
public final class FoldSimulator {

    /** Sections smaller than this leave no room for a fold. */
    static final int MIN_SIZE = 64;

    private final long seed;
    private final FoldDistribution distribution;

    private FoldSimulator(Builder builder) {
        seed = builder.seed;
        distribution = builder.distribution;
    }

    /**
     * Starts to describe a simulator: the published distribution and seed 0, unless told otherwise.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Folds a section that stands alone, as number 0.
     *
     * @param section the clean section, at least 64 x 64, finite; left as it is
     * @return the folded section
     * @throws IllegalArgumentException if the section is too small or not finite
     */
    public FoldSimulation apply(Plane section) {
        return apply(section, 0);
    }

    /**
     * Folds a section. Where tissue from beyond the border would be pulled in, the border's pixels are repeated.
     *
     * @param section the clean section, at least 64 x 64, finite; left as it is
     * @param z       its number: every number gives other folds
     * @return the folded section
     * @throws IllegalArgumentException if the section is too small or not finite
     */
    public FoldSimulation apply(Plane section, int z) {
        FoldChain chain = new FoldChain(folds(section.width(), section.height(), z));
        return apply(section, 0, section.width(), section.height(), z, chain);
    }

    /**
     * Folds a part of a section; tissue that is pulled in across the border of the part is real where the source has it.
     *
     * @param source where the section is read from
     * @param z      the section
     * @param area   the part to fold, at least 64 x 64
     * @return the folded part
     * @throws IllegalArgumentException if the part is too small or not finite
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    public FoldSimulation apply(SectionSource source, int z, Area area) {
        FoldChain chain = new FoldChain(folds(area.width(), area.height(), z));
        int margin = chain.margin();
        return apply(source.read(z, area.grow(margin)), margin, area.width(), area.height(), z, chain);
    }

    /**
     * Makes folds that are given, not drawn; band and box come from the distribution as for section 0.
     *
     * @param section the clean section, at least 64 x 64, finite; left as it is
     * @param folds   the folds in the order in which they are made, each in the section as it is just before
     * @return the folded section
     * @throws IllegalArgumentException if the section is too small or not finite
     */
    public FoldSimulation apply(Plane section, List<Fold> folds) {
        checkSize(section.width(), section.height());
        return apply(section, 0, section.width(), section.height(), 0, new FoldChain(folds));
    }

    /** Draws the folds of a section without touching its pixels. */
    List<Fold> folds(int width, int height, int z) {
        checkSize(width, height);
        return new FoldDraw(new Draws(seed, z, Draws.Purpose.FOLD), distribution.geometry(), width, height).folds();
    }

    private static void checkSize(int width, int height) {
        if (width < MIN_SIZE || height < MIN_SIZE) {
            throw new IllegalArgumentException("a section to be folded must be at least " + MIN_SIZE + " x " + MIN_SIZE
                    + ", was " + width + " x " + height);
        }
    }

    private FoldSimulation apply(Plane around, int margin, int width, int height, int z, FoldChain chain) {
        Plane truth = margin == 0 ? around : around.crop(margin, margin, width, height);
        Greys greys = Greys.of(truth);
        Draws draws = new Draws(seed, z, Draws.Purpose.BAND);
        BandLook look = BandLook.draw(distribution.band(), draws, greys);
        Optional<ContrastBox> box = box(draws, width, height);
        boolean[] band = new boolean[width * height];
        if (chain.folds().isEmpty()) {
            Flow still = new Flow(width, height);
            return new FoldSimulation(truth, truth.copy(), chain, band, still, Optional.empty());
        }
        float[] cover = new float[width * height];
        Flow flow = chain.folding(new Area(0, 0, width, height), look.rim(), band, cover);
        Plane degraded = Resampler.warp(around, margin, margin, flow, Resampler.Interpolation.BILINEAR);
        look.paint(degraded, cover);
        box.ifPresent(b -> b.apply(degraded, cover));
        return new FoldSimulation(truth, degraded, chain, band, flow, box);
    }

    private Optional<ContrastBox> box(Draws draws, int width, int height) {
        FoldDistribution.Box box = distribution.box();
        boolean wanted = draws.unit() < box.probability();
        int w = (int) Math.min(Math.round(draws.from(box.side())), width);
        int h = (int) Math.min(Math.round(draws.from(box.side())), height);
        Area area = new Area(draws.below(width - w + 1), draws.below(height - h + 1), w, h);
        double contrast = draws.from(box.contrast());
        return wanted ? Optional.of(new ContrastBox(area, contrast)) : Optional.empty();
    }

    /**
     * How one section's bands look.
     *
     * @param grey    grey value
     * @param texture standard deviation of it
     * @param rim     width of the soft rim, px
     * @param black   the least value
     * @param seed    of the texture
     */
    private record BandLook(double grey, double texture, double rim, double black, long seed) {

        /** Distance of the knots of the texture: membranes seen through a band are as wide. */
        private static final int GRAIN_PX = 4;
        /** One over the root mean square of the noise between knots of the variance 1/12, at whole pixels. */
        private static final double KNOT_SCALE = 4.6613;

        static BandLook draw(FoldDistribution.Band band, Draws draws, Greys greys) {
            double grey = greys.black() + draws.from(band.grey()) * (greys.mean() - greys.black());
            double texture = draws.from(band.texture()) * greys.sd();
            return new BandLook(
                    grey, texture, draws.from(band.rim()), greys.black(), (long) (draws.unit() * Long.MAX_VALUE));
        }

        void paint(Plane section, float[] cover) {
            float[] pixels = section.pixels();
            int width = section.width();
            Strips.forEach(section.height(), (from, to) -> {
                for (int i = from * width; i < to * width; i++) {
                    if (cover[i] > 0) {
                        double value =
                                texture == 0 ? grey : Math.max(black, grey + texture * grain(i % width, i / width));
                        pixels[i] = (float) (pixels[i] + cover[i] * (value - pixels[i]));
                    }
                }
            });
        }

        /** Smooth noise of unit standard deviation and the grain of tissue, a function of the place. */
        private double grain(int x, int y) {
            int column = Math.floorDiv(x, GRAIN_PX);
            int row = Math.floorDiv(y, GRAIN_PX);
            double right = ease((x - column * GRAIN_PX) / (double) GRAIN_PX);
            double down = ease((y - row * GRAIN_PX) / (double) GRAIN_PX);
            double above = knot(column, row) * (1 - right) + knot(column + 1, row) * right;
            double below = knot(column, row + 1) * (1 - right) + knot(column + 1, row + 1) * right;
            return KNOT_SCALE * (above * (1 - down) + below * down);
        }

        private double knot(int column, int row) {
            long h = Draws.mix(seed + column * 0x9E3779B97F4A7C15L + row * 0xC2B2AE3D27D4EB4FL);
            return (h >>> 11) * 0x1p-53 - 0.5;
        }

        private static double ease(double part) {
            return part * part * (3 - 2 * part);
        }
    }

    /** Says which folds to make. Not thread-safe. */
    public static final class Builder {
        private long seed;
        private FoldDistribution distribution = FoldDistribution.published();

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
         * Sets what folds look like.
         *
         * @param distribution published or measured numbers
         * @return this builder
         */
        public Builder distribution(FoldDistribution distribution) {
            this.distribution = distribution;
            return this;
        }

        /**
         * Makes the simulator.
         *
         * @return the simulator
         */
        public FoldSimulator build() {
            return new FoldSimulator(this);
        }
    }
}
