package org.sstem.simulate;

import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.internal.math.Moments;
import org.sstem.internal.precipitate.blob.TransmissionLaw;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.method.TrainingPair;
import org.sstem.method.TrainingPair.Turn;
import org.sstem.simulate.internal.draw.Draws;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * An endless, seeded stream of training pairs: crops of undamaged sections, damaged by the simulators, with the augmentation
 * of the published training (flips, transposition, hence quarter turns; exchange of the neighbours; brightness and
 * contrast, here of the tissue before it is damaged, so that the damage keeps to its law).
 *
 * <p>Three consecutive undamaged sections make a pair: the middle one is the target, the others are its neighbours. A
 * triple lies entirely in the training or in the validation part of the stack. Pair i is a function of the seed, the
 * settings and i alone: any number of threads may ask for pairs in any order. Nothing is kept but the stacks' own
 * sections; no threads are made. Immutable and thread-safe.
 */
public final class TrainingPairs {

    /** Which side of the split pairs come from. */
    public enum Part {
        /** Sections below the split. */
        TRAINING,
        /** Sections from the split on. */
        VALIDATION
    }

    /** Where a triple lies. */
    private record Triple(SectionSource stack, int z) {}

    private final DamageKind kind;
    private final int size;
    private final long seed;
    private final double jitter;
    private final boolean augment;
    private final List<DamageDistribution> distributions;
    private final TransmissionLaw law;
    private final List<Triple> triples;

    private TrainingPairs(Builder builder) {
        kind = builder.kind;
        size = builder.size;
        seed = builder.seed;
        augment = builder.augment;
        jitter = !augment
                ? 0
                : kind == DamageKind.FOLD || kind == DamageKind.CRACK ? 0.5 : kind == DamageKind.PRECIPITATE ? 0.2 : 0;
        distributions = builder.distributions;
        law = builder.law;
        triples = List.copyOf(builder.triples());
    }

    /**
     * Starts to describe a stream.
     *
     * @param kind what the pairs teach to undo: {@code FOLD}, {@code CRACK}, {@code PRECIPITATE}, or {@code MISSING} for
     *     interpolation
     * @return a builder: crops of 256 px, seed 0, the published damage, augmentation on, the last fifth of every stack kept
     *     for validation
     */
    public static Builder builder(DamageKind kind) {
        return new Builder(kind);
    }

    /**
     * Returns how many triples of sections the pairs are cut from.
     *
     * @return triples, at least 1
     */
    public int triples() {
        return triples.size();
    }

