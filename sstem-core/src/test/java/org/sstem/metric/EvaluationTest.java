package org.sstem.metric;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.parallel.Parallelization;
import net.imglib2.type.numeric.integer.LongType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.sstem.method.Plane;
import org.sstem.metric.Evaluation.Segmenter;
import org.sstem.metric.EvaluationResult.Measure;
import org.sstem.metric.EvaluationResult.SectionScores;
import org.sstem.metric.EvaluationResult.Statistic;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class EvaluationTest {

    private static final int WIDTH = 60;
    private static final int HEIGHT = 50;

    private final RandomAccessibleInterval<UnsignedByteType> truth = stack(0);
    private final RandomAccessibleInterval<UnsignedByteType> restored = stack(10);
    private final RandomAccessibleInterval<UnsignedByteType> degraded = stack(60);

    @Test
    void scoresAreThoseOfTheSectionsWithoutTheirMargin() {
        // when
        EvaluationResult result =
                Evaluation.builder().margin(7).build().compare(restored, degraded, truth, List.of(2, 0));

        // then
        assertThat(result.sections()).extracting(SectionScores::z).containsExactly(2, 0);
        SectionScores first = result.sections().get(0);
        Plane a = plane(restored, 2, 7);
        Plane t = plane(truth, 2, 7);
        assertThat(first.restored())
                .containsEntry(Measure.PSNR, ImageQuality.psnr(a, t, 255))
                .containsEntry(Measure.SSIM, ImageQuality.ssim(a, t, 255))
                .containsEntry(Measure.SHARPNESS, ImageQuality.sharpness(a, 255))
                .doesNotContainKey(Measure.MS_SSIM);
        assertThat(first.degraded()).containsEntry(Measure.PSNR, ImageQuality.psnr(plane(degraded, 2, 7), t, 255));
        assertThat(first.truth()).containsOnlyKeys(Measure.SHARPNESS);
        assertThat(first.restored().get(Measure.RELATIVE_SHARPNESS))
                .isEqualTo(ImageQuality.sharpness(a, 255) / ImageQuality.sharpness(t, 255));
    }

    @Test
    void differencesArePairedSectionBySection() {
        // when
        EvaluationResult result = Evaluation.builder().build().compare(restored, degraded, truth, List.of(0, 1, 2));

        // then
        double[] gains = result.sections().stream()
                .mapToDouble(s -> s.restored().get(Measure.SSIM) - s.degraded().get(Measure.SSIM))
                .toArray();
        assertThat(result.difference(Measure.SSIM)).isEqualTo(Statistic.of(gains));
        assertThat(result.difference(Measure.SSIM).mean())
                .isCloseTo(
                        result.restored(Measure.SSIM).mean()
                                - result.degraded(Measure.SSIM).mean(),
                        within(1e-12));
        assertThat(result.worsened(Measure.SSIM)).isEmpty();
        assertThat(result.measures()).doesNotContain(Measure.VOI_SPLIT);
    }

    @Test
    void aSectionThatCameOutWorseIsNamed() {
        // when the two stacks are exchanged
        EvaluationResult result = Evaluation.builder().build().compare(degraded, restored, truth, List.of(1, 2));

        // then
        assertThat(result.worsened(Measure.PSNR)).containsExactly(1, 2);
    }

    @Test
    void withoutDegradedSectionsThereIsNothingToPair() {
        // when
        EvaluationResult result = Evaluation.builder().build().compare(restored, truth, List.of(1));

        // then
        assertThat(result.degraded(Measure.PSNR).count()).isZero();
        assertThat(result.difference(Measure.PSNR).count()).isZero();
        assertThat(result.restored(Measure.PSNR).sd()).isNaN();
    }

    @Test
    void sectionsThatEqualTheTruthAreInfinitelyGoodAndDidNotChange() {
        // when
        EvaluationResult result = Evaluation.builder().build().compare(truth, truth, truth, List.of(0, 1));

        // then
        assertThat(result.restored(Measure.PSNR).mean()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(result.difference(Measure.PSNR).mean()).isZero();
        assertThat(result.worsened(Measure.PSNR)).isEmpty();
    }

    @Test
    void segmentationIsScoredInAllThreeStacksAgainstTheLabels() {
        // given a truth with two halves, labels that say so, and a segmenter that finds them by a threshold
        RandomAccessibleInterval<UnsignedByteType> halves = ArrayImgs.unsignedBytes(WIDTH, HEIGHT, 1);
        RandomAccessibleInterval<UnsignedByteType> grey = ArrayImgs.unsignedBytes(WIDTH, HEIGHT, 1);
        RandomAccessibleInterval<LongType> labels = ArrayImgs.longs(WIDTH, HEIGHT, 1);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                halves.getAt(x, y, 0).set(x < WIDTH / 2 ? 50 : 200);
                grey.getAt(x, y, 0).set(10);
                labels.getAt(x, y, 0).set(x < WIDTH / 2 ? 7 : 8);
            }
        }
        Segmenter threshold = section -> {
            long[] found = new long[section.pixels().length];
            for (int i = 0; i < found.length; i++) {
                found[i] = section.pixels()[i] > 100 ? 1 : 2;
            }
            return found;
        };

        // when
        EvaluationResult result =
                Evaluation.builder().segmentation(threshold, labels).build().compare(halves, grey, halves, List.of(0));

        // then
        assertThat(result.truth(Measure.VOI_MERGE).mean()).isZero();
        assertThat(result.restored(Measure.CREMI_SCORE).mean()).isZero();
        assertThat(result.degraded(Measure.VOI_MERGE).mean()).isEqualTo(1);
        assertThat(result.difference(Measure.VOI_MERGE).mean()).isEqualTo(-1);
        assertThat(result.worsened(Measure.VOI_MERGE)).isEmpty();
    }

    @Test
    void sectionsWithoutLabelsHaveNoSegmentationScores() {
        // given
        Evaluation evaluation = Evaluation.builder()
                .segmentation(section -> new long[section.pixels().length], ArrayImgs.longs(WIDTH, HEIGHT, 3))
                .build();

        // then
        assertThat(evaluation.compare(restored, truth, List.of(0)).measures()).doesNotContain(Measure.VOI_SPLIT);
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        Evaluation evaluation = Evaluation.builder().build();
        assertThat(Parallelization.runWithNumThreads(3, () -> evaluation.compare(restored, truth, List.of(0, 1))))
                .isEqualTo(Parallelization.runSingleThreaded(() -> evaluation.compare(restored, truth, List.of(0, 1))));
    }

    @Test
    void sectionsReadBandByBandScoreAsThoseInMemoryToTheBit() {
        // given two views of larger stacks, 200 rows high, so that there are several bands
        var inside = new long[] {3, 5, 0};
        var a = Views.translate(ArrayImgs.unsignedBytes(bytes(190 * 200, 1), 190, 200, 1), inside);
        var b = Views.translate(ArrayImgs.unsignedBytes(bytes(190 * 200, 2), 190, 200, 1), inside);

        // when
        EvaluationResult held = Evaluation.builder().margin(2).build().compare(a, b, List.of(0));
        EvaluationResult lazy =
                Evaluation.builder().margin(2).heldPixels(0).build().compare(a, b, List.of(0));

        // then
        assertThat(lazy).isEqualTo(held);
        assertThat(held.measures()).contains(Measure.MS_SSIM);
    }

    @Test
    void tellsItsProgressAndStopsWhenInterrupted() {
        // given
        List<String> heard = new ArrayList<>();
        Evaluation evaluation = Evaluation.builder()
                .progress((done, total, what) -> {
                    heard.add(done + " of " + total);
                    Thread.currentThread().interrupt();
                })
                .build();

        // then
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> evaluation.compare(restored, truth, List.of(0, 1, 2)));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(heard).containsExactly("1 of 3");
    }

    @Test
    void refusesStacksThatDoNotFit() {
        Evaluation evaluation = Evaluation.builder().build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluation.compare(ArrayImgs.unsignedBytes(60, 49, 3), truth, List.of(0)))
                .withMessageContaining("[60, 49, 3] and [60, 50, 3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluation.compare(restored, ArrayImgs.unsignedBytes(60, 50, 2), truth, List.of(0)))
                .withMessageContaining("degraded");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluation.compare(restored, truth, List.of(3)))
                .withMessage("section must be within 0 to 2, was 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluation.compare(restored, truth, List.of(1, 1)))
                .withMessageContaining("listed once");
        assertThatIllegalArgumentException().isThrownBy(() -> evaluation.compare(restored, truth, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluation.builder().margin(20).build().compare(restored, truth, List.of(0)))
                .withMessageContaining("at least 11 x 11, was 20 x 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluation.builder().margin(-1))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluation.builder()
                        .segmentation(section -> null, ArrayImgs.longs(60, 50, 2))
                        .build()
                        .compare(restored, truth, List.of(0)))
                .withMessageContaining("labels");
    }

    @Test
    void aFloatStackHasNoDataRangeOfItsOwn() {
        // given
        var a = ArrayImgs.floats(20, 20, 1);
        var b = ArrayImgs.floats(20, 20, 1);
        b.getAt(3, 4, 0).set(1f);

        // then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluation.builder().build().compare(a, b, List.of(0)))
                .withMessageContaining("data range must be set");
        assertThat(Evaluation.builder()
                        .dataRange(1)
                        .build()
                        .compare(a, b, List.of(0))
                        .restored(Measure.PSNR)
                        .mean())
                .isCloseTo(10 * Math.log10(400), within(1e-9));
    }

    @Test
    void aPixelThatIsNotANumberIsAnErrorThatNamesTheSection() {
        // given
        var a = ArrayImgs.floats(20, 20, 2);
        a.getAt(3, 4, 1).set(Float.NaN);

        // then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluation.builder()
                        .dataRange(1)
                        .build()
                        .compare(a, ArrayImgs.floats(20, 20, 2), List.of(0, 1)))
                .withMessageContaining("restored section 1")
                .withMessageContaining("row 4");
    }

    private static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Three noisy sections about one texture. */
    private static RandomAccessibleInterval<UnsignedByteType> stack(int noise) {
        RandomAccessibleInterval<UnsignedByteType> stack = ArrayImgs.unsignedBytes(WIDTH, HEIGHT, 3);
        Random random = new Random(noise);
        for (int z = 0; z < 3; z++) {
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    double value = 128 + 60 * Math.sin((x + 3 * z) / 4.0) * Math.cos(y / 5.0);
                    stack.getAt(x, y, z).set((int) (value + noise * (random.nextDouble() - 0.5)));
                }
            }
        }
        return stack;
    }

    private static Plane plane(RandomAccessibleInterval<UnsignedByteType> stack, int z, int margin) {
        int width = (int) stack.dimension(0) - 2 * margin;
        int height = (int) stack.dimension(1) - 2 * margin;
        Plane plane = new Plane(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                plane.set(
                        x,
                        y,
                        stack.getAt(stack.min(0) + x + margin, stack.min(1) + y + margin, z)
                                .get());
            }
        }
        return plane;
    }
}
