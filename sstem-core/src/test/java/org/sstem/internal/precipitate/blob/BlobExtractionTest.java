package org.sstem.internal.precipitate.blob;

import org.junit.jupiter.api.Test;
import org.sstem.internal.precipitate.GoldenNpy;
import org.sstem.internal.precipitate.StainedTissue;
import org.sstem.method.Plane;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BlobExtractionTest {

    private static Plane golden() throws Exception {
        GoldenNpy grey = GoldenNpy.read("extract_in");
        Plane plane = new Plane(grey.columns(), grey.rows());
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] = (float) (grey.values()[i] / 255);
        }
        return plane;
    }

    private static double overlap(boolean[] a, boolean[] b) {
        int both = 0;
        int any = 0;
        for (int i = 0; i < a.length; i++) {
            both += a[i] && b[i] ? 1 : 0;
            any += a[i] || b[i] ? 1 : 0;
        }
        return (double) both / any;
    }

    private static boolean[] flags(GoldenNpy array) {
        boolean[] out = new boolean[array.values().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = array.values()[i] > 127;
        }
        return out;
    }

    @Test
    void theReferenceRuleMatchesThePublishedMask() throws Exception {
        boolean[] expected = flags(GoldenNpy.read("extract_maskM"));
        boolean[] mask = BlobExtraction.reference(golden());
        int equal = 0;
        for (int i = 0; i < mask.length; i++) {
            equal += mask[i] == expected[i] ? 1 : 0;
        }
        assertThat((double) equal / mask.length).isGreaterThanOrEqualTo(0.99);
        assertThat(overlap(mask, expected)).isGreaterThanOrEqualTo(0.97);
    }

    @Test
    void theWiderReferenceRuleMatchesThePublishedMask() throws Exception {
        boolean[] expected = flags(GoldenNpy.read("extract_maskM_all"));

        assertThat(overlap(BlobExtraction.reference(golden(), 20), expected)).isGreaterThanOrEqualTo(0.97);
    }

    @Test
    void theSoftMaskOfTheReferenceRuleMatchesThePublishedOne() throws Exception {
        GoldenNpy expected = GoldenNpy.read("extract_grad");
        Plane section = golden();
        Plane soft = BlobTransmission.of(
                BlobExtraction.reference(section), section.width(), section.height(), TransmissionLaw.REFERENCE);
        double sum = 0;
        int near = 0;
        for (int i = 0; i < soft.pixels().length; i++) {
            double difference = Math.abs(255 * soft.pixels()[i] - expected.values()[i]);
            sum += difference;
            near += difference <= 12 ? 1 : 0;
        }
        assertThat(sum / soft.pixels().length).isLessThanOrEqualTo(3);
        assertThat((double) near / soft.pixels().length).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void narrowBlobsOnAnUnevenBackgroundAreFoundAtAnyScaleWithTheHelpOfNeighbours() {
        double[][] blobs = {{90, 90, 24}, {230, 120, 40}, {150, 250, 55}};
        StainedTissue tissue = new StainedTissue(320, 11, 0.4, 0.44, blobs).scaled(0.02f);
        for (Plane plane : tissue.sections) {
            for (int i = 0; i < plane.pixels().length; i++) {
                plane.pixels()[i] *= 0.8f + 0.3f * (i % 320) / 320;
            }
        }
        boolean[] mask =
                BlobExtraction.find(tissue.sections.get(1), List.of(tissue.sections.get(0), tissue.sections.get(2)));

        assertThat(overlap(mask, tissue.mask)).isGreaterThan(0.85);
    }

    @Test
    void bigBlobsAreFoundWithoutNeighbours() {
        StainedTissue tissue =
                new StainedTissue(320, 12, 0.4, 0.44, new double[] {110, 120, 65}, new double[] {235, 230, 70});

        assertThat(overlap(BlobExtraction.find(tissue.sections.get(1), List.of()), tissue.mask))
                .isGreaterThan(0.85);
    }

    @Test
    void nothingIsFoundWhereThereIsNothing() {
        StainedTissue tissue = new StainedTissue(256, 13, 1, 0);

        assertThat(BlobExtraction.find(tissue.clean, List.of(tissue.sections.get(0), tissue.sections.get(2))))
                .doesNotContain(true);
    }

    @Test
    void neighboursOfAnotherSizeAreRefused() {
        assertThatThrownBy(() -> BlobExtraction.find(new Plane(8, 9), List.of(new Plane(9, 9))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("neighbours must have the section's size 8 x 9, one was 9 x 9");
    }
}
