package org.sstem.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.metric.EvaluationResult;
import org.sstem.metric.EvaluationResult.Measure;
import org.sstem.metric.EvaluationResult.SectionScores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class EvaluationReportTest {

    private static final EvaluationResult PAIRED = new EvaluationResult(
            80, 255, List.of(scores(1, 20, 0.8, 12, 0.1), scores(3, 22, 0.9, 10, 0.3), scores(5, 9, 0.2, 11, 0.2)));

    @TempDir
    Path folder;

    @Test
    void theTableHasMeansDifferencesAndEverySection() {
        // when
        String text = new EvaluationReport(PAIRED).text();

        // then
        assertThat(text.lines())
                .contains("3 sections, data range 255, margin 80 px; mean +- standard error")
                .contains("PSNR [dB]     11.00 +- 0.58     17.00 +- 4.04      6.00 +- 4.16             -  1 of 3")
                .contains("SSIM       0.2000 +- 0.0577  0.6333 +- 0.2186  0.4333 +- 0.2186             -  0 of 3")
                .contains("5                    11.00 > 9.00      0.2000 > 0.2000");
    }

    @Test
    void numbersHaveADecimalPointWhateverTheLocale() {
        // given
        String expected = new EvaluationReport(PAIRED).text();
        Locale before = Locale.getDefault();

        // then
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(new EvaluationReport(PAIRED).text()).isEqualTo(expected);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void withoutDegradedSectionsThereAreNoColumnsForThem() {
        // given
        EvaluationResult alone = new EvaluationResult(
                0, 1, List.of(new SectionScores(4, Map.of(Measure.PSNR, 20.0), Map.of(), Map.of())));

        // then
        assertThat(new EvaluationReport(alone).text())
                .contains("PSNR [dB]", "20.00")
                .doesNotContain("degraded", "worse", "+- 0");
    }

    @Test
    void theJsonCanBeReadBack() throws IOException {
        // when
        Path file = folder.resolve("scores.json");
        new EvaluationReport(PAIRED).writeJson(file);
        JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();

        // then
        assertThat(json.get("marginPx").getAsInt()).isEqualTo(80);
        assertThat(json.getAsJsonArray("sections")).hasSize(3);
        JsonObject psnr = json.getAsJsonObject("summary").getAsJsonObject("psnr");
        assertThat(psnr.getAsJsonObject("difference").get("mean").getAsDouble()).isEqualTo(6);
        assertThat(psnr.getAsJsonObject("difference").get("standardError").getAsDouble())
                .isEqualTo(PAIRED.difference(Measure.PSNR).standardError());
        assertThat(psnr.getAsJsonArray("worsened").get(0).getAsInt()).isEqualTo(5);
        assertThat(json.getAsJsonArray("sections")
                        .get(1)
                        .getAsJsonObject()
                        .getAsJsonObject("restored")
                        .get("ssim")
                        .getAsDouble())
                .isEqualTo(0.9);
        assertThat(new EvaluationReport(PAIRED).json()).isEqualTo(Files.readString(file));
    }

    @Test
    void infiniteAndUndefinedNumbersAreLegalJson() {
        // given one section that equals the truth: its spread is undefined
        EvaluationResult equal = new EvaluationResult(
                0,
                255,
                List.of(new SectionScores(0, Map.of(Measure.PSNR, Double.POSITIVE_INFINITY), Map.of(), Map.of())));

        // when
        EvaluationReport report = new EvaluationReport(equal);
        JsonObject restored = JsonParser.parseString(report.json())
                .getAsJsonObject()
                .getAsJsonObject("summary")
                .getAsJsonObject("psnr")
                .getAsJsonObject("restored");

        // then
        assertThat(restored.get("mean").getAsDouble()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(restored.get("sd").isJsonNull()).isTrue();
        assertThat(report.text()).contains("infinite");
    }

    private static SectionScores scores(int z, double psnr, double ssim, double before, double ssimBefore) {
        return new SectionScores(
                z,
                Map.of(Measure.PSNR, psnr, Measure.SSIM, ssim),
                Map.of(Measure.PSNR, before, Measure.SSIM, ssimBefore),
                Map.of());
    }
}
