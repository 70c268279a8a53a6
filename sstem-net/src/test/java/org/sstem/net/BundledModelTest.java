package org.sstem.net;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.damage.DamageKind;
import org.sstem.method.RestorationMethod;
import org.sstem.net.internal.architecture.RefinementConfig;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BundledModelTest {

    private static final int MOST_BYTES = 500_000;

    @TempDir
    Path folder;

    @Test
    void whatComesAlongIsCompactAndSaysWhereItComesFrom() throws IOException {
        List<ModelFile> files = ModelFile.bundled();

        assertThat(files).isNotEmpty().allSatisfy(file -> {
            Role role = file.network().config().role();
            assertThat(file.network().config()).isEqualTo(NetworkConfig.compact(role));
            assertThat(file.notFinite()).isEmpty();
            assertThat(file.description().training()).contains("steps");
            assertThat(file.description().trainingDataLicence()).contains("synthetic");
            try (InputStream in = ModelFile.class.getResourceAsStream("bundled/" + role.option() + ".zip")) {
                assertThat(in.readAllBytes()).hasSizeLessThan(MOST_BYTES);
            }
        });
    }

    @Test
    void foldsAreRestoredByThem() throws IOException {
        try (RestorationModel model = RestorationModel.bundled()) {
            assertThat(model.kinds()).contains(DamageKind.FOLD);
        }
    }

    @Test
    void missingSectionsAreMadeWithThem() throws IOException {
        try (RestorationModel model = RestorationModel.bundled()) {
            assertThat(model.kinds()).contains(DamageKind.MISSING);
            assertThat(model.methods(Engine.ONNX))
                    .extracting(RestorationMethod::name)
                    .contains("networks: compact motion (bundled motion)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "flipped", "empty", "text"})
    void oneThatIsDamagedIsRefusedInOneSentence(String how) throws IOException {
        Network network = Networks.create(new RefinementConfig(Role.FOLD_FUSION, List.of(2, 3)), 1);
        Path file = folder.resolve("model.zip");
        new ModelFile(network, ModelDescription.untrained(1)).write(file);
        byte[] whole = Files.readAllBytes(file);
        byte[] damaged =
                switch (how) {
                    case "cut" -> Arrays.copyOf(whole, whole.length / 2);
                    case "flipped" -> flipped(whole);
                    case "empty" -> new byte[0];
                    default -> "not a zip".getBytes();
                };

        assertThat(ModelFile.bundled(resource(whole))).hasSize(1);
        assertThatThrownBy(() -> ModelFile.bundled(resource(damaged)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "the network for fold fusion that comes with the library is damaged: take a whole copy of sstem-net (")
                .hasMessageNotContaining("null");
    }

    /** Changes one bit in the middle of the weights, which come last. */
    private static byte[] flipped(byte[] whole) {
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 4;
        return flipped;
    }

    private static Function<String, InputStream> resource(byte[] bytes) {
        return name -> name.equals("bundled/fold-fusion.zip") ? new ByteArrayInputStream(bytes) : null;
    }
}
