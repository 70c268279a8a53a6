package org.sstem.internal.precipitate.blob;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.precipitate.GoldenNpy;
import org.sstem.method.Plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class BlobTransmissionTest {

    @ParameterizedTest
    @ValueSource(strings = {"ellipse", "small"})
    void starShapedBlobsMatchThePublishedDrawing(String shape) throws Exception {
        GoldenNpy drawn = GoldenNpy.read(shape + "_out_clipped");
        double[] levels = drawn(GoldenNpy.read(shape + "_up"));
        double sum = 0;
        int near = 0;
        for (int i = 0; i < levels.length; i++) {
            double difference = Math.abs(levels[i] - drawn.values()[i]);
            sum += difference;
            near += difference <= 6 ? 1 : 0;
        }
        assertThat(sum / levels.length).isLessThanOrEqualTo(1.0);
        assertThat(near / (double) levels.length).isGreaterThanOrEqualTo(0.98);
    }

    /** How many pixels wrap round in the original is said beside the files. */
    @ParameterizedTest
    @CsvSource({"small, 48", "concave, 21"})
    void nothingOverflowsToBlackOnTheRimAsInThePublishedDrawing(String shape, int wrappedRound) throws Exception {
        GoldenNpy wrapped = GoldenNpy.read(shape + "_out");
        GoldenNpy clipped = GoldenNpy.read(shape + "_out_clipped");
        double[] levels = drawn(GoldenNpy.read(shape + "_up"));
        int specks = 0;
        for (int i = 0; i < levels.length; i++) {
            if (wrapped.values()[i] != clipped.values()[i]) {
                specks++;
                assertThat(wrapped.values()[i]).isLessThan(100);
                assertThat(clipped.values()[i]).isGreaterThan(200);
                assertThat(levels[i] == 0 || levels[i] > 200).isTrue();
            }
        }
        assertThat(specks).isEqualTo(wrappedRound);
    }

    @Test
    void aConcaveBlobIsDarkestInItsMiddleWhereThePublishedDrawingStainsTissueBesideIt() throws Exception {
        GoldenNpy published = GoldenNpy.read("concave_out_clipped");
        GoldenNpy grey = GoldenNpy.read("concave_up");
        double[] levels = drawn(grey);
        int beside = 0;
        for (int i = 0; i < levels.length; i++) {
            if (grey.values()[i] <= 127) {
                // contours scaled about the centroid leave a blob that is not star-shaped
                beside += published.values()[i] > 0 ? 1 : 0;
                assertThat(levels[i]).isZero();
            } else {
                assertThat(levels[i]).isBetween(100.0, 255.0);
            }
        }
        assertThat(beside).as("pixels of the published drawing beside the blob").isEqualTo(1720);
    }

    /** Grey levels of the reference's law within a blob, 0 outside. */
    private static double[] drawn(GoldenNpy grey) {
        boolean[] mask = new boolean[grey.values().length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = grey.values()[i] > 127;
        }
        Blob blob = Blob.of(mask, grey.columns(), grey.rows()).get(0);
        double[] gauge = BlobTransmission.gauge(blob);
        double[] levels = new double[mask.length];
        for (int i = 0; i < mask.length; i++) {
            int x = i % grey.columns();
            int y = i / grey.columns();
            if (mask[i]) {
                // the rim of the published drawing runs through the outermost pixels, ours half a pixel further out
                double r = gauge[
                        (y - blob.box().y()) * blob.box().width()
                                + x
                                - blob.box().x()];
                double within = Math.min(1, r * (1 + 0.5 / Math.sqrt(blob.pixels() / Math.PI)));
                levels[i] = 255 * TransmissionLaw.REFERENCE.transmission(within, blob.pixels());
            }
        }
        return levels;
    }

    @Test
    void aDiscFollowsTheLawExactly() {
        int size = 101;
        boolean[] mask = disc(size, 50, 50, 40);
        double area = count(mask);

        Plane transmission = BlobTransmission.of(mask, size, size, TransmissionLaw.REFERENCE);

        for (int x = 15; x <= 50; x++) {
            double expected = TransmissionLaw.REFERENCE.transmission((50 - x) / 40.25, area);
            assertThat(transmission.get(x, 50)).isCloseTo((float) expected, within(0.015f));
        }
        assertThat(transmission.get(5, 50)).isEqualTo(1);
    }

    @Test
    void aRingIsDarkestHalfWayBetweenItsRims() {
        int size = 121;
        boolean[] mask = disc(size, 60, 60, 55);
        boolean[] hole = disc(size, 60, 60, 15);
        for (int i = 0; i < mask.length; i++) {
            mask[i] &= !hole[i];
        }

        Plane transmission = BlobTransmission.of(mask, size, size, TransmissionLaw.REFERENCE);

        assertThat(transmission.get(60, 60)).isEqualTo(1);
        // the law's value in the middle of a blob of up to 10,000 px is 0.56
        assertThat(transmission.get(60 + 35, 60)).isLessThan(0.6f);
        assertThat(transmission.get(60 + 17, 60)).isGreaterThan(0.9f);
        assertThat(transmission.get(60 + 53, 60)).isGreaterThan(0.9f);
    }

    @Test
    void everyBlobEntersWithItsOwnArea() {
        int size = 260;
        boolean[] mask = disc(size, 160, 130, 90);
        boolean[] small = disc(size, 20, 20, 12);
        for (int i = 0; i < mask.length; i++) {
            mask[i] |= small[i];
        }

        Plane transmission = BlobTransmission.of(mask, size, size, TransmissionLaw.REFERENCE);

        // Deng et al. 2022: p1 r^3 + p2 r^2 + p3 r + p4, up to 10,000 px and from there to 60,000 px; in the middle r
        // is 0,
        // on the rim 1, where the released code divides by it
        float upTo10k = 0.7099f / (0.04202f + 0.5332f - 0.02127f + 0.7099f);
        float upTo60k = 0.386f / (0.7586f + 0.2427f + 0.2224f + 0.386f);
        assertThat(transmission.get(20, 20)).isCloseTo(upTo10k, within(0.01f));
        assertThat(transmission.get(160, 130)).isCloseTo(upTo60k, within(0.01f));
    }

    @Test
    void aMaskOfTheWrongSizeIsRefused() {
        assertThatThrownBy(() -> BlobTransmission.of(new boolean[11], 3, 4, TransmissionLaw.REFERENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mask must hold 3 x 4 flags, held 11");
    }

    private static boolean[] disc(int size, int cx, int cy, double radius) {
        boolean[] mask = new boolean[size * size];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = Math.hypot(i % size - cx, i / size - cy) <= radius;
        }
        return mask;
    }

    private static int count(boolean[] mask) {
        int count = 0;
        for (boolean b : mask) {
            count += b ? 1 : 0;
        }
        return count;
    }
}
