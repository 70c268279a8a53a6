package org.sstem.simulate;

import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.precipitate.blob.TransmissionLaw;
import org.sstem.method.Area;
import org.sstem.method.SectionSource;
import org.sstem.simulate.internal.draw.Draws;
import org.sstem.simulate.internal.draw.LostSimulator;
import org.sstem.simulate.internal.draw.Moved;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Damages a whole stack: chooses sections, folds and stains them, takes some away, and writes down what it did.
 *
 * <p>Each kind is spread by its rate of the {@link DamageDistribution} or put on the sections that are named. A section may
 * be folded, cracked and stained, in this order; a missing one is just missing. What happens to a section depends on the seed, its
 * number and the size of the sections, so that the sections can be asked for in any order, by any number of threads.
 * Immutable and thread-safe.
 */
public final class DamageSimulator {

    private final long seed;
    private final DamageDistribution distribution;
    private final TransmissionLaw law;
    private final int margin;
    private final double lostRate;
    private final LostDistribution lostParts;
    private final Map<DamageKind, SortedSet<Integer>> named;

    private DamageSimulator(Builder builder) {
        seed = builder.seed;
        distribution = builder.distribution;
        law = builder.law;
        margin = builder.margin;
        lostRate = builder.lostRate;
        lostParts = builder.lostParts;
        named = new EnumMap<>(builder.named);
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
     * Decides what happens to a stack. Only the masks are computed now; sections are damaged when they are read. At least
     * one section stays intact: where the rates leave none, the first is spared.
     *
     * @param stack the clean stack, sections at least 64 x 64 px inside the {@linkplain Builder#margin margin}
     * @return the damaged stack and its damage
     * @throws IllegalArgumentException if the sections are too small, or a section that is named is not in the stack, or
     *     all sections are named
     */
    public StackSimulation apply(SectionSource stack) {
        Map<DamageKind, SortedSet<Integer>> chosen = choose(stack.sections());
        FoldSimulator folds = FoldSimulator.builder()
                .seed(seed)
                .distribution(distribution.fold())
                .build();
        CrackSimulator cracks = CrackSimulator.builder()
                .seed(seed)
                .distribution(distribution.crack())
                .build();
        PrecipitateSimulator precipitates = PrecipitateSimulator.builder()
                .seed(seed)
                .distribution(distribution.precipitate())
                .law(law)
                .build();
        Area inside = inside(stack);
        int width = inside.width();
        int height = inside.height();
        List<DamagedSection> entries = new ArrayList<>();
        for (int z : chosen.get(DamageKind.MISSING)) {
            entries.add(new DamagedSection(z, DamageKind.MISSING));
        }
        for (int z : chosen.get(DamageKind.FOLD)) {
            boolean[] band = folds.band(width, height, z);
            if (chosen.get(DamageKind.CRACK).contains(z)) {
                band = Moved.mask(band, cracks.sheet(width, height, z), width, height);
            }
            entries.add(new DamagedSection(z, DamageKind.FOLD, SectionMask.of(width, height, band)));
        }
        for (int z : chosen.get(DamageKind.CRACK)) {
            boolean[] gap = cracks.sheet(width, height, z).covered(new Area(0, 0, width, height));
            entries.add(new DamagedSection(z, DamageKind.CRACK, SectionMask.of(width, height, gap)));
        }
        for (int z : chosen.get(DamageKind.PRECIPITATE)) {
            boolean[] mask = precipitates.stain(width, height, z).mask();
            entries.add(new DamagedSection(z, DamageKind.PRECIPITATE, SectionMask.of(width, height, mask)));
        }
        LostSimulator lost = new LostSimulator(seed, lostParts);
        for (int z : chosen.get(DamageKind.LOST)) {
            entries.add(
                    new DamagedSection(z, DamageKind.LOST, SectionMask.of(width, height, lost.mask(width, height, z))));
        }
        return new StackSimulation(stack, inside, Damage.of(entries), folds, cracks, precipitates, lost);
    }

    private Area inside(SectionSource stack) {
        int width = stack.width() - 2 * margin;
        int height = stack.height() - 2 * margin;
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a margin of " + margin + " px leaves nothing of sections of "
                    + stack.width() + " x " + stack.height() + " px");
        }
        return new Area(margin, margin, width, height);
    }

