package org.sstem.metric;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.view.Views;
import org.sstem.ProgressListener;
import org.sstem.internal.metric.Checks;
import org.sstem.internal.metric.ContingencyTable;
import org.sstem.internal.metric.GaussianWindow;
import org.sstem.internal.metric.MembraneSegmenter;
import org.sstem.internal.metric.MultiScaleSsim;
import org.sstem.internal.metric.OwnDrift;
import org.sstem.internal.metric.PairPass;
import org.sstem.internal.metric.SectionPixels;
import org.sstem.internal.metric.SegmentationScores;
import org.sstem.internal.progress.Cancellation;
import org.sstem.method.Plane;
import org.sstem.metric.EvaluationResult.Measure;
import org.sstem.metric.EvaluationResult.SectionScores;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Compares a restored stack with the true one, section by section, and with what it was before, paired.
 *
 * <p>Stacks have axes (x, y, z) and are compared in the grey values that they store; the data range is 255 for 8 bit and
 * 65535 for 16 bit unless it is set, and has to be set for every other type. One section of each stack is held at a
 * time; sections above 32 million pixels are read band by band (segmentation excepted). Uses the threads that
 * the caller's {@link net.imglib2.parallel.Parallelization} context grants, with the same scores on any number of them.
 * Immutable and thread-safe. The calling thread's interruption is honoured between sections.
 */
public final class Evaluation {

    /** Larger sections are not held in memory. */
    private static final int HELD_PIXELS = 1 << 25;

    private final int margin;
    private final OptionalDouble dataRange;
    private final Segmenter segmenter;
    private final RandomAccessibleInterval<? extends IntegerType<?>> labels;
    private final ProgressListener progress;
    private final boolean driftFree;
    private final int heldPixels;

    private Evaluation(Builder builder) {
        this.margin = builder.margin;
        this.dataRange = builder.dataRange;
        this.segmenter = builder.segmenter;
        this.labels = builder.labels;
        this.progress = builder.progress;
        this.driftFree = builder.driftFree;
        this.heldPixels = builder.heldPixels;
    }

