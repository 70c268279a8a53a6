package org.sstem.damage;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import org.sstem.ProgressListener;
import org.sstem.internal.detect.DetectionRun;
import org.sstem.internal.detect.Looking;
import org.sstem.internal.detect.large.PartwiseDetection;
import org.sstem.internal.detect.unaligned.UnalignedDetection;
import org.sstem.internal.plan.FiniteSections;
import org.sstem.internal.progress.Cancellation;
import org.sstem.internal.registration.LeastSize;
import org.sstem.internal.tile.Tiles;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.SectionSource;
import org.sstem.stack.GreyLevels;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds folds, cracks, precipitates, lost parts and missing sections in a stack, with no training: from the sections and
 * their neighbours,
 * and from what is usual in the stack.
 *
 * <ul>
 *   <li>Missing: sections that are empty, constant, black, saturated, a copy of another, or that show other tissue than
 *       the sections around them, unless a fold displaced it.
 *   <li>Folds: dark bands, straight or not, that may end inside the section, branch and cross, that no neighbour shows
 *       and that look like no membrane.
 *   <li>Cracks: the same, bright and empty.
 *   <li>Precipitates: blobs darker than the neighbours let expect, by more evidence than the stack's tissue ever
 *       gathers; with one neighbour alone, half of the evidence counts.
 *   <li>Lost parts: places of one grey value, burnt or out of focus where the neighbours show tissue. Padding outside the
 *       window of a section's alignment, and borders that the neighbours share, are no damage.
 * </ul>
 *
 * <p>Grey values may have any range and any offset, and the illumination may be uneven; no threshold is an absolute grey
 * value. Works best where most sections are intact; a stack of one section has no neighbours, so that precipitates are
 * not looked for there. Sections are read one by one and in strips; memory does not grow with their number beyond a few
 * hundred kilobytes for each, and one bit a pixel for each mask. Sections with a side of more than 16,384 px are searched part
 * by part, larger ones than 2^28 px at up to an eighth of the resolution, and folds and cracks then looked at as they are.
 *
 * <p>Immutable and thread-safe. The caller's {@link net.imglib2.parallel.Parallelization} context grants the threads; the
 * same result on any number of them. The calling thread's interruption is honoured between sections.
 */
public final class DamageDetector {

    private static final int TILE_PX = 1024;

    private final Set<DamageKind> kinds;
    private final ProgressListener listener;
    private final Map<Integer, SectionMask> absent;
    private final GreyLevels levels;
    private final boolean unaligned;

    private DamageDetector(Builder builder) {
        kinds = EnumSet.copyOf(builder.kinds);
        listener = builder.listener;
        absent = Map.copyOf(builder.absent);
        levels = builder.levels;
        unaligned = builder.unaligned;
    }

    /**
     * Starts a detector that looks for all kinds of damage.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Looks for damage.
     *
     * @param stack axes (x, y, z), 8 or 16 bit unsigned, or float; never written to
     * @return what was found
     * @throws IllegalArgumentException     if the stack is not three-dimensional or of another pixel type, its sections are
     *     smaller than 16 x 16 pixels, or a pixel is not finite: floats are looked through once before anything else
     * @throws java.io.UncheckedIOException if a section cannot be read
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public Detection detect(RandomAccessibleInterval<? extends RealType<?>> stack) {
        SectionSource sections = SectionSource.of(stack);
        LeastSize.require("the stack", sections.width(), sections.height());
        if (stack.getType() instanceof FloatType) {
            requireFinite(sections);
        }
        return detect(sections);
    }

    private static void requireFinite(SectionSource sections) {
        Tiles tiles = new Tiles(sections.width(), sections.height(), TILE_PX);
        FiniteSections finite = new FiniteSections(sections, tiles, true);
        for (int z = 0; z < sections.sections(); z++) {
            Cancellation.check("before section " + z + " was looked at");
            finite.fault(z).ifPresent(fault -> {
                throw new IllegalArgumentException(fault + "; the pixels of a stack must be finite to be looked at");
            });
        }
    }

    /**
     * Looks for damage.
     *
     * @param sections the stack, finite
     * @return what was found
     * @throws IllegalArgumentException     if its sections are smaller than 16 x 16 pixels
     * @throws java.io.UncheckedIOException if a section cannot be read
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public Detection detect(SectionSource sections) {
        try {
            if (unaligned) {
                if (PartwiseDetection.isFor(sections)) {
                    throw new IllegalArgumentException("a stack that is not aligned can be searched up to the size of"
                            + " sections that are searched as a whole, was " + sections.width() + " x "
                            + sections.height() + " px: reduce it, or align it roughly");
                }
                return new UnalignedDetection(sections, absent, Optional.ofNullable(levels), kinds, listener).result();
            }
            if (PartwiseDetection.isFor(sections)) {
                return new PartwiseDetection(sections, absent, Optional.ofNullable(levels), kinds, listener).result();
            }
            TissueSource source = TissueSource.of(sections).withAbsent(absent);
            return new DetectionRun(source, Looking.here(source), Optional.ofNullable(levels), kinds, listener)
                    .result();
        } catch (RuntimeException e) {
            throw Cancellation.unless(e, "while looking for damage");
        }
    }

    /** Chooses what to look for. Not thread-safe. */
    public static final class Builder {

        private Set<DamageKind> kinds = EnumSet.allOf(DamageKind.class);
        private ProgressListener listener = ProgressListener.NONE;
        private Map<Integer, SectionMask> absent = Map.of();
        private GreyLevels levels;
        private boolean unaligned;

        private Builder() {}

        /**
         * Looks for some kinds of damage only.
         *
         * @param wanted the kinds, at least one; all unless set
         * @return this builder
         * @throws IllegalArgumentException if there is none
         */
        public Builder kinds(Collection<DamageKind> wanted) {
            if (wanted.isEmpty()) {
                throw new IllegalArgumentException("kinds must name at least one kind of damage, was empty");
            }
            kinds = EnumSet.copyOf(wanted);
            return this;
        }

        /**
         * Tells a listener after each section; every section is looked at several times.
         *
         * @param progress the listener
         * @return this builder
         */
        public Builder progress(ProgressListener progress) {
            listener = Objects.requireNonNull(progress, "progress");
            return this;
        }

        /**
         * Says where sections have no tissue; otherwise what one grey value fills up to the border is taken for padding.
         * Nothing is concluded from such pixels.
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
         * Says that the stack is not aligned yet. Each section is then laid over one of the four before it by a turn of up to
         * 20 degrees and a shift of up to a quarter of its size, the stack is searched as it lies then, and masks come back as
         * pixels of the sections as they are. Places in the reasons are those of the stack as it was laid. What is bent or
         * stretched stays so. A section that agrees with none of its neighbours is compared with none, which
         * {@linkplain Detection#doubts a doubt} says: folds and cracks are looked for by their looks, precipitates but for specks
         * and lost parts are not looked for, and that it is unlike its neighbours does not make it missing. Sections have sides of
         * at most 16,384 px.
         *
         * @return this builder
         */
        public Builder unaligned() {
            unaligned = true;
            return this;
        }

        /**
         * Makes the detector.
         *
         * @return an immutable detector
         */
        public DamageDetector build() {
            return new DamageDetector(this);
        }
    }
}
