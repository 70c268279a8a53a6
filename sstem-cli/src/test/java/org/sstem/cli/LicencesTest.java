package org.sstem.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import static org.assertj.core.api.Assertions.assertThat;

/** Every component that we hand on is named with its licence, and the text is there. */
class LicencesTest {

    private static final String FOLDER = "/META-INF/licenses/";
    private static final String NATIVE = "[native libraries inside these, for Linux on x86-64]";

    /** What only tests use, by the path of its group in a repository. */
    private static final Pattern TESTS = Pattern.compile(
            "/(org/junit|org/assertj|org/opentest4j|org/apiguardian|net/bytebuddy|com/tngtech/archunit)/");

    @Test
    void theListNamesWhatIsOnTheClassPathAndNothingElse() throws IOException {
        Map<String, String> listed = listed(text("THIRD-PARTY.txt"));
        TreeSet<String> unused = new TreeSet<>(listed.keySet());
        TreeSet<String> unlisted = new TreeSet<>();
        int jars = 0;

        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String path = entry.replace(File.separatorChar, '/');
            if (!path.endsWith(".jar")
                    || path.contains("/sstem-")
                    || TESTS.matcher(path).find()) {
                continue;
            }
            jars++;
            List<String> names = listed.keySet().stream()
                    .filter(name -> path.contains("/" + directory(name) + "/"))
                    .toList();
            names.forEach(unused::remove);
            if (names.isEmpty()) {
                unlisted.add(path);
            }
        }

        assertThat(jars).isGreaterThan(30);
        assertThat(unlisted)
                .as("on the class path, but not in licenses/THIRD-PARTY.txt")
                .isEmpty();
        assertThat(unused)
                .as("in licenses/THIRD-PARTY.txt, but not on the class path")
                .isEmpty();
    }

    /** Of other systems other libraries are taken, and they are not handed on. */
    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void theListNamesTheNativeLibrariesInsideAndNothingElse() throws IOException {
        Pattern library =
                Pattern.compile("(?:.*/)?(?:lib)?([\\w-]+?)(?:-\\d[\\w.-]*)?\\.(?:so|dll|dylib|jnilib)[.\\d]*");
        TreeSet<String> inside = new TreeSet<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.endsWith(".jar") && !TESTS.matcher(entry).find()) {
                try (ZipFile jar = new ZipFile(entry)) {
                    jar.stream().map(file -> library.matcher(file.getName())).forEach(match -> {
                        if (match.matches()) {
                            inside.add(match.group(1));
                        }
                    });
                }
            }
        }

        assertThat(inside).hasSizeGreaterThan(10).isEqualTo(natives().keySet());
        for (String licences : natives().values()) {
            for (String licence : licences.split(", ")) {
                assertThat(text(licence + ".txt")).as(licence).hasSizeGreaterThan(1000);
            }
        }
    }

    /** The native libraries that are listed, with their licences. */
    private static Map<String, String> natives() throws IOException {
        Map<String, String> natives = new TreeMap<>();
        Pattern line = Pattern.compile("([\\w-]+) = ([\\w.-]+(?:, [\\w.-]+)*) \\(.*\\)");
        text("THIRD-PARTY.txt").lines().map(line::matcher).forEach(match -> {
            if (match.matches()) {
                natives.put(match.group(1), match.group(2));
            }
        });
        return natives;
    }

    @Test
    void everyLicenceThatIsNamedIsThereWithItsText() throws IOException {
        String list = text("THIRD-PARTY.txt");
        String inJar = list.substring(0, list.indexOf(NATIVE));

        for (String licence : new TreeSet<>(listed(inJar).values())) {
            assertThat(text(licence + ".txt")).as(licence).hasSizeGreaterThan(1000);
        }
        for (String licence : List.of("GPL-3.0", "GCC-exception-3.1", "LGPL-2.1")) {
            assertThat(list).contains(licence);
            assertThat(text(licence + ".txt")).as(licence).hasSizeGreaterThan(1000);
        }
        assertThat(text("Apache-2.0.txt")).isEqualTo(Files.readString(root().resolve("LICENSE")));
    }

    /** What others ask for and load no class of. */
    @Test
    void whatLoadsNoClassIsNotOnTheClassPath() {
        assertThat(System.getProperty("java.class.path").replace(File.separatorChar, '/'))
                .doesNotContain("/oshi-core/", "/fastutil/", "/net/java/dev/jna/", "/threetenbp/", "/protobuf-java/");
    }

    @Test
    void theLicenceOfAllIsOursInEveryJarThatRuns() throws IOException {
        List<String> poms;
        try (Stream<Path> folders = Files.list(root())) {
            poms = folders.map(folder -> folder.resolve("pom.xml"))
                    .filter(Files::exists)
                    .map(LicencesTest::read)
                    .filter(pom -> pom.contains("/sstem.jar</outputFile>"))
                    .toList();
        }

        // the jar that runs everywhere, and the packages for a platform
        assertThat(poms).hasSize(2).allSatisfy(pom -> assertThat(pom)
                .contains("<resource>META-INF/LICENSE</resource>"));
    }

    private static Map<String, String> listed(String text) {
        Map<String, String> listed = new LinkedHashMap<>();
        Pattern line = Pattern.compile("([\\w.-]+:[\\w.-]+) = ([\\w.-]+)");
        Arrays.stream(text.split("\n")).map(line::matcher).forEach(match -> {
            if (match.matches()) {
                assertThat(listed.put(match.group(1), match.group(2)))
                        .as(match.group(1))
                        .isNull();
            }
        });
        return listed;
    }

    /** Where a repository keeps a component. */
    private static String directory(String name) {
        String[] parts = name.split(":");
        return parts[0].replace('.', '/') + "/" + parts[1];
    }

    private static String text(String file) throws IOException {
        try (InputStream in = LicencesTest.class.getResourceAsStream(FOLDER + file)) {
            assertThat(in).as(FOLDER + file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
