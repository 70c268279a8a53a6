package org.sstem.simulate;

import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.image.Resampler;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.simulate.internal.draw.ContrastBox;
import org.sstem.simulate.internal.draw.Draws;
import org.sstem.simulate.internal.draw.FoldChain;
import org.sstem.simulate.internal.draw.FoldDraw;
import org.sstem.simulate.internal.draw.Grain;
import org.sstem.simulate.internal.draw.Greys;
import org.sstem.simulate.internal.draw.Sheet;
import org.sstem.simulate.internal.draw.SheetDraw;
import org.sstem.simulate.internal.draw.SheetPainter;
import org.sstem.simulate.internal.draw.Strips;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Folds clean sections: draws folds from a {@link FoldDistribution}, pulls the tissue together, paints the dark band and
 * changes the contrast of one rectangle.
 *
 * <p>The law is {@code Fold}'s, or, where the distribution has a {@linkplain FoldDistribution#nature nature}, folds are
 * the cuts of a {@code Sheet} (there tissue is sampled by the cubic, and stays within the section's grey values). What is drawn depends on the seed, the number z and the size of the section, not on its
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
        if (distribution.nature().isPresent()) {
            return apply(section, z, sheet(section.width(), section.height(), z));
        }
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
        if (distribution.nature().isPresent()) {
            Sheet sheet = sheet(area.width(), area.height(), z);
            return apply(m -> source.read(z, area.grow(m)), area.width(), area.height(), z, sheet);
        }
        FoldChain chain = new FoldChain(folds(area.width(), area.height(), z));
        int margin = chain.margin();
        return apply(source.read(z, area.grow(margin)), margin, area.width(), area.height(), z, chain);
    }

    /** Makes folds that are given, not drawn, in their order; band and box come from the distribution as for section 0. */
    FoldSimulation apply(Plane section, List<Fold> folds) {
        checkSize(section.width(), section.height());
        return apply(section, 0, section.width(), section.height(), 0, new FoldChain(folds));
    }

    /** Makes cuts that are given, not drawn; band and box come from the distribution as for section 0. */
    FoldSimulation apply(Plane section, Sheet sheet) {
        checkSize(section.width(), section.height());
        return apply(section, 0, sheet);
    }

    private FoldSimulation apply(Plane section, int z, Sheet sheet) {
        int width = section.width();
        int height = section.height();
        return apply(m -> section.crop(-m, -m, width + 2 * m, height + 2 * m), width, height, z, sheet);
    }

    private FoldSimulation apply(IntFunction<Plane> reader, int width, int height, int z, Sheet sheet) {
        Draws draws = new Draws(seed, z, Draws.Purpose.BAND);
        SheetPainter.Painted painted = SheetPainter.paint(reader, width, height, sheet, greys -> {
            BandLook look = BandLook.draw(distribution.band(), draws, greys);
            return new SheetPainter.Look(look.grey(), look.texture(), look.rim(), true, look.seed());
        });
        Optional<ContrastBox> box = box(draws, width, height);
        box.ifPresent(b -> b.apply(painted.degraded(), new float[width * height]));
        return new FoldSimulation(
                painted.truth(),
                painted.degraded(),
                new FoldChain(List.of()),
                Optional.of(sheet),
                painted.covered(),
                painted.folding(),
                box);
    }

    /** Draws the natural folds of a section. */
    Sheet sheet(int width, int height, int z) {
        checkSize(width, height);
        Draws draws = new Draws(seed, z, Draws.Purpose.SHEET);
        return new SheetDraw(draws, distribution.nature().orElseThrow(), false, width, height).sheet();
    }

    /** The bands of a section's folds, without touching its pixels. */
    boolean[] band(int width, int height, int z) {
        Area area = new Area(0, 0, width, height);
        if (distribution.nature().isPresent()) {
            return sheet(width, height, z).covered(area);
        }
        boolean[] band = new boolean[width * height];
        new FoldChain(folds(width, height, z)).band(area, band);
        return band;
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
            return new FoldSimulation(truth, truth.copy(), chain, Optional.empty(), band, still, Optional.empty());
        }
        float[] cover = new float[width * height];
        Flow flow = chain.folding(new Area(0, 0, width, height), look.rim(), band, cover);
        Plane degraded = Resampler.warp(around, margin, margin, flow, Resampler.Interpolation.BILINEAR);
        look.paint(degraded, cover);
        box.ifPresent(b -> b.apply(degraded, cover));
        return new FoldSimulation(truth, degraded, chain, Optional.empty(), band, flow, box);
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

        static BandLook draw(FoldDistribution.Band band, Draws draws, Greys greys) {
            double grey = greys.black() + draws.from(band.grey()) * (greys.mean() - greys.black());
            double texture = draws.from(band.texture()) * greys.sd();
            return new BandLook(
                    grey, texture, draws.from(band.rim()), greys.black(), (long) (draws.unit() * Long.MAX_VALUE));
        }

        void paint(Plane section, float[] cover) {
            float[] pixels = section.pixels();
            int width = section.width();
            Grain grain = new Grain(seed);
            Strips.forEach(section.height(), (from, to) -> {
                for (int i = from * width; i < to * width; i++) {
                    if (cover[i] > 0) {
                        double value =
                                texture == 0 ? grey : Math.max(black, grey + texture * grain.at(i % width, i / width));
                        pixels[i] = (float) (pixels[i] + cover[i] * (value - pixels[i]));
                    }
                }
            });
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