    /**
     * Starts the settings.
     *
     * @return a builder with no margin, the data range of the pixel type and no segmentation
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Compares restored sections with the true ones.
     *
     * @param restored the restored stack
     * @param truth    the true stack, same size and type
     * @param sections which sections, each once
     * @return the scores
     * @throws IllegalArgumentException if sizes or types differ, a section does not exist, a pixel is not finite, or what
     *     the margin leaves is smaller than 11 x 11 pixels
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public EvaluationResult compare(
            RandomAccessibleInterval<? extends RealType<?>> restored,
            RandomAccessibleInterval<? extends RealType<?>> truth,
            List<Integer> sections) {
        return cancellable(restored, null, truth, sections);
    }

    /**
     * Compares restored sections, and the same sections before they were restored, with the true ones.
     *
     * @param restored the restored stack
     * @param degraded the stack before
     * @param truth    the true stack; all three have one size and type
     * @param sections which sections, each once
     * @return the scores
     * @throws IllegalArgumentException if sizes or types differ, a section does not exist, a pixel is not finite, or what
     *     the margin leaves is smaller than 11 x 11 pixels
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public EvaluationResult compare(
            RandomAccessibleInterval<? extends RealType<?>> restored,
            RandomAccessibleInterval<? extends RealType<?>> degraded,
            RandomAccessibleInterval<? extends RealType<?>> truth,
            List<Integer> sections) {
        return cancellable(restored, degraded, truth, sections);
    }

    private EvaluationResult cancellable(
            RandomAccessibleInterval<? extends RealType<?>> restored,
            RandomAccessibleInterval<? extends RealType<?>> degraded,
            RandomAccessibleInterval<? extends RealType<?>> truth,
            List<Integer> sections) {
        try {
            return evaluate(restored, degraded, truth, sections);
        } catch (RuntimeException e) {
            throw Cancellation.unless(e, "while comparing sections");
        }
    }

    private EvaluationResult evaluate(
            RandomAccessibleInterval<? extends RealType<?>> restored,
            RandomAccessibleInterval<? extends RealType<?>> degraded,
            RandomAccessibleInterval<? extends RealType<?>> truth,
            List<Integer> sections) {
        requireFit("restored", restored, truth);
        if (degraded != null) {
            requireFit("degraded", degraded, truth);
        }
        if (labels != null && !Arrays.equals(labels.dimensionsAsLongArray(), truth.dimensionsAsLongArray())) {
            throw new IllegalArgumentException(
                    "labels must be as large as the true stack, " + size(truth) + ", were " + size(labels));
        }
        requireSections(sections, truth.dimension(2));
        Checks.size(
                (int) (truth.dimension(0) - 2L * margin),
                (int) (truth.dimension(1) - 2L * margin),
                GaussianWindow.SIZE);
        double range = dataRange.orElseGet(() -> rangeOf(truth.getType()));
        List<SectionScores> scores = new ArrayList<>();
        for (int z : sections) {
            Cancellation.check("before section " + z);
            SectionPixels trueSection = SectionPixels.of(truth, z, margin, "true", heldPixels);
            Map<Measure, Double> own = new EnumMap<>(Measure.class);
            own.put(Measure.SHARPNESS, trueSection.sharpness(range));
            segment(trueSection, z, own);
            Map<Measure, Double> after = scores(restored, z, "restored", trueSection, range, own);
            Map<Measure, Double> before =
                    degraded == null ? Map.of() : scores(degraded, z, "degraded", trueSection, range, own);
            scores.add(new SectionScores(z, after, before, own));
            progress.progress(scores.size(), sections.size(), "section " + z + " compared");
        }
        return new EvaluationResult(margin, range, scores);
    }

    private Map<Measure, Double> scores(
            RandomAccessibleInterval<? extends RealType<?>> stack,
            int z,
            String name,
            SectionPixels truth,
            double range,
            Map<Measure, Double> own) {
        SectionPixels section = SectionPixels.of(stack, z, margin, name, heldPixels);
        PairPass pass = new PairPass(section.reader(), truth.reader(), truth.width(), truth.height());
        Map<Measure, Double> scores = new EnumMap<>(Measure.class);
        double error = pass.meanSquaredError();
        if (!Double.isFinite(error)) {
            section.requireFinite();
            truth.requireFinite();
        }
        scores.put(Measure.PSNR, ImageQuality.psnr(error, range));
        scores.put(Measure.SSIM, pass.structuralSimilarity(range, false)[0]);
        if (Math.min(truth.width(), truth.height()) >= ImageQuality.MIN_MULTI_SCALE) {
            scores.put(
                    Measure.MS_SSIM,
                    MultiScaleSsim.compute(section.reader(), truth.reader(), truth.width(), truth.height(), range));
        }
        if (driftFree) {
            driftFree(section, truth, range, scores);
        }
        double sharpness = section.sharpness(range);
        scores.put(Measure.SHARPNESS, sharpness);
        if (own.get(Measure.SHARPNESS) > 0) {
            scores.put(Measure.RELATIVE_SHARPNESS, sharpness / own.get(Measure.SHARPNESS));
        }
        segment(section, z, scores);
        return scores;
    }

    /** Adds what is left of the differences without the section's own drift, if the section is large enough. */
    private static void driftFree(
            SectionPixels section, SectionPixels truth, double range, Map<Measure, Double> scores) {
        int width = truth.width();
        int height = truth.height();
        if (Math.min(width, height) < OwnDrift.MIN_SIZE) {
            return;
        }
        OwnDrift drift = OwnDrift.of(section.reader(), truth.reader(), width, height);
        PairPass pass = new PairPass(
                drift.takenOut(section.reader()),
                OwnDrift.inner(truth.reader()),
                width - 2 * OwnDrift.MARGIN_PX,
                height - 2 * OwnDrift.MARGIN_PX);
        scores.put(Measure.DRIFT_FREE_PSNR, ImageQuality.psnr(pass.meanSquaredError(), range));
        scores.put(Measure.DRIFT_FREE_SSIM, pass.structuralSimilarity(range, false)[0]);
        scores.put(Measure.OWN_DRIFT, drift.meanLength());
    }

