package org.sstem;

import net.imglib2.Interval;
import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.plan.KnownSurveys;
import org.sstem.internal.plan.RestorationPlan;
import org.sstem.internal.plan.TrainingFree;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.method.SectionSource;
import org.sstem.stack.GreyLevels;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Repairs the damaged sections of a stack with one {@link RestorationMethod} for each kind of damage.
 *
 * <p>Immutable and thread-safe. The threads that a restoration uses are those that the caller's
 * {@link net.imglib2.parallel.Parallelization} context grants; the result does not depend on their number.
 */
public final class Restorer {

    private final Map<DamageKind, RestorationMethod> methods;
    private final int tileSize;
    private final Map<Integer, SectionMask> absent;
    private final Optional<GreyLevels> levels;
    private final KnownSurveys surveys;
    private final ProgressListener progress;

    private Restorer(Builder builder) {
        this.methods = Map.copyOf(builder.methods);
        this.tileSize = builder.tileSize;
        this.absent = Map.copyOf(builder.absent);
        this.levels = Optional.ofNullable(builder.levels);
        this.surveys = builder.surveys;
        this.progress = builder.progress;
    }

    /**
     * Returns a restorer that needs no trained model for any kind of damage.
     *
     * @return the training-free restorer
     */
    public static Restorer trainingFree() {
        return builder().build();
    }

    /**
     * Starts a restorer whose methods are the training-free ones unless others are named.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Prepares the restoration of a stack. Nothing is read or computed before the result is asked for pixels.
     *
     * <p>Only originals are read, never restored sections. A run of consecutive missing sections is one task. Sections
     * that carry several kinds of damage are corrected for precipitates first and unfolded then, the reverse of the
     * order in which the damage arose; folds and cracks with known masks are cuts of one sheet. Where a section is
     * missing, nothing else about it matters.
     *
     * <p>Stacks of floats may hold NaN or infinities. Undamaged sections keep them. A damaged section's neighbour that
     * holds one is not used, the next intact section is instead, and the findings say so and call the result doubtful. A
     * section that is damaged but not missing has to be finite itself: {@link Restoration#section},
     * {@link Restoration#repairs} and reading its pixels throw an {@link IllegalArgumentException} that names the section
     * and the first such place, before any work on it; so they do where no intact section is finite. What is restored is
     * finite, and stays within the range of grey values of the section itself, unless it is missing, and of the intact
     * sections that may be read, two on either side. Each of these is looked through once for this, stacks of integers are
     * not: what is restored of them is rounded and stays within the range of their type.
     *
     * <p>A view that does not begin at the origin is restored where it is. Its sections are counted from its first one.
     *
     * @param <T>    pixel type: 8 or 16 bit unsigned, or float
     * @param stack  axes (x, y, z); never written to
     * @param damage what is damaged
     * @return the restoration, computed as it is read
     * @throws IllegalArgumentException if the stack is not three-dimensional, if the damage does not fit it, if no
     *     section is intact, or if {@linkplain Builder#surveys parameters} do not fit the damage
     */
    public <T extends NativeType<T> & RealType<T>> Restoration<T> restore(
            RandomAccessibleInterval<T> stack, Damage damage) {
        return new Restoration<>(stack, plan(stack, damage), progress);
    }

    /**
     * Prepares the restoration of a stack whose pixel type the compiler does not know, as
     * {@link #restore(RandomAccessibleInterval, Damage)} does.
     *
     * @param <S>    any {@code RandomAccessibleInterval<? extends RealType<?>>}
     * @param stack  axes (x, y, z), 8 or 16 bit unsigned, or float; never written to
     * @param damage what is damaged
     * @return the restoration, of the stack's pixel type
     * @throws IllegalArgumentException if the stack is not three-dimensional or of another type, if the damage does not fit
     *     it, or if no section is intact
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public <S extends RandomAccessible<? extends RealType<?>> & Interval> Restoration<?> restore(
            S stack, Damage damage) {
        return restore((RandomAccessibleInterval) Views.interval((RandomAccessible) stack, stack), damage);
    }

    /**
     * Prepares the restoration of a stack that is no ImgLib2 image.
     *
     * @param stack  reads the sections
     * @param damage what is damaged
     * @return the restoration, grey values scaled as {@link org.sstem.method.Plane} says
     * @throws IllegalArgumentException if the damage does not fit the stack, or if no section is intact
     */
    public Restoration<FloatType> restore(SectionSource stack, Damage damage) {
        return restore(stack.image(), damage);
    }

