package org.sstem.net;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.net.Trainer.LabelledSections;
import org.sstem.net.internal.testing.SingleThreaded;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

@ExtendWith(SingleThreaded.class)
class MembranesTest {

    private static final int SIZE = 64;
    private static final NetworkConfig NARROW =
            NetworkConfig.compact(Role.MEMBRANE).withWidths(6, 8);

    @TempDir
    private Path folder;

    @Test
    void aNetworkLearnsWhatIsMembraneAndCellsAreWhatThatEncloses() throws Exception {
        // given noisy squares of 16 px with dark borders, and bright spots that the plain darkness would not tell from
        // cells
        Network network = Network.create(NARROW, 2);
        TrainingResult result = Trainer.builder(network)
                .recipe(
                        TrainingRecipe.of(NARROW)
                                .but()
                                .cropPx(32)
                                .baseRate(1e-2)
                                .build(),
                        150)
                .seed(4)
                .labelled(List.of(sections(0, 1)))
                .labelledValidation(List.of(sections(2)), 4, 50)
                .build()
                .run();

        // when a section is segmented that was not learnt from
        try (Inference.Membranes model = Inference.Membranes.of(network, Engine.ONNX)) {
            Plane section = stack().read(2, new Area(0, 0, SIZE, SIZE));
            Plane membranes = model.membranes(section);
            long[] labels = model.segmenter().segment(section);

            // then
            assertThat(result.best().orElseThrow().loss()).isLessThan(0.2);
            assertThat(membranes.get(32, 24)).isGreaterThan(0.5f);
            assertThat(membranes.get(24, 24)).isLessThan(0.3f);
            assertThat(Arrays.stream(labels).distinct().count()).isEqualTo(16);
            assertThat(labels[8 * SIZE + 8]).isEqualTo(labels[11 * SIZE + 5]).isNotEqualTo(labels[8 * SIZE + 24]);
        }
    }

    @Test
    void modelFilesAndGraphsGiveTheSame() throws Exception {
        Network network = Network.create(NetworkConfig.compact(Role.MEMBRANE), 2);
        float[] last = network.parameter("out.weight");
        for (int i = 0; i < last.length; i++) {
            last[i] = 0.1f * (i % 7 - 3);
        }
        network.assign("out.weight", last);
        Path file = folder.resolve("model.zip");
        new ModelFile(network, new ModelDescription(1, "", "")).write(file);
        Path graph = folder.resolve("model.onnx");
        network.exportOnnx(graph);
        Plane section = stack().read(0, new Area(0, 0, SIZE - 3, SIZE - 2));

        try (Inference.Membranes zip = Inference.Membranes.load(file, Engine.ONNX);
                Inference.Membranes slow = Inference.Membranes.load(file, Engine.DL4J);
                Inference.Membranes onnx = Inference.Membranes.load(graph, Engine.ONNX)) {
            float[] expected = zip.membranes(section).pixels();
            float[] other = slow.membranes(section).pixels();

            assertThat(Arrays.equals(onnx.membranes(section).pixels(), expected))
                    .isTrue();
            assertThat(expected).hasSize((SIZE - 3) * (SIZE - 2));
            for (int i = 0; i < expected.length; i++) {
                assertThat(other[i]).isCloseTo(expected[i], within(1e-4f));
            }
        }
    }

    @Test
    void networksForSomethingElseAreRefused() {
        Network fusion = Network.create(NetworkConfig.compact(Role.FOLD_FUSION), 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Inference.Membranes.of(fusion, Engine.ONNX))
                .withMessage("the network must be one for membranes, the one in memory is for fold fusion");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RestorationModel.of(Network.create(NARROW, 1)))
                .withMessage("the network for compact membranes (in memory) restores nothing: it is for segmentation");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Trainer.builder(fusion).labelled(List.of(sections(0))).build())
                .withMessageContaining("labelled sections are for a network for membranes only");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.builder(Network.create(NARROW, 1))
                        .pairs(i -> null)
                        .build())
                .withMessageContaining("learns from labelled sections");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkConfig.published(Role.MEMBRANE))
                .withMessage("there is no published network for membranes");
        assertThatThrownBy(Role.MEMBRANE::damage).isInstanceOf(IllegalStateException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sections(3))
                .withMessage("section must be within 0 to 2, was 3");
    }

    private static LabelledSections sections(Integer... which) {
        return new LabelledSections(stack(), labels(), List.of(which));
    }

    private static SectionSource stack() {
        float[] values = new float[SIZE * SIZE * 3];
        for (int i = 0; i < values.length; i++) {
            double noise = 12 * Math.sin(i * 12.9898 + i % 7);
            values[i] = (float) ((line(i) ? 70 : 150) + noise);
        }
        return SectionSource.of(ArrayImgs.floats(values, SIZE, SIZE, 3));
    }

    private static RandomAccessibleInterval<UnsignedLongType> labels() {
        long[] values = new long[SIZE * SIZE * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = line(i) ? 0 : 1 + i % SIZE / 16 + 4 * (i / SIZE % SIZE / 16);
        }
        return ArrayImgs.unsignedLongs(values, SIZE, SIZE, 3);
    }

    /** Borders of the squares, three pixels wide. */
    private static boolean line(int i) {
        return (i + 1) % 16 < 3 || (i / SIZE + 1) % 16 < 3;
    }
}
