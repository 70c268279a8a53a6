package org.sstem.internal.precipitate.blob;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Comparator;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** The expectation takes every stride, as the rim is defined. */
class RimWalkTest {

    private static final int SIZE = 90;
    private static final int DIRECTIONS = 96;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void leavesOutOnlyStridesThatMeetNothing(long seed) {
        Random random = new Random(seed);
        Blob blob = ragged(random);
        RimWalk walk = new RimWalk(blob, DIRECTIONS, SIZE, SIZE);
        for (int k = 0; k < 20; k++) {
            double cx = blob.cx() + 12 * random.nextGaussian();
            double cy = blob.cy() + 12 * random.nextGaussian();

            Rim rim = walk.from(cx, cy);

            for (int i = 0; rim != null && i < DIRECTIONS; i++) {
                if (rim.known()[i]) {
                    assertThat(rim.gauge().rim()[i]).isEqualTo(strideByStride(blob, cx, cy, i));
                }
            }
        }
    }

    @Test
    void seesACircleAllAround() {
        Blob disc = disc(45, 45, 20);

        Rim rim = new RimWalk(disc, DIRECTIONS, SIZE, SIZE).from(disc.cx(), disc.cy());

        assertThat(rim.seen()).isEqualTo(1);
        for (double r : rim.gauge().rim()) {
            assertThat(r).isBetween(19.3, 20.7);
        }
    }

    @Test
    void doesNotSeeWhatTheBorderOfTheSectionCuts() {
        Blob cut = disc(5, 45, 20);

        Rim rim = new RimWalk(cut, DIRECTIONS, SIZE, SIZE).from(cut.cx(), cut.cy());

        assertThat(rim.known()[0]).isTrue();
        assertThat(rim.known()[DIRECTIONS / 2]).isFalse();
        assertThat(rim.seen()).isBetween(0.5, 0.9);
    }

    @Test
    void findsNoRimFromFarAway() {
        Blob small = disc(30, 30, 3);

        assertThat(new RimWalk(small, DIRECTIONS, SIZE, SIZE).from(80, 80)).isNull();
    }

    private static double strideByStride(Blob blob, double cx, double cy, int direction) {
        double dx = Math.cos(2 * Math.PI * direction / DIRECTIONS);
        double dy = Math.sin(2 * Math.PI * direction / DIRECTIONS);
        double left = blob.box().x() - 1;
        double top = blob.box().y() - 1;
        double right = blob.box().x() + blob.box().width();
        double bottom = blob.box().y() + blob.box().height();
        double r = Math.max(
                0,
                Math.max(
                        Math.max((left - cx) * dx + (top - cy) * dy, (right - cx) * dx + (top - cy) * dy),
                        Math.max((left - cx) * dx + (bottom - cy) * dy, (right - cx) * dx + (bottom - cy) * dy)));
        double before = 0;
        while (blob.coverage(cx + r * dx, cy + r * dy) < 0.5) {
            before = blob.coverage(cx + r * dx, cy + r * dy);
            r -= 0.5;
        }
        double covered = blob.coverage(cx + r * dx, cy + r * dy);
        return r + 0.5 * (covered - 0.5) / Math.max(1e-9, covered - before);
    }

    /** A few discs that touch, with bays between them. */
    private static Blob ragged(Random random) {
        boolean[] mask = new boolean[SIZE * SIZE];
        for (int k = 0; k < 7; k++) {
            add(mask, 45 + 12 * random.nextGaussian(), 45 + 12 * random.nextGaussian(), 3 + 7 * random.nextDouble());
        }
        return largest(mask);
    }

    private static Blob disc(double cx, double cy, double radius) {
        boolean[] mask = new boolean[SIZE * SIZE];
        add(mask, cx, cy, radius);
        return largest(mask);
    }

    private static void add(boolean[] mask, double cx, double cy, double radius) {
        for (int i = 0; i < mask.length; i++) {
            mask[i] |= Math.hypot(i % SIZE - cx, (double) (i / SIZE) - cy) <= radius;
        }
    }

    private static Blob largest(boolean[] mask) {
        return Blob.of(mask, SIZE, SIZE).stream()
                .max(Comparator.comparingInt(Blob::pixels))
                .orElseThrow();
    }
}
