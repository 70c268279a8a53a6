package org.sstem.net.internal.example;

import org.junit.jupiter.api.Test;
import org.sstem.damage.DamageKind;
import org.sstem.internal.kernel.Tensor;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.TrainingPair;
import org.sstem.net.Engine;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.architecture.InterpolationConfig;
import org.sstem.net.internal.architecture.PrecipitateConfig;
import org.sstem.net.internal.architecture.UnfoldingConfig;
import org.sstem.net.internal.inference.Session;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PairExamplesTest {

    private static final PairExamples NO_NETWORKS = PairExamples.of(List.of());
    private static final List<Integer> FOUR = List.of(2, 2, 2, 2);
    private static final List<Integer> FIVE = List.of(2, 2, 2, 2, 2);

    @Test
    void interpolationSeesTheNeighboursInItsChannelsAndGivesTheTarget() {
        Example example = example(new InterpolationConfig(1, 3, 3, FIVE), DamageKind.MISSING);
        assertThat(channels(example.input())).containsExactly(0.25f, 0.25f, 0.25f, 0.75f, 0.75f, 0.75f);
        assertThat(channels(example.goals().get(0).target())).containsExactly(0.6f);
        assertThat(channels(example.goals().get(0).weight())).containsExactly(1);
    }

    @Test
    void unfoldingSeesTheFoldedSectionAndTheMeanOfTheNeighboursAndGivesTheFlow() {
        Example example = example(new UnfoldingConfig(2, FIVE), DamageKind.FOLD);
        assertThat(channels(example.input())).containsExactly(0.1f, 0.1f, 0.5f, 0.5f);
        assertThat(channels(example.goals().get(0).target())).containsExactly(1, 0);
    }

    @Test
    void foldFusionSeesTheSectionUnfoldedByTheTrueFlow() {
        Example example = example(new FoldFusionConfig(1, FOUR), DamageKind.FOLD);
        // The flow reads one pixel to the right: the last column reads outside, where there is nothing.
        float[] unfolded = new float[64];
        example.input().data().get(0, unfolded);
        assertThat(unfolded[3]).isEqualTo(0.1f);
        assertThat(unfolded[7]).isZero();
        assertThat(example.input().data().get(64)).isEqualTo(0.5f);
    }

    @Test
    void precipitatesAreCorrectedFromTheSectionAndFusedByTheMask() {
        Example correction = example(new PrecipitateConfig(Role.PRECIPITATE_CORRECTION, FIVE), DamageKind.PRECIPITATE);
        assertThat(channels(correction.input())).containsExactly(0.1f);
        Example fusion = example(new PrecipitateConfig(Role.PRECIPITATE_FUSION, FIVE), DamageKind.PRECIPITATE);
        // mask 0.25: three quarters of the neighbours' mean
        assertThat(channels(fusion.input())).containsExactly(0.75f * 0.5f + 0.25f * 0.1f);
    }

    @Test
    void whatNetworksBeforeMakeTakesThePlaceOfTheMean() {
        Session bright = new Constant(new InterpolationConfig(1, 3, 3, FIVE), 0.9f);
        Session still = new Constant(new UnfoldingConfig(1, FIVE), 0);
        Session corrected = new Constant(new PrecipitateConfig(Role.PRECIPITATE_CORRECTION, FIVE), 0.4f);
        PairExamples networks = PairExamples.of(List.of(bright, still, corrected));
        Example fold = networks.of(new FoldFusionConfig(1, FOUR), i -> pair(DamageKind.FOLD))
                .apply(0);
        assertThat(channels(fold.input())).containsExactly(0.1f, 0.9f);
        Example stain = networks.of(
                        new PrecipitateConfig(Role.PRECIPITATE_FUSION, FIVE), i -> pair(DamageKind.PRECIPITATE))
                .apply(0);
        assertThat(channels(stain.input())).containsExactly(0.9f * 0.75f + 0.25f * 0.4f);
    }

    @Test
    void pairsThatTeachSomethingElseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> example(new UnfoldingConfig(1, FIVE), DamageKind.MISSING))
                .withMessage("this network learns from pairs of kind FOLD, which have a flow, was given one of kind"
                        + " MISSING");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> example(new PrecipitateConfig(Role.PRECIPITATE_CORRECTION, FIVE), DamageKind.MISSING))
                .withMessage("this network learns from damaged sections, but in a pair of kind MISSING there is none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> example(new InterpolationConfig(2, 1, 3, FIVE), DamageKind.MISSING))
                .withMessage("training pairs have one target between two neighbours, the network has 2");
    }

    /** A network that gives one value. */
    private record Constant(Architecture architecture, float value) implements Session {

        @Override
        public Engine engine() {
            return Engine.DL4J;
        }

        @Override
        public Tensor run(Tensor sections) {
            Tensor out = Tensor.zeros(1, architecture.outputChannels(), sections.height(), sections.width());
            for (int i = 0; i < out.size(); i++) {
                out.data().put(i, value);
            }
            return out;
        }

        @Override
        public void close() {}
    }

    private static Example example(Architecture config, DamageKind kind) {
        return NO_NETWORKS.of(config, i -> pair(kind)).apply(0);
    }

    private static TrainingPair pair(DamageKind kind) {
        List<Plane> neighbours = List.of(plane(0.25f), plane(0.75f));
        return switch (kind) {
            case FOLD ->
                new TrainingPair.Folded(
                        neighbours, plane(0.1f), plane(0.6f), plane(0.5f), plane(0.25f), new Flow(plane(1), plane(0)));
            case PRECIPITATE -> new TrainingPair.Stained(neighbours, plane(0.1f), plane(0.6f), plane(0.25f));
            default -> new TrainingPair.Missing(neighbours, plane(0.6f));
        };
    }

    private static Plane plane(float value) {
        Plane plane = new Plane(8, 8);
        Arrays.fill(plane.pixels(), value);
        return plane;
    }

    /** The value of every channel, where each has one value. */
    private static float[] channels(Tensor tensor) {
        float[] values = new float[tensor.channels()];
        for (int c = 0; c < values.length; c++) {
            values[c] = tensor.data().get(c * 64);
        }
        return values;
    }
}
