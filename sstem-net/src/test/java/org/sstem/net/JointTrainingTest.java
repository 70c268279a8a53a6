package org.sstem.net;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sstem.damage.DamageKind;
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;
import org.sstem.method.TrainingPair;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.architecture.InterpolationConfig;
import org.sstem.net.internal.architecture.JointPlan;
import org.sstem.net.internal.architecture.PrecipitateConfig;
import org.sstem.net.internal.architecture.UnfoldingConfig;
import org.sstem.net.internal.graph.Graphs;
import org.sstem.net.internal.graph.NetworkGraph;
import org.sstem.net.internal.graph.PlanGraph;
import org.sstem.net.internal.loss.LossFunction;
import org.sstem.net.internal.testing.Published;
import org.sstem.net.internal.testing.Random4;
import org.sstem.net.internal.testing.SingleThreaded;
import org.sstem.net.internal.training.Trainable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

@ExtendWith(SingleThreaded.class)
class JointTrainingTest {

    private static final List<Integer> FIVE = List.of(4, 4, 4, 4, 4);
    private static final InterpolationConfig INTERPOLATION = new InterpolationConfig(1, 2, 5, FIVE);
    private static final UnfoldingConfig UNFOLDING = new UnfoldingConfig(2, FIVE);
    private static final FoldFusionConfig FUSION = new FoldFusionConfig(2, List.of(4, 4, 4, 4));

    @Test
    void theJointGraphGivesWhatTheNetworksGiveOneAfterTheOther() {
        // given three networks, and one graph with their parameters
        Network interpolation = Networks.create(INTERPOLATION, 1);
        Network unfolding = Networks.create(UNFOLDING, 2);
        Network fusion = Networks.create(FUSION, 3);
        JointPlan joint = JointPlan.folds(INTERPOLATION, UNFOLDING, FUSION);
        PlanGraph graph = Graphs.of(joint.plan(), joint.outputs(), DataType.FLOAT);
        copy(interpolation, graph, joint, JointPlan.INTERPOLATION);
        copy(unfolding, graph, joint, JointPlan.UNFOLDING);
        copy(fusion, graph, joint, JointPlan.FUSION);
        Tensor below = Published.input(1, 1, 32, 0.1);
        Tensor above = Published.input(1, 1, 32, 0.7);
        Tensor folded = Published.input(1, 1, 32, 1.9);

        // when
        List<Tensor> actual = new Trainable(
                        graph, joint.plan(), List.of(LossFunction.l1(), LossFunction.l1(), LossFunction.l1()))
                .run(Published.concatenate(below, below, above, above, folded, folded));

        // then
        Tensor interpolated =
                NetworkGraph.of(interpolation.weights()).run(Published.concatenate(below, below, above, above));
        Tensor flow = NetworkGraph.of(unfolding.weights())
                .run(Published.concatenate(folded, folded, interpolated, interpolated));
        Tensor unfolded = Tensor.zeros(1, 1, 32, 32);
        Kernels.automatic().warp(folded, flow, Border.ZERO, unfolded);
        Tensor fused = NetworkGraph.of(fusion.weights())
                .run(Published.concatenate(unfolded, unfolded, interpolated, interpolated));
        assertThat(actual).hasSize(3);
        assertClose(actual.get(0), interpolated);
        assertClose(actual.get(1), flow);
        assertClose(actual.get(2), fused);
    }

    @Test
    void theGradientOfTheLastLossReachesTheFirstNetwork() {
        // given: in double precision, so that differences tell
        JointPlan joint = JointPlan.precipitates(
                INTERPOLATION,
                new PrecipitateConfig(Role.PRECIPITATE_CORRECTION, FIVE),
                new PrecipitateConfig(Role.PRECIPITATE_FUSION, FIVE));
        PlanGraph graph = Graphs.of(joint.plan(), joint.outputs(), DataType.DOUBLE);
        graph.params()
                .assign(Random4.of(5, DataType.DOUBLE, graph.params().shape()).muli(0.3));
        joint.plan().parameters().keySet().stream()
                .filter(name -> name.endsWith(".running_var"))
                .forEach(name -> Graphs.parameter(graph, joint.plan(), name).assign(1));
        graph.freezeNormalisation(true);
        INDArray in = Random4.of(6, DataType.DOUBLE, 1, 6, 32, 32);
        INDArray weights = Random4.of(7, DataType.DOUBLE, 1, 1, 32, 32);
        loss(graph, in, weights);
        for (String name : List.of(
                JointPlan.INTERPOLATION + "conv32.0.bias",
                JointPlan.CORRECTION + "outc.conv.bias",
                JointPlan.FUSION + "outc.conv.bias")) {
            INDArray parameter = Graphs.parameter(graph, joint.plan(), name);
            loss(graph, in, weights);
            double actual = graph.gradients()
                    .ravel()
                    .getDouble(parameter.offset() - graph.params().offset());
            double value = parameter.getDouble(0);
            parameter.putScalar(0, value + 1e-6);
            double above = loss(graph, in, weights);
            parameter.putScalar(0, value - 1e-6);
            double below = loss(graph, in, weights);
            parameter.putScalar(0, value);
            double slope = (above - below) / 2e-6;
            assertThat(slope).as(name).isNotZero();
            assertThat(actual).as(name).isCloseTo(slope, within(1e-5 * Math.abs(slope) + 1e-8));
        }
    }