    /**
     * Makes one pair.
     *
     * @param index its number, at least 0
     * @return the pair, the same for the same number
     * @throws IllegalArgumentException     if the number is negative
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public TrainingPair pair(long index) {
        if (index < 0) {
            throw new IllegalArgumentException("index of a pair must be at least 0, was " + index);
        }
        long own = Draws.mix(seed ^ Draws.mix(index + 1));
        Draws draws = new Draws(own, 0, Draws.Purpose.CHOICE);
        Triple triple = triples.get(draws.below(triples.size()));
        SectionSource stack = triple.stack;
        int x = draws.below(stack.width() - size + 1);
        int y = draws.below(stack.height() - size + 1);
        Area area = new Area(x, y, size, size);
        if (!augment) {
            return degrade(own, triple, area, look(index));
        }
        Turn turn = new Turn(draws.unit() < 0.5, draws.unit() < 0.5, draws.unit() < 0.5);
        boolean swap = draws.unit() < 0.5;
        float brightness = (float) (1 + jitter * (2 * draws.unit() - 1));
        float contrast = (float) (1 + jitter * (2 * draws.unit() - 1));
        if (brightness != 1 || contrast != 1) {
            // Of the tissue, before it is damaged: stain multiplies grey values, and a fold's band stays black.
            float mean = brightness
                    * (float) Moments.of(stack.read(triple.z, area).pixels()).mean();
            triple = new Triple(new Toned(stack, brightness, contrast, mean), triple.z);
        }
        return degrade(own, triple, area, look(index)).turned(turn, swap);
    }

    private DamageDistribution look(long index) {
        return distributions.get((int) (index % distributions.size()));
    }

    private TrainingPair degrade(long own, Triple triple, Area area, DamageDistribution look) {
        List<Plane> neighbours = List.of(triple.stack.read(triple.z - 1, area), triple.stack.read(triple.z + 1, area));
        if (kind == DamageKind.FOLD) {
            FoldSimulation folded = FoldSimulator.builder()
                    .seed(own)
                    .distribution(look.fold())
                    .build()
                    .apply(triple.stack, triple.z, area);
            boolean[] gone = new boolean[size * size];
            Flow flow = folded.sheet()
                    .map(sheet -> sheet.invert(new Area(0, 0, size, size), gone))
                    .orElseGet(() -> folded.unfoldingFlow());
            Plane swallowed =
                    flags(folded.sheet().isPresent() ? gone : folded.swallowed().read(new Area(0, 0, size, size)));
            return new TrainingPair.Folded(
                    neighbours, folded.degraded(), folded.truth(), flags(folded.band()), swallowed, flow);
        }
        if (kind == DamageKind.CRACK) {
            SectionSource stack = triple.stack;
            int z = triple.z;
            CrackSimulation cracked = CrackSimulator.builder()
                    .seed(own)
                    .distribution(look.crack())
                    .build()
                    .apply(margin -> stack.read(z, area.grow(margin)), size, size, z);
            Flow flow = cracked.sheet().invert(new Area(0, 0, size, size), new boolean[size * size]);
            return new TrainingPair.Cracked(neighbours, cracked.degraded(), cracked.truth(), flow);
        }
        Plane clean = triple.stack.read(triple.z, area);
        if (kind == DamageKind.MISSING) {
            return new TrainingPair.Missing(neighbours, clean);
        }
        PrecipitateSimulation stained = PrecipitateSimulator.builder()
                .seed(own)
                .distribution(look.precipitate())
                .law(law)
                .build()
                .apply(clean);
        return new TrainingPair.Stained(neighbours, stained.degraded(), clean, stained.transmission());
    }

    private Plane flags(boolean[] flags) {
        Plane plane = new Plane(size, size);
        for (int i = 0; i < flags.length; i++) {
            plane.pixels()[i] = flags[i] ? 1 : 0;
        }
        return plane;
    }

    /** Sections in another tone: brightness, then contrast about the mean; what lay within 0 to 1 stays there. */
    private record Toned(SectionSource stack, float brightness, float contrast, float mean) implements SectionSource {

        @Override
        public int width() {
            return stack.width();
        }

        @Override
        public int height() {
            return stack.height();
        }

        @Override
        public int sections() {
            return stack.sections();
        }

        @Override
        public Plane read(int z, Area area) {
            Plane plane = stack.read(z, area);
            Plane out = new Plane(plane.width(), plane.height());
            for (int i = 0; i < out.pixels().length; i++) {
                float v = plane.pixels()[i];
                float w = mean + contrast * (brightness * v - mean);
                out.pixels()[i] = v >= 0 && v <= 1 ? Math.max(0, Math.min(1, w)) : w;
            }
            return out;
        }
    }

    /**
     * Goes through the pairs one by one.
     *
     * @param first number of the first pair, at least 0
     * @return an endless iterator, for one thread; several may be used at once
     */
    public Iterator<TrainingPair> from(long first) {
        return LongStream.iterate(first, i -> i + 1).mapToObj(this::pair).iterator();
    }

    /** Says which pairs to make. Not thread-safe. */
    public static final class Builder {

        private final DamageKind kind;
        private final List<SectionSource> stacks = new ArrayList<>();
        private final List<Damage> damages = new ArrayList<>();
        private int size = 256;
        private long seed;
        private boolean augment = true;
        private List<DamageDistribution> distributions = List.of(DamageDistribution.published());
        private TransmissionLaw law = TransmissionLaw.MEASURED;
        private double validation = 0.2;
        private Part part = Part.TRAINING;

