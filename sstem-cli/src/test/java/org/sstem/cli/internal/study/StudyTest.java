package org.sstem.cli.internal.study;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.ProgressListener;
import org.sstem.cli.internal.file.LabelledStack;
import org.sstem.internal.metric.SegmentationScores;
import org.sstem.metric.Evaluation.Segmenter;
import org.sstem.stack.Stacks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Four cells that run straight through six sections, each brighter than the one below; what comes of them by hand. */
class StudyTest {

    private static final int SIZE = 96;
    private static final int SECTIONS = 6;

    @TempDir
    private Path folder;

    /** Finds the cells wherever there is any tissue. */
    private static final Segmenter CELLS = section -> {
        long[] labels = new long[section.pixels().length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = section.pixels()[0] == 0 ? 1 : cell(i, section.width());
        }
        return labels;
    };

    @Test
    void aSectionThatIsMaskedMergesItsCellsAndCutsTheirsInTheWindow() throws Exception {
        List<StudyScore> scores = study(CELLS, StudyDamage.MISSING_1, 5, 4);

        for (StudyScore score : scores) {
            SegmentationScores found = score.scores();
            if (score.treatment() != Treatment.MASKED) {
                assertThat(found.variationOfInformation()).as("%s", score).isCloseTo(0, within(1e-12));
            } else if (score.dimensions() == 2) {
                assertThat(found.split()).isCloseTo(0, within(1e-12));
                assertThat(found.merge()).isCloseTo(2, within(1e-12));
            } else {
                // the masked section goes on with the first cell; the window begins at section 0 or 1
                int before = score.z() - (score.z() <= 2 ? 0 : 1);
                int after = 4 - before;
                assertThat(found.merge()).isCloseTo(8 / 20.0 * entropy(5, 1, 1, 1), within(1e-12));
                assertThat(found.split()).isCloseTo(15 / 20.0 * entropy(1, before, after), within(1e-12));
            }
        }
        assertThat(scores).extracting(StudyScore::z).containsOnly(1, 2, 3, 4);
        assertThat(scores).extracting(StudyScore::treatment).doesNotContain(Treatment.DAMAGED);
    }

    @Test
    void piecesOfANeuronAreObjectsInASectionAndOneInTheVolume() throws Exception {
        // given two quarters that touch at a corner only and belong to one neuron
        List<StudyScore> scores = study(CELLS, StudyDamage.MISSING_1, 5, 1);

        // then in 2-D all is right, and in 3-D half of the tissue is cut in two
        for (StudyScore score : scores) {
            if (score.treatment() == Treatment.TRUE) {
                assertThat(score.scores().variationOfInformation())
                        .isCloseTo(score.dimensions() == 2 ? 0 : 0.5, within(1e-12));
            }
        }
    }

    @Test
    void copiesAreTheNearestSectionsAndMeansLieBetweenThem() throws Exception {
        // given a segmenter that remembers what it has seen; the grey value of section z is 20 + 10 z
        List<Integer> seen = new ArrayList<>();
        Segmenter remembers = section -> {
            seen.add(Math.round(255 * section.pixels()[0]));
            return CELLS.segment(section);
        };

        // when
        study(remembers, StudyDamage.MISSING_2, 5, 4);

        // then of every pair it is the true sections that were not seen yet, copies, means, and nothing
        assertThat(seen)
                .containsExactly(
                        30, 40, 20, 50, 60, 20, 50, 30, 40, 0, 0, //
                        30, 60, 40, 50, 0, 0, //
                        70, 40, 70, 50, 60, 0, 0);
    }

