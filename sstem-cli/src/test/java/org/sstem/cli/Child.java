package org.sstem.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run of the command line in a Java of its own, which can be ended by force. */
final class Child {

    private static final int PATIENCE_S = 300;

    private final Process process;
    private final Path out;
    private final Path err;

    private Child(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static Child start(Path scratch, String heap, Object... arguments) throws IOException {
        return start(scratch, heap, System.getProperty("java.class.path"), arguments);
    }

    /** As the package without networks has it. */
    static Child withoutNetworks(Path scratch, Object... arguments) throws IOException {
        String others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*[/\\\\](nd4j|deeplearning4j|bytedeco|onnxruntime|tribuo)[/\\\\].*"))
                .collect(Collectors.joining(File.pathSeparator));
        return start(scratch, "256m", others, arguments);
    }

    private static Child start(Path scratch, String heap, String classPath, Object... arguments) throws IOException {
        Path out = Files.createTempFile(scratch, "out", ".txt");
        Path err = Files.createTempFile(scratch, "err", ".txt");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "-cp",
                classPath,
                Sstem.class.getName()));
        Arrays.stream(arguments).map(Object::toString).forEach(line::add);
        Process process = new ProcessBuilder(line)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Child(process, out, err);
    }

    /** Waits until the run has taken its outputs for itself, or has ended. */
    void awaitLock(Path folder) throws IOException, InterruptedException {
        while (process.isAlive()) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.anyMatch(file -> file.toString().endsWith(".sstem-lock"))) {
                    return;
                }
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    void killAfter(long millis) throws InterruptedException {
        process.waitFor(millis, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
    }

    int await() throws InterruptedException {
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    /** Everything that was said. */
    String said() throws IOException {
        return Files.readString(err);
    }

    /** What was said, without progress. */
    String err() throws IOException {
        try (Stream<String> lines = Files.readString(err).replace('\r', '\n').lines()) {
            return String.join(
                    "\n",
                    lines.filter(line -> line.startsWith("sstem") || line.contains("rror") || line.contains("\tat "))
                            .toList());
        }
    }
}
