package org.sstem.damage;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.sstem.damage.Detection.Agreement;
import org.sstem.internal.detect.Held;
import org.sstem.method.Plane;
import org.sstem.simulate.DamageDistribution;
import org.sstem.simulate.DamageDistribution.MissingDistribution;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.Distribution;
import org.sstem.simulate.FoldDistribution;
import org.sstem.simulate.PrecipitateDistribution;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.SyntheticTissue;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same damage in small stacks that were recorded in different ways. Every stack has folds, a missing section and
 * precipitates beside intact sections, so that misses and false alarms both show.
 */
class DetectionRobustnessTest {

    private static final List<Integer> FOLDED = List.of(1, 8);
    private static final List<Integer> MISSING = List.of(3);
    private static final List<Integer> STAINED = List.of(5);
    private static final int SECTIONS = 10;

    /**
     * A way of recording a stack.
     *
     * @param overlap least overlap of the folds' masks with the true ones
     * @param doubt   whether a fold may be left in doubt: one here lies along what its neighbours show
     */
    private record Recording(
            String name, int width, int height, long seed, double overlap, boolean doubt, UnaryOperator<Held> of) {

        Recording(String name, int width, int height, long seed, UnaryOperator<Held> of) {
            this(name, width, height, seed, 0.85, false, of);
        }
    }

    @TestFactory
    Stream<DynamicTest> damageIsFoundHoweverTheStackWasRecorded() {
        return Stream.of(
                        new Recording("8 bit, wider than high", 340, 250, 1, h -> levels(h, 255, 255)),
                        new Recording("odd sides", 257, 301, 2, h -> h),
                        new Recording("12 of 16 bit", 300, 300, 3, h -> levels(h, 4095, 65535)),
                        new Recording("light that falls off by a third", 310, 280, 4, h -> light(h, 0.33)),
                        new Recording("noise", 300, 290, 5, h -> noise(h, 0.06)),
                        new Recording(
                                "contrast that changes from section to section",
                                300,
                                280,
                                6,
                                0.83,
                                false,
                                h -> contrast(h, 0.2)),
                        new Recording(
                                "all of it",
                                301,
                                277,
                                7,
                                0.85,
                                true,
                                h -> levels(noise(light(contrast(h, 0.15), 0.25), 0.04), 3000, 65535)))
                .map(recording -> DynamicTest.dynamicTest(recording.name, () -> found(recording)));
    }

    private static void found(Recording recording) {
        Held clean = Held.of(SyntheticTissue.builder()
                .size(recording.width, recording.height, SECTIONS)
                .seed(100 + recording.seed)
                .build());
        StackSimulation simulation = simulator(recording.seed).apply(clean);

        Detection detection =
                DamageDetector.builder().build().detect(recording.of.apply(Held.of(simulation.degraded())));

        List<Agreement> agreement =
                Agreement.of(detection.damage(), simulation.damage(), recording.width, recording.height);
        assertThat(agreement).hasSize(3).allSatisfy(one -> {
            if (one.kind() == DamageKind.FOLD && recording.doubt) {
                assertThat(one.missed()).as("passed over").allSatisfy(z -> assertThat(detection.doubts())
                        .anyMatch(doubt -> doubt.z() == z && doubt.kind() == DamageKind.FOLD));
            } else {
                assertThat(one.recall()).as("recall, " + one.kind()).isEqualTo(1);
            }
            assertThat(one.precision()).as("precision, " + one.kind()).isEqualTo(1);
        });
        assertThat(agreement.stream().filter(a -> a.kind() == DamageKind.FOLD))
                .allSatisfy(fold -> assertThat(fold.pooled()).isGreaterThan(recording.overlap));
        assertThat(agreement.stream().filter(a -> a.kind() == DamageKind.PRECIPITATE))
                .allSatisfy(stain -> assertThat(stain.pooled()).isGreaterThan(0.7));
    }

    /** Folds and blobs of the published kind that have room in small sections. */
    private static DamageSimulator simulator(long seed) {
        FoldDistribution folds = FoldDistribution.published();
        FoldDistribution.Geometry geometry = folds.geometry();
        PrecipitateDistribution stains = PrecipitateDistribution.published();
        return DamageSimulator.builder()
                .seed(seed)
                .distribution(new DamageDistribution(
                        0,
                        new FoldDistribution(
                                new FoldDistribution.Geometry(
                                        geometry.count(),
                                        Distribution.uniform(4, 10),
                                        Distribution.uniform(12, 30),
                                        geometry.decay(),
                                        geometry.normalAngle(),
                                        geometry.curvature(),
                                        geometry.waviness()),
                                folds.band(),
                                folds.box()),
                        0,
                        new PrecipitateDistribution(
                                List.of(new PrecipitateDistribution.AreaClass(2_000, 6_000, Distribution.constant(80))),
                                stains.outline(),
                                stains.contrast(),
                                stains.ring()),
                        MissingDistribution.published()))
                .sections(DamageKind.FOLD, FOLDED)
                .sections(DamageKind.MISSING, MISSING)
                .sections(DamageKind.PRECIPITATE, STAINED)
                .build();
    }

    /** Grey values rounded to whole levels of a range. */
    private static Held levels(Held stack, double used, double full) {
        return changed(stack, (z, random) -> (value, x, y) -> Math.round(Math.min(1, value) * used) / full);
    }

    /** Light that falls off across the section, the same in all. */
    private static Held light(Held stack, double share) {
        double length = stack.width() + 0.6 * stack.height();
        return changed(stack, (z, random) -> (value, x, y) -> value * (1 - share * (x + 0.6 * y) / length));
    }

    private static Held noise(Held stack, double deviation) {
        return changed(stack, (z, random) -> (value, x, y) -> value + deviation * random.nextGaussian());
    }

    private static Held contrast(Held stack, double most) {
        return changed(stack, (z, random) -> {
            double gain = 1 + most * (2 * random.nextDouble() - 1);
            double shift = 0.3 * most * (2 * random.nextDouble() - 1);
            return (value, x, y) -> 0.5 + gain * (value - 0.5) + shift;
        });
    }

    private interface Change {
        double of(float value, int x, int y);
    }

    private interface Changes {
        Change in(int z, Random random);
    }

    private static Held changed(Held stack, Changes changes) {
        return stack.map((section, z) -> {
            Change change = changes.in(z, new Random(31 + z));
            Plane out = new Plane(section.width(), section.height());
            for (int y = 0; y < out.height(); y++) {
                for (int x = 0; x < out.width(); x++) {
                    out.set(x, y, (float) Math.min(1, Math.max(0, change.of(section.get(x, y), x, y))));
                }
            }
            return out;
        });
    }
}
