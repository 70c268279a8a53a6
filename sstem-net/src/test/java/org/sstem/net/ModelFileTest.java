package org.sstem.net;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.file.ModelArchive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelFileTest {

    private static final Architecture SMALL = new FoldFusionConfig(1, List.of(2, 3, 4, 5));

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("org.sstem.net.internal.graph.NetworkGraphTest#narrow")
    void aNetworkComesBackAsItWas(Architecture config, int height, int width) throws IOException {
        Network network = Networks.create(config, 5);
        ModelDescription description = new ModelDescription(5, "1000 steps", "CC BY 4.0");
        Path file = folder.resolve("model.zip");
        new ModelFile(network, description).write(file);

        ModelFile read = ModelFile.read(file);

        assertThat(read.description()).isEqualTo(description);
        assertThat(read.network().config()).isEqualTo(new NetworkConfig(config));
        network.parameters().keySet().forEach(name -> assertThat(read.network().parameter(name))
                .as(name)
                .containsExactly(network.parameter(name)));
        assertThat(folder.toFile().list()).containsExactly("model.zip");
    }

    @Test
    void equalNetworksMakeEqualFiles() throws IOException {
        Path one = folder.resolve("one.zip");
        Path two = folder.resolve("two.zip");
        new ModelFile(Networks.create(SMALL, 5), ModelDescription.untrained(5)).write(one);
        new ModelFile(Networks.create(SMALL, 5), ModelDescription.untrained(5)).write(two);

        assertThat(two).hasSameBinaryContentAs(one);
        try (ZipFile zip = new ZipFile(one.toFile())) {
            zip.stream().forEach(entry -> assertThat(entry.getTimeLocal()).isEqualTo("1980-01-01T00:00:00"));
        }
    }

    @Test
    void aFileOfANewerVersionIsRefused() throws IOException {
        Path file = changed("model.json", text -> text.replace("\"formatVersion\": 1", "\"formatVersion\": 7"));
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read model file " + file
                        + ": its format version is 7, this release reads up to 1: use a newer one");
    }

    @Test
    void aFileOfAnUnknownKindIsRefused() throws IOException {
        Path file = changed("model.json", text -> text.replace("\"fold-fusion\"", "\"telepathy\""));
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read model file " + file + ": there is no kind of network \"telepathy\"");
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        Path file = write();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read model file " + file + ": it is truncated or no zip file");
    }

    @Test
    void weightsOfOtherShapesAreRefused() throws IOException {
        Path file = changed("model.json", text -> text.replaceFirst("2,\\s*3,\\s*4,\\s*5", "2, 3, 4, 6"));
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read model file " + file
                        + ": parameter bottleneck.0.weight must have shape [6, 4, 3, 3], has [5, 4, 3, 3]");
    }

    @Test
    void tooFewWeightsAreRefused() throws IOException {
        Path file = changed("weights.bin", text -> text.substring(4));
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its weights must be ");
    }

    @Test
    void aZipOfSomethingElseIsRefused() throws IOException {
        Path file = folder.resolve("other.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("readme.txt"));
            zip.closeEntry();
        }
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read model file " + file + ": it has no model.json, so it is no model file");
    }

    @Test
    void aConfigurationThatIsDamagedIsRefused() throws IOException {
        Path file = changed("model.json", text -> text.replaceFirst("\"widths\"", "\"depths\""));
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read model file " + file + ": configuration is damaged");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("none.zip");
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " does not exist");
    }

    @Test
    void whatCannotBeWrittenLeavesTheOldFile() throws IOException {
        Path file = write();
        byte[] before = Files.readAllBytes(file);
        Path inside = file.resolve("model.zip");
        assertThatThrownBy(() -> new ModelFile(Networks.create(SMALL, 2), ModelDescription.untrained(2)).write(inside))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(inside + " cannot be written: ");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {4000, 200_000, 2_000_000_000})
    void widthsOfAStrangerAreRefusedBeforeAnythingIsMade(int width) throws IOException {
        Path file = changed("model.json", text -> text.replaceFirst("2,\\s*3,\\s*4,\\s*5", "2, 3, 4, " + width));
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read model file " + file + ": ")
                .hasMessageContaining(
                        width > 65_536
                                ? "its configuration holds the number " + width
                                : "must have shape [4000, 4, 3, 3], has [5, 4, 3, 3]");
    }

    @Test
    void networksThatNobodyHasAreRefused() {
        assertThatThrownBy(() -> ModelArchive.count(Map.of("a", new long[] {65_536, 65_536, 3, 3})))
                .isInstanceOf(IOException.class)
                .hasMessage("its network would have more than 268435456 parameters");
    }

    @Test
    void aFlippedBitIsNoticed() throws IOException {
        Path file = changed("weights.bin", text -> (char) (text.charAt(0) ^ 1) + text.substring(1));
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read model file " + file + ": its weights.bin is damaged, or of another model: it"
                        + " does not have its checksum");
    }

    @Test
    void filesOfEarlierReleasesHaveNoChecksums() throws IOException {
        Path file = changed("model.json", ModelFileTest::withoutChecksums);

        assertThat(ModelFile.read(file).network().weights().architecture()).isEqualTo(SMALL);
    }

    private static String withoutChecksums(String text) {
        return text.replaceFirst(",\\s*\"sha256\":\\s*\\{[^}]*\\}", "");
    }

    @Test
    void aBombIsNotUnpacked() throws IOException {
        Path file = changed("weights.bin", text -> text + "\0".repeat(50_000_000));
        assertThat(Files.size(file)).isLessThan(200_000);
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(".*: its weights.bin must be at most [0-9]+ bytes, and is more");
    }

    @Test
    void whatIsNotFiniteIsSaid() throws IOException {
        Network network = Networks.create(SMALL, 1);
        String name = network.parameters().keySet().iterator().next();
        float[] values = network.parameter(name);
        values[0] = Float.NaN;
        values[1] = Float.NEGATIVE_INFINITY;
        network.assign(name, values);
        Path file = folder.resolve("model.zip");
        new ModelFile(network, ModelDescription.untrained(1)).write(file);

        assertThat(ModelFile.read(file).notFinite()).isEqualTo(Map.of(name, 2L));
        assertThat(ModelFile.read(write()).notFinite()).isEmpty();
    }

    private Path write() throws IOException {
        Path file = folder.resolve("model.zip");
        new ModelFile(Networks.create(SMALL, 1), ModelDescription.untrained(1)).write(file);
        return file;
    }

    /** Writes a file and changes one of its entries, as text of one byte a character. */
    private Path changed(String name, UnaryOperator<String> change) throws IOException {
        Path file = write();
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        String before = new String(entries.get(name), StandardCharsets.ISO_8859_1);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        entries.put(name, after.getBytes(StandardCharsets.ISO_8859_1));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }
}
