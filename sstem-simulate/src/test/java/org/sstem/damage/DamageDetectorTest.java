package org.sstem.damage;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sstem.internal.detect.Held;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.simulate.DamageDistribution;
import org.sstem.simulate.DamageDistribution.MissingDistribution;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.Distribution;
import org.sstem.simulate.FoldDistribution;
import org.sstem.simulate.PrecipitateDistribution;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.SyntheticTissue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DamageDetectorTest {

    private static final int SIZE = 256;
    private static final Area ALL = new Area(0, 0, SIZE, SIZE);
    private static final int FOLDED = 2;
    private static final int BLACK = 4;
    private static final int STAINED = 6;

    private static Held clean;
    private static StackSimulation simulation;
    private static Held damaged;
    private static Detection found;

    @BeforeAll
    static void damageAStack() {
        clean = Held.of(SyntheticTissue.builder().size(SIZE, SIZE, 8).seed(5).build());
        simulation = DamageSimulator.builder()
                .seed(3)
                .distribution(new DamageDistribution(
                        0, FoldDistribution.published(), 0, stains(), MissingDistribution.published()))
                .sections(DamageKind.FOLD, List.of(FOLDED))
                .sections(DamageKind.MISSING, List.of(BLACK))
                .sections(DamageKind.PRECIPITATE, List.of(STAINED))
                .build()
                .apply(clean);
        damaged = Held.of(simulation.degraded());
        found = Parallelization.runWithNumThreads(
                3, () -> DamageDetector.builder().build().detect(damaged));
    }

    /** The published blobs, as many of middle size as a small section holds. */
    private static PrecipitateDistribution stains() {
        PrecipitateDistribution published = PrecipitateDistribution.published();
        return new PrecipitateDistribution(
                List.of(new PrecipitateDistribution.AreaClass(1_500, 6_000, Distribution.constant(80))),
                published.outline(),
                published.contrast(),
                published.ring());
    }

    @AfterEach
    void forgetInterruption() {
        Thread.interrupted();
    }

    @Test
    void everyKindOfDamageIsFoundAndNothingElse() {
        assertThat(found.damage().damagedSections()).containsExactly(FOLDED, BLACK, STAINED);
        assertThat(found.damage().kinds(FOLDED)).containsExactly(DamageKind.FOLD);
        assertThat(found.damage().kinds(BLACK)).containsExactly(DamageKind.MISSING);
        assertThat(found.damage().kinds(STAINED)).containsExactly(DamageKind.PRECIPITATE);
        assertThat(found.sections()).isEqualTo(8);
    }

    @Test
    void theMasksCoverWhatWasDamaged() {
        assertThat(overlap(FOLDED, DamageKind.FOLD)).isGreaterThan(0.85);
        assertThat(overlap(STAINED, DamageKind.PRECIPITATE)).isGreaterThan(0.7);
        assertThat(found.damage().mask(BLACK, DamageKind.MISSING)).isEmpty();
    }

    @Test
    void everyFindingSaysWhy() {
        assertThat(found.findings()).hasSize(3).allSatisfy(finding -> {
            assertThat(finding.confidence()).isBetween(0.5, 1.0);
            assertThat(finding.why()).containsPattern("\\d");
        });
        assertThat(found.findings().get(0).why()).contains("band");
        assertThat(found.findings().get(1).why()).contains("empty");
        assertThat(found.findings().get(2).why()).contains("blob");
    }

    @Test
    void oneThreadFindsWhatThreeFind() {
        Detection alone = Parallelization.runSingleThreaded(
                () -> DamageDetector.builder().build().detect(damaged));
        Detection four = Parallelization.runWithNumThreads(
                4, () -> DamageDetector.builder().build().detect(damaged));

        assertThat(words(alone)).isEqualTo(words(four)).isEqualTo(words(found));
        for (int z : new int[] {FOLDED, STAINED}) {
            DamageKind kind = z == FOLDED ? DamageKind.FOLD : DamageKind.PRECIPITATE;
            assertThat(alone.damage().mask(z, kind).orElseThrow().read(ALL))
                    .isEqualTo(found.damage().mask(z, kind).orElseThrow().read(ALL));
        }
    }

    @Test
    void anotherRangeOfGreyValuesAndUnevenLightChangeNothing() {
        Held other = damaged.map((section, z) -> {
            Plane out = new Plane(SIZE, SIZE);
            for (int i = 0; i < out.pixels().length; i++) {
                double light = 1 + 0.25 * (i % SIZE - SIZE / 2.0) / SIZE;
                // 12 bits of a 16 bit range
                out.pixels()[i] = Math.round(section.pixels()[i] * light * 3300) / 65535f;
            }
            return out;
        });

        Detection again = DamageDetector.builder().build().detect(other);

        assertThat(again.damage().damagedSections()).containsExactly(FOLDED, BLACK, STAINED);
    }

    @Test
    void greyValuesMayBeginAnywhere() {
        Held shifted = damaged.map((section, z) -> {
            Plane out = new Plane(SIZE, SIZE);
            for (int i = 0; i < out.pixels().length; i++) {
                out.pixels()[i] = 400 + 50 * section.pixels()[i];
            }
            return out;
        });

        Detection again = DamageDetector.builder()
                .kinds(Set.of(DamageKind.FOLD, DamageKind.MISSING))
                .build()
                .detect(shifted);

        assertThat(again.damage().damagedSections()).containsExactly(FOLDED, BLACK);
    }

    @Test
    void sectionsThatShowNoTissueOrOtherTissueAreMissing() {
        Held foreign =
                Held.of(SyntheticTissue.builder().size(SIZE, SIZE, 2).seed(99).build());
        Plane grey = new Plane(SIZE, SIZE);
        Arrays.fill(grey.pixels(), 0.6f);
        Plane noise = new Plane(SIZE, SIZE);
        Random random = new Random(1);
        for (int i = 0; i < noise.pixels().length; i++) {
            noise.pixels()[i] = (float) Math.min(1, Math.max(0, 0.5 + 0.15 * random.nextGaussian()));
        }
        Plane saturated = clean.planes().get(7).copy();
        for (int i = 0; i < saturated.pixels().length; i++) {
            saturated.pixels()[i] = Math.min(1, saturated.pixels()[i] * 3);
        }
        List<Plane> sections = new ArrayList<>(clean.planes());
        sections.addAll(
                Held.of(SyntheticTissue.builder().size(SIZE, SIZE, 15).seed(5).build())
                        .planes()
                        .subList(8, 15));
        Held stack = new Held(sections)
                .with(1, grey)
                .with(4, foreign.planes().get(0))
                .with(7, saturated)
                .with(10, noise)
                .with(13, sections.get(12));

        Detection again = DamageDetector.builder()
                .kinds(EnumSet.of(DamageKind.MISSING))
                .build()
                .detect(stack);

        assertThat(again.damage().damagedSections()).containsExactly(1, 4, 7, 10, 13);
    }

    @Test
    void aStackWithoutAnyLightIsMissingAltogether() {
        Held black = new Held(List.of(new Plane(40, 30), new Plane(40, 30), new Plane(40, 30)));

        assertThat(DamageDetector.builder().build().detect(black).damage().damagedSections())
                .containsExactly(0, 1, 2);
    }

    @Test
    void aSingleSectionHasNoNeighboursAndIsLeftAlone() {
        Held one = new Held(List.of(clean.planes().get(0)));

        assertThat(DamageDetector.builder().build().detect(one).findings()).isEmpty();
    }

    @Test
    void anInterruptionIsHonoured() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> DamageDetector.builder().build().detect(damaged))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("section 0");
    }

    @Test
    void progressRunsToItsEnd() {
        List<Long> steps = new ArrayList<>();
        long[] last = new long[2];

        DamageDetector.builder()
                .kinds(Set.of(DamageKind.MISSING))
                .progress((done, total, what) -> {
                    steps.add(done);
                    last[0] = done;
                    last[1] = total;
                })
                .build()
                .detect(clean);

        assertThat(steps).isSorted().doesNotHaveDuplicates();
        assertThat(last[0]).isEqualTo(last[1]);
    }

    @Test
    void nothingToLookForIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DamageDetector.builder().kinds(Set.of()))
                .withMessageContaining("kinds");
    }

    private static List<String> words(Detection detection) {
        return detection.findings().stream()
                .map(f -> f.z() + " " + f.kind() + " " + f.confidence() + " " + f.why())
                .toList();
    }

    private static double overlap(int z, DamageKind kind) {
        SectionMask mask = found.damage().mask(z, kind).orElseThrow();
        boolean[] own = mask.read(ALL);
        boolean[] truth = simulation.damage().mask(z, kind).orElseThrow().read(ALL);
        int both = 0;
        int either = 0;
        for (int i = 0; i < own.length; i++) {
            both += own[i] && truth[i] ? 1 : 0;
            either += own[i] || truth[i] ? 1 : 0;
        }
        return (double) both / either;
    }
}
