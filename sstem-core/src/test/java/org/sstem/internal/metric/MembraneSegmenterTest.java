package org.sstem.internal.metric;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.image.Filters;
import org.sstem.method.Plane;

import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class MembraneSegmenterTest {

    private static final int SIZE = 200;
    private static final int CELL = 40;

    private final MembraneSegmenter segmenter = new MembraneSegmenter(4);

    @Test
    void findsTheCellsBetweenMembranes() {
        // when
        long[] found = segmenter.segment(tissue());

        // then
        assertThat(Arrays.stream(found).distinct().count()).isEqualTo(25);
        assertThat(Arrays.stream(found).min()).hasValue(1);
        SegmentationScores scores = scores(found);
        assertThat(scores.variationOfInformation()).isCloseTo(0, within(0.05));
        assertThat(scores.arand()).isCloseTo(0, within(0.01));
    }

    @Test
    void brightnessAndContrastOfTheSectionDoNotMatter() {
        // given the same tissue, pale and in other units
        Plane pale = tissue();
        for (int i = 0; i < pale.pixels().length; i++) {
            pale.pixels()[i] = 4096 + 1024 * pale.pixels()[i];
        }

        // then
        assertThat(scores(segmenter.segment(pale)).variationOfInformation())
                .isCloseTo(scores(segmenter.segment(tissue())).variationOfInformation(), within(0.01));
    }

    @Test
    void aSectionWhoseMembranesAreBlurredAwaySegmentsWorse() {
        // given
        Plane blurred = Filters.gaussian(tissue(), 12);

        // then
        assertThat(scores(segmenter.segment(blurred)).variationOfInformation()).isGreaterThan(1);
    }

    @Test
    void aSectionWithoutMembranesIsOneObject() {
        // given
        Plane flat = new Plane(30, 20);

        // then
        assertThat(segmenter.segment(flat)).hasSize(600).containsOnly(1);
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        // given
        Plane tissue = tissue();

        // then
        assertThat(Parallelization.runWithNumThreads(3, () -> segmenter.segment(tissue)))
                .isEqualTo(Parallelization.runSingleThreaded(() -> segmenter.segment(tissue)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 40, Double.NaN})
    void refusesPixelsThatShowNoMembranes(double pixelSizeNm) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MembraneSegmenter(pixelSizeNm))
                .withMessageContaining("pixel size must be within 1 to 16 nm");
    }

    /** Square cells of 40 px with dark membranes of 7 px (28 nm), brighter to one side, with noise. */
    private static Plane tissue() {
        Random random = new Random(1);
        Plane plane = new Plane(SIZE, SIZE);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                float grey = isMembrane(x, y) ? 0.3f : 0.7f;
                plane.set(x, y, grey + 0.2f * x / SIZE + 0.1f * (float) random.nextGaussian());
            }
        }
        return plane;
    }

    private static boolean isMembrane(int x, int y) {
        return x % CELL >= CELL - 7 || y % CELL >= CELL - 7;
    }

    /** Membranes are background of the truth. */
    private static SegmentationScores scores(long[] found) {
        long[] truth = new long[found.length];
        for (int i = 0; i < truth.length; i++) {
            int x = i % SIZE;
            int y = i / SIZE;
            truth[i] = isMembrane(x, y) ? 0 : 1 + x / CELL + 10L * (y / CELL);
        }
        ContingencyTable table = new ContingencyTable();
        table.add(truth, found);
        return table.scores();
    }
}
