package org.sstem.net.internal.membrane;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import org.junit.jupiter.api.Test;
import org.sstem.internal.kernel.Tensor;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.net.internal.example.Example;

import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class MembraneExamplesTest {

    private static final int SIZE = 40;

    @Test
    void membraneIsWhatHasNoLabelAndWhatLiesBesideAnotherObject() {
        // given cells 1 and 2 with membrane between them in the first row, and side by side in the second
        long[] labels = {
            1, 1, 0, 2, 2,
            1, 1, 1, 2, 2,
            1, 1, 1, 2, 2,
        };

        Plane membrane = MembraneExamples.membrane(labels, 5, 3);

        assertThat(membrane.pixels())
                .containsExactly(
                        0, 0, 1, 0, 0, //
                        0, 0, 1, 1, 0, //
                        0, 0, 1, 1, 0);
    }

    @Test
    void anExampleShowsAPlaceAndItsMembranesTurnedAlike() {
        // given sections that are dark where there is membrane and nowhere else
        MembraneExamples examples = examples(16, false);

        for (int i = 0; i < 20; i++) {
            Example example = examples.apply(i);
            Tensor grey = example.input();
            Tensor membrane = example.goals().get(0).target();
            for (int p = 0; p < grey.size(); p++) {
                assertThat(grey.data().get(p) < 0.5f)
                        .as("pixel %d of example %d", p, i)
                        .isEqualTo(membrane.data().get(p) == 1);
            }
        }
    }

    @Test
    void examplesDependOnTheirNumberAndTheSeedAlone() {
        assertThat(grey(examples(16, true).apply(7)))
                .isEqualTo(grey(examples(16, true).apply(7)));
        assertThat(grey(examples(16, true).apply(7)))
                .isNotEqualTo(grey(examples(16, true).apply(8)));
        assertThat(grey(examples(16, true).apply(7)))
                .isNotEqualTo(grey(examples(16, false).apply(7)));
    }

    @Test
    void theInputDependsOnNeitherBrightnessNorContrast() {
        Plane section = stack().read(0, new Area(0, 0, SIZE, SIZE));
        Plane paler = section.copy();
        for (int i = 0; i < paler.pixels().length; i++) {
            paler.pixels()[i] = 900 + 0.2f * section.pixels()[i];
        }

        float[] expected = MembraneInput.of(section).pixels();
        float[] actual = MembraneInput.of(paler).pixels();

        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(2e-3f)).isBetween(0f, 1f);
        }
        for (float grey : MembraneInput.of(Plane.filled(8, 8, 3)).pixels()) {
            assertThat(grey).isCloseTo(0.5f, within(0.01f));
        }
    }

    @Test
    void whatCannotBeCutIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> examples(41, false))
                .withMessage("examples of 41 px must fit into the sections, which are 40 x 40 px");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MembraneExamples(List.of(), 16, 1, false))
                .withMessage("labelled sections must be at least one, were none");
        MembraneExamples.Labelled flat =
                new MembraneExamples.Labelled(stack(), ArrayImgs.unsignedLongs(SIZE, SIZE, 1), 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MembraneExamples(List.of(flat), 16, 1, false))
                .withMessage("labels must be as large as the stack, 40 x 40 x 3, were 40 x 40 x 1");
    }

    private static float[] grey(Example example) {
        float[] values = new float[example.input().size()];
        example.input().data().get(0, values);
        return values;
    }

    private static MembraneExamples examples(int size, boolean varied) {
        return new MembraneExamples(
                IntStream.range(0, 3)
                        .mapToObj(z -> new MembraneExamples.Labelled(stack(), labels(), z))
                        .toList(),
                size,
                5,
                varied);
    }

    private static SectionSource stack() {
        float[] values = new float[SIZE * SIZE * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = line(i) ? 40 : 180;
        }
        return SectionSource.of(ArrayImgs.floats(values, SIZE, SIZE, 3));
    }

    private static RandomAccessibleInterval<UnsignedLongType> labels() {
        long[] values = new long[SIZE * SIZE * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = line(i) ? 0 : 1;
        }
        return ArrayImgs.unsignedLongs(values, SIZE, SIZE, 3);
    }

    private static boolean line(int i) {
        return (i % SIZE + 3 * (i / SIZE)) % 13 == 0;
    }
}
