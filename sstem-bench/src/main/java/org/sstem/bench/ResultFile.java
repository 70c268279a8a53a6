package org.sstem.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The results of one run and where they were measured.
 *
 * @param machine processor, cores, operating system
 * @param java    version and name of the virtual machine
 * @param commit  commit of the sources, or "unknown"
 * @param date    date of the run
 * @param profile quick or full
 * @param threads threads granted to what was measured
 * @param load    load average of the machine before the run
 * @param results the results
 */
record ResultFile(
        String machine,
        String java,
        String commit,
        String date,
        String profile,
        int threads,
        double load,
        List<Result> results) {

    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

    static ResultFile read(Path file) throws IOException {
        try {
            ResultFile read = GSON.fromJson(Files.readString(file), ResultFile.class);
            if (read == null || read.results == null) {
                throw new IOException(file + " has no results: is it a result file of these benchmarks?");
            }
            return read;
        } catch (JsonParseException e) {
            throw new IOException(file + " is not a result file: " + e.getMessage(), e);
        }
    }

    /** Reads what JMH wrote. */
    static List<Result> jmh(Path file) throws IOException {
        return List.of(GSON.fromJson(Files.readString(file), Result[].class));
    }

    void write(Path file) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Files.write(file, GSON.toJson(this).getBytes(StandardCharsets.UTF_8));
    }
}
