package org.sstem.examples;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** The example in Python, run as a user would: needs jpype and NumPy. */
class PythonTest {

    private static final String PYTHON = "/usr/bin/python3";

    @Test
    void arraysGoInAndComeOutAndExceptionsArePythons() throws Exception {
        assumeThat(Files.isExecutable(Path.of(PYTHON))).isTrue();
        assumeThat(run("-c", "import jpype, numpy").exit).as("jpype and NumPy").isZero();

        Run run = run("python/sstem_numpy.py", System.getProperty("java.class.path"));

        assertThat(run.exit).as(run.out).isZero();
        assertThat(run.out)
                .contains("found: [(2, 'missing')]")
                .contains("refused: java.lang.IllegalArgumentException: damage lists section 9 (fold)")
                .contains("refused: the array must be one of uint8, uint16, float32, was float64")
                .containsPattern("mean error of the missing section: [0-4]\\.");
    }

    private record Run(int exit, String out) {}

    private static Run run(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(PYTHON);
        builder.command().addAll(List.of(arguments));
        Process process = builder.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), out);
    }
}