        private Builder(DamageKind kind) {
            this.kind = kind;
        }

        /**
         * Adds a stack.
         *
         * @param stack  its sections
         * @param damage what is damaged in it: such sections are not used
         * @return this builder
         */
        public Builder stack(SectionSource stack, Damage damage) {
            stacks.add(stack);
            damages.add(damage);
            return this;
        }

        /**
         * Sets the size of the crops.
         *
         * @param pixels width and height, at least 64
         * @return this builder
         * @throws IllegalArgumentException if it is smaller
         */
        public Builder size(int pixels) {
            if (pixels < FoldSimulator.MIN_SIZE) {
                throw new IllegalArgumentException(
                        "size of a training crop must be at least " + FoldSimulator.MIN_SIZE + ", was " + pixels);
            }
            size = pixels;
            return this;
        }

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
         * Sets what damage looks like; rates do not matter, every pair is damaged.
         *
         * @param distribution published or measured numbers
         * @return this builder
         */
        public Builder distribution(DamageDistribution distribution) {
            return distributions(List.of(distribution));
        }

        /**
         * Sets several looks of damage, which the pairs have by turns: pair i that of number i modulo how many there are.
         *
         * @param looks at least one
         * @return this builder
         * @throws IllegalArgumentException if there is none
         */
        public Builder distributions(List<DamageDistribution> looks) {
            if (looks.isEmpty()) {
                throw new IllegalArgumentException("damage must have at least one look, had none");
            }
            distributions = List.copyOf(looks);
            return this;
        }

        /**
         * Lets precipitates take away as much light as in the published code, in place of what was measured: every blob
         * starts at transmission 1 on its rim.
         *
         * @return this builder
         */
        public Builder publishedTransmission() {
            law = TransmissionLaw.REFERENCE;
            return this;
        }

        /**
         * Switches the augmentation off or on.
         *
         * @param augment whether pairs are turned, mirrored and changed in brightness and contrast
         * @return this builder
         */
        public Builder augment(boolean augment) {
            this.augment = augment;
            return this;
        }

        /**
         * Sets the split: the last sections of every stack are for validation.
         *
         * @param share share of the sections, 0 to 1; with 0 there is no validation part
         * @param part  which part the pairs come from
         * @return this builder
         * @throws IllegalArgumentException if the share is not within 0 to 1
         */
        public Builder split(double share, Part part) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share of the validation must be 0 to 1, was " + share);
            }
            validation = share;
            this.part = part;
            return this;
        }

        private List<Triple> triples() {
            List<Triple> triples = new ArrayList<>();
            for (int s = 0; s < stacks.size(); s++) {
                SectionSource stack = stacks.get(s);
                Damage damage = damages.get(s);
                if (stack.width() < size || stack.height() < size) {
                    throw new IllegalArgumentException("sections must be at least as large as the crops, " + size
                            + " x " + size + ", were " + stack.width() + " x " + stack.height());
                }
                damage.validate(stack.width(), stack.height(), stack.sections());
                int split = (int) Math.round(stack.sections() * (1 - validation));
                int first = part == Part.TRAINING ? 0 : split;
                int end = part == Part.TRAINING ? split : stack.sections();
                for (int z = first + 1; z + 1 < end; z++) {
                    if (!damage.isDamaged(z - 1) && !damage.isDamaged(z) && !damage.isDamaged(z + 1)) {
                        triples.add(new Triple(stack, z));
                    }
                }
            }
            if (triples.isEmpty()) {
                throw new IllegalArgumentException("there are no three consecutive undamaged sections in the "
                        + part.name().toLowerCase(Locale.ROOT) + " part of the stacks to learn from");
            }
            return triples;
        }

        /**
         * Makes the stream.
         *
         * @return the stream
         * @throws IllegalArgumentException if no stack has three consecutive undamaged sections in this part, or sections are
         *     smaller than the crops
         */
        public TrainingPairs build() {
            return new TrainingPairs(this);
        }
    }
}
