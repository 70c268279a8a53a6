package org.sstem;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection;
import org.sstem.internal.plan.RestorationPlan;
import org.sstem.internal.plan.RestoredImages;
import org.sstem.internal.progress.Cancellation;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.RestorationMethod;
import org.sstem.stack.GreyLevels;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A stack being restored: looks like the finished stack, and computes each tile of a damaged section when it is first
 * read. Undamaged sections are the originals, bit for bit.
 *
 * <p>Tiles are held softly: under memory pressure one may be computed again, with the same result. To write a stack,
 * take it {@linkplain #section section by section}. Reading pixels in a thread that is interrupted ends by a
 * {@link java.util.concurrent.CancellationException}, the flag set. Thread-safe; uses the threads that the reader's
 * {@link net.imglib2.parallel.Parallelization} context grants.
 *
 * @param <T> pixel type: 8 or 16 bit unsigned, or float
 */
public final class Restoration<T extends NativeType<T> & RealType<T>> {

    private final RestorationPlan plan;
    private final RestoredImages<T, ?> images;
    private final long[] origin;
    private final ProgressListener progress;

    Restoration(RandomAccessibleInterval<T> stack, RestorationPlan plan, ProgressListener progress) {
        this.plan = plan;
        this.images = RestoredImages.of(Views.zeroMin(stack), plan);
        this.origin = stack.minAsLongArray();
        this.progress = progress;
    }

    /**
     * Returns the sections that are restored.
     *
     * @return section numbers, ascending
     */
    public SortedSet<Integer> damagedSections() {
        return plan.damagedSections();
    }

    /**
     * Returns the restored stack.
     *
     * @return axes (x, y, z); place, size and type are those of the original; read-only
     */
    public RandomAccessibleInterval<T> pixels() {
        return placed(images.pixels());
    }

    /**
     * Returns where every pixel comes from.
     *
     * @return axes (x, y, z), codes of {@link Provenance}, read-only
     */
    public RandomAccessibleInterval<UnsignedByteType> provenance() {
        return placed(images.provenance());
    }

    /**
     * Says what is done to a damaged section. Looks at the section as a whole, but restores nothing.
     *
     * @param z section, one of {@link #damagedSections}
     * @return the repairs, in their order
     * @throws IllegalArgumentException if the section is not damaged
     * @throws java.io.UncheckedIOException if a section cannot be read
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; its flag is set
     */
    public List<Repair> repairs(int z) {
        try {
            return plan.repairs(z);
        } catch (RuntimeException e) {
            throw Cancellation.unless(e, "in section " + z);
        }
    }

    /**
     * Returns what was estimated of a damaged section. Looks at the section as a whole if that is not known yet, but restores
     * nothing. {@link Restorer.Builder#surveys} restores from it, in another process too, to the bit.
     *
     * @param z section, one of {@link #damagedSections}
     * @return the parameters of each repair, in their order; those of a run of missing sections are the same for each of them
     * @throws IllegalArgumentException if the section is not damaged
     * @throws java.io.UncheckedIOException if a section cannot be read
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; its flag is set
     */
    public List<RestorationMethod.Survey> surveys(int z) {
        try {
            return plan.surveys(z);
        } catch (RuntimeException e) {
            throw Cancellation.unless(e, "in section " + z);
        }
    }

    /**
     * Returns where the tissue of a folded or cracked section is taken from: {@code restored = warp(damaged, flow)} outside
     * of what is filled from the neighbours.
     *
     * @param z section, one of {@link #damagedSections}
     * @return displacement in pixels from the restored section to the damaged one, 0 where nothing moved or nothing is left of
     *     the section's own, held in memory; empty if nothing of the section moves
     * @throws IllegalArgumentException if the section is not damaged
     * @throws java.io.UncheckedIOException if a section cannot be read
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; its flag is set
     */
    public Optional<Flow> unfolding(int z) {
        return unfolding(z, plan.whole());
    }

    /**
     * Returns where the tissue of an area of a folded or cracked section is taken from, as {@link #unfolding(int)} does for
     * all of it, with the same numbers.
     *
     * @param z    section, one of {@link #damagedSections}
     * @param area the area, x and y from the section's first pixel on, inside the section
     * @return displacement in pixels, of the area's size; empty if nothing of the section moves
     * @throws IllegalArgumentException if the section is not damaged, or the area reaches beyond it
     * @throws java.io.UncheckedIOException if a section cannot be read
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; its flag is set
     */
    public Optional<Flow> unfolding(int z, Area area) {
        if (!plan.whole().union(area).equals(plan.whole())) {
            throw new IllegalArgumentException("area must lie in " + plan.whole() + ", was " + area);
        }
        try {
            return plan.unfolding(z, area);
        } catch (RuntimeException e) {
            throw Cancellation.unless(e, "in section " + z);
        }
    }

    /**
     * Says where black is in the stack; looks at some of its sections if nobody said so.
     *
     * @return the levels that grey values are counted from
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public GreyLevels levels() {
        return plan.levels();
    }

    /**
     * Says how much of a section shows tissue, as the restoration takes it; lost parts show none.
     *
     * @param z the section
     * @return its share of tissue, and of padding
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    public Detection.TissueShare tissue(int z) {
        return plan.tissue(z);
    }

    /**
     * Restores one damaged section completely.
     *
     * @param z section, one of {@link #damagedSections}
     * @return the section, held in memory
     * @throws IllegalArgumentException if the section is not damaged
     * @throws java.io.UncheckedIOException if a section cannot be read
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; its flag is set
     */
    public RestoredSection<T> section(int z) {
        try {
            RestoredSection<T> restored = images.section(z, progress);
            return new RestoredSection<>(
                    z, placed(restored.pixels()), placed(restored.provenance()), restored.repairs());
        } catch (RuntimeException e) {
            throw Cancellation.unless(e, "in section " + z);
        }
    }

    /** Where the original lies; its x and y, for a section. */
    private <P> RandomAccessibleInterval<P> placed(RandomAccessibleInterval<P> image) {
        long[] to = Arrays.copyOf(origin, image.numDimensions());
        return Arrays.stream(to).allMatch(min -> min == 0) ? image : Views.translate(image, to);
    }

    /**
     * One restored section, complete and held in memory.
     *
     * @param <T>        pixel type of the stack
     * @param z          the section
     * @param pixels     grey values, axes (x, y)
     * @param provenance one code of {@link org.sstem.Provenance} a pixel, axes (x, y)
     * @param repairs    what was done, in this order
     */
    public record RestoredSection<T>(
            int z,
            RandomAccessibleInterval<T> pixels,
            RandomAccessibleInterval<UnsignedByteType> provenance,
            List<Repair> repairs) {

        /** Copies the list. */
        public RestoredSection {
            repairs = List.copyOf(repairs);
        }

        /**
         * Makes a section of which every pixel is the original.
         *
         * @param <T>    pixel type of the stack
         * @param z      the section
         * @param pixels its grey values, axes (x, y)
         * @return the section without repairs
         */
        public static <T> RestoredSection<T> untouched(int z, RandomAccessibleInterval<T> pixels) {
            Img<UnsignedByteType> original = ArrayImgs.unsignedBytes(pixels.dimension(0), pixels.dimension(1));
            return new RestoredSection<>(z, pixels, original, List.of());
        }

        /**
         * Says how sure all of what was changed is.
         *
         * @return the confidence of the least certain repair, 1 if there is none
         */
        public double confidence() {
            return repairs.stream()
                    .mapToDouble(r -> r.findings().confidence())
                    .min()
                    .orElse(1);
        }
    }

    /** What is known of every pixel of a restored stack beside its grey value: one byte a pixel. */
    public enum Layer {
        /** Where it comes from, in codes of {@link Provenance}. */
        PROVENANCE,
        /**
         * How sure the restoration is of it: 255 where it is the original, else 254 times the confidence of the least certain
         * repair of the section, rounded.
         */
        CONFIDENCE,
        /**
         * What was damaged there: 1 fold, 2 precipitate, 4 missing, 8 crack, 16 lost, added up where there are several. Damage
         * whose place nobody knows is all over its section.
         */
        DAMAGE;

        private static final int SURE = 254;

        /**
         * Returns the name used in stores and on the command line.
         *
         * @return {@code provenance}, {@code confidence} or {@code damage}
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Tells whether values are codes, of which there is no mean.
         *
         * @return true but for confidence
         */
        public boolean isCodes() {
            return this != CONFIDENCE;
        }

        /**
         * Says what the codes mean.
         *
         * @return name by code, ascending, without 0; empty for confidence
         */
        public Map<Integer, String> codes() {
            Map<Integer, String> codes = new LinkedHashMap<>();
            if (this == PROVENANCE) {
                codes.put((int) Provenance.MOVED, "moved");
                codes.put((int) Provenance.CORRECTED, "corrected");
                codes.put((int) Provenance.INTERPOLATED, "interpolated");
                codes.put((int) Provenance.FUSED, "fused");
            } else if (this == DAMAGE) {
                for (DamageKind kind : DamageKind.values()) {
                    codes.put(code(kind), kind.id());
                }
            }
            return codes;
        }

        private static int code(DamageKind kind) {
            return 1 << kind.ordinal();
        }

        /**
         * Makes this layer of a section.
         *
         * @param section the restored section, or one that is {@linkplain RestoredSection#untouched untouched}
         * @param damage  what is damaged in the stack
         * @return one value a pixel, axes (x, y), from 0 on
         * @throws java.io.UncheckedIOException if a mask cannot be read
         */
        public Img<UnsignedByteType> of(RestoredSection<?> section, Damage damage) {
            int width = Math.toIntExact(section.pixels().dimension(0));
            int height = Math.toIntExact(section.pixels().dimension(1));
            byte[] out = new byte[Math.multiplyExact(width, height)];
            if (this == DAMAGE) {
                for (DamageKind kind : damage.kinds(section.z())) {
                    boolean[] there = damage.mask(section.z(), kind)
                            .map(mask -> mask.read(new Area(0, 0, width, height)))
                            .orElse(null);
                    for (int i = 0; i < out.length; i++) {
                        out[i] |= there == null || there[i] ? code(kind) : 0;
                    }
                }
            } else {
                byte changed = (byte) Math.round(SURE * section.confidence());
                Cursor<UnsignedByteType> code =
                        Views.flatIterable(section.provenance()).cursor();
                for (int i = 0; i < out.length; i++) {
                    byte from = (byte) code.next().get();
                    out[i] = this == PROVENANCE ? from : from == Provenance.ORIGINAL ? (byte) -1 : changed;
                }
            }
            return ArrayImgs.unsignedBytes(out, width, height);
        }
    }
}
