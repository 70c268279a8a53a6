package org.sstem.net;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.output.Manifest;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.example.Example;
import org.sstem.net.internal.graph.FlatParameters;
import org.sstem.net.internal.graph.NetworkGraph;
import org.sstem.net.internal.loss.LossFunction;
import org.sstem.net.internal.testing.SingleThreaded;
import org.sstem.net.internal.training.OneNetwork;
import org.sstem.net.internal.training.Trainable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.LongFunction;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

@ExtendWith(SingleThreaded.class)
class TrainerTest {

    /** A narrow network with everything in it: convolutions both ways, batch normalisation, pooling. */
    private static final FoldFusionConfig CONFIG = new FoldFusionConfig(1, List.of(4, 4, 4, 4));

    /** Two waves, to be averaged; another pair of waves for every number. */
    static Example example(long number) {
        Tensor input = Tensor.zeros(1, 2, 16, 16);
        Tensor target = Tensor.zeros(1, 1, 16, 16);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                double a = 0.5 + 0.3 * Math.sin(0.4 * x + 0.2 * y + number);
                double b = 0.5 + 0.3 * Math.cos(0.3 * x - 0.3 * y + 2 * number);
                input.data().put(y * 16 + x, (float) a);
                input.data().put(256 + y * 16 + x, (float) b);
                target.data().put(y * 16 + x, (float) ((a + b) / 2));
            }
        }
        return Example.of(input, target);
    }

    private static TrainerBuilder trainer(Network network, int steps) {
        return Trainer.builder(network)
                .examples(TrainerTest::example)
                .batch(2)
                .steps(steps)
                .rate(step -> 3e-3);
    }

    private static float[] parameters(Network network) {
        return new FlatParameters(
                        NetworkGraph.of(network.weights()).graph(),
                        network.weights().plan())
                .copy();
    }

    @Test
    void theLossFalls() throws IOException {
        Network network = Networks.create(CONFIG, 1);
        List<TrainingStep> heard = new ArrayList<>();

        TrainingResult result =
                trainer(network, 60).listener(heard::add).build().run();

        assertThat(result.steps()).isEqualTo(60);
        assertThat(heard)
                .extracting(TrainingStep::step)
                .hasSize(60)
                .startsWith(1L, 2L)
                .endsWith(60L);
        double first = heard.get(0).loss();
        double last = heard.subList(50, 60).stream()
                .mapToDouble(TrainingStep::loss)
                .average()
                .orElseThrow();
        assertThat(last).isLessThan(first / 3);
        assertThat(heard.get(59).remaining()).isZero();
        assertThat(heard).allSatisfy(step -> assertThat(step.gradientNorm()).isPositive());
    }

    @Test
    void aRunThatWasBrokenOffGoesOnToTheBit(@TempDir Path folder) throws IOException {
        // given a run without a break, and one that is interrupted in the middle
        Network whole = Networks.create(CONFIG, 1);
        everything(whole, folder.resolve("whole")).build().run();
        TrainerBuilder first = everything(Networks.create(CONFIG, 1), folder.resolve("broken"));
        first.listener(step -> {
            if (step.step() == 13) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(() -> first.build().run())
                .isInstanceOf(CancellationException.class)
                .hasMessage("interrupted after step 13");
        assertThat(Thread.interrupted()).isTrue();

        // when it is continued, by a network that knows nothing
        Network continued = Networks.create(CONFIG, 99);
        List<Long> steps = new ArrayList<>();
        TrainingResult result = everything(continued, folder.resolve("broken"))
                .resume(true)
                .listener(step -> steps.add(step.step()))
                .build()
                .run();

        // then
        assertThat(steps).startsWith(14L).endsWith(24L);
        assertThat(result.steps()).isEqualTo(24);
        assertThat(parameters(continued)).isEqualTo(parameters(whole));
    }

    /** A training with all that a checkpoint must keep. */
    private static TrainerBuilder everything(Network network, Path folder) {
        return trainer(network, 24)
                .rate(LearningRate.polynomial(3e-3, 1e-4, 20, 1.5))
                .averaging(0.9)
                .clip(0.5)
                .validationExamples(i -> example(1000 + i), 2, 5)
                .checkpoints(folder, 4, 2);
    }

    @Test
    void onlyTheLastCheckpointsAreKept(@TempDir Path folder) throws IOException {
        everything(Networks.create(CONFIG, 1), folder).build().run();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "checkpoint-000000000020.zip", "checkpoint-000000000024.zip", Manifest.NAME);
        }
    }

    @Test
    void whatAnotherRunHasLeftIsNotOverwrittenAndOtherSettingsAreRefused(@TempDir Path folder) throws IOException {
        everything(Networks.create(CONFIG, 1), folder).build().run();
        Network network = Networks.create(CONFIG, 1);
        assertThatThrownBy(() -> everything(network, folder).build().run())
                .isInstanceOf(IOException.class)
                .hasMessage("there are checkpoints of another run already, such as "
                        + folder.resolve("checkpoint-000000000024.zip") + ": continue it, or choose another folder");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> everything(network, folder)
                        .batch(3)
                        .resume(true)
                        .build()
                        .run())
                .withMessage("this run cannot be continued with other settings: batch was 2, is now 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        everything(network, folder).seed(7).resume(true).build().run())
                .withMessage("this run cannot be continued with other settings: seed was 0, is now 7");
    }

    @Test
    void aLossThatIsNotANumberStopsTheTrainingAndKeepsTheLastGoodParameters() {
        Network network = Networks.create(CONFIG, 1);
        List<float[]> good = new ArrayList<>();
        LongFunction<Example> broken = i -> {
            Example example = example(i);
            if (i >= 2 * 53) {
                example.input().data().put(5, Float.NaN);
            }
            return example;
        };
        assertThatThrownBy(() -> trainer(network, 100)
                        .examples(broken)
                        .listener(step -> {
                            if (step.step() == 50) {
                                good.add(parameters(network));
                            }
                        })
                        .build()
                        .run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("training stopped in step 54: the loss is not a number any more (NaN); the network has the"
                        + " parameters of step 50; try a lower learning rate than 0.003, or clip the gradient");
        assertThat(parameters(network)).isEqualTo(good.get(0));
    }

    @Test
    void anExplodingLossStopsTheTraining() {
        Network network = Networks.create(CONFIG, 1);
        LongFunction<Example> exploding = i -> {
            Example example = example(i);
            if (i >= 2 * 20) {
                example.goals().get(0).target().data().put(0, 1e7f);
            }
            return example;
        };
        assertThatThrownBy(
                        () -> trainer(network, 30).examples(exploding).build().run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("training stopped in step 21: the loss exploded to 3.9");
    }

    @Test
    void trainingStopsEarlyWithTheBestParameters() throws IOException {
        // given a validation that only gets worse: it wants what the first steps lead away from
        Network network = Networks.create(CONFIG, 1);
        LongFunction<Example> away = i -> {
            Example example = example(i);
            Tensor target = Tensor.zeros(1, 1, 16, 16);
            return Example.of(example.input(), target);
        };
        List<float[]> parameters = new ArrayList<>(List.of(parameters(network)));
        TrainingResult result = trainer(network, 100)
                .examples(i -> {
                    Example example = example(i);
                    float[] bright = new float[256];
                    Arrays.fill(bright, 3);
                    return Example.of(example.input(), Tensor.of(1, 1, 16, 16, bright));
                })
                .rate(step -> 1e-2)
                .validationExamples(away, 2, 5)
                .patience(3)
                .listener(step -> {
                    if (step.validation().isPresent()) {
                        parameters.add(parameters(network));
                    }
                })
                .build()
                .run();
        assertThat(result.early()).isTrue();
        assertThat(result.steps()).isEqualTo(result.bestStep() + 15).isLessThan(100);
        assertThat(parameters(network)).isEqualTo(parameters.get((int) result.bestStep() / 5));
    }

    @Test
    void clippingShortensTheGradientToTheNormThatIsGiven() throws IOException {
        // given a norm far below Adam's epsilon of 1e-8: there a first step is the gradient times rate / epsilon
        double norm = 1e-10;
        Network network = Networks.create(CONFIG, 1);
        float[] start = parameters(network);
        float[] gradient = gradient(Networks.create(CONFIG, 1));
        double squares = 0;
        for (float g : gradient) {
            squares += (double) g * g;
        }
        double length = Math.sqrt(squares);
        List<Double> before = new ArrayList<>();

        trainer(network, 1)
                .rate(step -> 1)
                .clip(norm)
                .listener(step -> before.add(step.gradientNorm()))
                .build()
                .run();

        // then every parameter has gone its share of the clipped gradient, all but running statistics
        float[] end = parameters(network);
        double gone = 0;
        for (FlatParameters.Chunk part : trainable(network).parameters().trained()) {
            for (int i = part.from(); i < part.from() + part.length(); i++) {
                double clipped = gradient[i] * norm / length;
                double step = clipped / (Math.abs(clipped) + 1e-8);
                assertThat((double) start[i] - end[i]).isCloseTo(step, within(2e-6));
                gone += Math.pow(start[i] - end[i], 2);
            }
        }
        assertThat(Math.sqrt(gone)).isCloseTo(norm / 1e-8, within(1e-4));
        // and the listener hears of the norm as it was
        assertThat(before).singleElement().satisfies(n -> assertThat(n).isCloseTo(length, within(1e-4 * length)));
    }

    @Test
    void aGradientShorterThanTheNormIsNotTouched() throws IOException {
        Network free = Networks.create(CONFIG, 1);
        Network clipped = Networks.create(CONFIG, 1);

        trainer(free, 2).build().run();
        trainer(clipped, 2).clip(1e6).build().run();

        assertThat(parameters(clipped)).isEqualTo(parameters(free));
    }

    private static Trainable trainable(Network network) {
        return new OneNetwork(network.weights()).trainable(List.of(LossFunction.l1()));
    }

    /** The gradient of the first batch. */
    private static float[] gradient(Network network) {
        Trainable trainable = trainable(network);
        trainable.differentiate(Example.batch(List.of(example(0), example(1))));
        float[] gradient = new float[trainable.parameters().copy().length];
        trainable.parameters().gradients().get(0, gradient);
        return gradient;
    }

    @Test
    void frozenNormalisationKeepsItsStatistics() throws IOException {
        Network frozen = Networks.create(CONFIG, 1);
        frozen.assign("final_layer.4.bias", 1); // above the last rectifier, so that there is a gradient
        Network free = Networks.create(CONFIG, 1);
        trainer(frozen, 3).freezeNormalisation(true).build().run();
        trainer(free, 3).build().run();
        assertThat(frozen.parameter("conv_encode1.1.running_mean")).containsOnly(0);
        assertThat(frozen.parameter("conv_encode1.1.running_var")).containsOnly(1);
        assertThat(frozen.parameter("conv_encode1.1.weight"))
                .isNotEqualTo(Networks.create(CONFIG, 1).parameter("conv_encode1.1.weight"));
        assertThat(free.parameter("conv_encode1.1.running_mean")).doesNotContain(0);
    }

    @Test
    void theSameThreadsGiveTheSameParameters() {
        Network one = Networks.create(CONFIG, 1);
        Network two = Networks.create(CONFIG, 1);
        Parallelization.runWithNumThreads(2, () -> trainer(one, 4).build().run());
        Parallelization.runWithNumThreads(2, () -> trainer(two, 4).build().run());
        assertThat(parameters(two)).isEqualTo(parameters(one));
    }

    @Test
    void anErrorInMakingAnExampleIsTheTrainersError() {
        Trainer trainer = trainer(Networks.create(CONFIG, 1), 5)
                .examples(i -> {
                    throw new IllegalArgumentException("no example " + i);
                })
                .build();
        assertThatThrownBy(trainer::run).hasStackTraceContaining("no example 0");
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        Network network = Networks.create(CONFIG, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.builder(network).build())
                .withMessage("pairs to learn from must be given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(network, 5).patience(2).build())
                .withMessage("stopping early needs a validation");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(network, 5).resume(true).build())
                .withMessage("resuming needs the folder of the checkpoints");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(network, 5)
                        .figure(ValidationScores.Figure.ENDPOINT_ERROR)
                        .build())
                .withMessage("the network's output is an image, it has no ENDPOINT_ERROR");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(network, 5).moderation(2).build())
                .withMessage("moderation needs validation pairs, and a compact network whose output is a section");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(network, 5).batch(0))
                .withMessage("batch must be at least 1, was 0");
    }

    @Test
    void theAverageFollowsTheParameters() throws IOException {
        // given: at step n the weight of the past is (1 + n) / (10 + n) where that is below the decay
        Network averaged = Networks.create(CONFIG, 1);
        float[] start = parameters(averaged);
        Network plain = Networks.create(CONFIG, 1);
        trainer(averaged, 1).averaging(0.99).build().run();
        trainer(plain, 1).build().run();
        float[] after = parameters(plain);
        float[] actual = parameters(averaged);
        for (int i = 0; i < start.length; i++) {
            assertThat((double) actual[i]).isCloseTo(0.1 * start[i] + 0.9 * after[i], within(1e-6));
        }
    }
}
