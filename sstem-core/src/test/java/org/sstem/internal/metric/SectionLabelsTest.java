package org.sstem.internal.metric;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** The expected numbers come from segmentation/make.py: scikit-image, on labels made by the same formulas. */
class SectionLabelsTest {

    private static final int WIDTH = 24;
    private static final int HEIGHT = 20;
    private static final int SECTIONS = 5;

    @Test
    void scoresOfOneSectionAreThoseOfScikitImage() throws IOException {
        assertScores("plane", List.of(truth(2)), List.of(found(2)));
    }

    @Test
    void scoresOfASectionsPiecesAreThoseOfScikitImage() throws IOException {
        // when
        long[] pieces = SectionLabels.pieces(found(2), WIDTH);

        // then
        assertThat(objects(List.of(pieces)))
                .isEqualTo(expected("pieces").get("count").getAsInt());
        assertScores("pieces", List.of(SectionLabels.pieces(truth(2), WIDTH)), List.of(pieces));
    }

    @Test
    void scoresOfAVolumeAreThoseOfScikitImage() throws IOException {
        assertScores("volume", volume(true), volume(false));
    }

    @Test
    void scoresOfLinkedSectionsAreThoseOfScikitImage() throws IOException {
        // when
        List<long[]> linked = SectionLabels.linked(volume(false).stream()
                .map(section -> SectionLabels.pieces(section, WIDTH))
                .toList());

        // then
        assertThat(objects(linked)).isEqualTo(expected("linked").get("count").getAsInt());
        assertScores("linked", volume(true), linked);
    }

    @Test
    void anObjectIsContinuedByTheOneThatSharesMostIfBothSaySo() {
        // given 5 lies below 1 and 2, most below 1; 6 lies below 2, but 2 shares as much with 5
        long[] first = {1, 1, 1, 2, 2, 2, 2, 0};
        long[] second = {5, 5, 5, 5, 5, 6, 6, 6};

        // when
        List<long[]> linked = SectionLabels.linked(List.of(first, second));

        // then 6 begins anew
        assertThat(linked.get(0)).containsExactly(1, 1, 1, 2, 2, 2, 2, 0);
        assertThat(linked.get(1)).containsExactly(1, 1, 1, 1, 1, 3, 3, 3);
    }

    @Test
    void whatEndedIsNotContinuedBehindAGap() {
        assertThat(SectionLabels.linked(List.of(new long[] {7}, new long[] {0}, new long[] {7})))
                .containsExactly(new long[] {1}, new long[] {0}, new long[] {2});
    }

    @Test
    void sectionsOfOtherSizesAreNotLinked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SectionLabels.linked(List.of(new long[2], new long[3])))
                .withMessage("sections to link must have one size, were 2 and 3 pixels");
    }

    private static void assertScores(String name, List<long[]> truth, List<long[]> found) throws IOException {
        ContingencyTable table = new ContingencyTable();
        for (int z = 0; z < truth.size(); z++) {
            table.add(truth.get(z), found.get(z));
        }
        SegmentationScores scores = table.scores();
        JsonObject expected = expected(name);
        assertThat(scores.split()).isCloseTo(expected.get("split").getAsDouble(), within(1e-9));
        assertThat(scores.merge()).isCloseTo(expected.get("merge").getAsDouble(), within(1e-9));
        assertThat(scores.arand()).isCloseTo(expected.get("arand").getAsDouble(), within(1e-9));
    }

    private static long objects(List<long[]> sections) {
        return sections.stream()
                .flatMapToLong(Arrays::stream)
                .filter(label -> label != 0)
                .distinct()
                .count();
    }

    private static List<long[]> volume(boolean truth) {
        return IntStream.range(0, SECTIONS)
                .mapToObj(z -> truth ? truth(z) : found(z))
                .toList();
    }

    private static long[] truth(int z) {
        return labels((x, y) -> (x + 2 * z) % 7 == 0 ? 0 : 1 + (x + 2 * z) / 7 + 10 * ((y + z) / 6));
    }

    private static long[] found(int z) {
        return labels((x, y) -> (x + y + z) % 11 == 0 ? 0 : 1 + (x + 3 * z + 1) / 9 % 3 + 10 * ((y + x / 4) / 8));
    }

    private static long[] labels(Formula formula) {
        long[] labels = new long[WIDTH * HEIGHT];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = formula.at(i % WIDTH, i / WIDTH);
        }
        return labels;
    }

    private static JsonObject expected(String name) throws IOException {
        try (Reader in = new InputStreamReader(
                SectionLabelsTest.class.getResourceAsStream("segmentation/expected.json"), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(in).getAsJsonObject().getAsJsonObject(name);
        }
    }

    private interface Formula {
        long at(int x, int y);
    }
}
