package org.sstem.net.internal.example;

import org.junit.jupiter.api.Test;
import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.kernel.Tensor;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.TrainingPair;
import org.sstem.net.Role;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Two neighbours of one texture, one 4 px to the right of the other; between them a section whose middle lies 3 px to the right. */
class MotionEvidenceTest {

    private static final int SIZE = 160;
    private static final int MIDDLE = SIZE / 2;
    private static final float MOVED_PX = 3;

    private static final RefinementEvidence EVIDENCE = new RefinementEvidence(Role.MOTION, Optional.empty());

    @Test
    void bothNeighboursAreMovedOnToWhereTheTrueSectionLies() {
        RefinementExamples.Prepared made = EVIDENCE.prepare(pair(1));

        assertThat(made.target()).hasSize(7);
        // What both share over 64 px is not to be learnt, a twentieth of a dome of 14 px; registration smooths it, too.
        for (int neighbour = 0; neighbour < 2; neighbour++) {
            assertThat(made.target().get(2 * neighbour).get(MIDDLE, MIDDLE)).isCloseTo(MOVED_PX, within(0.8f));
            assertThat(made.target().get(2 * neighbour + 1).get(MIDDLE, MIDDLE)).isCloseTo(0, within(0.3f));
            assertThat(made.target().get(2 * neighbour).get(MIDDLE, 30)).isCloseTo(0, within(0.5f));
        }
    }

    @Test
    void theNetworkSeesTheNeighboursInRegisterAndTheirMotion() {
        RefinementExamples.Prepared made = EVIDENCE.prepare(pair(2));

        assertThat(made.input()).hasSize(5);
        Plane below = made.input().get(0);
        Plane above = made.input().get(1);
        double difference = 0;
        double square = 0;
        for (int y = 30; y < SIZE - 30; y++) {
            for (int x = 30; x < SIZE - 30; x++) {
                difference += Math.abs(below.get(x, y) - above.get(x, y));
                square += below.get(x, y) * below.get(x, y);
            }
        }
        int pixels = (SIZE - 60) * (SIZE - 60);
        assertThat(difference / pixels).isLessThan(0.1);
        assertThat(square / pixels).isCloseTo(1, within(0.3));
        assertThat(made.input().get(2).get(MIDDLE, MIDDLE)).isCloseTo(4 / 8f, within(0.06f));
        assertThat(made.input().get(3).get(MIDDLE, MIDDLE)).isCloseTo(0, within(0.06f));
        assertThat(made.input().get(4).get(MIDDLE, MIDDLE)).isBetween(0.8f, 1f);
    }

    @Test
    void theNeighboursAreShownBesideTheSectionSoThatMovedOnTheyAreLikeIt() {
        RefinementExamples.Prepared made = EVIDENCE.prepare(pair(6));
        List<Plane> target = made.target();
        Area middle = new Area(MIDDLE - 20, MIDDLE - 20, 40, 40);
        Plane section = target.get(6).crop(middle.x(), middle.y(), middle.width(), middle.height());

        for (int neighbour = 0; neighbour < 2; neighbour++) {
            Plane shown = target.get(4 + neighbour);
            Plane still = shown.crop(middle.x(), middle.y(), middle.width(), middle.height());
            Plane moved = Resampler.warp(
                            shown,
                            new Flow(target.get(2 * neighbour), target.get(2 * neighbour + 1)),
                            Resampler.Interpolation.CUBIC)
                    .crop(middle.x(), middle.y(), middle.width(), middle.height());
            assertThat(difference(moved, section)).isLessThan(0.35 * difference(still, section));
        }
    }

    private static double difference(Plane a, Plane b) {
        double sum = 0;
        for (int i = 0; i < a.pixels().length; i++) {
            sum += Math.abs(a.pixels()[i] - b.pixels()[i]);
        }
        return sum / a.pixels().length;
    }

    @Test
    void whereNothingIsKnownOfTheSurroundingsNothingIsLearnt() {
        Plane weight = EVIDENCE.prepare(pair(3)).weight();

        assertThat(weight.get(15, MIDDLE)).isZero();
        assertThat(weight.get(MIDDLE, SIZE - 16)).isZero();
        assertThat(weight.get(16, MIDDLE)).isPositive();
        assertThat(weight.get(MIDDLE, MIDDLE)).isBetween(0.8f, 1.05f);
    }

    @Test
    void turnedExamplesMoveAsTheirTissueIsTurned() {
        RefinementExamples examples = new RefinementExamples(EVIDENCE, i -> pair(4), new Crops(1, SIZE), 5);
        boolean[] ways = new boolean[4];
        for (int i = 0; i < 12; i++) {
            Example example = examples.apply(i);
            float u = middle(example.input(), 2);
            float v = middle(example.input(), 3);
            // The motion between the neighbours and that of the section have one direction.
            assertThat(Math.hypot(u, v)).isCloseTo(0.5, within(0.06));
            for (int neighbour = 0; neighbour < 2; neighbour++) {
                Tensor target = example.goals().get(0).target();
                assertThat(middle(target, 2 * neighbour)).isCloseTo(MOVED_PX * 2 * u, within(0.8f));
                assertThat(middle(target, 2 * neighbour + 1)).isCloseTo(MOVED_PX * 2 * v, within(0.8f));
            }
            ways[Math.abs(u) > Math.abs(v) ? u > 0 ? 0 : 1 : v > 0 ? 2 : 3] = true;
        }
        assertThat(ways).containsOnly(true);
    }

    private static float middle(Tensor tensor, int channel) {
        return tensor.data().get((channel * SIZE + MIDDLE) * SIZE + MIDDLE);
    }

    private static TrainingPair pair(long seed) {
        Random random = new Random(seed);
        Plane noise = new Plane(SIZE + 20, SIZE);
        for (int i = 0; i < noise.pixels().length; i++) {
            noise.pixels()[i] = (float) (0.5 + 0.8 * random.nextGaussian());
        }
        Plane texture = Filters.gaussian(noise, 2.5);
        Plane below = texture.crop(10, 0, SIZE, SIZE);
        Plane above = texture.crop(6, 0, SIZE, SIZE);
        Plane section = new Plane(SIZE, SIZE);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double square = (x - MIDDLE) * (x - MIDDLE) + (y - MIDDLE) * (y - MIDDLE);
                double at = 8 + x + MOVED_PX * Math.exp(-square / (2 * 14 * 14));
                int left = (int) at;
                float share = (float) (at - left);
                section.set(x, y, texture.get(left, y) * (1 - share) + texture.get(left + 1, y) * share);
            }
        }
        return new TrainingPair.Missing(List.of(below, above), section);
    }
}
