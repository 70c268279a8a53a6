package org.sstem.simulate;

import org.junit.jupiter.api.Test;
import org.sstem.damage.DamageKind;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.simulate.DamageDistribution.MissingDistribution;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class DamageSimulatorTest {

    private static final Area ALL = new Area(0, 0, 96, 80);

    private final SyntheticTissue tissue =
            SyntheticTissue.builder().size(96, 80, 6).build();

    @Test
    void namedSectionsGetTheirDamageAndAllOthersStayAsTheyAre() {
        StackSimulation damaged = DamageSimulator.builder()
                .sections(DamageKind.FOLD, List.of(1, 4))
                .sections(DamageKind.PRECIPITATE, List.of(4))
                .sections(DamageKind.MISSING, List.of(2))
                .build()
                .apply(tissue);
        SectionSource degraded = damaged.degraded();

        assertThat(damaged.damage().kinds(4)).isEqualTo(Set.of(DamageKind.FOLD, DamageKind.PRECIPITATE));
        assertThat(damaged.damage().damagedSections()).containsExactly(1, 2, 4);
        for (int z : new int[] {0, 3, 5}) {
            assertThat(degraded.read(z, ALL).pixels())
                    .containsExactly(tissue.read(z, ALL).pixels());
        }
        assertThat(degraded.read(2, ALL).pixels()).containsOnly(0);
        assertThat(degraded.read(1, ALL).pixels())
                .containsExactly(damaged.fold(1).orElseThrow().degraded().pixels());
        PrecipitateSimulation both = damaged.precipitate(4).orElseThrow();
        assertThat(degraded.read(4, ALL).pixels())
                .containsExactly(both.degraded().pixels());
        assertThat(both.truth().pixels())
                .containsExactly(damaged.fold(4).orElseThrow().degraded().pixels());
        assertThat(damaged.fold(0)).isEmpty();
        damaged.damage().validate(96, 80, 6);
    }

    @Test
    void theMasksOfTheDamageAreThoseOfTheSimulation() {
        StackSimulation damaged = DamageSimulator.builder()
                .sections(DamageKind.FOLD, List.of(1))
                .sections(DamageKind.PRECIPITATE, List.of(3))
                .sections(DamageKind.MISSING, List.of())
                .build()
                .apply(tissue);

        boolean[] fold = damaged.damage().mask(1, DamageKind.FOLD).orElseThrow().read(ALL);
        boolean[] stain =
                damaged.damage().mask(3, DamageKind.PRECIPITATE).orElseThrow().read(ALL);
        assertThat(Arrays.equals(fold, damaged.fold(1).orElseThrow().band())).isTrue();
        assertThat(Arrays.equals(
                        stain, damaged.precipitate(3).orElseThrow().mask().read(ALL)))
                .isTrue();
    }

    @Test
    void aMarginIsDrawnFromAndCutOff() {
        Area inside = new Area(12, 12, 72, 56 + 12);
        SyntheticTissue larger = SyntheticTissue.builder().size(96, 92, 3).build();

        StackSimulation damaged = DamageSimulator.builder()
                .seed(3)
                .margin(12)
                .sections(DamageKind.FOLD, List.of(1))
                .build()
                .apply(larger);

        Area all = new Area(0, 0, 72, 68);
        assertThat(damaged.truth().read(1, all).pixels())
                .containsExactly(larger.read(1, inside).pixels());
        assertThat(damaged.truth().read(1, new Area(-2, 0, 3, 1)).pixels())
                .containsOnly(larger.read(1, new Area(12, 12, 1, 1)).pixels()[0]);
        float[] folded = damaged.degraded().read(1, all).pixels();
        assertThat(folded)
                .containsExactly(FoldSimulator.builder()
                        .seed(3)
                        .build()
                        .apply(larger, 1, inside)
                        .degraded()
                        .pixels());
        assertThat(folded)
                .isNotEqualTo(FoldSimulator.builder()
                        .seed(3)
                        .build()
                        .apply(larger.read(1, inside), 1)
                        .degraded()
                        .pixels());
        damaged.damage().validate(72, 68, 3);
    }

    @Test
    void aPartOfADamagedSectionIsThatPartOfTheWhole() {
        SectionSource degraded = DamageSimulator.builder()
                .sections(DamageKind.FOLD, List.of(1))
                .build()
                .apply(tissue)
                .degraded();
        Plane whole = degraded.read(1, ALL);

        assertThat(degraded.read(1, new Area(-5, 20, 30, 70)).pixels())
                .containsExactly(whole.crop(-5, 20, 30, 70).pixels());
    }

    @Test
    void ratesAreMetAndTheSeedDecides() {
        SectionSource large = SyntheticTissue.builder().size(64, 64, 3000).build();
        DamageDistribution p = DamageDistribution.published();
        DamageSimulator.Builder builder = DamageSimulator.builder()
                .distribution(new DamageDistribution(
                        0.05,
                        p.fold(),
                        0.03,
                        p.precipitate(),
                        new MissingDistribution(0.1, Distribution.uniform(1, 3))));

        StackSimulation damaged = builder.seed(1).build().apply(large);

        int[] seen = new int[3];
        damaged.damage().entries().forEach(e -> seen[e.kind().ordinal()]++);
        // Tissue that is missing shows no other damage; four standard errors, runs count double.
        assertThat(seen[DamageKind.FOLD.ordinal()] / 3000.0).isCloseTo(0.05 * 0.9, within(0.016));
        assertThat(seen[DamageKind.PRECIPITATE.ordinal()] / 3000.0).isCloseTo(0.03 * 0.9, within(0.013));
        assertThat(seen[DamageKind.MISSING.ordinal()] / 3000.0).isCloseTo(0.1, within(0.032));
        assertThat(builder.seed(1).build().apply(large).damage().damagedSections())
                .isEqualTo(damaged.damage().damagedSections());
        assertThat(builder.seed(2).build().apply(large).damage().damagedSections())
                .isNotEqualTo(damaged.damage().damagedSections());
    }

    @Test
    void runsOfMissingSectionsHaveTheLengthsThatWereAskedFor() {
        SortedSet<Integer> lost = new MissingDistribution(0.3, Distribution.constant(4)).draw(10_000, 3);

        assertThat(lost.size() / 10_000.0).isCloseTo(0.3, within(0.03));
        for (int z : lost) {
            int from = z;
            int to = z;
            while (lost.contains(from - 1)) {
                from--;
            }
            while (lost.contains(to + 1)) {
                to++;
            }
            assertThat(to - from + 1 == 4 || to == 9_999).isTrue();
        }
    }

    @Test
    void oneSectionStaysIntactWhateverTheRates() {
        DamageDistribution p = DamageDistribution.published();
        StackSimulation damaged = DamageSimulator.builder()
                .distribution(new DamageDistribution(1, p.fold(), 1, p.precipitate(), p.missing()))
                .build()
                .apply(tissue);

        assertThat(damaged.damage().damagedSections()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void saysWhatIsWrongWithAnArgument() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DamageSimulator.builder()
                        .sections(DamageKind.FOLD, List.of(6))
                        .build()
                        .apply(tissue))
                .withMessageContaining("0 to 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DamageSimulator.builder()
                        .sections(DamageKind.FOLD, List.of(0, 1, 2, 3, 4, 5))
                        .build()
                        .apply(tissue))
                .withMessageContaining("at least one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MissingDistribution(0.6, Distribution.constant(1)))
                .withMessageContaining("0.6");
        DamageDistribution p = DamageDistribution.published();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DamageDistribution(-1, p.fold(), 0, p.precipitate(), p.missing()))
                .withMessageContaining("foldRate");
    }
}
