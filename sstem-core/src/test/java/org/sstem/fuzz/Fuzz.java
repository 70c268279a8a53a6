package org.sstem.fuzz;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads damaged files, in a Java of its own with 256 MB: only the exceptions that are documented may come, no read may
 * take ten seconds, and the memory has to do.
 *
 * <p>How many files of each format are read is the system property {@code sstem.fuzz}, 300 unless it is set.
 */
public final class Fuzz {

    private static final int HANG_SECONDS = 10;
    private static final int MAX_WAITS = 30;
    private static final int MAX_KEPT = 40;

    private Fuzz() {}

    /** Reads a file; may throw. */
    @FunctionalInterface
    public interface Reading {
        /**
         * Reads everything that a user would.
         *
         * @param file the file
         * @throws Exception what is documented, on a damaged file
         */
        void read(Path file) throws Exception;
    }

    /**
     * A format of files.
     *
     * @param fileName what the damaged files are called
     * @param mutator  makes them
     * @param reading  reads them
     */
    public record Format(String fileName, Mutator mutator, Reading reading) {}

    /**
     * Runs a program with the formats of a module in a Java of its own.
     *
     * @param program has a {@code main} that calls {@link #main}
     * @param format  name of a format
     * @param folder  where the files are made
     * @throws Exception if the program cannot be run
     */
    public static void fork(Class<?> program, String format, Path folder) throws Exception {
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Djava.awt.headless=true",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        format,
                        Integer.getInteger("sstem.fuzz", 300).toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int code = process.waitFor();
        String said = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(code).as(said).isZero();
        assertThat(said).contains(format + ": ");
    }

    /**
     * Reads damaged files of one format and ends the Java with 1 if one was not read as documented.
     *
     * @param formats   the formats that there are
     * @param arguments name of a format, how many files, folder; and the seed, if another than 1
     * @throws IOException if the files cannot be written
     */
    public static void main(Map<String, Format> formats, String... arguments) throws IOException {
        long seed = arguments.length > 3 ? Long.parseLong(arguments[3]) : 1;
        int failures = run(
                arguments[0], formats.get(arguments[0]), Integer.parseInt(arguments[1]), Path.of(arguments[2]), seed);
        System.exit(failures > 0 ? 1 : 0);
    }

    private static int run(String name, Format format, int count, Path folder, long seed) throws IOException {
        Map<String, Integer> outcomes = new TreeMap<>();
        int failures = 0;
        long slowest = 0;
        for (int i = 0; i < count; i++) {
            byte[] bytes = format.mutator().next(new Random(seed * 1_000_003 + i));
            Path file = folder.resolve(format.fileName());
            Files.write(file, bytes);
            long start = System.nanoTime();
            Throwable thrown = read(format, file);
            slowest = Math.max(slowest, System.nanoTime() - start);
            outcomes.merge(thrown == null ? "read" : thrown.getClass().getSimpleName(), 1, Integer::sum);
            boolean documented = thrown == null
                    || thrown instanceof IOException
                    || thrown instanceof UncheckedIOException
                    || thrown instanceof IllegalArgumentException;
            if (!documented && failures++ < MAX_KEPT) {
                Path kept = folder.resolve("kept-" + i + "-" + format.fileName());
                Files.write(kept, bytes);
                StringWriter trace = new StringWriter();
                thrown.printStackTrace(new PrintWriter(trace));
                System.out.println(
                        kept + "\n" + trace.toString().lines().limit(14).reduce("", (a, b) -> a + b + "\n"));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %d files, %s, slowest %.2f s, %d failures%n",
                name,
                count,
                outcomes,
                slowest / 1e9,
                failures);
        return failures;
    }

    private static Throwable read(Format format, Path file) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            format.reading().read(file);
            return null;
        });
        Thread thread = new Thread(task, "read");
        thread.setDaemon(true);
        thread.start();
        try {
            for (int i = 0; i < MAX_WAITS; i++) {
                try {
                    task.get(HANG_SECONDS, TimeUnit.SECONDS);
                    return null;
                } catch (TimeoutException e) {
                    // A busy machine is no fault of the file: what counts is the time that the read itself took.
                    long spent = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
                    if (spent > TimeUnit.SECONDS.toNanos(HANG_SECONDS)) {
                        break;
                    }
                }
            }
            AssertionError hang = new AssertionError("no end after " + HANG_SECONDS + " s");
            hang.setStackTrace(thread.getStackTrace());
            return hang;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Reads files.
     *
     * @param files the files
     * @return what is in them
     */
    public static List<byte[]> contents(Path... files) {
        try {
            List<byte[]> out = new ArrayList<>();
            for (Path file : files) {
                out.add(Files.readAllBytes(file));
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
