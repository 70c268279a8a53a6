package org.sstem.net;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.damage.DamageKind;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.method.DamagedTissue;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.architecture.InterpolationConfig;
import org.sstem.net.internal.inference.Session;
import org.sstem.net.internal.method.CompactRestorationTest;
import org.sstem.net.internal.testing.Published;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Networks are run by ONNX Runtime where none of the libraries that train is on the class path. */
class WithoutTrainingLibrariesTest {

    /** What two exclusions keep away, deeplearning4j-nn and nd4j-native, and all that only these two need. */
    private static final List<String> TRAINING = List.of(
            "/org/nd4j/",
            "/org/deeplearning4j/",
            "/org/bytedeco/",
            "/it/unimi/dsi/",
            "/net/java/dev/jna/",
            "/com/github/oshi/",
            "/com/google/flatbuffers/",
            "/com/jakewharton/",
            "/net/ericaro/",
            "/org/threeten/",
            "/commons-net/",
            "/org/apache/commons/commons-compress/",
            "/org/apache/commons/commons-collections4/");

    private static final String FOLD = "fold.zip";
    private static final String TAPS = "taps.zip";
    private static final String MISSING = "missing.zip";

    @TempDir
    Path folder;

    @Test
    void onnxRuntimeRestoresTheSame() throws Exception {
        // given
        write(Networks.create(new FoldFusionConfig(1, List.of(8, 8, 8, 16)), 1), FOLD);
        write(Networks.create(new InterpolationConfig(1, 1, 5, List.of(2, 3, 4, 5, 6)), 1), TAPS);
        write(new Network(CompactRestorationTest.shaken(DamageKind.MISSING)[0]), MISSING);

        // when
        Path log = folder.resolve("log.txt");
        Path cache = folder.resolve("cache");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dorg.bytedeco.javacpp.cachedir=" + cache,
                        "-cp",
                        classPath(),
                        WithoutTrainingLibrariesTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        // then
        String said = Files.readString(log);
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said)
                .contains("no Nd4j")
                .contains("the engine DL4J needs deeplearning4j-nn and nd4j-native, which are not on the class path")
                .contains(results(folder));
        assertThat(cache).doesNotExist();
    }

    /** In a process of its own: runs the networks and says what comes out. */
    public static void main(String[] args) throws IOException {
        try {
            Class.forName("org.nd4j.linalg.factory.Nd4j");
        } catch (ClassNotFoundException e) {
            System.out.println("no Nd4j");
        }
        Path folder = Path.of(args[0]);
        System.out.println(results(folder));
        try {
            ModelFile.read(folder.resolve(FOLD)).network().inference(Engine.DL4J);
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }

    private static String results(Path folder) throws IOException {
        StringBuilder results = new StringBuilder();
        for (String name : List.of(FOLD, TAPS)) {
            Network network = ModelFile.read(folder.resolve(name)).network();
            results.append(name).append(' ').append(hash(network, 2)).append(' ');
        }
        for (ModelFile file : ModelFile.bundled()) {
            Network network = file.network();
            results.append("bundled ")
                    .append(hash(network, network.config().sectionCount()))
                    .append(' ');
        }
        DamagedTissue tissue = new DamagedTissue(DamageKind.MISSING, 64, 64, 1, 1);
        try (RestorationModel model = RestorationModel.load(folder.resolve(MISSING))) {
            Plane pixels = new Plane(64, 64);
            RestorationMethod method = model.methods(Engine.ONNX).stream()
                    .filter(made -> made.kind() == DamageKind.MISSING)
                    .findFirst()
                    .orElseThrow();
            method.prepare(tissue.task()).restore(2, new Area(0, 0, 64, 64), pixels, new byte[64 * 64]);
            results.append("restored ").append(hash(pixels.pixels()));
        }
        return results.toString();
    }

    private static int hash(Network network, int sections) {
        try (Session session = network.inference(Engine.ONNX).session()) {
            Tensor out = session.run(Published.input(1, sections, 64, 0.4));
            float[] values = new float[out.size()];
            out.data().get(0, values);
            return hash(values);
        }
    }

    /** To three digits: an engine may order its sums by the threads it is given. */
    private static int hash(float[] values) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * (1 + i % 7);
        }
        return (int) Math.round(sum / values.length * 1000);
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> TRAINING.stream().noneMatch(entry.replace('\\', '/')::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void write(Network network, String name) throws IOException {
        new ModelFile(network, ModelDescription.untrained(1)).write(folder.resolve(name));
    }
}