    private <T extends NativeType<T> & RealType<T>> RestorationPlan plan(
            RandomAccessibleInterval<T> stack, Damage damage) {
        if (stack.numDimensions() != 3) {
            throw new IllegalArgumentException(
                    "a stack has the three axes x, y and z, this one had " + stack.numDimensions());
        }
        Tiles tiles = new Tiles(Math.toIntExact(stack.dimension(0)), Math.toIntExact(stack.dimension(1)), tileSize);
        return new RestorationPlan(Views.zeroMin(stack), damage, methods, tiles, absent, levels, surveys);
    }

    /** Chooses how each kind of damage is repaired. Not thread-safe. */
    public static final class Builder {

        private static final int SMALLEST_TILE = 64;

        private final Map<DamageKind, RestorationMethod> methods = new EnumMap<>(DamageKind.class);
        private int tileSize = 1024;
        private Map<Integer, SectionMask> absent = Map.of();
        private GreyLevels levels;
        private KnownSurveys surveys = KnownSurveys.of(Map.of());
        private ProgressListener progress = ProgressListener.NONE;

        private Builder() {
            methods(TrainingFree.methods());
        }

        /**
         * Uses a method for the kind of damage that it repairs, in place of the one before.
         *
         * @param method the method
         * @return this builder
         */
        public Builder method(RestorationMethod method) {
            methods.put(method.kind(), method);
            return this;
        }

        /**
         * Uses several methods, each as {@link #method} does.
         *
         * @param several the methods
         * @return this builder
         */
        public Builder methods(Collection<? extends RestorationMethod> several) {
            several.forEach(this::method);
            return this;
        }

        /**
         * Sets the edge of the square tiles in which a section is restored. Memory grows with its square, the cost of
         * the overlap falls with it; the result does not depend on it beyond what a method says of its own.
         *
         * @param pixels tile edge, at least 64; 1024 unless set
         * @return this builder
         * @throws IllegalArgumentException if it is smaller
         */
        public Builder tileSize(int pixels) {
            if (pixels < SMALLEST_TILE) {
                throw new IllegalArgumentException(
                        "tile size must be at least " + SMALLEST_TILE + " px, was " + pixels);
            }
            tileSize = pixels;
            return this;
        }

        /**
         * Says where sections have no tissue; otherwise what one grey value fills up to the border is taken for padding.
         * Such pixels stay as they are, and nothing is concluded from them.
         *
         * @param masks pixels without tissue, by section; sections that are not named are looked at
         * @return this builder
         */
        public Builder absent(Map<Integer, ? extends SectionMask> masks) {
            absent = Map.copyOf(masks);
            return this;
        }

        /**
         * Says where black is; otherwise it is estimated from the stack's tissue.
         *
         * @param known the levels
         * @return this builder
         */
        public Builder levels(GreyLevels known) {
            levels = Objects.requireNonNull(known, "known");
            return this;
        }

        /**
         * Says what was estimated of sections, by {@link Restoration#surveys} or by a person; all others are looked at. The
         * stack, its {@link #levels} and its damage have to be those that it was estimated of.
         *
         * @param known for each section the parameters of its repairs, in their order
         * @return this builder
         */
        public Builder surveys(Map<Integer, List<Survey>> known) {
            surveys = KnownSurveys.of(known);
            return this;
        }

        /**
         * Says where to look up what was estimated of sections, as {@link #surveys(Map)} does, when a section is needed.
         * Nothing of it is kept but for sections that have just been restored. Each section is looked up once when a stack is
         * given, too, so that parameters of other damage are refused before anything is restored.
         *
         * @param sections those that were estimated
         * @param lookup   gives the parameters of a section's repairs, in their order, always the same; called by any thread
         * @return this builder
         */
        public Builder surveys(Set<Integer> sections, IntFunction<List<Survey>> lookup) {
            surveys = new KnownSurveys(sections, Objects.requireNonNull(lookup, "lookup"));
            return this;
        }

        /**
         * Tells a listener how far {@link Restoration#section} has come with a section, tile by tile. Whoever reads the
         * pixels of a restoration knows it already; {@link org.sstem.stack.StackWriter.Builder#progress} tells how far
         * writing them has come.
         *
         * @param listener the listener; called by every thread that restores a section
         * @return this builder
         */
        public Builder progress(ProgressListener listener) {
            progress = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Makes the restorer.
         *
         * @return an immutable restorer
         */
        public Restorer build() {
            return new Restorer(this);
        }
    }
}
