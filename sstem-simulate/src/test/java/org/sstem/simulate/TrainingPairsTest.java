package org.sstem.simulate;

import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.internal.image.Resampler;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.method.TrainingPair;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class TrainingPairsTest {

    /** Every section's number can be read from its grey values: (z + a smooth pattern below 1) / 16. */
    private final SectionSource stack = numbered();

    @ParameterizedTest
    @EnumSource(DamageKind.class)
    void aPairIsAFunctionOfSeedAndNumber(DamageKind kind) {
        TrainingPairs pairs = TrainingPairs.builder(kind)
                .stack(stack, Damage.none())
                .size(64)
                .seed(3)
                .build();
        List<TrainingPair> inTurn = IntStream.range(0, 6).mapToObj(pairs::pair).toList();
        Iterator<TrainingPair> later = pairs.from(2);

        List<TrainingPair> together = IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> pairs.pair(5 - i))
                .toList();

        for (int i = 0; i < 6; i++) {
            assertThat(together.get(5 - i).target().pixels())
                    .containsExactly(inTurn.get(i).target().pixels());
            assertThat(mask(together.get(5 - i)).pixels())
                    .containsExactly(mask(inTurn.get(i)).pixels());
        }
        assertThat(later.next().target().pixels())
                .containsExactly(inTurn.get(2).target().pixels());
        assertThat(inTurn.get(0).target().pixels())
                .isNotEqualTo(inTurn.get(1).target().pixels());
    }

    @Test
    void pairsKeepToTheirPartAndToUndamagedSections() {
        Damage damage = Damage.of(List.of(new DamagedSection(3, DamageKind.MISSING)));
        TrainingPairs.Builder builder = TrainingPairs.builder(DamageKind.MISSING)
                .stack(stack, damage)
                .size(64)
                .augment(false);
        TrainingPairs training =
                builder.split(0.25, TrainingPairs.Part.TRAINING).build();
        TrainingPairs validation =
                builder.split(0.25, TrainingPairs.Part.VALIDATION).build();

        // Of 16 sections 0-11 are for training, 12-15 for validation; 3 is damaged.
        assertThat(sections(training)).containsExactlyInAnyOrder(0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(sections(validation)).containsExactlyInAnyOrder(12, 13, 14, 15);
        assertThat(training.triples()).isEqualTo(7);
        assertThat(validation.triples()).isEqualTo(2);
    }

    @Test
    void theFlowOfAnAugmentedFoldStillUndoesIt() {
        DamageDistribution p = DamageDistribution.published();
        FoldDistribution fold = new FoldDistribution(
                p.fold().geometry(),
                p.fold().band(),
                new FoldDistribution.Box(
                        0, p.fold().box().side(), p.fold().box().contrast()));
        TrainingPairs pairs = TrainingPairs.builder(DamageKind.FOLD)
                .stack(stack, Damage.none())
                .distribution(new DamageDistribution(0, fold, 0, p.precipitate(), p.missing()))
                .size(96)
                .seed(8)
                .build();
        for (int i = 0; i < 12; i++) {
            TrainingPair.Folded pair = (TrainingPair.Folded) pairs.pair(i);
            Plane degraded = pair.folded();
            Plane unfolded = Resampler.warp(degraded, pair.flow(), Resampler.Interpolation.BILINEAR);

            // The median leaves out the pixels into which the band's edge is interpolated.
            assertThat(medianError(unfolded, pair))
                    .as("pair %d", i)
                    .isLessThan(0.25 * medianError(degraded, pair) + 2e-4);
        }
    }

    private static double medianError(Plane plane, TrainingPair.Folded pair) {
        double[] errors = IntStream.range(0, 96 * 96)
                .filter(k ->
                        pair.swallowed().pixels()[k] == 0 && k % 96 > 20 && k % 96 < 75 && k / 96 > 20 && k / 96 < 75)
                .mapToDouble(k -> Math.abs(plane.pixels()[k] - pair.target().pixels()[k]))
                .sorted()
                .toArray();
        assertThat(errors).hasSizeGreaterThan(100);
        return errors[errors.length / 2];
    }

    @Test
    void theBandOfAnAugmentedFoldIsWhereTheFoldedSectionIsDark() {
        TrainingPairs pairs = TrainingPairs.builder(DamageKind.FOLD)
                .stack(stack, Damage.none())
                .size(96)
                .seed(8)
                .build();

        for (int i = 0; i < 6; i++) {
            TrainingPair.Folded pair = (TrainingPair.Folded) pairs.pair(i);
            float[] band = pair.band().pixels();
            assertThat(mean(pair.folded(), band, 1)).isLessThan(0.6 * mean(pair.folded(), band, 0));
        }
    }

    private static double mean(Plane plane, float[] flags, float flag) {
        return IntStream.range(0, flags.length)
                .filter(k -> flags[k] == flag)
                .mapToDouble(k -> plane.pixels()[k])
                .average()
                .orElseThrow();
    }

    @Test
    void damageOfSeveralLooksComesByTurns() {
        DamageDistribution published = DamageDistribution.published();
        DamageDistribution natural = DamageDistribution.natural();

        TrainingPairs both = looks(List.of(published, natural));

        assertThat(folded(both, 0)).isEqualTo(folded(looks(List.of(published)), 0));
        assertThat(folded(both, 1)).isEqualTo(folded(looks(List.of(natural)), 1));
        assertThat(folded(both, 1)).isNotEqualTo(folded(looks(List.of(published)), 1));
        assertThatThrownBy(() -> looks(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one look");
    }

    private TrainingPairs looks(List<DamageDistribution> looks) {
        return TrainingPairs.builder(DamageKind.FOLD)
                .stack(stack, Damage.none())
                .distributions(looks)
                .size(96)
                .seed(3)
                .build();
    }

    private static float[] folded(TrainingPairs pairs, long index) {
        return ((TrainingPair.Folded) pairs.pair(index)).folded().pixels();
    }

    @Test
    void theTransmissionOfAStainExplainsIt() {
        TrainingPair pair = TrainingPairs.builder(DamageKind.PRECIPITATE)
                .stack(stack, Damage.none())
                .size(128)
                .augment(false)
                .seed(1)
                .build()
                .pair(4);

        assertThat(pair).isInstanceOf(TrainingPair.Stained.class);
        assertThat(mask(pair).pixels()).contains(1f);
        assertThat(pair.degraded().orElseThrow().pixels())
                .isNotEqualTo(pair.target().pixels());
    }

    @Test
    void stainDimsTissueOfAnyBrightnessAsTheLawSays() {
        TrainingPairs pairs = TrainingPairs.builder(DamageKind.PRECIPITATE)
                .stack(stack, Damage.none())
                .size(128)
                .seed(3)
                .build();
        for (int i = 0; i < 8; i++) {
            TrainingPair pair = pairs.pair(i);
            float[] clean = pair.target().pixels();
            float[] stained = pair.degraded().orElseThrow().pixels();
            float[] light = mask(pair).pixels();
            // Two undimmed pixels say a and b of T (a I + b).
            int[] undimmed =
                    IntStream.range(0, light.length).filter(k -> light[k] == 1).toArray();
            int dark = undimmed[0];
            int bright = undimmed[0];
            for (int k : undimmed) {
                dark = clean[k] < clean[dark] ? k : dark;
                bright = clean[k] > clean[bright] ? k : bright;
            }
            double a = (stained[bright] - stained[dark]) / (clean[bright] - clean[dark]);
            double b = stained[dark] - a * clean[dark];
            assertThat(a).as("contrast of pair %d", i).isBetween(0.29, 0.51);
            for (int k = 0; k < light.length; k++) {
                double expected = light[k] * (a * clean[k] + b);
                assertThat((double) stained[k]).as("pair %d", i).isCloseTo(expected, within(0.01));
            }
        }
    }

    @Test
    void theBandOfAFoldIsBlackInTissueOfAnyBrightness() {
        TrainingPairs pairs = TrainingPairs.builder(DamageKind.FOLD)
                .stack(stack, Damage.none())
                .size(96)
                .seed(5)
                .build();
        for (int i = 0; i < 8; i++) {
            assertThat(pairs.pair(i).degraded().orElseThrow().pixels()).contains(0f);
        }
    }

    @Test
    void saysWhenThereIsNothingToLearnFrom() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainingPairs.builder(DamageKind.FOLD).build())
                .withMessageContaining("three consecutive undamaged sections");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainingPairs.builder(DamageKind.FOLD)
                        .stack(stack, Damage.none())
                        .size(512)
                        .build())
                .withMessageContaining("512");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainingPairs.builder(DamageKind.FOLD).size(32))
                .withMessageContaining("64");
    }

    /** What is known of the damage. */
    private static Plane mask(TrainingPair pair) {
        if (pair instanceof TrainingPair.Folded folded) {
            return folded.swallowed();
        }
        return pair instanceof TrainingPair.Stained stained ? stained.transmission() : pair.target();
    }

    private static Set<Integer> sections(TrainingPairs pairs) {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            TrainingPair pair = pairs.pair(i);
            seen.add((int) (pair.target().get(0, 0) * 16));
            pair.neighbours().forEach(p -> seen.add((int) (p.get(0, 0) * 16)));
        }
        return seen;
    }

    private static SectionSource numbered() {
        int size = 160;
        float[] pixels = new float[size * size * 16];
        for (int i = 0; i < pixels.length; i++) {
            int x = i % size;
            int y = i / size % size;
            int z = i / (size * size);
            pixels[i] = (float) ((z + 0.5 + 0.45 * Math.sin(0.13 * x) * Math.cos(0.11 * y + 0.05 * x)) / 16);
        }
        return SectionSource.of(ArrayImgs.floats(pixels, size, size, 16));
    }
}