    @Test
    void theReportAveragesSeedsBeforeSectionsAndComparesWhatIsPaired() {
        // given two sections, one of them with two seeds
        SegmentationScores none = new SegmentationScores(0, 0, 0, 0);
        List<StudyScore> scores = List.of(
                line(1, 0, Treatment.TRUE, none),
                line(1, 1, Treatment.TRUE, none),
                line(2, 0, Treatment.TRUE, new SegmentationScores(0.5, 0.5, 0.1, 0.1)),
                line(1, 0, Treatment.DAMAGED, new SegmentationScores(1, 1, 0.2, 0.2)),
                line(1, 1, Treatment.DAMAGED, new SegmentationScores(3, 1, 0.4, 0.4)),
                line(2, 0, Treatment.DAMAGED, new SegmentationScores(2, 4, 0.6, 0.6)),
                line(1, 0, Treatment.TRAINING_FREE, new SegmentationScores(0, 1, 0.1, 0.1)),
                line(1, 1, Treatment.TRAINING_FREE, new SegmentationScores(0, 1, 0.1, 0.1)),
                line(2, 0, Treatment.TRAINING_FREE, new SegmentationScores(0, 2, 0.1, 0.1)));

        String text = new StudyReport(scores).text();

        // then VOI 3 and 6, over the true sections' 3 and 5; restored 1 and 2, over 1 and 1: a quarter is left
        assertThat(text).contains("fold, law, 2-D, 2 sections");
        assertThat(text.lines().filter(row -> row.contains("  damaged")).findFirst())
                .hasValueSatisfying(
                        row -> assertThat(row).contains("4.500 +- 1.500", "4.000 +- 1.000", "0 %", "0.450 +- 0.150"));
        assertThat(text.lines().filter(row -> row.contains("training-free")).findFirst())
                .hasValueSatisfying(row -> assertThat(row).contains("1.500 +- 0.500", "1.000 +- 0.000", "75 %"));
    }

    @Test
    void whatIsNoNumberIsNoneInJsonAndOneSectionHasNoError() {
        SegmentationScores empty = new SegmentationScores(1, 2, Double.NaN, Double.NaN);
        StudyReport report =
                new StudyReport(List.of(line(1, 0, Treatment.TRUE, empty), line(1, 0, Treatment.DAMAGED, empty)));

        JsonObject section = JsonParser.parseString(report.json())
                .getAsJsonObject()
                .getAsJsonArray("sections")
                .get(0)
                .getAsJsonObject();
        assertThat(report.json()).doesNotContain("NaN");
        assertThat(section.get("arand").isJsonNull()).isTrue();
        assertThat(section.get("voiMerge").getAsDouble()).isEqualTo(2);
        assertThat(report.text()).contains("3.000").doesNotContain("+- NaN");
    }

    private static StudyScore line(int z, long seed, Treatment treatment, SegmentationScores scores) {
        return new StudyScore(0, StudyDamage.FOLD_LAW, seed, z, treatment, 2, scores);
    }

    /** Studies the cells, of which the last has a label that may be another's as well. */
    private List<StudyScore> study(Segmenter segmenter, StudyDamage damage, int window, long last) throws Exception {
        byte[] grey = new byte[SIZE * SIZE * SECTIONS];
        byte[] labels = new byte[grey.length];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (20 + 10 * (i / (SIZE * SIZE)));
            long cell = cell(i % (SIZE * SIZE), SIZE);
            labels[i] = (byte) (cell == 4 ? last : cell);
        }
        Path stack = folder.resolve("stack.tif");
        Path truth = folder.resolve("labels.tif");
        Stacks.write(ArrayImgs.unsignedBytes(grey, SIZE, SIZE, SECTIONS), Optional.empty(), stack);
        Stacks.write(ArrayImgs.unsignedBytes(labels, SIZE, SIZE, SECTIONS), Optional.empty(), truth);
        Study study = new Study(
                segmenter,
                EnumSet.of(Treatment.TRUE, Treatment.COPIED, Treatment.MEAN, Treatment.MASKED),
                Map.of(),
                Set.of(),
                window,
                0,
                List.of(1L, 2L));
        try (LabelledStack open = LabelledStack.open(stack.toString(), truth.toString())) {
            return study.of(open, 0, EnumSet.of(damage), ProgressListener.NONE);
        }
    }

    /** The quarter of the section that a pixel lies in, from 1. */
    private static long cell(int i, int width) {
        return 1 + (i % width >= width / 2 ? 1 : 0) + (i / width >= width / 2 ? 2 : 0);
    }

    private static double entropy(int... counts) {
        double total = 0;
        for (int count : counts) {
            total += count;
        }
        double bits = 0;
        for (int count : counts) {
            bits -= count / total * Math.log(count / total) / Math.log(2);
        }
        return bits;
    }
}
