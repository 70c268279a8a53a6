package org.sstem.net.internal.example;

import org.junit.jupiter.api.Test;
import org.sstem.damage.DamageKind;
import org.sstem.internal.image.Filters;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.method.Evidence;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.TrainingPair;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.architecture.RefinementConfig;
import org.sstem.net.internal.architecture.RefinementInputs;
import org.sstem.net.internal.graph.NetworkGraph;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RefinementExamplesTest {

    private static final int SIZE = 96;

    @Test
    void anExampleDependsOnItsNumberAloneAndIsACropOfARestoredPair() {
        RefinementExamples examples = examples(Role.INTERPOLATION, 3);
        RefinementExamples others = examples(Role.INTERPOLATION, 3);

        Example later = examples.apply(7);
        for (int i = 0; i < 5; i++) {
            others.apply(i);
        }

        assertThat(values(others.apply(7).input())).isEqualTo(values(later.input()));
        assertThat(later.input().shape()).isEqualTo("1 x 3 x 32 x 32");
        assertThat(later.goals().get(0).target().shape()).isEqualTo("1 x 1 x 32 x 32");
        assertThat(values(later.goals().get(0).weight())).containsOnly(1);
        assertThat(values(examples.apply(8).input())).isNotEqualTo(values(later.input()));
    }

    @Test
    void anUntrainedNetworkGivesTheResultThatTheExampleCarries() {
        Example example = examples(Role.INTERPOLATION, 3).apply(0);
        NetworkWeights network = NetworkWeights.create(new RefinementConfig(Role.INTERPOLATION, List.of(2, 3)), 1);

        float[] output = values(NetworkGraph.of(network).run(example.input()));

        float[] input = values(example.input());
        float[] result = Arrays.copyOfRange(input, 2 * 32 * 32, 3 * 32 * 32);
        assertThat(output).isEqualTo(result);
    }

    @Test
    void ofPrecipitatesAllThatLiesBelowABlobCountsAndNothingElse() {
        RefinementExamples.Prepared pair = examples(Role.PRECIPITATE_FUSION, 2).prepared(0);

        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double r = Math.hypot(x - 48, y - 48);
                if (r < 22 || r > 30) {
                    assertThat(pair.weight().get(x, y))
                            .as("weight at %d, %d", x, y)
                            .isEqualTo(r < 22 ? 1 : 0);
                }
                Plane doubt = pair.input().get(1);
                assertThat(doubt.get(x, y) > 0).isEqualTo(pair.weight().get(x, y) > 0);
            }
        }
    }

    @Test
    void ofFoldsTheBandThatIsMarkedIsLearntFromTooFaintToBeFound() {
        RefinementExamples examples = new RefinementExamples(
                new RefinementEvidence(Role.FOLD_FUSION, Optional.empty()), i -> folded(i), new Crops(1, 32), 11);

        RefinementExamples.Prepared pair = examples.prepared(0);

        for (int y = 20; y < 76; y++) {
            assertThat(pair.weight().get(48, y)).isEqualTo(1);
            assertThat(pair.weight().get(16, y)).isZero();
        }
    }

    /** A short, grey band over a section in which nothing has moved. */
    private static TrainingPair folded(long seed) {
        Random random = new Random(seed);
        Plane target = texture(random);
        Plane folded = target.copy();
        Plane band = new Plane(SIZE, SIZE);
        for (int y = 12; y < 84; y++) {
            for (int x = 45; x < 52; x++) {
                folded.set(x, y, 0.8f * target.get(x, y));
                band.set(x, y, 1);
            }
        }
        List<Plane> neighbours = List.of(noisy(target, random), noisy(target, random));
        return new TrainingPair.Folded(neighbours, folded, target, band, band, new Flow(SIZE, SIZE));
    }

    @Test
    void pairsOfAnotherKindAreRefused() {
        RefinementExamples examples = new RefinementExamples(
                new RefinementEvidence(Role.FOLD_FUSION, Optional.empty()),
                i -> pair(DamageKind.MISSING, i),
                new Crops(1, 32),
                0);

        assertThatThrownBy(() -> examples.apply(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fold fusion")
                .hasMessageContaining("MISSING");
    }

    @Test
    void pairsInWhichTheDamageIsNeverFoundAreNotLearntFrom() {
        RefinementExamples examples = new RefinementExamples(
                new RefinementEvidence(Role.PRECIPITATE_FUSION, Optional.empty()),
                i -> {
                    TrainingPair pair = pair(DamageKind.MISSING, i);
                    return new TrainingPair.Stained(pair.neighbours(), pair.target(), pair.target(), ones());
                },
                new Crops(2, 32),
                0);

        assertThatThrownBy(() -> examples.apply(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing to learn")
                .hasMessageContaining("96 x 96");
    }

    @Test
    void whatHardlyAnyLightSaysOfTheTissueIsSeenNoBrighterThanWhite() {
        Evidence evidence =
                new Evidence(grey(37), grey(0.03f), grey(0.01f), grey(0.5f), grey(-0.2f), grey(1.6f), new byte[4]);

        List<Plane> seen = RefinementInputs.of(Role.PRECIPITATE_FUSION, evidence);

        assertThat(seen)
                .extracting(plane -> plane.pixels()[0])
                .containsExactly(1f, (float) Math.sqrt(1 - 0.03f), 0.01f, 0.5f, 0f, 1f);
    }

    @Test
    void aCorrectionStartsFromWhatTheNetworkSawAndMovesTheResultByTheTrust() {
        Evidence evidence = new Evidence(grey(3), grey(0.5f), grey(0.1f), grey(0.5f), grey(0.5f), grey(2), new byte[4]);

        Evidence corrected = RefinementInputs.corrected(evidence, new float[] {0, -0.25f, 0, 0});

        assertThat(corrected.own().pixels()).containsExactly(3, 0.75f, 3, 3);
        assertThat(corrected.result().pixels()).containsExactly(2, 2 + 0.5f * (0.75f - 3), 2, 2);
    }

    private static Plane grey(float value) {
        return new Plane(2, 2, new float[] {value, value, value, value});
    }

    private static Plane ones() {
        Plane ones = new Plane(SIZE, SIZE);
        Arrays.fill(ones.pixels(), 1);
        return ones;
    }

    private static RefinementExamples examples(Role role, int pool) {
        return new RefinementExamples(
                new RefinementEvidence(role, Optional.empty()), i -> pair(role.damage(), i), new Crops(pool, 32), 11);
    }

    /** Texture; the neighbours are noisy copies; for precipitates a disc of half the light over it. */
    private static TrainingPair pair(DamageKind kind, long seed) {
        Random random = new Random(seed);
        Plane target = texture(random);
        Plane light = new Plane(SIZE, SIZE);
        Plane degraded = target.copy();
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double r = Math.hypot(x - 48, y - 48) / 24;
                light.set(x, y, kind == DamageKind.PRECIPITATE && r < 1 ? (float) (0.4 + 0.5 * r) : 1);
                degraded.set(x, y, target.get(x, y) * light.get(x, y));
            }
        }
        List<Plane> neighbours = List.of(noisy(target, random), noisy(target, random));
        return kind == DamageKind.MISSING
                ? new TrainingPair.Missing(neighbours, target)
                : new TrainingPair.Stained(neighbours, degraded, target, light);
    }

    private static Plane texture(Random random) {
        Plane noise = new Plane(SIZE, SIZE);
        for (int i = 0; i < noise.pixels().length; i++) {
            noise.pixels()[i] = (float) (0.5 + 0.8 * random.nextGaussian());
        }
        return Filters.gaussian(noise, 2.5);
    }

    private static Plane noisy(Plane plane, Random random) {
        Plane out = plane.copy();
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] += (float) (0.02 * random.nextGaussian());
        }
        return out;
    }

    private static float[] values(Tensor tensor) {
        float[] values = new float[tensor.size()];
        tensor.data().get(0, values);
        return values;
    }
}
