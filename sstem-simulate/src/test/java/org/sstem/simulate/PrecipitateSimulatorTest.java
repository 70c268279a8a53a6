package org.sstem.simulate;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.internal.precipitate.blob.BlobExtraction;
import org.sstem.internal.precipitate.blob.BlobTransmission;
import org.sstem.internal.precipitate.blob.TransmissionLaw;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.simulate.PrecipitateDistribution.BlobOutline;
import org.sstem.simulate.internal.draw.BlobShape;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class PrecipitateSimulatorTest {

    private static final BlobOutline ROUND = new BlobOutline.Harmonics(0, 1, 2);

    private static Plane grey(int width, int height) {
        Plane plane = new Plane(width, height);
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] = 0.3f + 0.4f * ((i * 31 + i / width * 17) % 101) / 101f;
        }
        return plane;
    }

    private static PrecipitateDistribution blobs(BlobOutline outline, double area, int count, double size) {
        // The counts are for 1250 x 1250.
        double scaled = Math.ceil(count * PrecipitateDistribution.REFERENCE_AREA / size);
        return new PrecipitateDistribution(
                List.of(new PrecipitateDistribution.AreaClass(area, area, Distribution.constant(scaled))),
                outline,
                PrecipitateDistribution.Contrast.unchanged(),
                Distribution.constant(0));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.3", "1, 0.37", "2, 0.5"})
    void compressesTheContrastAsThePublishedCode(int n, double gain) throws IOException {
        Plane in = new Plane(64, 64);
        Plane levels = Golden.read("simu_sp/contrast_in.npy");
        for (int i = 0; i < levels.pixels().length; i++) {
            in.pixels()[i] = levels.pixels()[i] / 255;
        }
        Plane expected = Golden.read("simu_sp/contrast_out_" + n + ".npy");
        PrecipitateDistribution.Contrast published =
                PrecipitateDistribution.reference().contrast();
        PrecipitateDistribution.Contrast contrast =
                new PrecipitateDistribution.Contrast(Distribution.constant(gain), published.pivot(), published.rise());
        PrecipitateSimulator simulator = PrecipitateSimulator.builder()
                .distribution(new PrecipitateDistribution(List.of(), ROUND, contrast, Distribution.constant(0)))
                .build();

        Plane out = simulator.apply(in).degraded();

        for (int i = 0; i < levels.pixels().length; i++) {
            assertThat(out.pixels()[i] * 255).isCloseTo(expected.pixels()[i], within(1e-4f));
        }
    }

    @Test
    void laysBlobsOverASectionAsThePublishedCode() throws IOException {
        Plane in = Golden.read("simu_sp/in.npy");
        Plane expected = Golden.read("simu_sp/degra.npy");
        Plane expectedMask = Golden.read("simu_sp/maska.npy");
        int[][] placements = {{2, 188, 54}, {1, 135, 158}, {1, 99, 25}, {0, 209, 141}, {0, 16, 126}, {3, 10, 15}};
        Plane transmission = new Plane(in.width(), in.height());
        Arrays.fill(transmission.pixels(), 1);
        boolean[] mask = new boolean[in.pixels().length];

        for (int[] placement : placements) {
            Plane soft = Golden.scaled(Golden.read("simu_sp/bank_" + placement[0] + ".npy"));
            Plane outline = Golden.read("simu_sp/bank01_" + placement[0] + ".npy");
            boolean[] inside = new boolean[soft.pixels().length];
            for (int i = 0; i < inside.length; i++) {
                inside[i] = outline.pixels()[i] > 0;
                soft.pixels()[i] = inside[i] ? soft.pixels()[i] : 1;
            }
            Area box = new Area(0, 0, soft.width(), soft.height());
            BlobShape shape = new BlobShape(box, inside, soft.pixels(), 1, box);
            PrecipitateSimulator.lay(shape, placement[2], placement[1], transmission, mask);
        }

        double gain = 0.4245803389779404;
        int specks = 0;
        for (int i = 0; i < in.pixels().length; i++) {
            double level = transmission.pixels()[i] * (gain * in.pixels()[i] + 170 - 147 * gain);
            assertThat(level).isCloseTo(expected.pixels()[i], within(1.01));
            if (Math.abs(transmission.pixels()[i] * 255 - expectedMask.pixels()[i]) > 0.01) {
                // The published soft mask has nearly black specks beside the rim, where its degraded section has no
                // stain.
                assertThat(mask[i]).isFalse();
                assertThat(expectedMask.pixels()[i]).isLessThan(21);
                specks++;
            }
        }
        assertThat(specks).isLessThan(100);
    }

    @Test
    void findsTheSoftMaskOfAStainedSectionAsThePublishedCode() throws IOException {
        Plane degraded = Golden.scaled(Golden.read("simu_sp/degra.npy"));
        Plane expected = Golden.read("simu_sp/maskb.npy");

        Plane soft = BlobTransmission.of(
                BlobExtraction.reference(degraded), degraded.width(), degraded.height(), TransmissionLaw.REFERENCE);

        double sum = 0;
        for (int i = 0; i < soft.pixels().length; i++) {
            sum += Math.abs(soft.pixels()[i] * 255 - expected.pixels()[i]);
        }
        assertThat(sum / soft.pixels().length).isLessThanOrEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(TransmissionLaw.class)
    void aRoundBlobLetsThroughWhatTheLawSays(TransmissionLaw law) {
        Plane section = grey(400, 400);
        double area = 12_000;
        PrecipitateSimulation stained = PrecipitateSimulator.builder()
                .law(law)
                .distribution(blobs(ROUND, area, 1, 400 * 400))
                .build()
                .apply(section);
        PrecipitateSimulation.Blob blob = stained.blobs().get(0);

        double radius = Math.sqrt(area / Math.PI);
        for (int y = 0; y < 400; y++) {
            for (int x = 0; x < 400; x++) {
                double r = Math.hypot(x - blob.x(), y - blob.y()) / radius;
                boolean alone = stained.blobs().size() == 1 || blob.box().contains(x, y);
                if (alone && r < 0.99) {
                    assertThat((double) stained.transmission().get(x, y))
                            .isCloseTo(law.transmission(r, area), within(0.005));
                }
            }
        }
        boolean[] within = flags(stained);
        for (int i = 0; i < section.pixels().length; i++) {
            float expected =
                    Math.min(1, section.pixels()[i] * stained.transmission().pixels()[i]);
            assertThat(stained.degraded().pixels()[i]).isCloseTo(expected, within(1e-6f));
            assertThat(within[i] || stained.transmission().pixels()[i] == 1).isTrue();
        }
    }

    @Test
    void irregularBlobsHaveTheAreaThatWasAskedForAndDiffer() {
        PrecipitateSimulation stained = PrecipitateSimulator.builder()
                .distribution(blobs(new BlobOutline.Harmonics(0.2, 1, 12), 2_000, 12, 600 * 600))
                .build()
                .apply(grey(600, 600));

        int whole = 0;
        boolean[] within = flags(stained);
        for (PrecipitateSimulation.Blob blob : stained.blobs()) {
            Area box = blob.box();
            if (box.x() >= 0 && box.y() >= 0 && box.x() + box.width() <= 600 && box.y() + box.height() <= 600) {
                int pixels = 0;
                for (int y = box.y(); y < box.y() + box.height(); y++) {
                    for (int x = box.x(); x < box.x() + box.width(); x++) {
                        pixels += within[y * 600 + x] ? 1 : 0;
                    }
                }
                assertThat(pixels).isBetween(1_900, 2_100);
                whole++;
            }
        }
        assertThat(whole).isGreaterThan(4);
        assertThat(stained.blobs().stream().map(b -> b.box().width()).distinct().count())
                .isGreaterThan(3);
    }

    @Test
    void rectanglesOfBlobsDoNotOverlapAndWhatFindsNoPlaceIsCounted() {
        PrecipitateSimulation stained = PrecipitateSimulator.builder()
                .distribution(blobs(ROUND, 3_000, 400, 300 * 300))
                .build()
                .apply(grey(300, 300));

        List<PrecipitateSimulation.Blob> blobs = stained.blobs();
        assertThat(blobs.size() + stained.unplaced()).isGreaterThanOrEqualTo(400);
        assertThat(stained.unplaced()).isGreaterThan(300);
        for (int i = 0; i < blobs.size(); i++) {
            for (int j = 0; j < i; j++) {
                Area a = blobs.get(i).box();
                Area b = blobs.get(j).box();
                boolean apart = a.x() >= b.x() + b.width()
                        || b.x() >= a.x() + a.width()
                        || a.y() >= b.y() + b.height()
                        || b.y() >= a.y() + a.height();
                assertThat(apart).as("%s and %s", a, b).isTrue();
            }
        }
    }

    @Test
    void aBrightRingSurroundsABlobIfWanted() {
        PrecipitateDistribution plain = blobs(ROUND, 3_000, 1, 300 * 300);
        PrecipitateSimulation stained = PrecipitateSimulator.builder()
                .distribution(new PrecipitateDistribution(
                        plain.classes(), ROUND, plain.contrast(), Distribution.constant(0.035)))
                .build()
                .apply(grey(300, 300));

        float brightest = 0;
        for (int i = 0; i < stained.transmission().pixels().length; i++) {
            brightest = Math.max(brightest, stained.transmission().pixels()[i]);
        }
        assertThat(brightest).isBetween(1.03f, 1.072f);
    }

    @Test
    void outlinesComeFromTheUsersBank() {
        Plane bar = new Plane(40, 10);
        Arrays.fill(bar.pixels(), 1);
        PrecipitateSimulation stained = PrecipitateSimulator.builder()
                .distribution(blobs(new BlobOutline.Bank(List.of(bar)), 3_600, 3, 500 * 500))
                .build()
                .apply(grey(500, 500));

        assertThat(stained.blobs()).isNotEmpty().allSatisfy(blob -> {
            int longer = Math.max(blob.box().width(), blob.box().height());
            int shorter = Math.min(blob.box().width(), blob.box().height());
            assertThat(longer).isEqualTo(120);
            assertThat(shorter).isEqualTo(30);
            assertThat(blob.darkest()).isLessThan(0.8);
        });
    }

    @Test
    void outlinesAreCutOutOfAMaskButForThoseThatTheBorderCuts() {
        boolean[] mask = new boolean[60 * 50];
        for (int y = 10; y < 20; y++) {
            for (int x = 5; x < 25; x++) {
                mask[y * 60 + x] = x < 15 || y < 15;
            }
        }
        for (int y = 0; y < 9; y++) {
            Arrays.fill(mask, y * 60 + 40, y * 60 + 55, true);
        }
        mask[30 * 60 + 30] = true;

        BlobOutline.Bank bank = BlobOutline.Bank.extract(mask, 60, 50, 20);

        assertThat(bank.masks()).hasSize(1);
        Plane shape = bank.masks().get(0);
        assertThat(shape.width()).isEqualTo(20);
        assertThat(shape.height()).isEqualTo(10);
        assertThat(shape.get(15, 2)).isEqualTo(1);
        assertThat(shape.get(15, 8)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> BlobOutline.Bank.extract(mask, 60, 50, 5_000));
    }

    @Test
    void nothingDrawnLeavesTheSectionAsItIs() {
        Plane section = grey(90, 70);
        PrecipitateSimulation stained = PrecipitateSimulator.builder()
                .distribution(new PrecipitateDistribution(
                        List.of(), ROUND, PrecipitateDistribution.Contrast.unchanged(), Distribution.constant(0)))
                .build()
                .apply(section);

        assertThat(stained.degraded().pixels())
                .containsExactly(section.pixels())
                .isNotSameAs(section.pixels());
        assertThat(stained.blobs()).isEmpty();
        assertThat(stained.unplaced()).isZero();
    }

    @Test
    void seedAndNumberDecideAndThreadsDoNot() {
        Plane section = grey(500, 300);
        PrecipitateSimulator simulator = PrecipitateSimulator.builder().seed(9).build();

        PrecipitateSimulation one = Parallelization.runSingleThreaded(() -> simulator.apply(section, 3));
        PrecipitateSimulation four = Parallelization.runWithNumThreads(4, () -> simulator.apply(section, 3));

        assertThat(four.degraded().pixels()).containsExactly(one.degraded().pixels());
        assertThat(four.blobs()).isEqualTo(one.blobs());
        assertThat(simulator.apply(section, 4).degraded().pixels())
                .isNotEqualTo(one.degraded().pixels());
    }

    @Test
    void countsFollowThePublishedClassesOnASectionOfThePublishedSize() {
        PrecipitateSimulator simulator = PrecipitateSimulator.builder().build();
        int small = 0;
        for (int z = 0; z < 20; z++) {
            List<PrecipitateSimulation.Blob> blobs =
                    simulator.stain(1250, 1250, z).blobs();
            assertThat(blobs.stream().filter(b -> b.area() >= 80_000).count()).isLessThanOrEqualTo(2);
            long tiny = blobs.stream().filter(b -> b.area() < 5_000).count();
            assertThat(tiny).isLessThanOrEqualTo(11);
            small += (int) tiny;
        }
        // Uniform from 0 to 11: 5.5 on average, 0.77 standard error.
        assertThat(small / 20.0).isBetween(3.2, 7.8);
    }

    @Test
    void sectionsOfAnyGreyRangeAreStainedAlike() {
        Plane unit = grey(200, 200);
        Plane wide = unit.copy();
        for (int i = 0; i < wide.pixels().length; i++) {
            wide.pixels()[i] = 500 + 2000 * unit.pixels()[i];
        }
        PrecipitateSimulator simulator = PrecipitateSimulator.builder()
                .distribution(blobs(ROUND, 3_000, 3, 200 * 200))
                .build();
        PrecipitateSimulation stained = simulator.apply(wide);

        for (int i = 0; i < wide.pixels().length; i++) {
            assertThat(stained.degraded().pixels()[i]).isBetween(1099f, wide.pixels()[i] * 1.1f);
        }
    }

    @Test
    void saysWhatIsWrongWithAnArgument() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrecipitateSimulator.builder().build().apply(new Plane(10, 200)))
                .withMessageContaining("10 x 200");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PrecipitateDistribution.AreaClass(50, 20, Distribution.constant(1)))
                .withMessageContaining("50.0 to 20.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new BlobOutline.Bank(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new BlobOutline.Bank(List.of(new Plane(3, 3))));
        assertThatIllegalArgumentException().isThrownBy(() -> new BlobOutline.Harmonics(0.9, 1, 4));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new PrecipitateDistribution.Contrast(Distribution.constant(1), OptionalDouble.empty(), 3))
                .withMessageContaining("3");
    }

    private static boolean[] flags(PrecipitateSimulation stained) {
        return stained.mask()
                .read(new Area(0, 0, stained.truth().width(), stained.truth().height()));
    }
}
