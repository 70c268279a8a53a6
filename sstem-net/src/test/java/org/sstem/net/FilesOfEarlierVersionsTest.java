package org.sstem.net;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.architecture.InterpolationConfig;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.architecture.PrecipitateConfig;
import org.sstem.net.internal.architecture.RefinementConfig;
import org.sstem.net.internal.architecture.UnfoldingConfig;
import org.sstem.net.internal.training.OneNetwork;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import static org.assertj.core.api.Assertions.assertThat;

/** What was written before classes moved and roles got one name is read, and written alike (the folder earlier). */
class FilesOfEarlierVersionsTest {

    private static final List<Integer> FIVE = List.of(1, 1, 1, 1, 1);
    private static final long SEED = 11;

    @TempDir
    Path folder;

    private static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("refinement", new RefinementConfig(Role.UNFOLDING, List.of(2, 2), 0)),
                Arguments.of("interpolation", new InterpolationConfig(2, 1, 3, FIVE)),
                Arguments.of("unfolding", new UnfoldingConfig(1, FIVE)),
                Arguments.of("fold-fusion", new FoldFusionConfig(1, List.of(1, 1, 1, 1))),
                Arguments.of("precipitate-correction", new PrecipitateConfig(Role.PRECIPITATE_CORRECTION, FIVE)),
                Arguments.of("precipitate-fusion", new PrecipitateConfig(Role.PRECIPITATE_FUSION, FIVE)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void modelFilesAreReadAndTheirSeedGivesTheSameParameters(String name, Architecture architecture)
            throws IOException {
        ModelFile read = ModelFile.read(copy(name));

        assertThat(read.network().config()).isEqualTo(new NetworkConfig(architecture));
        assertThat(read.description()).isEqualTo(new ModelDescription(SEED, "steps: 0", "CC0"));
        Network drawn = Networks.create(architecture, SEED);
        assertThat(read.network().parameters()).hasSameSizeAs(drawn.parameters());
        for (String parameter : drawn.parameters().keySet()) {
            assertThat(read.network().parameter(parameter)).as(parameter).isEqualTo(drawn.parameter(parameter));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void modelFilesAreWrittenAlike(String name, Architecture architecture) throws IOException {
        Path old = copy(name);
        Path written = folder.resolve("written.zip");
        new ModelFile(Networks.create(architecture, SEED), new ModelDescription(SEED, "steps: 0", "CC0"))
                .write(written);

        for (String entry : List.of("model.json", "graph.json")) {
            assertThat(JsonParser.parseString(new String(content(written, entry), StandardCharsets.UTF_8))
                            .getAsJsonObject()
                            .entrySet())
                    .as(entry)
                    .containsAll(JsonParser.parseString(new String(content(old, entry), StandardCharsets.UTF_8))
                            .getAsJsonObject()
                            .entrySet());
        }
        assertThat(content(written, "weights.bin")).isEqualTo(content(old, "weights.bin"));
    }

    /** A run goes on from a checkpoint only if it describes its network as the checkpoint does. */
    @Test
    void checkpointsNameNetworksAsBefore() {
        assertThat(description(new PrecipitateConfig(Role.PRECIPITATE_FUSION, FIVE)))
                .isEqualTo("PrecipitateConfig{\"role\":\"FUSION\",\"widths\":[1,1,1,1,1]}");
        assertThat(description(new RefinementConfig(Role.FOLD_FUSION, List.of(2, 2))))
                .isEqualTo("RefinementConfig{\"role\":\"FOLD_FUSION\",\"widths\":[2,2],\"finest\":0}");
        assertThat(description(new InterpolationConfig(1, 3, 51, FIVE)))
                .isEqualTo("InterpolationConfig{\"sections\":1,\"channels\":3,\"taps\":51,\"widths\":[1,1,1,1,1]}");
    }

    private static String description(Architecture architecture) {
        Map<String, String> description = new OneNetwork(NetworkWeights.blank(architecture)).description();
        return description.get("network");
    }

    private Path copy(String name) throws IOException {
        Path file = folder.resolve(name + ".zip");
        try (InputStream in = FilesOfEarlierVersionsTest.class.getResourceAsStream("earlier/" + name + ".zip")) {
            Files.copy(in, file);
        }
        return file;
    }

    private static byte[] content(Path file, String entry) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream in = zip.getInputStream(zip.getEntry(entry))) {
            return in.readAllBytes();
        }
    }
}
