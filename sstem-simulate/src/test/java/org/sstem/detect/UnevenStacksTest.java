package org.sstem.detect;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.damage.DamageKind;
import org.sstem.image.Plane;
import org.sstem.simulate.DamageDistribution;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.Distribution;
import org.sstem.simulate.FoldDistribution;
import org.sstem.simulate.MissingDistribution;
import org.sstem.simulate.PrecipitateDistribution;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.tissue.SyntheticTissue;

import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** What microscopes and cameras do to a stack must not change what is found in it. */
class UnevenStacksTest {

    private static final int WIDTH = 272;
    private static final int HEIGHT = 208;
    private static final int SECTIONS = 8;
    private static final int FOLDED = 2;
    private static final int BLACK = 4;
    private static final int STAINED = 6;

    /** Ways in which the same tissue may have been recorded; grey values from 0 to 1 come in. */
    private enum Recording {
        EIGHT_BIT {
            @Override
            double grey(double value, int x, int y, int z, Random random) {
                return quantised(value, 255);
            }
        },
        /** From full light at one side to less than half at the other. */
        LIGHT_FROM_ONE_SIDE {
            @Override
            double grey(double value, int x, int y, int z, Random random) {
                return quantised(value * (1 - 0.55 * x / WIDTH), 255);
            }
        },
        DARK_CORNERS {
            @Override
            double grey(double value, int x, int y, int z, Random random) {
                double r = Math.hypot(x - WIDTH / 2.0, y - HEIGHT / 2.0) / Math.hypot(WIDTH / 2.0, HEIGHT / 2.0);
                return quantised(value * (1 - 0.45 * r * r), 255);
            }
        },
        /** 16 bit of which a camera uses 12, above its own offset. */
        SIXTEEN_BIT_WITH_OFFSET {
            @Override
            double grey(double value, int x, int y, int z, Random random) {
                return quantised((900 + 3000 * value) / 65535, 65535);
            }
        },
        NOISY {
            @Override
            double grey(double value, int x, int y, int z, Random random) {
                return quantised(value + 0.06 * random.nextGaussian(), 255);
            }
        },
        /** Every section a little darker or brighter than the one before. */
        FLICKERING {
            @Override
            double grey(double value, int x, int y, int z, Random random) {
                return quantised(value * (1 + 0.06 * ((z * 7) % 5 - 2)), 255);
            }
        },
        FLOAT_ABOUT_ZERO {
            @Override
            double grey(double value, int x, int y, int z, Random random) {
                return 6 * value - 2.5;
            }
        };

        abstract double grey(double value, int x, int y, int z, Random random);

        private static double quantised(double value, int levels) {
            return Math.round(Math.min(1, Math.max(0, value)) * levels) / (double) levels;
        }
    }

    private static final StackSimulation SIMULATION = DamageSimulator.builder()
            .seed(11)
            .distribution(new DamageDistribution(
                    0, FoldDistribution.published(), 0, stains(), MissingDistribution.published()))
            .sections(DamageKind.FOLD, List.of(FOLDED))
            .sections(DamageKind.MISSING, List.of(BLACK))
            .sections(DamageKind.PRECIPITATE, List.of(STAINED))
            .build()
            .apply(Held.of(SyntheticTissue.builder()
                    .size(WIDTH, HEIGHT, SECTIONS)
                    .seed(21)
                    .build()));

    private static final Held DEGRADED = Held.of(SIMULATION.degraded());

    @ParameterizedTest
    @EnumSource
    void damage_is_found_however_it_was_recorded(Recording recording) {
        Detection found = DamageDetector.builder().build().detect(recorded(recording, DEGRADED));

        assertThat(found.damage().kinds(FOLDED)).as("%s", found.findings()).containsExactly(DamageKind.FOLD);
        assertThat(found.damage().kinds(BLACK)).containsExactly(DamageKind.MISSING);
        assertThat(found.damage().kinds(STAINED))
                .as("%s %s", found.findings(), found.measured())
                .containsExactly(DamageKind.PRECIPITATE);
        assertThat(found.damage().damagedSections()).containsExactly(FOLDED, BLACK, STAINED);
        List<Agreement> agreement = Agreement.of(found.damage(), SIMULATION.damage(), WIDTH, HEIGHT);
        assertThat(agreement.get(0).pooled()).as("overlap of the fold").isGreaterThan(0.85);
        assertThat(agreement.get(1).pooled()).as("overlap of the precipitates").isGreaterThan(0.7);
    }

    @ParameterizedTest
    @EnumSource(names = {"EIGHT_BIT", "NOISY", "DARK_CORNERS"})
    void clean_tissue_raises_no_alarm_however_it_was_recorded(Recording recording) {
        Held clean = Held.of(SIMULATION.truth());

        Detection found = DamageDetector.builder().build().detect(recorded(recording, clean));

        assertThat(found.findings()).isEmpty();
    }

    @Test
    void every_section_tells_what_was_measured_and_against_what() {
        Detection found = DamageDetector.builder().build().detect(DEGRADED);

        for (int z = 0; z < SECTIONS; z++) {
            int at = z;
            List<Measured> own =
                    found.measured().stream().filter(m -> m.z() == at).toList();
            assertThat(own).extracting(Measured::kind).contains(DamageKind.MISSING);
            if (z != BLACK) {
                assertThat(own)
                        .extracting(Measured::kind)
                        .contains(DamageKind.FOLD, DamageKind.PRECIPITATE, DamageKind.MISSING);
                Measured evidence = own.stream()
                        .filter(m -> m.kind() == DamageKind.PRECIPITATE)
                        .findFirst()
                        .orElseThrow();
                assertThat(evidence.beyond()).isEqualTo(z == STAINED);
            }
        }
    }

    private static Held recorded(Recording recording, Held stack) {
        Random random = new Random(5);
        return stack.map((section, z) -> {
            Plane out = new Plane(WIDTH, HEIGHT);
            for (int i = 0; i < out.pixels().length; i++) {
                out.pixels()[i] = (float) recording.grey(section.pixels()[i], i % WIDTH, i / WIDTH, z, random);
            }
            return out;
        });
    }

    private static PrecipitateDistribution stains() {
        PrecipitateDistribution published = PrecipitateDistribution.published();
        return new PrecipitateDistribution(
                List.of(new PrecipitateDistribution.AreaClass(1_500, 6_000, Distribution.constant(80))),
                published.outline(),
                published.contrast(),
                published.ring());
    }
}
