package org.sstem.internal.kernel.cpu;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.KernelsContract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class VectorKernelsTest extends KernelsContract {

    @Override
    public Kernels kernels() {
        return Kernels.byName("cpu-vector");
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void resultsAreThoseOfThePlainFormWithinAMillionth(Operation operation) {
        List<float[]> vector = operation.results(kernels());
        List<float[]> plain = operation.results(Kernels.byName("cpu-plain"));

        for (int k = 0; k < vector.size(); k++) {
            float largest = 0;
            for (float value : plain.get(k)) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < vector.get(k).length; i++) {
                float difference = Math.abs(vector.get(k)[i] - plain.get(k)[i]);
                assertThat(difference).as("value %d", i).isLessThanOrEqualTo(1e-6f * largest);
            }
        }
    }

    /** Run by the next test in a Java of its own. */
    public static final class Show {

        private Show() {}

        /** Prints what is chosen, and why the vector form is not. */
        public static void main(String[] arguments) {
            System.out.println("chosen: " + Kernels.automatic().name());
            System.out.println(
                    "reason: " + new VectorKernelProvider().unavailable().orElse("none"));
        }
    }

    @Test
    void withoutTheModuleThePlainFormIsChosenAndTheReasonIsTold() throws Exception {
        assertThat(runShow(List.of()))
                .contains("chosen: cpu-plain")
                .contains("reason: start Java with --add-modules jdk.incubator.vector");
        assertThat(runShow(List.of("--add-modules", "jdk.incubator.vector")))
                .contains("chosen: cpu-vector (")
                .contains("reason: none");
    }

    private static String runShow(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(Show.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