    /** Adds the segmentation's scores, if labels were given and the section has some. */
    private void segment(SectionPixels section, int z, Map<Measure, Double> scores) {
        if (labels == null) {
            return;
        }
        long[] trueLabels = SectionPixels.labels(labels, z, margin);
        if (Arrays.stream(trueLabels).allMatch(label -> label == 0)) {
            return;
        }
        Plane plane = section.plane();
        long[] found = segmenter.segment(plane);
        ContingencyTable table = new ContingencyTable();
        table.add(trueLabels, found);
        SegmentationScores result = table.scores();
        scores.put(Measure.VOI_SPLIT, result.split());
        scores.put(Measure.VOI_MERGE, result.merge());
        scores.put(Measure.ARAND, result.arand());
        scores.put(Measure.ARAND_CREMI, result.arandCremi());
        scores.put(Measure.CREMI_SCORE, result.cremiScore());
    }

    private static void requireFit(
            String name,
            RandomAccessibleInterval<? extends RealType<?>> stack,
            RandomAccessibleInterval<? extends RealType<?>> truth) {
        if (truth.numDimensions() != 3
                || !Arrays.equals(stack.dimensionsAsLongArray(), truth.dimensionsAsLongArray())) {
            throw new IllegalArgumentException(
                    name + " and true stack must be x, y, z of one size, were " + size(stack) + " and " + size(truth));
        }
        Class<?> type = stack.getType().getClass();
        Class<?> trueType = truth.getType().getClass();
        if (type != trueType) {
            throw new IllegalArgumentException(name + " and true stack must have one pixel type, were "
                    + type.getSimpleName() + " and " + trueType.getSimpleName());
        }
    }

    private static void requireSections(List<Integer> sections, long count) {
        if (sections.isEmpty()) {
            throw new IllegalArgumentException("sections to compare must be at least one, were none");
        }
        for (int i = 0; i < sections.size(); i++) {
            int z = sections.get(i);
            if (z < 0 || z >= count) {
                throw new IllegalArgumentException("section must be within 0 to " + (count - 1) + ", was " + z);
            }
            if (sections.indexOf(z) != i) {
                throw new IllegalArgumentException("sections to compare must be listed once, " + z + " was twice");
            }
        }
    }

    private static double rangeOf(Object type) {
        if (type instanceof UnsignedByteType) {
            return 255;
        }
        if (type instanceof UnsignedShortType) {
            return 65535;
        }
        throw new IllegalArgumentException("data range must be set for stacks of "
                + type.getClass().getSimpleName() + ": it cannot be told from the pixels");
    }

    private static String size(RandomAccessibleInterval<?> stack) {
        return Arrays.toString(Views.zeroMin(stack).dimensionsAsLongArray());
    }

    /** Collects the settings of an {@link Evaluation}. Not thread-safe. */
    public static final class Builder {
        private int margin;
        private OptionalDouble dataRange = OptionalDouble.empty();
        private Segmenter segmenter;
        private RandomAccessibleInterval<? extends IntegerType<?>> labels;
        private ProgressListener progress = ProgressListener.NONE;
        private boolean driftFree;
        private int heldPixels = HELD_PIXELS;

        private Builder() {}

        /**
         * Leaves out a margin on all four sides of every section.
         *
         * @param pixels 0 or more
         * @return this
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
         * Sets the data range instead of the pixel type's.
         *
         * @param range in the stack's own grey values, positive
         * @return this
         * @throws IllegalArgumentException if not positive
         */
        public Builder dataRange(double range) {
            Checks.range(range);
            this.dataRange = OptionalDouble.of(range);
            return this;
        }

