package org.sstem.simulate;

import net.imglib2.parallel.Parallelization;
import org.sstem.damage.SectionMask;
import org.sstem.internal.precipitate.blob.TransmissionLaw;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.simulate.PrecipitateDistribution.SpeckDistribution;
import org.sstem.simulate.internal.draw.BlobPlacement;
import org.sstem.simulate.internal.draw.BlobShape;
import org.sstem.simulate.internal.draw.Draws;
import org.sstem.simulate.internal.draw.Greys;
import org.sstem.simulate.internal.draw.SpeckPainter;
import org.sstem.simulate.internal.draw.Strips;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Stains clean sections: compresses their contrast and multiplies dark blobs in, drawn from a
 * {@link PrecipitateDistribution}, letting through as much light as was measured for
 * blobs of their size, or as in the published code.
 *
 * <p>Specks and clouds ({@link SpeckDistribution}) lie anywhere, over blobs too. The rectangles around blobs do not
 * overlap; a blob may be cut by the border. A blob larger than a fifth of the section
 * is made smaller. What is drawn depends on the seed, the number z and the size of the section, not on its pixels, the
 * threads or the order of calls. Computed in double precision and rounded to float; results are cut off at black and
 * white where grey values lie in [0, 1]. Immutable and thread-safe.
 */
public final class PrecipitateSimulator {

    private static final int MIN_SIZE = 64;

    private final long seed;
    private final PrecipitateDistribution distribution;
    private final TransmissionLaw law;

    private PrecipitateSimulator(Builder builder) {
        seed = builder.seed;
        distribution = builder.distribution;
        law = builder.law;
    }

    /**
     * Starts to describe a simulator: the published distribution, the measured law and seed 0, unless told otherwise.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Stains a section that stands alone, as number 0.
     *
     * @param section the clean section, at least 64 x 64, finite; left as it is
     * @return the stained section
     * @throws IllegalArgumentException if the section is too small or not finite
     */
    public PrecipitateSimulation apply(Plane section) {
        return apply(section, 0);
    }

    /**
     * Stains a section.
     *
     * @param section the clean section, at least 64 x 64, finite; left as it is
     * @param z       its number: every number gives other blobs
     * @return the stained section
     * @throws IllegalArgumentException if the section is too small or not finite
     */
    public PrecipitateSimulation apply(Plane section, int z) {
        Stain stain = stain(section.width(), section.height(), z);
        Greys greys = Greys.of(section);
        double gain = stain.gain();
        double pivot = distribution.contrast().pivot().orElse(greys.mean());
        double offset = pivot * (1 - gain) + distribution.contrast().rise() * (pivot - greys.black());
        Plane degraded = new Plane(section.width(), section.height());
        boolean unit = greys.black() == 0 && greys.white() == 1;
        int width = section.width();
        Strips.forEach(section.height(), (from, to) -> {
            for (int i = from * width; i < to * width; i++) {
                double light = gain == 1 && offset == 0 ? section.pixels()[i] : gain * section.pixels()[i] + offset;
                // Stain darkens towards black, which is not 0 everywhere.
                double t = stain.transmission().pixels()[i];
                double v = t == 1 ? light : greys.black() + t * (light - greys.black());
                degraded.pixels()[i] = (float) (unit ? Math.max(0, Math.min(1, v)) : v);
            }
        });
        return new PrecipitateSimulation(
                section,
                degraded,
                SectionMask.of(section.width(), section.height(), stain.mask()),
                stain.transmission(),
                gain,
                offset,
                stain.blobs(),
                stain.unplaced());
    }

    /** What is laid over a section, whatever the section shows. */
    record Stain(
            Plane transmission, boolean[] mask, double gain, List<PrecipitateSimulation.Blob> blobs, int unplaced) {}

