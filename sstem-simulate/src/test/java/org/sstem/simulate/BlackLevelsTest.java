package org.sstem.simulate;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.Restoration;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.internal.detect.Held;
import org.sstem.method.Plane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/** What is restored does not depend on where the grey values of a stack begin and how far they reach. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlackLevelsTest {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 288;
    private static final double MOST_WORSE_DB = 0.5;
    private static final Map<DamageKind, Integer> SECTIONS = new EnumMap<>(Map.of(
            DamageKind.FOLD, 1,
            DamageKind.PRECIPITATE, 3,
            DamageKind.CRACK, 5,
            DamageKind.MISSING, 7,
            DamageKind.LOST, 9));

    /** How a scanner or a program writes the grey values 0 to 1 of an 8-bit stack. */
    enum Levels {
        PEDESTAL_4000(v -> Math.rint(8 * 255 * v + 4000) / 65535),
        PEDESTAL_8000(v -> Math.rint(8 * 255 * v + 8000) / 65535),
        PEDESTAL_32768(v -> Math.rint(8 * 255 * v + 32768) / 65535),
        MINUS_1_TO_1(v -> 2 * v - 1),
        Z_SCORED(v -> (v - 0.55) / 0.17),
        TWELVE_OF_SIXTEEN_BIT(v -> Math.rint(4095 * v) / 65535);

        private final DoubleUnaryOperator written;

        Levels(DoubleUnaryOperator written) {
            this.written = written;
        }

        double at(double value) {
            return written.applyAsDouble(value);
        }
    }

    private Held degraded;
    private Held truth;
    private Damage damage;
    private Map<DamageKind, Double> usual;
    private final Map<Levels, Map<DamageKind, Double>> measured = new EnumMap<>(Levels.class);

    @BeforeAll
    void restoreEightBits() {
        Held tissue = Held.of8Bit(
                SyntheticTissue.builder().size(WIDTH, HEIGHT, 11).seed(3).build());
        DamageDistribution p = DamageDistribution.published();
        DamageSimulator.Builder simulator = DamageSimulator.builder()
                .seed(8)
                .distribution(new DamageDistribution(
                        0, p.fold(), 0, p.precipitate(), p.missing(), 0, CrackDistribution.natural()))
                .lost(0, LostDistribution.all());
        SECTIONS.forEach((kind, z) -> simulator.sections(kind, List.of(z)));
        StackSimulation simulation = simulator.build().apply(tissue);
        degraded = Held.of8Bit(simulation.degraded());
        truth = Held.of(simulation.truth());
        damage = simulation.damage();
        usual = psnr(Restorer.trainingFree().restore(degraded, damage), v -> v);
    }

    @ParameterizedTest
    @EnumSource(Levels.class)
    void everyKindOfDamageIsRestoredAsInEightBits(Levels levels) {
        Held written = degraded.map((section, z) -> mapped(section, levels::at));
        double black = levels.at(0);
        double range = levels.at(1) - black;

        Restoration<FloatType> restoration = Restorer.trainingFree().restore(written, damage);
        Map<DamageKind, Double> found = psnr(restoration, v -> (v - black) / range);

        measured.put(levels, found);
        found.forEach((kind, value) ->
                assertThat(value).as("PSNR of %s", kind.id()).isGreaterThan(usual.get(kind) - MOST_WORSE_DB));
    }

    /** The table in docs/stacks.md: what is lost against 8 bits. */
    @AfterAll
    void writeTable() throws IOException {
        StringBuilder table = new StringBuilder("| grey values |");
        usual.forEach(
                (kind, value) -> table.append(String.format(Locale.ROOT, " %s (8 bit: %.2f) |", kind.id(), value)));
        measured.forEach((levels, found) -> {
            table.append("\n| ").append(levels).append(" |");
            found.forEach((kind, value) ->
                    table.append(String.format(Locale.ROOT, " %.3f |", Math.max(0, usual.get(kind) - value))));
        });
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("black-levels.md"), table + "\n");
    }

    @Test
    void invertedContrastIsSaid() {
        Held inverted = degraded.map((section, z) -> mapped(section, v -> 1 - v));

        assertThat(Restorer.trainingFree().restore(inverted, damage).levels().inverted())
                .isTrue();
        assertThat(Restorer.trainingFree().restore(degraded, damage).levels().inverted())
                .isFalse();
    }

    private static Plane mapped(Plane section, DoubleUnaryOperator to) {
        for (int i = 0; i < section.pixels().length; i++) {
            section.pixels()[i] = (float) to.applyAsDouble(section.pixels()[i]);
        }
        return section;
    }

    private Map<DamageKind, Double> psnr(Restoration<FloatType> restoration, DoubleUnaryOperator back) {
        Map<DamageKind, Double> psnr = new EnumMap<>(DamageKind.class);
        SECTIONS.forEach((kind, z) -> {
            RandomAccessibleInterval<FloatType> pixels = restoration.section(z).pixels();
            float[] clean = truth.planes().get(z).pixels();
            double sum = 0;
            int i = 0;
            for (FloatType pixel : Views.flatIterable(pixels)) {
                double d = back.applyAsDouble(pixel.get()) - clean[i++];
                sum += d * d;
            }
            psnr.put(kind, -10 * Math.log10(sum / clean.length));
        });
        return psnr;
    }
}
