package org.sstem.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The command line as users start it: in a Java of its own. */
class VectorModuleTest {

    /** What the manifest of the command line's jar says. */
    private static final String MANIFEST = "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED";

    @TempDir
    private Path directory;

    private record Ended(int code, String out, String err) {}

    private Ended sstem(List<String> options, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Sstem.class.getName()));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Test
    void theFastKernelsRunWithoutAnOptionAndWithoutAWarning() throws Exception {
        Ended info = sstem(List.of(MANIFEST), "info");

        assertThat(info.code()).isZero();
        assertThat(info.out()).contains("cpu-vector (");
        assertThat(info.err()).doesNotContain("WARNING");
    }

    @Test
    void theOptionDoesNoHarm() throws Exception {
        Ended info = sstem(List.of(MANIFEST, "--add-modules=" + VectorModule.NAME), "info");

        assertThat(info.code()).isZero();
        assertThat(info.out()).contains("cpu-vector (");
    }

    @Test
    void thePlainKernelsRunWhereTheyAreAskedFor() throws Exception {
        Ended info = sstem(List.of(MANIFEST, "-Dsstem.kernels=cpu-plain"), "info");

        assertThat(info.code()).isZero();
        assertThat(info.out()).doesNotContain("cpu-vector (").contains("start Java with --add-modules");
    }

    @Test
    void aJavaThatKeepsItsInternalsClosedRunsThePlainKernels() throws Exception {
        Ended info = sstem(List.of(), "info");

        assertThat(info.code()).isZero();
        assertThat(info.out()).contains("cpu-plain").contains("start Java with --add-modules");
    }

    @Test
    void anErrorIsOneLine() throws Exception {
        Ended failed =
                sstem(List.of(MANIFEST), "info", directory.resolve("absent.tif").toString());

        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err().lines()).hasSize(1);
    }

    @Test
    void nothingIsAddedToAJavaThatTestsRunTheCommandLineIn() {
        assertThat(VectorModule.add("cpu-plain")).isFalse();
    }
}