    Stain stain(int width, int height, int z) {
        if (width < MIN_SIZE || height < MIN_SIZE) {
            throw new IllegalArgumentException("a section to be stained must be at least " + MIN_SIZE + " x " + MIN_SIZE
                    + ", was " + width + " x " + height);
        }
        Draws draws = new Draws(seed, z, Draws.Purpose.PRECIPITATE);
        double gain = draws.from(distribution.contrast().gain());
        double ring = draws.from(distribution.ring());
        List<Double> areas = areas(draws, width, height);
        BlobShape[] shapes = new BlobShape[areas.size()];
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < shapes.length; i++) {
            numbers.add(i);
        }
        Parallelization.getTaskExecutor()
                .forEach(
                        numbers,
                        i -> shapes[i] = BlobShape.draw(
                                new Draws(seed, z, Draws.Purpose.PRECIPITATE, i),
                                distribution.outline(),
                                areas.get(i),
                                law,
                                ring));
        Plane transmission = Plane.filled(width, height, 1);
        boolean[] mask = new boolean[width * height];
        BlobPlacement placement = new BlobPlacement(width, height);
        List<PrecipitateSimulation.Blob> blobs = new ArrayList<>();
        int unplaced = 0;
        for (BlobShape shape : shapes) {
            Optional<Area> box = placement.place(shape.extent(), shape.area(), draws);
            if (box.isEmpty()) {
                unplaced++;
                continue;
            }
            int x = box.get().x() - shape.extent().x();
            int y = box.get().y() - shape.extent().y();
            double darkest = lay(shape, x, y, transmission, mask);
            blobs.add(new PrecipitateSimulation.Blob(x, y, shape.area(), box.get(), darkest));
        }
        distribution
                .specks()
                .ifPresent(specks -> blobs.addAll(
                        new SpeckPainter(new Draws(seed, z, Draws.Purpose.SPECK), specks, transmission, mask).lay()));
        return new Stain(transmission, mask, gain, blobs, unplaced);
    }

    /** Draws how many blobs there are and how large they are, the largest first. */
    private List<Double> areas(Draws draws, int width, int height) {
        double size = (double) width * height;
        List<Double> areas = new ArrayList<>();
        for (PrecipitateDistribution.AreaClass c : distribution.classes()) {
            double count = draws.count(c.count()) * size / PrecipitateDistribution.REFERENCE_AREA;
            for (int i = (int) (count + draws.unit()); i > 0; i--) {
                double area = c.minArea() * Math.pow(c.maxArea() / c.minArea(), draws.unit());
                areas.add(Math.min(area, size / 5));
            }
        }
        areas.sort(Comparator.reverseOrder());
        return areas;
    }

    /** Multiplies a blob into a section's transmission. */
    static double lay(BlobShape shape, int cx, int cy, Plane transmission, boolean[] mask) {
        int width = transmission.width();
        int x0 = Math.max(0, -cx - shape.box().x());
        int x1 = Math.min(shape.box().width(), width - cx - shape.box().x());
        int y0 = Math.max(0, -cy - shape.box().y());
        int y1 = Math.min(
                shape.box().height(), transmission.height() - cy - shape.box().y());
        double darkest = 1;
        for (int y = y0; y < y1; y++) {
            int row = (cy + shape.box().y() + y) * width + cx + shape.box().x();
            for (int x = x0; x < x1; x++) {
                int i = y * shape.box().width() + x;
                float t = shape.transmission()[i];
                transmission.pixels()[row + x] *= t;
                mask[row + x] |= shape.inside()[i];
                darkest = Math.min(darkest, t);
            }
        }
        return darkest;
    }

    /** Says which precipitates to make. Not thread-safe. */
    public static final class Builder {
        private long seed;
        private PrecipitateDistribution distribution = PrecipitateDistribution.published();
        private TransmissionLaw law = TransmissionLaw.MEASURED;

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
         * Sets what precipitates look like.
         *
         * @param distribution published or measured numbers
         * @return this builder
         */
        public Builder distribution(PrecipitateDistribution distribution) {
            this.distribution = distribution;
            return this;
        }

        /**
         * Lets precipitates take away as much light as in the published code, in place of what was measured: every blob
         * starts at transmission 1 on its rim.
         *
         * @return this builder
         */
        public Builder publishedTransmission() {
            return law(TransmissionLaw.REFERENCE);
        }

        Builder law(TransmissionLaw transmission) {
            law = transmission;
            return this;
        }

        /**
         * Makes the simulator.
         *
         * @return the simulator
         */
        public PrecipitateSimulator build() {
            return new PrecipitateSimulator(this);
        }
    }
}
