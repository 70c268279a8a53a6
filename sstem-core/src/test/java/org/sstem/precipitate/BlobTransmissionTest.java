package org.sstem.precipitate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.image.Plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class BlobTransmissionTest {

    @ParameterizedTest
    @ValueSource(strings = {"ellipse", "small"})
    void starShapedBlobsMatchThePublishedDrawing(String shape) throws Exception {
        GoldenNpy drawn = GoldenNpy.read(shape + "_out_clipped");
        GoldenNpy grey = GoldenNpy.read(shape + "_up");
        boolean[] mask = new boolean[grey.values().length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = grey.values()[i] > 127;
        }
        Blob blob = Blob.of(mask, grey.columns(), grey.rows()).get(0);
        double[] gauge = BlobTransmission.gauge(blob);
        double sum = 0;
        int near = 0;
        for (int i = 0; i < mask.length; i++) {
            int x = i % grey.columns();
            int y = i / grey.columns();
            double value = 0;
            if (mask[i]) {
                // the rim of the published drawing runs through the outermost pixels, ours half a pixel further out
                double r = gauge[
                        (y - blob.box().y()) * blob.box().width()
                                + x
                                - blob.box().x()];
                double within = Math.min(1, r * (1 + 0.5 / Math.sqrt(blob.pixels() / Math.PI)));
                value = 255 * TransmissionLaw.REFERENCE.transmission(within, blob.pixels());
            }
            double difference = Math.abs(value - drawn.values()[i]);
            sum += difference;
            near += difference <= 6 ? 1 : 0;
        }
        assertThat(sum / mask.length).isLessThanOrEqualTo(1.0);
        assertThat(near / (double) mask.length).isGreaterThanOrEqualTo(0.98);
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

        assertThat(transmission.get(20, 20)).isCloseTo(0.5617f, within(0.01f));
        assertThat(transmission.get(160, 130)).isCloseTo(0.2398f, within(0.01f));
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
