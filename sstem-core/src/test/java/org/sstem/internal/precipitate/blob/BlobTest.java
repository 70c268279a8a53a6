package org.sstem.internal.precipitate.blob;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BlobTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "30, 20, 0.1", "30, 20, 0.3", "41, 57, 0.4", "41, 57, 0.6", "17, 90, 0.95", "12, 9, 0"})
    void blobsAreThoseThatAFloodFindsInTheOrderOfTheirFirstPixel(int width, int height, double share) {
        boolean[] mask = random(width, height, share, 3);
        List<Blob> blobs = Blob.of(mask, width, height);
        int[] labels = new int[mask.length];
        int flooded = 0;
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] && labels[i] == 0) {
                flood(mask, labels, width, height, i, ++flooded);
            }
        }

        assertThat(blobs).hasSize(flooded);
        for (int b = 0; b < flooded; b++) {
            Blob blob = blobs.get(b);
            int pixels = 0;
            double sx = 0;
            double sy = 0;
            for (int i = 0; i < mask.length; i++) {
                boolean own = labels[i] == b + 1;
                assertThat(blob.contains(i % width, i / width)).isEqualTo(own);
                pixels += own ? 1 : 0;
                sx += own ? i % width : 0;
                sy += own ? i / width : 0;
            }
            assertThat(blob.pixels()).isEqualTo(pixels);
            assertThat(blob.cx()).isCloseTo(sx / pixels, within(1e-12));
            assertThat(blob.cy()).isCloseTo(sy / pixels, within(1e-12));
        }
    }

    @ParameterizedTest
    @CsvSource({"60, 50, 0.9, 1", "60, 50, 0.8, 1.5", "90, 40, 0.95, 2.3", "33, 71, 0.98, 4", "20, 20, 1, 3"})
    void blobsOneByOneAreShrunkAndGrownAsTheirMaskIs(int width, int height, double share, double radius) {
        boolean[] mask = random(width, height, share, 5);
        boolean[] opened = Discs.dilate(Discs.erode(mask, width, height, radius), width, height, radius);
        boolean[] grown = Discs.dilate(mask, width, height, radius);

        boolean[] left = new boolean[mask.length];
        boolean[] wider = new boolean[mask.length];
        for (Blob blob : Blob.of(mask, width, height)) {
            blob.withoutThin(radius, width, height).forEach(part -> draw(part, left, width));
            draw(blob.grown(radius, width, height), wider, width);
        }

        assertThat(left).isEqualTo(opened).contains(true);
        assertThat(wider).isEqualTo(grown);
    }

    private static void draw(Blob blob, boolean[] on, int width) {
        for (int i = 0; i < on.length; i++) {
            on[i] |= blob.contains(i % width, i / width);
        }
    }

    private static boolean[] random(int width, int height, double share, long seed) {
        Random random = new Random(seed);
        boolean[] mask = new boolean[width * height];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = random.nextDouble() < share;
        }
        return mask;
    }

    @Test
    void theBoxJustFits() {
        boolean[] mask = new boolean[10 * 8];
        mask[2 * 10 + 3] = true;
        mask[3 * 10 + 2] = true;
        mask[4 * 10 + 3] = true;
        mask[4 * 10 + 4] = true;

        Blob blob = Blob.of(mask, 10, 8).get(0);

        assertThat(blob.box().x()).isEqualTo(2);
        assertThat(blob.box().y()).isEqualTo(2);
        assertThat(blob.box().width()).isEqualTo(3);
        assertThat(blob.box().height()).isEqualTo(3);
    }

    private static void flood(boolean[] mask, int[] labels, int width, int height, int start, int label) {
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        labels[start] = label;
        while (!open.isEmpty()) {
            int at = open.pop();
            for (int y = Math.max(0, at / width - 1); y <= Math.min(height - 1, at / width + 1); y++) {
                for (int x = Math.max(0, at % width - 1); x <= Math.min(width - 1, at % width + 1); x++) {
                    int i = y * width + x;
                    if (mask[i] && labels[i] == 0) {
                        labels[i] = label;
                        open.push(i);
                    }
                }
            }
        }
    }
}
