package org.sstem.internal.metric;

import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

class ContingencyTableTest {

    private static final int[] TRUTH = digits("011122 011122 331122 333444 333444");
    private static final int[] FOUND = digits("111222 111222 331222 333355 330355");

    @Test
    void pixelsThatWereAssignedToNothingCountAsCremisScriptCountsThem() {
        // given two cells of 6 and 4 pixels, found as segments of 4 and 3 with 2 and 1 pixels left over
        ContingencyTable table = new ContingencyTable();
        table.add(new int[] {1, 1, 1, 1, 1, 1, 2, 2, 2, 2}, new int[] {5, 5, 5, 5, 0, 0, 7, 7, 7, 0});

        // then by hand: 3 of 10 pixels left over, sums of squares 4^2 + 3^2 + 0.3 found and in common, 6^2 + 4^2 true
        double precision = 25.3 / 25.3;
        double recall = 25.3 / 52;
        assertThat(table.scores().arandCremi())
                .isCloseTo(1 - 2 * precision * recall / (precision + recall), within(1e-12));
    }

    @Test
    void reproducesTheCheckVectorOfTheMethod() {
        // when
        SegmentationScores scores = scores(TRUTH, FOUND);

        // then
        assertThat(scores.split()).isCloseTo(0.6247772348, within(1e-10));
        assertThat(scores.merge()).isCloseTo(0.5408036809, within(1e-10));
        assertThat(scores.arand()).isCloseTo(0.3563218391, within(1e-10));
        assertThat(scores.arandCremi()).isCloseTo(0.3100653379, within(1e-10));
        assertThat(scores.cremiScore()).isCloseTo(0.6011707248, within(1e-10));
        assertThat(scores.variationOfInformation()).isCloseTo(1.1655809157, within(1e-10));
    }

    @Test
    void aSegmentationThatOnlyNamesItsObjectsDifferentlyIsPerfect() {
        // given labels beyond 32 bits and an unsigned one beyond 63
        long[] truth = {1, 1, 1L << 40, 1L << 40, -7, -7, 0};
        long[] found = {9, 9, 1, 1, 1L << 50, 1L << 50, 3};

        // when
        ContingencyTable table = new ContingencyTable();
        table.add(truth, found);
        SegmentationScores scores = table.scores();

        // then
        assertThat(scores).isEqualTo(new SegmentationScores(0, 0, 0, 0));
        assertThat(table.pixels()).isEqualTo(7);
    }

    @Test
    void swappingTruthAndSegmentationSwapsSplitsAndMerges() {
        // given labels without background
        int[] a = random(500, 1, 6, 1);
        int[] b = random(500, 1, 4, 2);

        // when
        SegmentationScores forth = scores(a, b);
        SegmentationScores back = scores(b, a);

        // then
        assertThat(back.split()).isCloseTo(forth.merge(), within(1e-12));
        assertThat(back.merge()).isCloseTo(forth.split(), within(1e-12));
        assertThat(back.arand()).isCloseTo(forth.arand(), within(1e-12));
        assertThat(back.arandCremi()).isCloseTo(forth.arandCremi(), within(1e-12));
    }

    @Test
    void mergingTwoEqualObjectsCostsOneBitOfMerge() {
        // when
        SegmentationScores scores = scores(digits("1122"), digits("5555"));

        // then
        assertThat(scores.merge()).isEqualTo(1);
        assertThat(scores.split()).isZero();
    }

    @Test
    void objectsOfOnePixelHaveNoPairsAndNoRandError() {
        assertThat(scores(digits("1234"), digits("4321")).arand()).isZero();
    }

    @Test
    void scoringPartByPartIsScoringAtOnceToTheBit() {
        // given
        int[] truth = random(6000, 0, 40, 3);
        int[] found = random(6000, 0, 50, 4);
        ContingencyTable parts = new ContingencyTable();

        // when the last part comes first
        for (int start = 5000; start >= 0; start -= 1000) {
            parts.add(Arrays.copyOfRange(truth, start, start + 1000), Arrays.copyOfRange(found, start, start + 1000));
        }

        // then
        assertThat(parts.scores()).isEqualTo(scores(truth, found));
    }

    @Test
    void imagesAreScoredLikeArrays() {
        // given
        int[] truth = random(6 * 5 * 4, 0, 5, 5);
        int[] found = random(6 * 5 * 4, 0, 5, 6);
        byte[] bytes = new byte[found.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) found[i];
        }

        // when
        ContingencyTable table = new ContingencyTable();
        table.add(
                ArrayImgs.unsignedLongs(Arrays.stream(truth).asLongStream().toArray(), 6, 5, 4),
                ArrayImgs.unsignedBytes(bytes, 6, 5, 4));

        // then
        assertThat(table.scores()).isEqualTo(scores(truth, found));
    }

    @Test
    void refusesWhatItCannotScore() {
        ContingencyTable table = new ContingencyTable();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.add(new long[3], new long[4]))
                .withMessageContaining("3 true ones and 4 found");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.add(ArrayImgs.ints(3, 4), ArrayImgs.ints(4, 3)))
                .withMessageContaining("[3, 4] and [4, 3]");
        table.add(new int[5], new int[] {1, 2, 3, 4, 5});
        assertThatIllegalStateException().isThrownBy(table::scores).withMessageContaining("true label");
    }

    private static SegmentationScores scores(int[] truth, int[] found) {
        ContingencyTable table = new ContingencyTable();
        table.add(truth, found);
        return table.scores();
    }

    private static int[] random(int count, int from, int to, long seed) {
        return new Random(seed).ints(count, from, to).toArray();
    }

    private static int[] digits(String rows) {
        return rows.replace(" ", "").chars().map(c -> c - '0').toArray();
    }
}