    /** All three results, weighted: the first two are read by the last as well. */
    private static double loss(PlanGraph graph, INDArray in, INDArray weights) {
        double[] loss = new double[1];
        graph.differentiate(in, outputs -> {
            List<INDArray> gradients = new ArrayList<>();
            for (INDArray output : outputs) {
                loss[0] += output.mul(weights).sumNumber().doubleValue();
                gradients.add(weights.dup());
            }
            return gradients;
        });
        return loss[0];
    }

    @Test
    void threeNetworksLearnTogether() throws IOException {
        Network interpolation = Networks.create(INTERPOLATION, 1);
        Network unfolding = Networks.create(UNFOLDING, 2);
        Network fusion = Networks.create(FUSION, 3);
        float[] before = interpolation.parameter("conv32.0.weight");
        TrainingPair pair = OverfitTest.pair(DamageKind.FOLD);
        List<Double> losses = new ArrayList<>();

        Trainer.folds(interpolation, unfolding, fusion)
                .pairs(i -> pair)
                .validation(i -> pair, 1, 100)
                .steps(40)
                .rate(step -> 3e-3)
                .listener(step -> losses.add(step.loss()))
                .build()
                .run();

        assertThat(losses.get(39)).isLessThan(losses.get(0) * 0.7);
        assertThat(interpolation.parameter("conv32.0.weight")).isNotEqualTo(before);
        assertThat(unfolding.parameter("down_1.conv_1.1.running_mean")).doesNotContain(0);
        assertThat(fusion.parameter("conv_encode1.1.running_mean")).doesNotContain(0);
    }

    @Test
    void everyNetworkHasItsOwnRate() throws IOException {
        Network interpolation = Networks.create(INTERPOLATION, 1);
        Network correction = Networks.create(new PrecipitateConfig(Role.PRECIPITATE_CORRECTION, FIVE), 2);
        Network fusion = Networks.create(new PrecipitateConfig(Role.PRECIPITATE_FUSION, FIVE), 3);
        String last = "outc.conv.weight";
        float[] first = interpolation.parameter("conv32.0.weight");
        float[] middle = correction.parameter(last);
        float[] end = fusion.parameter(last);
        TrainingPair pair = OverfitTest.pair(DamageKind.PRECIPITATE);

        Trainer.precipitates(interpolation, correction, fusion)
                .pairs(i -> pair)
                .steps(1)
                .rates(step -> 1e-24, step -> 1e-2, step -> 1e-3)
                .build()
                .run();

        assertThat(interpolation.parameter("conv32.0.weight")).containsExactly(first);
        // The first step of Adam is as long as the rate.
        assertThat(largestChange(middle, correction.parameter(last))).isCloseTo(1e-2, within(1e-4));
        assertThat(largestChange(end, fusion.parameter(last))).isCloseTo(1e-3, within(1e-5));
    }

    private static double largestChange(float[] before, float[] after) {
        double largest = 0;
        for (int i = 0; i < before.length; i++) {
            largest = Math.max(largest, Math.abs(after[i] - before[i]));
        }
        return largest;
    }

    @Test
    void lossesAndRatesMustBeAsManyAsNetworks() {
        Network interpolation = Networks.create(INTERPOLATION, 1);
        Network unfolding = Networks.create(UNFOLDING, 2);
        Network fusion = Networks.create(FUSION, 3);
        TrainingPair pair = OverfitTest.pair(DamageKind.FOLD);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.folds(interpolation, unfolding, fusion)
                        .pairs(i -> pair)
                        .losses(Loss.l1(), Loss.l2())
                        .build())
                .withMessage("there must be 3 losses, one for each network, were 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.builder(fusion)
                        .pairs(i -> pair)
                        .rates(step -> 1e-3, step -> 1e-3)
                        .build())
                .withMessage("there must be 1 rates, one for each network, were 2");
    }

    @Test
    void networksThatDoNotFitAreRefused() {
        Network interpolation = Networks.create(INTERPOLATION, 1);
        Network unfolding = Networks.create(UNFOLDING, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.folds(interpolation, unfolding, unfolding))
                .withMessage("a published network for fold fusion is needed here, was one for unfolding");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> JointPlan.folds(INTERPOLATION, UNFOLDING, new FoldFusionConfig(1, List.of(4, 4, 4, 4))))
                .withMessage("networks trained together must take one number of channels, took 2, 2 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JointPlan.folds(new InterpolationConfig(2, 2, 5, FIVE), UNFOLDING, FUSION))
                .withMessage(
                        "a published network for interpolation is needed here, was one for interpolation of two sections");
    }

    private static void copy(Network network, PlanGraph graph, JointPlan joint, String prefix) {
        network.parameters().forEach((name, shape) -> {
            float[] values = network.parameter(name);
            INDArray parameter = Graphs.parameter(graph, joint.plan(), prefix + name);
            parameter.assign(Random4.byFormula(i -> values[i], DataType.FLOAT, shape));
        });
    }

    private static void assertClose(Tensor actual, Tensor expected) {
        float[] a = new float[actual.size()];
        float[] b = new float[expected.size()];
        actual.data().get(0, a);
        expected.data().get(0, b);
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]) / (1 + Math.abs(b[i])));
        }
        assertThat(Arrays.equals(a, new float[a.length])).isFalse();
        assertThat(largest).isLessThan(1e-4);
    }
}
