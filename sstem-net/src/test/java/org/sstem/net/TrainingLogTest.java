package org.sstem.net;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.testing.SingleThreaded;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(SingleThreaded.class)
class TrainingLogTest {

    @TempDir
    Path folder;

    @Test
    void everyStepIsALineAndValidationsFillTheirColumns() throws IOException {
        Path file = folder.resolve("metrics.csv");
        try (TrainingLog log = new TrainingLog(file)) {
            log.untrained(new ValidationScores(0.6, 20.5, 0.5, 0.01, 0.03, Double.NaN));
            log.step(step(1, 0.5, null));
            log.step(step(2, 0.25, new ValidationScores(0.3, 21.5, 0.75, 0.02, 0.03, Double.NaN)));
            // then it is there while the training goes on
            assertThat(Files.readAllLines(file))
                    .containsExactly(
                            "step,loss,gradient_norm,rate,examples_per_second,validation_loss,psnr,ssim,sharpness,"
                                    + "true_sharpness,endpoint_error",
                            "0,,,,,0.600000,20.5000,0.500000,0.0100000,0.0300000,",
                            "1,0.500000000,2.00000,0.00100000,8.000,,,,,,",
                            "2,0.250000000,2.00000,0.00100000,8.000,0.300000,21.5000,0.750000,0.0200000,0.0300000,");
        }
    }

    @Test
    void aTrainingThatGoesOnReplacesTheStepsThatItDoesAgain() throws IOException {
        Path file = folder.resolve("metrics.csv");
        try (TrainingLog log = new TrainingLog(file)) {
            for (int i = 1; i <= 5; i++) {
                log.step(step(i, i, null));
            }
        }
        // given: the last line was being written when the run was ended
        Files.writeString(file, "6,0.1", StandardOpenOption.APPEND);
        try (TrainingLog log = new TrainingLog(file)) {
            log.step(step(4, 40, null));
            log.step(step(5, 50, null));
        }
        assertThat(Files.readAllLines(file))
                .extracting(line -> line.split(",")[0] + " " + line.split(",")[1])
                .containsExactly(
                        "step loss", "1 1.00000000", "2 2.00000000", "3 3.00000000", "4 40.0000000", "5 50.0000000");
    }

    @Test
    void curvesShowLossRateAndWhatValidationsGave() throws IOException {
        Path png = folder.resolve("curves.png");
        try (TrainingLog log = new TrainingLog(folder.resolve("metrics.csv"))) {
            log.untrained(new ValidationScores(1.2, 14, 0.4, 0.02, 0.03, Double.NaN));
            for (int i = 1; i <= 3000; i++) {
                double loss = 0.05 + Math.exp(-i / 400.0) * (1 + 0.2 * Math.sin(i));
                ValidationScores scores = new ValidationScores(
                        loss * 1.1, 15 + i / 300.0, 0.9 - loss / 2, 0.02 + i / 300_000.0, 0.03, Double.NaN);
                log.step(step(i, loss, i % 250 == 0 ? scores : null));
            }
            log.writeCurves(png);
        }
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isEqualTo(900);
        assertThat(image.getHeight()).isEqualTo(5 * 320); // loss, rate, SSIM, PSNR, sharpness
    }

    @Test
    void theReportIsOnePageWithCurvesPicturesAndSettings() throws IOException {
        Path csv = folder.resolve("metrics.csv");
        Path html = folder.resolve("report.html");
        try (TrainingLog log = new TrainingLog(csv)) {
            Trainer trainer = Trainer.builder(Networks.create(new FoldFusionConfig(1, List.of(4, 4, 4, 4)), 1))
                    .examples(TrainerTest::example)
                    .validationExamples(i -> TrainerTest.example(100 + i), 2, 5)
                    .batch(2)
                    .steps(15)
                    .rate(step -> 3e-3)
                    .listener(log)
                    .build();
            trainer.writeReport(html, log, trainer.run());
        }
        String page = Files.readString(html);
        assertThat(page)
                .contains(
                        "<td>0</td>",
                        "15 steps; median loss",
                        "Best validation after step",
                        "FoldFusionConfig",
                        "of true sections")
                // curves, and two examples of two inputs, output and target
                .satisfies(
                        text -> assertThat(text.split("data:image/png;base64,")).hasSize(1 + 1 + 2 * 4))
                .doesNotContain("http");
    }

    @Test
    void whatIsNoLogIsRefused() throws IOException {
        Path file = folder.resolve("other.csv");
        Files.writeString(file, "a,b\n1,2\n");
        assertThatThrownBy(() -> new TrainingLog(file).writeCurves(folder.resolve("curves.png")))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is no log of a training");
    }

    private static TrainingStep step(long number, double loss, ValidationScores scores) {
        return new TrainingStep(number, 3000, loss, 2, 1e-3, 8, Duration.ZERO, Optional.ofNullable(scores));
    }
}
