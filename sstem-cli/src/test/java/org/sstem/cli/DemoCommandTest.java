package org.sstem.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** The demonstration and the tissue that it starts from. */
class DemoCommandTest {

    @TempDir
    private Path folder;

    @Test
    void theMainJobRunsOnceThroughAndRestoresWhatItDamaged() throws Exception {
        Path out = folder.resolve("demo");

        Run run = Run.sstem("demo", out, "--size", "160x128x13");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(out.resolve("before-after.png")).isNotEmptyFile();
        assertThat(out.resolve("report.html"))
                .content()
                .contains("fold", "precipitate", "missing", "networks: compact fold fusion");
        for (int z = 0; z < 13; z++) {
            double[] truth = TestStacks.section(out.resolve("truth"), z);
            double[] degraded = TestStacks.section(out.resolve("degraded"), z);
            double[] restored = TestStacks.section(out.resolve("restored"), z);
            if (z == 3 || z == 7 || z == 11) {
                assertThat(distance(restored, truth)).as("section %d", z).isLessThan(distance(degraded, truth));
            } else {
                assertThat(restored).isEqualTo(truth);
            }
        }
        assertThat(Run.sstem("demo", out).exitCode()).isEqualTo(1);
    }

    @Test
    void theNetworkForFoldsIsShownBesideWhatIsRestoredWithoutIt() throws Exception {
        Path with = folder.resolve("with");
        Path without = folder.resolve("without");

        Run run = Run.sstem("demo", with, "--size", "160x128x13", "--quiet");
        Run plain = Run.sstem("demo", without, "--size", "160x128x13", "--quiet", "--no-networks");

        // the network changes the fold and nothing else
        for (int z = 0; z < 13; z++) {
            double[] restored = TestStacks.section(with.resolve("restored"), z);
            double[] plainly = TestStacks.section(without.resolve("restored"), z);
            if (z == 3) {
                assertThat(restored).isNotEqualTo(plainly);
            } else {
                assertThat(restored).isEqualTo(plainly);
            }
        }
        // what is printed as restored without it is what comes out without it
        String scores = scores(plain, "3  fold");
        assertThat(scores(run, "without network")).isEqualTo(scores);
        assertThat(scores(run, "3  fold")).isNotEqualTo(scores);
        assertThat(plain.out()).doesNotContain("network", "fold.png");
        BufferedImage picture = ImageIO.read(with.resolve("fold.png").toFile());
        assertThat(picture.getWidth()).isEqualTo(4 * 160 + 3 * 8);
        assertThat(picture.getHeight()).isEqualTo(128);
        assertThat(without.resolve("fold.png")).doesNotExist();
        assertThat(without.resolve("report.html")).content().doesNotContain("networks:");
    }

    private static String scores(Run run, String row) {
        String line =
                run.out().lines().filter(any -> any.contains(row)).findFirst().orElseThrow();
        return line.substring(line.indexOf(row) + row.length()).strip();
    }

    @Test
    void tissueIsTheSameForTheSameSeedAndComesWithItsLabels() throws Exception {
        Path first = folder.resolve("first");
        Path labels = folder.resolve("labels");
        Run.sstem("phantom", first, "--size", "64x48x2", "--seed", 5, "--labels", labels);
        Run.sstem("phantom", folder.resolve("second"), "--size", "64x48x2", "--seed", 5, "--threads", 1);
        Run.sstem("phantom", folder.resolve("third"), "--size", "64x48x2", "--seed", 6);

        double[] tissue = TestStacks.section(first, 1);
        assertThat(TestStacks.section(folder.resolve("second"), 1)).isEqualTo(tissue);
        assertThat(TestStacks.section(folder.resolve("third"), 1)).isNotEqualTo(tissue);
        Run scores = Run.sstem("evaluate", first, first, "--labels", labels, "--json");
        assertThat(scores.out()).contains("ssim");
        assertThat(scores.exitCode()).isZero();
    }

    @Test
    void aStackAndTheMachineAreDescribed() throws Exception {
        Path stack = TestStacks.write(folder.resolve("stack.tif"), 40, 30, 3);
        try (StackReader<?> reader = Stacks.open(stack)) {
            assertThat(reader.sections()).isEqualTo(3);
        }

        assertThat(Run.sstem("info", stack, "--json").out())
                .contains("\"width\": 40", "\"sections\": 3", "\"pixels\": \"8 bit\"", "45.0");
        assertThat(Run.sstem("info").out()).contains("kernels", "missing sections", "threads");
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs(a[i] - b[i]);
        }
        return sum;
    }
}
