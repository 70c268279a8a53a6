package org.sstem.net.internal.inference;

import ai.onnxruntime.OrtEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.architecture.NetworkWeights;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** ONNX Runtime loads its machine code from where it lies, if that is a file, and copies it nowhere. */
class OnnxLibraryTest {

    private static final String RUNTIME = System.mapLibraryName("onnxruntime");
    private static final String BINDING = System.mapLibraryName("onnxruntime4j_jni");

    @TempDir
    Path folder;

    private String told;

    @BeforeEach
    void nobodySaysWhere() {
        told = System.clearProperty(OnnxLibrary.PROPERTY);
    }

    @AfterEach
    void asBefore() {
        System.clearProperty(OnnxLibrary.PROPERTY);
        if (told != null) {
            System.setProperty(OnnxLibrary.PROPERTY, told);
        }
    }

    @Test
    void librariesThatAreFilesAreLoadedAndNotCopied() throws Exception {
        // given
        Path classes = folder.resolve("class path");
        Path libraries = unpack(classes, RUNTIME, BINDING);
        Path temporary = Files.createDirectory(folder.resolve("tmp"));

        // when
        String unpacked = run(temporary, classes + File.pathSeparator + System.getProperty("java.class.path"));
        String packed = run(temporary, System.getProperty("java.class.path"));

        // then
        assertThat(unpacked)
                .contains("copied 0")
                .contains(libraries.toRealPath().toString());
        assertThat(packed)
                .contains("copied 2")
                .doesNotContain(libraries.toRealPath().toString());
    }

    /** In a process of its own: has a graph made ready, and says where the libraries came from. */
    public static void main(String[] args) throws Exception {
        byte[] graph = OnnxExport.of(NetworkWeights.create(new FoldFusionConfig(1, List.of(8, 8, 8, 16)), 1));
        OnnxSession.create(graph, 1, false).close();
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("java.io.tmpdir")))) {
            System.out.println("copied " + files.filter(Files::isRegularFile).count());
        }
        System.out.println("from " + System.getProperty(OnnxLibrary.PROPERTY));
    }

    @Test
    void whatTheUserSaysStands() throws IOException {
        unpack(folder, RUNTIME, BINDING);
        System.setProperty(OnnxLibrary.PROPERTY, "/elsewhere");

        prefer(folder);

        assertThat(System.getProperty(OnnxLibrary.PROPERTY)).isEqualTo("/elsewhere");
    }

    @Test
    void halfOfThemIsNotEnough() throws IOException {
        unpack(folder, RUNTIME);

        prefer(folder);

        assertThat(System.getProperty(OnnxLibrary.PROPERTY)).isNull();
    }

    @Test
    void whatLiesInAJarIsLeftToOnnxRuntime() throws IOException {
        Path jar = folder.resolve("natives.jar");
        try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            unpack(zip.getPath("/"), RUNTIME, BINDING);
        }

        prefer(jar);

        assertThat(System.getProperty(OnnxLibrary.PROPERTY)).isNull();
    }

    private static void prefer(Path classPath) throws IOException {
        try (URLClassLoader classes =
                new URLClassLoader(new URL[] {classPath.toUri().toURL()}, null)) {
            OnnxLibrary.prefer(classes);
        }
    }

    /** Puts the libraries of this platform where a class path begins, as they lie in ONNX Runtime's jar. */
    private static Path unpack(Path root, String... libraries) throws IOException {
        String found = Stream.of("linux-x64", "linux-aarch64", "osx-aarch64", "win-x64")
                .filter(OnnxLibraryTest::isThisPlatform)
                .findFirst()
                .orElseThrow();
        String place = "ai/onnxruntime/native/" + found;
        Path to = Files.createDirectories(root.resolve(place));
        for (String library : libraries) {
            try (InputStream in = OrtEnvironment.class.getResourceAsStream("/" + place + "/" + library)) {
                Files.copy(in, to.resolve(library));
            }
        }
        return to;
    }

    private static boolean isThisPlatform(String name) {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        return name.endsWith(arm ? "aarch64" : "x64")
                && OrtEnvironment.class.getResource("/ai/onnxruntime/native/" + name + "/" + RUNTIME) != null;
    }

    private static String run(Path temporary, String classPath) throws Exception {
        Path log = temporary.resolveSibling("log.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // Counters of the virtual machine lie in the temporary folder, too.
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                classPath,
                OnnxLibraryTest.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        return Files.readString(log);
    }
}
