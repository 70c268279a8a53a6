package org.sstem.cuda.internal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The calls to the driver through JCuda: handles, pointers, argument lists. */
class JCudaDriverApiTest {

    @Test
    void aDriverLibraryThatRunsTheKernelsOnTheCpuIsCalledAsARealOneExpects(@TempDir Path directory) throws Exception {
        // given a library of the driver's name where the loader looks first
        assumeTrue(
                CpuExecution.possible() && System.getProperty("os.arch").equals("amd64"),
                "needs g++, and Linux x86_64 for JCuda");
        CpuExecution.compileAll(directory);
        CpuExecution.copySource("host/libcuda.cpp", directory);
        CpuExecution.compile(directory, "libcuda.cpp", "libcuda.so.1", "-Wl,-soname,libcuda.so.1");

        // when
        Path output = directory.resolve("output.txt");
        ProcessBuilder java = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StubDriverProgram.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        java.environment().put("LD_LIBRARY_PATH", directory.toString());
        Process process = java.start();

        // then
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }
}
