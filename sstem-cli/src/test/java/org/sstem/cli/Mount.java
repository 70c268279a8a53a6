package org.sstem.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** A file system of its own, where the user of the tests may mount one; elsewhere the test is skipped. */
final class Mount implements AutoCloseable {

    private static final String MOUNT = "/bin/mount";

    private final Path place;

    private Mount(Path place) {
        this.place = place;
    }

    /** A small one in memory, such as {@code size=64k}. */
    static Mount memory(Path place, String options) throws IOException, InterruptedException {
        return mounted(place, MOUNT, "-t", "tmpfs", "-o", options, "tmpfs", place.toString());
    }

    /** A folder in a second place; in its own if both are the same, which nobody can move then. */
    static Mount folder(Path folder, Path place) throws IOException, InterruptedException {
        return mounted(place, MOUNT, "--bind", folder.toString(), place.toString());
    }

    private static Mount mounted(Path place, String... line) throws IOException, InterruptedException {
        Files.createDirectories(place);
        assumeThat(Files.isExecutable(Path.of(MOUNT)) && system(line))
                .as("this user may mount")
                .isTrue();
        return new Mount(place);
    }

    /** Where it is. */
    Path place() {
        return place;
    }

    void change(String options) throws IOException, InterruptedException {
        assertThat(system(MOUNT, "-o", "remount," + options, place.toString())).isTrue();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        system("/bin/umount", "-l", place.toString());
    }

    private static boolean system(String... line) throws IOException, InterruptedException {
        return new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
