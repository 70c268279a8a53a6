package org.sstem.spark;

import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A driver with two tasks at a time, in a Java of its own, ended by force in each phase of a restoration: what is there is
 * whole, and a job that resumes in another process comes to the bytes of one that was not ended.
 *
 * <p>One moment a phase, as soon as it has begun; {@code -Dsstem.kills=20} takes six, the others at random.
 */
class KilledJobsTest {

    private static final int KILLS = Math.max(1, Integer.getInteger("sstem.kills", 3) / 3);
    private static final int LATEST_MS = 1500;
    private static final Map<String, String> SETTINGS = Map.of("spark.master", "local[2]", "spark.ui.enabled", "false");

    @TempDir
    static Path folder;

    private static DamagedTissue tissue;
    private static SortedMap<String, Integer> expected;
    private static SortedMap<String, Integer> expectedCodes;

    @BeforeAll
    static void damage() throws IOException {
        tissue = DamagedTissue.in(folder);
        tissue.restore(tissue.little(), 64, tissue.name("one.zarr"), tissue.name("one-codes.zarr"), true);
        expected = Tree.of(tissue.path("one.zarr"));
        expectedCodes = Tree.of(tissue.path("one-codes.zarr"));
    }

    /** A phase, and the first file that tells of it. */
    @ParameterizedTest
    @CsvSource({
        "survey, .*\\.answer",
        "tiles, .*\\.pixels",
        "sections, .*level1-.*",
        "metadata, .*(zarr\\.json|\\.zarray|\\.zattrs|\\.zgroup)"
    })
    void leaveNothingThatLooksFinishedAndAreResumedToTheSame(String phase, String sign) throws Exception {
        Random random = new Random(phase.hashCode());
        int unfinished = 0;
        for (int i = 0; i < KILLS; i++) {
            String out = phase + i + ".zarr";
            int later = i == 0 ? 0 : random.nextInt(LATEST_MS);
            Process job = start(out);
            while (job.isAlive() && !begun(tissue.path(out + ".sstem-partial"), sign)) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            job.waitFor(later, TimeUnit.MILLISECONDS);
            job.destroyForcibly().waitFor();
            String when = phase + " and " + later + " ms";

            if (Files.exists(tissue.path(out))) {
                assertThat(Tree.of(tissue.path(out))).as(when).isEqualTo(expected);
            }
            if (Files.exists(tissue.path("codes-" + out))) {
                assertThat(Tree.of(tissue.path("codes-" + out))).as(when).isEqualTo(expectedCodes);
            } else {
                unfinished++;
            }
            resume(out);
            assertThat(Tree.of(tissue.path(out))).as(when).isEqualTo(expected);
            assertThat(Tree.of(tissue.path("codes-" + out))).as(when).isEqualTo(expectedCodes);
            assertThat(tissue.path(out + ".sstem-partial")).doesNotExist();
        }
        System.out.println("killed: in " + phase + " " + KILLS + " times, " + unfinished + " before the end");
    }

    private static boolean begun(Path partial, String sign) throws IOException {
        if (!Files.isDirectory(partial)) {
            return false;
        }
        try (Stream<Path> files = Files.list(partial)) {
            return files.anyMatch(file -> file.getFileName().toString().matches(sign));
        } catch (UncheckedIOException | NoSuchFileException e) {
            // It was moved to its place meanwhile.
            return true;
        }
    }

    private static Process start(String out) throws IOException {
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx600m"));
        line.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"));
        SETTINGS.forEach((name, value) -> line.add("-D" + name + "=" + value));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), SparkJobs.class.getName()));
        line.addAll(job(out));
        Path said = tissue.path(out + ".log");
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
                .start();
    }

    /** Goes on in this process. */
    private static void resume(String out) throws IOException {
        List<String> line = job(out);
        line.add("--resume");
        Clusters.stop();
        SETTINGS.forEach(System::setProperty);
        try {
            SparkJobs.main(line.toArray(String[]::new));
        } finally {
            SETTINGS.keySet().forEach(System::clearProperty);
        }
    }

    private static List<String> job(String out) {
        return new ArrayList<>(List.of(
                "restore",
                "-i",
                tissue.name(DamagedTissue.IN),
                "-d",
                tissue.little().toString(),
                "-o",
                tissue.name(out),
                "--provenance",
                tissue.name("codes-" + out),
                "--layers",
                "--tile",
                "64",
                "--localSparkBindAddress"));
    }
}