        /**
         * Measures what restoring does to a segmentation, section by section in two dimensions: restored, degraded and
         * true sections are segmented in the same way and scored against the true labels. Sections without any label are
         * left out.
         *
         * @param segmenter how to segment
         * @param labels    the true labels, x, y, z as the stacks; 0 is not scored
         * @return this
         */
        public Builder segmentation(Segmenter segmenter, RandomAccessibleInterval<? extends IntegerType<?>> labels) {
            this.segmenter = Objects.requireNonNull(segmenter, "segmenter");
            this.labels = Objects.requireNonNull(labels, "labels");
            return this;
        }

        /**
         * Listens to the progress.
         *
         * @param listener hears of every section
         * @return this
         */
        public Builder progress(ProgressListener listener) {
            this.progress = listener;
            return this;
        }

        /**
         * Also scores every section with its own drift against the truth taken out ({@link Measure#DRIFT_FREE_PSNR},
         * {@link Measure#DRIFT_FREE_SSIM}), and says how large that drift was ({@link Measure#OWN_DRIFT}).
         *
         * <p>A restoration can only put tissue where the neighbours say that it belongs, and every section lies a few
         * pixels beside its neighbours, smoothly distorted. No method can know that, and at 4 nm a shift of two pixels
         * halves SSIM. So the section p is first registered to the truth g by one quadratic polynomial for the whole
         * section, 12 numbers, which cannot undo a fold:
         *
         * <pre>
         * D(x, y) = c0 + c1 X + c2 Y + c3 X^2 + c4 X Y + c5 Y^2     X = x/width - 1/2, Y = y/height - 1/2, c in px
         * f = dense displacement with g(x) ~ p(x + D + f)           {@code DenseRegistration}, to 96 px
         * D += argmin sum w |f - D'|^2, w = 1/(1 + |f - D'|^2)^2    eight rounds of reweighted least squares
         * </pre>
         *
         * repeated four times. Then p(x + D) is sampled by the cubic of Catmull and Rom, and PSNR and SSIM are taken {@value OwnDrift#MARGIN_PX} px inside (of what the margin leaves), because the border
         * repeats. Both the restored and the degraded section are treated in this way, each with its own drift. Sections
         * above 4 million pixels are registered on an overview of half, quarter, ... the resolution. Off unless asked for:
         * it costs four registrations a section. Areas below 64 x 64 px have no such scores.
         *
         * @param driftFree whether these scores are wanted
         * @return this
         */
        public Builder driftFree(boolean driftFree) {
            this.driftFree = driftFree;
            return this;
        }

        /**
         * Sets above how many pixels a section is read band by band; the result does not depend on it.
         *
         * @param pixels pixels of a section
         * @return this
         */
        public Builder heldPixels(int pixels) {
            this.heldPixels = pixels;
            return this;
        }

        /**
         * Makes the evaluation.
         *
         * @return an immutable evaluation
         */
        public Evaluation build() {
            return new Evaluation(this);
        }
    }

    /**
     * Cuts a section into objects, so that the effect of a restoration on segmentation can be measured. Thread-safe and
     * deterministic.
     */
    @FunctionalInterface
    public interface Segmenter {

        /**
         * Makes a plain segmentation of neural tissue, with nothing to train: cells are what dark membranes enclose. For
         * comparing sections that are segmented in the same way, not for reconstruction; brightness and contrast of the
         * section as a whole do not matter.
         *
         * @param pixelSizeNm pixel size in x and y, nm, from 1 to 16
         * @return the segmenter
         * @throws IllegalArgumentException if the pixel size is outside
         */
        static Segmenter membranes(double pixelSizeNm) {
            return new MembraneSegmenter(pixelSizeNm);
        }

        /**
         * Labels the pixels of one section.
         *
         * @param section grey values as the stack stores them
         * @return one label a pixel, row-major; 0 where there is no object
         */
        long[] segment(Plane section);
    }
}
