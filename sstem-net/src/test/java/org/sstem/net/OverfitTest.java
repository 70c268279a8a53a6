package org.sstem.net;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sstem.damage.DamageKind;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.TrainingPair;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.architecture.InterpolationConfig;
import org.sstem.net.internal.architecture.PrecipitateConfig;
import org.sstem.net.internal.architecture.UnfoldingConfig;
import org.sstem.net.internal.testing.SingleThreaded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Every published network, narrower, learns one pair by heart: what it is made of lets gradients through. */
@ExtendWith(SingleThreaded.class)
class OverfitTest {

    private static final int SIZE = 32;

    static Stream<Arguments> networks() {
        List<Integer> five = List.of(8, 8, 8, 8, 8);
        return Stream.of(
                Arguments.of(new InterpolationConfig(1, 1, 7, five), DamageKind.MISSING, Loss.l1(), 1e-3, 60),
                Arguments.of(new UnfoldingConfig(1, five), DamageKind.FOLD, Loss.endpointError(), 1e-2, 60),
                Arguments.of(
                        new FoldFusionConfig(1, List.of(8, 8, 8, 8)),
                        DamageKind.FOLD,
                        Loss.l1().plus(Loss.ssim().times(0.1)),
                        1e-2,
                        60),
                Arguments.of(
                        new PrecipitateConfig(Role.PRECIPITATE_CORRECTION, five),
                        DamageKind.PRECIPITATE,
                        Loss.l1(),
                        1e-2,
                        60),
                Arguments.of(
                        new PrecipitateConfig(Role.PRECIPITATE_FUSION, five),
                        DamageKind.PRECIPITATE,
                        Loss.l2(),
                        1e-2,
                        60));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aNarrowNetworkLearnsOnePairByHeart(Architecture config, DamageKind kind, Loss loss, double rate, int steps)
            throws IOException {
        TrainingPair pair = pair(kind);
        List<TrainingStep> heard = new ArrayList<>();
        Trainer.builder(Networks.create(config, 3))
                .pairs(i -> pair)
                .batch(1)
                .steps(steps)
                .loss(loss)
                .rate(step -> rate)
                .listener(heard::add)
                .build()
                .run();
        ToDoubleFunction<List<TrainingStep>> mean =
                part -> part.stream().mapToDouble(TrainingStep::loss).average().orElseThrow();
        assertThat(mean.applyAsDouble(heard.subList(steps - 5, steps)))
                .isLessThan(heard.get(0).loss() / 3);
    }

    /** A section of waves between two others, folded by a known flow or stained. */
    static TrainingPair pair(DamageKind kind) {
        Plane target = waves(0);
        Plane mask = new Plane(SIZE, SIZE);
        Plane degraded = new Plane(SIZE, SIZE);
        Flow flow = new Flow(SIZE, SIZE);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double blob = Math.exp(-((x - 16) * (x - 16) + (y - 16) * (y - 16)) / 40.0);
                boolean fold = kind == DamageKind.FOLD;
                mask.set(x, y, fold ? (Math.abs(x - 16) < 3 ? 1 : 0) : (float) (1 - 0.7 * blob));
                degraded.set(x, y, fold ? target.get((x + 3) % SIZE, y) : target.get(x, y) * mask.get(x, y));
                flow.u().set(x, y, x < 16 ? 2 : -3);
            }
        }
        List<Plane> neighbours = List.of(waves(-0.4), waves(0.4));
        return switch (kind) {
            case FOLD -> new TrainingPair.Folded(neighbours, degraded, target, mask, mask, flow);
            case PRECIPITATE -> new TrainingPair.Stained(neighbours, degraded, target, mask);
            default -> new TrainingPair.Missing(neighbours, target);
        };
    }

    private static Plane waves(double phase) {
        Plane plane = new Plane(SIZE, SIZE);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                plane.set(x, y, (float)
                        (0.5 + 0.25 * Math.sin(0.5 * x + phase) + 0.2 * Math.cos(0.3 * y - 0.2 * x + phase)));
            }
        }
        return plane;
    }
}
