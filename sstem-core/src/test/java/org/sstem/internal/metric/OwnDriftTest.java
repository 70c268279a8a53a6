package org.sstem.internal.metric;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.method.Plane;
import org.sstem.metric.Evaluation;
import org.sstem.metric.EvaluationResult.Measure;
import org.sstem.metric.EvaluationResult.SectionScores;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The expected numbers come from drift/make.py: DIS optical flow, NumPy and scikit-image on synthetic tissue. */
class OwnDriftTest {

    @ParameterizedTest
    @ValueSource(strings = {"drifted", "folded"})
    void scoresWithoutDriftAreThoseOfOpenCvAndScikitImage(String name) throws IOException {
        // given
        JsonObject expected = expected(name);

        // when
        SectionScores scores = compare(image(name), image("truth"), true);

        // then
        assertThat(scores.restored().get(Measure.SSIM))
                .isCloseTo(expected.get("ssim").getAsDouble(), within(1e-6));
        assertThat(scores.restored().get(Measure.DRIFT_FREE_SSIM))
                .isCloseTo(expected.get("driftFreeSsim").getAsDouble(), within(0.01));
        assertThat(scores.restored().get(Measure.DRIFT_FREE_PSNR))
                .isCloseTo(expected.get("driftFreePsnr").getAsDouble(), within(0.2));
    }

    @Test
    void theDriftThatWasPutInIsFound() throws IOException {
        // when
        SectionScores scores = compare(image("drifted"), image("truth"), true);

        // then it is the inverse of what was put in, which is about as long
        assertThat(scores.restored().get(Measure.OWN_DRIFT))
                .isCloseTo(expected("drifted").get("meanDrift").getAsDouble(), within(0.2));
    }

    @Test
    void nothingOfItIsMeasuredUnlessAskedFor() throws IOException {
        // when
        SectionScores scores = compare(image("drifted"), image("truth"), false);

        // then
        assertThat(scores.restored())
                .doesNotContainKeys(Measure.DRIFT_FREE_PSNR, Measure.DRIFT_FREE_SSIM, Measure.OWN_DRIFT);
    }

    @Test
    void anAreaTooSmallForItHasNoSuchScore() throws IOException {
        // given
        Plane truth = image("truth").crop(0, 0, 63, 100);

        // when
        SectionScores scores = compare(truth, truth, true);

        // then
        assertThat(scores.restored()).containsKey(Measure.SSIM).doesNotContainKey(Measure.DRIFT_FREE_SSIM);
    }

    @Test
    void aSectionReadBandByBandScoresTheSame() throws IOException {
        // given
        RandomAccessibleInterval<UnsignedByteType> restored = stack(image("folded"));
        RandomAccessibleInterval<UnsignedByteType> truth = stack(image("truth"));

        // when
        SectionScores held = Evaluation.builder()
                .driftFree(true)
                .build()
                .compare(restored, truth, List.of(0))
                .sections()
                .get(0);
        SectionScores read = Evaluation.builder()
                .driftFree(true)
                .heldPixels(1)
                .build()
                .compare(restored, truth, List.of(0))
                .sections()
                .get(0);

        // then
        assertThat(read.restored().get(Measure.DRIFT_FREE_SSIM))
                .isCloseTo(held.restored().get(Measure.DRIFT_FREE_SSIM), within(1e-5));
    }

    @Test
    void anOverviewOfALargeSectionGivesNearlyTheSameDrift() throws IOException {
        // given
        Plane moved = image("drifted");
        Plane truth = image("truth");

        // when
        OwnDrift full = OwnDrift.of(PixelReader.of(moved), PixelReader.of(truth), 256, 224);
        OwnDrift half = OwnDrift.of(PixelReader.of(moved), PixelReader.of(truth), 256, 224, 30_000);

        // then
        assertThat(half.meanLength()).isCloseTo(full.meanLength(), within(0.15));
    }

    private static SectionScores compare(Plane restored, Plane truth, boolean driftFree) {
        return Evaluation.builder()
                .driftFree(driftFree)
                .build()
                .compare(stack(restored), stack(truth), List.of(0))
                .sections()
                .get(0);
    }

    private static RandomAccessibleInterval<UnsignedByteType> stack(Plane plane) {
        byte[] bytes = new byte[plane.pixels().length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) plane.pixels()[i];
        }
        return ArrayImgs.unsignedBytes(bytes, plane.width(), plane.height(), 1);
    }

    private static JsonObject expected(String name) throws IOException {
        try (InputStream in = OwnDriftTest.class.getResourceAsStream("drift/expected.json")) {
            return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getAsJsonObject()
                    .getAsJsonObject(name);
        }
    }

    private static Plane image(String name) throws IOException {
        try (InputStream in = OwnDriftTest.class.getResourceAsStream("drift/" + name + ".png")) {
            BufferedImage image = ImageIO.read(in);
            byte[] bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
            Plane plane = new Plane(image.getWidth(), image.getHeight());
            for (int i = 0; i < bytes.length; i++) {
                plane.pixels()[i] = bytes[i] & 0xff;
            }
            return plane;
        }
    }
}
