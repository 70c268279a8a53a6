package org.sstem;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever meets a file of numbers or pictures in the tests finds beside it what it holds and how it was made. */
class GoldenFilesTest {

    private static final List<String> DATA = List.of(".npy", ".h5", ".tif", ".png", ".zip", ".csv", ".json");

    @Test
    void everyGoldenFileIsDescribedBesideIt() throws IOException {
        List<Path> golden;
        try (Stream<Path> modules = Files.list(Path.of("").toAbsolutePath().getParent())) {
            golden = modules.map(module -> module.resolve("src/test/resources"))
                    .filter(Files::isDirectory)
                    .flatMap(GoldenFilesTest::files)
                    .filter(file ->
                            DATA.stream().anyMatch(end -> file.toString().endsWith(end)))
                    .toList();
        }

        assertThat(golden).hasSizeGreaterThan(200).allSatisfy(file -> {
            String name = file.getFileName().toString();
            assertThat(description(file.getParent()))
                    .as("the README.md, or the script that makes it, beside %s", file)
                    .contains(name.substring(0, name.lastIndexOf('.')));
        });
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands in a folder's README and in its scripts. */
    private static String description(Path folder) {
        return files(folder)
                .filter(file -> file.getParent().equals(folder))
                .filter(file -> file.endsWith("README.md") || file.toString().endsWith(".py"))
                .map(file -> {
                    try {
                        return Files.readString(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .collect(Collectors.joining());
    }
}
