package org.sstem.simulate;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.internal.image.Resampler;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.TrainingPair;
import org.sstem.simulate.DamageDistribution.MissingDistribution;
import org.sstem.simulate.PrecipitateDistribution.SpeckDistribution;

import java.util.List;
import java.util.zip.CRC32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class NaturalDamageTest {

    private static final int SIZE = 256;
    private static final SyntheticTissue TISSUE =
            SyntheticTissue.builder().size(SIZE + 160, SIZE + 160, 6).seed(4).build();
    private static final Area INSIDE = new Area(80, 80, SIZE, SIZE);
    private static final long FOLDED = 2379439236L;
    private static final long VARIED = 2499572617L;
    private static final long STAINED = 1104642187L;
    private static final int MISSING = 3201;

    @ParameterizedTest
    @ValueSource(strings = {"natural", "ending", "branching", "large"})
    void theUnfoldingFlowPutsTheTissueBack(String name) {
        // given
        FoldSimulator simulator =
                FoldSimulator.builder().seed(3).distribution(folds(name)).build();

        for (int z = 0; z < 4; z++) {
            // when
            FoldSimulation folded = simulator.apply(TISSUE, z, INSIDE);

            // then what is neither swallowed nor pulled out of the section is there again, twice interpolated
            Flow back = folded.unfoldingFlow();
            assertThat(error(folded.degraded(), folded.truth(), back, swallowed(folded), folded.band()))
                    .as("mean difference, %s, section %s", name, z)
                    .isLessThan(0.02);
            assertThat(error(folded.degraded(), folded.truth(), new Flow(SIZE, SIZE), swallowed(folded), folded.band()))
                    .as("mean difference where nothing is put back")
                    .isGreaterThan(name.equals("ending") ? 0 : 0.02);
        }
    }

    @Test
    void aBandIsDarkAndShowsTissueOfBothSides() {
        // given
        FoldSimulation folded = FoldSimulator.builder()
                .seed(3)
                .distribution(FoldDistribution.large())
                .build()
                .apply(TISSUE, 1, INSIDE);

        // when
        double[] band = statistics(folded.degraded(), folded.band());
        double[] all = statistics(folded.truth(), null);

        // then
        assertThat(band[0]).isBetween(0.05 * all[0], 0.6 * all[0]);
        assertThat(band[1]).isGreaterThan(0.1 * all[1]);
    }

    @Test
    void aCrackIsBrightAndItsTissueIsAllThere() {
        // given
        CrackSimulator simulator = CrackSimulator.builder().seed(3).build();

        for (int z = 0; z < 4; z++) {
            // when
            int section = z;
            CrackSimulation cracked = simulator.apply(m -> TISSUE.read(section, INSIDE.grow(m)), SIZE, SIZE, z);

            // then
            double[] gap = statistics(cracked.degraded(), cracked.gap());
            assertThat(gap[0]).isGreaterThan(statistics(cracked.truth(), null)[0]);
            boolean[] nothing = new boolean[SIZE * SIZE];
            assertThat(error(cracked.degraded(), cracked.truth(), cracked.closingFlow(), nothing, cracked.gap()))
                    .isLessThan(0.02);
            if (cracked.sheet().cuts().size() == 1) {
                assertThat(cracked.sheet().swallowed(new Area(0, 0, SIZE, SIZE)))
                        .containsOnly(false);
            }
        }
    }

    @Test
    void specksAreSmallOpaqueAndSharpOnASectionOfUsualContrast() {
        // given
        PrecipitateSimulator simulator = PrecipitateSimulator.builder()
                .seed(8)
                .distribution(PrecipitateDistribution.natural())
                .build();
        int clouds = 0;
        int specks = 0;
        for (int z = 0; z < 30; z++) {
            // when
            PrecipitateSimulation stained = simulator.apply(new Plane(512, 512), z);

            // then
            assertThat(stained.gain()).isEqualTo(1);
            assertThat(stained.offset()).isZero();
            for (PrecipitateSimulation.Blob blob : stained.blobs()) {
                double longer = Math.max(blob.box().width(), blob.box().height());
                if (blob.darkest() > 0.4) {
                    clouds++;
                    assertThat(longer).isBetween(90.0, 450.0);
                } else {
                    specks++;
                    assertThat(longer).isBetween(9.0, 85.0);
                    assertThat(blob.darkest()).isLessThanOrEqualTo(0.2 + 1e-6);
                }
            }
        }
        // 1 to 6 specks in each of 30 sections, a cloud in one of five
        assertThat(specks).isBetween(80, 130);
        assertThat(clouds).isBetween(2, 12);
    }

    @Test
    void oneSeedIsOneDamageOnAnyNumberOfThreads() {
        FoldSimulator simulator = FoldSimulator.builder()
                .seed(3)
                .distribution(FoldDistribution.natural())
                .build();
        float[] many = simulator.apply(TISSUE, 2, INSIDE).degraded().pixels();
        float[] one = Parallelization.runSingleThreaded(
                () -> simulator.apply(TISSUE, 2, INSIDE).degraded().pixels());
        float[] other = simulator.apply(TISSUE, 3, INSIDE).degraded().pixels();
        assertThat(many).isEqualTo(one).isNotEqualTo(other);
    }

    @Test
    void aStackMayBeFoldedCrackedAndStainedAtOnce() {
        // given
        StackSimulation damaged = DamageSimulator.builder()
                .seed(3)
                .margin(80)
                .distribution(DamageDistribution.natural())
                .sections(DamageKind.FOLD, List.of(1, 3))
                .sections(DamageKind.CRACK, List.of(2, 3))
                .sections(DamageKind.PRECIPITATE, List.of(2))
                .sections(DamageKind.MISSING, List.of(4))
                .build()
                .apply(TISSUE);

        // then
        assertThat(damaged.damage().kinds(3)).containsExactlyInAnyOrder(DamageKind.FOLD, DamageKind.CRACK);
        assertThat(damaged.crack(2)).isPresent();
        assertThat(damaged.crack(1)).isEmpty();
        Area all = new Area(0, 0, SIZE, SIZE);
        assertThat(damaged.degraded().read(0, all).pixels())
                .isEqualTo(damaged.truth().read(0, all).pixels());
        // and one flow undoes a fold and the crack across it
        Flow flow = damaged.unfoldingFlow(3).orElseThrow();
        boolean[] gone = new boolean[SIZE * SIZE];
        boolean[] band = new boolean[SIZE * SIZE];
        boolean[] marked =
                damaged.damage().mask(3, DamageKind.FOLD).orElseThrow().read(all);
        boolean[] gap = damaged.damage().mask(3, DamageKind.CRACK).orElseThrow().read(all);
        for (int i = 0; i < gone.length; i++) {
            gone[i] = Float.isNaN(flow.u().pixels()[i]);
            band[i] = marked[i] || gap[i];
        }
        assertThat(error(damaged.degraded().read(3, all), damaged.truth().read(3, all), flow, gone, band))
                .isLessThan(0.03);
        assertThat(damaged.unfoldingFlow(0)).isEmpty();
    }

    @Test
    void pairsToLearnCracksAndNaturalFoldsFrom() {
        for (DamageKind kind : List.of(DamageKind.CRACK, DamageKind.FOLD)) {
            // when
            TrainingPair pair = TrainingPairs.builder(kind)
                    .stack(TISSUE, Damage.of(List.of()))
                    .distribution(DamageDistribution.natural())
                    .size(128)
                    .seed(2)
                    .split(0, TrainingPairs.Part.TRAINING)
                    .build()
                    .pair(3);

            // then
            assertThat(pair.degraded().orElseThrow().pixels())
                    .isNotEqualTo(pair.target().pixels());
            Flow flow =
                    pair instanceof TrainingPair.Folded folded ? folded.flow() : ((TrainingPair.Cracked) pair).flow();
            for (float u : flow.u().pixels()) {
                assertThat(u).isFinite();
            }
        }
    }

    /** The checksums were taken before natural damage was added: a seed keeps its damage. */
    @Test
    void publishedDamageOfASeedStaysTheSameToTheBit() {
        Plane section = new Plane(300, 280);
        for (int i = 0; i < section.pixels().length; i++) {
            int x = i % 300;
            int y = i / 300;
            section.pixels()[i] = ((7 * x + 13 * y + (x * y) % 31) % 256) / 255f;
        }
        FoldDistribution varied = FoldDistribution.varied();
        assertThat(checksum(FoldSimulator.builder()
                        .seed(42)
                        .build()
                        .apply(section, 3)
                        .degraded()))
                .isEqualTo(FOLDED);
        assertThat(checksum(FoldSimulator.builder()
                        .seed(42)
                        .distribution(varied)
                        .build()
                        .apply(section, 3)
                        .degraded()))
                .isEqualTo(VARIED);
        assertThat(checksum(PrecipitateSimulator.builder()
                        .seed(42)
                        .build()
                        .apply(section, 3)
                        .degraded()))
                .isEqualTo(STAINED);
        assertThat(MissingDistribution.published().draw(400, 42).hashCode()).isEqualTo(MISSING);
    }

    @Test
    void refusesNumbersThatMakeNoDamage() {
        CutDistribution n = CutDistribution.naturalFolds();
        CutDistribution.Course c = n.course();
        CutDistribution.Opening o = n.opening();
        Distribution one = Distribution.constant(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> c.with(one, Distribution.constant(3), 0, 0))
                .withMessageContaining("ends of cuts must lie within 0.0 to 2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> c.with(one, one, 1.5, 0))
                .withMessageContaining("branches of cuts must be 0 to 1, was 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CutDistribution.Opening(
                        o.halfWidth(),
                        o.widthVariation(),
                        o.pull(),
                        o.imbalance(),
                        o.pullVariation(),
                        o.shear(),
                        o.variation(),
                        o.decayLength(),
                        0.6,
                        0.6))
                .withMessageContaining("must not exceed 1 together");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CutDistribution.Opening(
                        Distribution.constant(-1),
                        o.widthVariation(),
                        o.pull(),
                        o.imbalance(),
                        o.pullVariation(),
                        o.shear(),
                        o.variation(),
                        o.decayLength(),
                        0,
                        0))
                .withMessageContaining("halfWidth of cuts");
        SpeckDistribution s = SpeckDistribution.natural();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpeckDistribution(
                        s.count(),
                        s.diameter(),
                        Distribution.constant(1.2),
                        s.edge(),
                        0,
                        s.grains(),
                        0,
                        s.cloudDiameter(),
                        s.cloudTransmission()))
                .withMessageContaining("transmission of specks must lie within 0.0 to 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CrackDistribution.Gap(Distribution.constant(2), one, one))
                .withMessageContaining("brightness of a gap");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CrackSimulator.builder().build().apply(new Plane(63, 90)))
                .withMessageContaining("at least 64 x 64, was 63 x 90");
        Plane hole = new Plane(80, 80);
        hole.set(3, 3, Float.NaN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CrackSimulator.builder().build().apply(hole))
                .withMessageContaining("finite");
        FoldSimulation folded = FoldSimulator.builder()
                .distribution(FoldDistribution.natural())
                .build()
                .apply(new Plane(80, 80));
        assertThatIllegalStateException()
                .isThrownBy(folded::publishedUnfoldingFlow)
                .withMessageContaining("exact unfolding flow only");
    }

    private static FoldDistribution folds(String name) {
        return switch (name) {
            case "natural" -> FoldDistribution.natural();
            case "ending" -> FoldDistribution.ending();
            case "branching" -> FoldDistribution.branching();
            default -> FoldDistribution.large();
        };
    }

    /** Mean absolute difference after a flow, of pixels that lie inside, neither swallowed nor near a band. */
    private static double error(Plane degraded, Plane truth, Flow flow, boolean[] gone, boolean[] band) {
        Plane back = Resampler.warp(degraded, flow, Resampler.Interpolation.CUBIC);
        double sum = 0;
        int n = 0;
        for (int y = 8; y < SIZE - 8; y++) {
            for (int x = 8; x < SIZE - 8; x++) {
                int i = y * SIZE + x;
                double px = x + (double) flow.u().pixels()[i];
                double py = y + (double) flow.v().pixels()[i];
                if (!gone[i] && px > 8 && py > 8 && px < SIZE - 9 && py < SIZE - 9 && !near(band, px, py)) {
                    sum += Math.abs(back.pixels()[i] - truth.pixels()[i]);
                    n++;
                }
            }
        }
        assertThat(n).isGreaterThan(SIZE * SIZE / 3);
        return sum / n;
    }

    private static boolean near(boolean[] band, double px, double py) {
        for (int y = (int) py - 6; y <= py + 7; y += 2) {
            for (int x = (int) px - 6; x <= px + 7; x += 2) {
                if (band[y * SIZE + x]) {
                    return true;
                }
            }
        }
        return false;
    }

    private static double[] statistics(Plane plane, boolean[] where) {
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (int i = 0; i < plane.pixels().length; i++) {
            if (where == null || where[i]) {
                sum += plane.pixels()[i];
                squares += plane.pixels()[i] * plane.pixels()[i];
                n++;
            }
        }
        return new double[] {sum / n, Math.sqrt(squares / n - sum / n * (sum / n))};
    }

    private static long checksum(Plane plane) {
        CRC32 crc = new CRC32();
        for (float v : plane.pixels()) {
            int bits = Float.floatToRawIntBits(v);
            crc.update(bits);
            crc.update(bits >>> 8);
            crc.update(bits >>> 16);
            crc.update(bits >>> 24);
        }
        return crc.getValue();
    }

    private static boolean[] swallowed(FoldSimulation folded) {
        return folded.swallowed()
                .read(new Area(0, 0, folded.truth().width(), folded.truth().height()));
    }
}
