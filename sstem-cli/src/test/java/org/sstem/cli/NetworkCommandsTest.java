package org.sstem.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.kernel.Kernels;
import org.sstem.net.ModelDescription;
import org.sstem.net.ModelFile;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.Role;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

/** What the commands do with model files. */
class NetworkCommandsTest {

    private static final String MISSING_2 = "{\"z\": 2, \"kind\": \"missing\"}";

    @TempDir
    private Path folder;

    private Path in;
    private Path damage;
    private Path model;

    /** Breaks something about a good model file, or takes another. */
    @FunctionalInterface
    interface Fault {
        void apply(NetworkCommandsTest test) throws IOException;
    }

    @BeforeEach
    void goodInput() throws IOException {
        in = TestStacks.write(folder.resolve("in"), 64, 48, 5);
        damage = TestStacks.damage(folder, MISSING_2);
        model = write(compact(Role.INTERPOLATION), "model.zip");
    }

    @AfterEach
    void noChosenKernels() {
        System.clearProperty(Kernels.PROPERTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnx", "dl4j"})
    void anUntrainedCompactNetworkRestoresAsIsDoneWithoutTraining(String engine) throws IOException {
        Run without = Run.sstem("restore", in, folder.resolve("without"), "--damage", damage);
        Path report = folder.resolve("report.html");

        Run with = Run.sstem(
                "restore",
                in,
                folder.resolve("with"),
                "--damage",
                damage,
                "--method",
                "network",
                "--model",
                model,
                "--engine",
                engine,
                "--kernels",
                "cpu",
                "--report",
                report);

        assertThat(without.exitCode()).isZero();
        assertThat(with.err()).isEmpty();
        assertThat(with.exitCode()).isZero();
        assertThat(with.out()).isEmpty();
        for (int z = 0; z < 5; z++) {
            assertThat(TestStacks.section(folder.resolve("with"), z))
                    .isEqualTo(TestStacks.section(folder.resolve("without"), z));
        }
        assertThat(Files.readString(report)).contains("networks: compact interpolation (model.zip)");
    }

    @Test
    void aTrainedNetworkMakesADifferenceAndKindsWithoutOneAreNamed() throws IOException {
        TestStacks.damage(folder, MISSING_2 + ", {\"z\": 3, \"kind\": \"fold\"}");
        Network network = Network.create(compact(Role.INTERPOLATION), 1);
        network.assign("out.bias", 0.1f);
        new ModelFile(network, ModelDescription.untrained(1)).write(model);
        Run.sstem("restore", in, folder.resolve("without"), "--damage", damage);
        Path report = folder.resolve("report.html");

        Run with = Run.sstem(
                "restore",
                in,
                folder.resolve("with"),
                "--damage",
                damage,
                "--method",
                "network",
                "--model",
                model,
                "--report",
                report);

        assertThat(with.exitCode()).isZero();
        assertThat(with.out()).isEqualTo("no network was given for fold: restored without training\n");
        assertThat(Files.readString(report))
                .contains("no network was given for folds: restored without training", "training-free fold");
        double[] plain = TestStacks.section(folder.resolve("without"), 2);
        double[] refined = TestStacks.section(folder.resolve("with"), 2);
        for (int i = 0; i < plain.length; i++) {
            assertThat(refined[i] - Math.min(plain[i] + 25.5, 255)).isBetween(-1.0, 1.0);
        }
    }

    @Test
    void withoutAModelTheNetworksThatComeAlongRestoreWhatTheyAreFor() throws IOException {
        TestStacks.damage(folder, MISSING_2 + ", {\"z\": 3, \"kind\": \"fold\"}");
        Path report = folder.resolve("report.html");

        Run run = Run.sstem(
                "restore", in, folder.resolve("out"), "--damage", damage, "--method", "network", "--report", report);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(Files.readString(report)).contains("networks: compact fold fusion (bundled fold-fusion)");
        assertThat(Run.sstem("info").out()).contains("network for fold fusion", "comes along: compact fusion");
    }

    @Test
    void withoutAModelSingleMissingSectionsAreMadeWithTheNetworkThatMoves() throws IOException {
        Path report = folder.resolve("report.html");
        Run.sstem("restore", in, folder.resolve("without"), "--damage", damage);

        Run run = Run.sstem(
                "restore", in, folder.resolve("out"), "--damage", damage, "--method", "network", "--report", report);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(Files.readString(report))
                .contains("networks: compact motion (bundled motion)", "a network has moved the neighbours on");
        assertThat(TestStacks.section(folder.resolve("out"), 2))
                .isNotEqualTo(TestStacks.section(folder.resolve("without"), 2));
        assertThat(Run.sstem("info").out()).contains("network for motion", "comes along: compact motion");
    }

    @Test
    void sectionsSmallerThanTheNetworksStrideAreRestored() throws IOException {
        Path tiny = TestStacks.write(folder.resolve("tiny"), 21, 17, 5);
        Path wide = write(NetworkConfig.compact(Role.INTERPOLATION).withWidths(2, 2, 2, 2, 2, 2), "wide.zip");

        Run run = Run.sstem(
                "restore", tiny, folder.resolve("out"), "--damage", damage, "--method", "network", "--model", wide);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(TestStacks.section(folder.resolve("out"), 2)).hasSize(21 * 17);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aModelThatCannotBeUsedIsRefusedInOneSentence(String name, Fault fault, String said) throws IOException {
        fault.apply(this);
        SortedMap<String, String> before = TestStacks.contents(folder);

        Run run = Run.sstem(
                "restore", in, folder.resolve("out"), "--damage", damage, "--method", "network", "--model", model);

        assertThat(run.err())
                .as(name)
                .hasLineCount(1)
                .startsWith("sstem restore: ")
                .contains(said);
        assertThat(run.err()).doesNotContain("unexpected");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(TestStacks.contents(folder)).isEqualTo(before);
    }

    private static Stream<Arguments> faults() {
        return Stream.of(
                fault(
                        "truncated",
                        test -> Files.write(test.model, Arrays.copyOf(Files.readAllBytes(test.model), 700)),
                        "truncated or no zip file"),
                fault(
                        "newer version",
                        test -> test.change("model.json", "\"formatVersion\": 1", "\"formatVersion\": 9"),
                        "its format version is 9"),
                fault(
                        "another kind",
                        test -> test.write(
                                NetworkConfig.published(Role.UNFOLDING).withWidths(2, 2, 2, 2, 2), "model.zip"),
                        "the network for unfolding (model.zip) cannot be used without one for interpolation"),
                fault("wrong shapes", test -> test.change("model.json", "4\n", "6\n"), "must have shape"),
                fault("not there", test -> test.model = test.folder.resolve("none.zip"), "none.zip does not exist"),
                fault("a folder", test -> test.model = test.in, "cannot read model file"));
    }

    @Test
    void aCheckpointOfPyTorchBecomesAModel() throws IOException {
        Network trained = Network.create(NetworkConfig.compact(Role.FOLD_FUSION), 1);
        Path checkpoint = CheckpointFile.write(trained, folder.resolve("trained.pth"));
        Path out = folder.resolve("imported.zip");

        Run run = Run.sstem("import", checkpoint, "--network", "fold-fusion", "--preset", "compact", "-o", out);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        ModelFile imported = ModelFile.read(out);
        assertThat(imported.description().toString()).contains("imported from trained.pth");
        assertThat(trained.parameters().keySet())
                .containsExactlyElementsOf(imported.network().parameters().keySet())
                .allSatisfy(
                        name -> assertThat(imported.network().parameter(name)).isEqualTo(trained.parameter(name)));
    }

    @Test
    void aCheckpointThatNamesMoreThanTensorsIsRefused() throws IOException {
        // as torch.save writes it, with nothing that torch would know: values come from an entry each
        Path checkpoint = folder.resolve("notes.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(checkpoint))) {
            zip.putNextEntry(new ZipEntry("notes/data.pkl"));
            zip.write("cposix\nsystem\n.".getBytes(StandardCharsets.US_ASCII));
        }
        Path out = folder.resolve("imported.zip");

        Run run = Run.sstem("import", checkpoint, "--network", "fold-fusion", "-o", out);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("cannot read checkpoint " + checkpoint
                        + ": its pickle names posix.system: only tensors are read");
        assertThat(out).doesNotExist();
    }

    @Test
    void wrongUsageIsExitCodeTwo() {
        Path out = folder.resolve("out");
        assertUsage("--model goes with --method network", "restore", in, out, "--model", model);
        assertUsage("--engine", "restore", in, out, "--method", "network", "--model", model, "--engine", "tensorflow");
        assertUsage("--method", "restore", in, out, "--method", "guess");
        assertUsage("OUT.onnx", "export", model);
        assertUsage("--network must be", "import", model, "--network", "abacus", "-o", out);
    }

    private static void assertUsage(String said, Object... arguments) {
        Run run = Run.sstem(arguments);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(said);
    }

    @Test
    void kernelsThatDoNotExistAreNamed() {
        Run run = Run.sstem("restore", in, folder.resolve("out"), "--damage", damage, "--kernels", "abacus");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(2).contains("--kernels must be cpu, cuda or one of", "abacus");
    }

    @Test
    void aNetworkIsExportedAndNothingIsReplacedUnasked() throws IOException {
        Path onnx = folder.resolve("model.onnx");

        Run first = Run.sstem("export", model, onnx);
        byte[] graph = Files.readAllBytes(onnx);
        Run second = Run.sstem("export", model, onnx);
        Run third = Run.sstem("export", model, onnx, "--overwrite");

        assertThat(first.exitCode()).isZero();
        assertThat(new String(graph, StandardCharsets.ISO_8859_1)).contains("sstem", "LeakyRelu");
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).hasLineCount(1).contains("exists already");
        assertThat(third.exitCode()).isZero();
        assertThat(Files.readAllBytes(onnx)).isEqualTo(graph);
        assertThat(Run.sstem("export", in, folder.resolve("x.onnx")).err()).hasLineCount(1);
    }

    @Test
    void aModelIsDescribed() throws IOException {
        new ModelFile(
                        Network.create(NetworkConfig.compact(Role.FOLD_FUSION), 7),
                        new ModelDescription(7, "500 steps on synthetic tissue", "CC0"))
                .write(model);

        Run text = Run.sstem("info", model);
        Run json = Run.sstem("info", model, "--json");

        assertThat(text.exitCode()).isZero();
        assertThat(text.out())
                .contains("compact fold fusion", "500 steps on synthetic tissue", "CC0", "[8, 16, 32, 64]");
        JsonObject facts = JsonParser.parseString(json.out()).getAsJsonObject();
        assertThat(facts.get("reach px").getAsString()).isEqualTo("73");
        assertThat(facts.get("stride px").getAsInt()).isEqualTo(8);
        assertThat(facts.get("parameters").getAsLong()).isGreaterThan(100_000);
        // the first convolution alone takes 5 x 8 x 9
        assertThat(facts.get("multiply-adds per megapixel").getAsLong()).isGreaterThan(360_000_000L);
        assertThat(Run.sstem("info", folder.resolve("none.zip")).exitCode()).isEqualTo(1);
    }

    private static Arguments fault(String name, Fault fault, String said) {
        return Arguments.of(name, fault, said);
    }

    private static NetworkConfig compact(Role role) {
        return NetworkConfig.compact(role).withWidths(2, 4);
    }

    private Path write(NetworkConfig config, String name) throws IOException {
        Path file = folder.resolve(name);
        new ModelFile(Network.create(config, 1), ModelDescription.untrained(1)).write(file);
        return file;
    }

    /** Changes one of the entries of the model file. */
    private void change(String entry, String from, String to) throws IOException {
        UnaryOperator<String> change = text -> text.replaceFirst(from, to);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(model.toFile())) {
            for (ZipEntry each : zip.stream().toList()) {
                entries.put(each.getName(), zip.getInputStream(each).readAllBytes());
            }
        }
        String before = new String(entries.get(entry), StandardCharsets.ISO_8859_1);
        assertThat(change.apply(before)).isNotEqualTo(before);
        entries.put(entry, change.apply(before).getBytes(StandardCharsets.ISO_8859_1));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(model))) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getKey()));
                zip.write(each.getValue());
                zip.closeEntry();
            }
        }
    }
}