    private Map<DamageKind, SortedSet<Integer>> choose(int sections) {
        Map<DamageKind, SortedSet<Integer>> chosen = new EnumMap<>(DamageKind.class);
        SortedSet<Integer> damaged = new TreeSet<>();
        for (DamageKind kind : DamageKind.values()) {
            SortedSet<Integer> sectionsOfKind =
                    named.containsKey(kind) ? new TreeSet<>(named.get(kind)) : spread(kind, sections);
            if (!sectionsOfKind.isEmpty() && (sectionsOfKind.first() < 0 || sectionsOfKind.last() >= sections)) {
                throw new IllegalArgumentException(
                        "sections to damage must be 0 to " + (sections - 1) + ", were " + sectionsOfKind);
            }
            chosen.put(kind, sectionsOfKind);
            damaged.addAll(sectionsOfKind);
        }
        SortedSet<Integer> missing = chosen.get(DamageKind.MISSING);
        chosen.get(DamageKind.FOLD).removeAll(missing);
        chosen.get(DamageKind.PRECIPITATE).removeAll(missing);
        chosen.get(DamageKind.LOST).removeAll(missing);
        if (damaged.size() == sections) {
            for (DamageKind kind : DamageKind.values()) {
                if (chosen.get(kind).remove(0) && named.containsKey(kind)) {
                    throw new IllegalArgumentException(
                            "all " + sections + " sections would be damaged; at least one must stay intact");
                }
            }
        }
        return chosen;
    }

    private SortedSet<Integer> spread(DamageKind kind, int sections) {
        if (kind == DamageKind.MISSING) {
            return distribution.missing().draw(sections, seed);
        }
        double rate =
                switch (kind) {
                    case FOLD -> distribution.foldRate();
                    case PRECIPITATE -> distribution.precipitateRate();
                    case CRACK -> distribution.crackRate();
                    case LOST -> lostRate;
                    default -> 0;
                };
        SortedSet<Integer> chosen = new TreeSet<>();
        for (int z = 0; z < sections; z++) {
            if (new Draws(seed, z, Draws.Purpose.CHOICE, kind.ordinal()).unit() < rate) {
                chosen.add(z);
            }
        }
        return chosen;
    }

    /** Says what damage to do. Not thread-safe. */
    public static final class Builder {
        private long seed;
        private DamageDistribution distribution = DamageDistribution.published();
        private TransmissionLaw law = TransmissionLaw.MEASURED;
        private int margin;
        private double lostRate;
        private LostDistribution lostParts = LostDistribution.all();
        private final Map<DamageKind, SortedSet<Integer>> named = new EnumMap<>(DamageKind.class);

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
         * Sets how often damage occurs and what it looks like.
         *
         * @param distribution published or measured numbers
         * @return this builder
         */
        public Builder distribution(DamageDistribution distribution) {
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
            law = TransmissionLaw.REFERENCE;
            return this;
        }

        /**
         * Cuts a margin off every section, clean and damaged, after folds have drawn tissue from it: so nothing smears at
         * the border. Without a margin, what would come from beyond the border repeats it.
         *
         * @param pixels 0 or more; the widest fold pulls tissue over as many pixels as it is wide
         * @return this builder
         * @throws IllegalArgumentException if negative
         */
        public Builder margin(int pixels) {
            if (pixels < 0) {
                throw new IllegalArgumentException("margin must be 0 or more pixels, was " + pixels);
            }
            this.margin = pixels;
            return this;
        }

        /**
         * Names the sections with one kind of damage, instead of spreading it by its rate. What is never named keeps its
         * rate: to have none of a kind, name no section.
         *
         * @param kind     the damage
         * @param sections the sections that get it; may be empty
         * @return this builder
         */
        public Builder sections(DamageKind kind, Iterable<Integer> sections) {
            SortedSet<Integer> set = new TreeSet<>();
            sections.forEach(set::add);
            named.put(kind, set);
            return this;
        }

        /**
         * Sets how often parts of sections are lost and what they look like; none are unless set or named.
         *
         * @param rate  share of the sections that lose a part, 0 to 1
         * @param parts what they look like
         * @return this builder
         * @throws IllegalArgumentException if the rate is not within 0 to 1
         */
        public Builder lost(double rate, LostDistribution parts) {
            DamageDistribution.checkRate("rate of lost parts", rate);
            lostRate = rate;
            lostParts = parts;
            return this;
        }

        /**
         * Makes the simulator.
         *
         * @return the simulator
         */
        public DamageSimulator build() {
            return new DamageSimulator(this);
        }
    }
}
