package org.sstem.cli;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** A restoration is looked at, section by section, and what a person decided is done. */
class ReviewTest {

    private static final int SIZE = 96;

    @TempDir
    static Path folder;

    private static Path in;
    private static Path damage;
    private static Path first;
    private static Path report;

    /** Three damaged sections, 2, 4 and 6. */
    @BeforeAll
    static void restored() throws IOException {
        run("phantom", folder.resolve("clean"), "--size", SIZE + "x" + SIZE + "x9");
        run(
                "simulate",
                folder.resolve("clean"),
                folder.resolve("damaged"),
                "--kind",
                "precipitate",
                "--sections",
                "2,4,6",
                "--seed",
                5);
        in = folder.resolve("damaged/degraded");
        damage = folder.resolve("damaged/damage.json");
        first = folder.resolve("first");
        report = folder.resolve("report.html");
        run("restore", in, first, "--damage", damage, "--report", report);
    }

    private static void run(Object... arguments) {
        Run run = Run.sstem(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static Path review(String sections) throws IOException {
        return Files.writeString(
                Files.createTempFile(folder, "review", ".json"), "{\"version\": 1, \"sections\": [" + sections + "]}");
    }

    @Test
    void acceptedSectionsStayRejectedOnesAreTheOriginalsRedoneOnesComeFromTheirNeighbours() throws IOException {
        Path decided = review("{\"z\": 2, \"verdict\": \"accept\"}, {\"z\": 4, \"verdict\": \"reject\"},"
                + " {\"z\": 6, \"verdict\": \"redo\"}");
        Path second = folder.resolve("second");
        Path provenance = folder.resolve("second-provenance");

        run(
                "restore",
                in,
                second,
                "--damage",
                damage,
                "--review",
                decided,
                "--provenance",
                provenance,
                "--report",
                folder.resolve("second.html"));

        assertThat(TestStacks.section(second, 2)).isEqualTo(TestStacks.section(first, 2));
        assertThat(TestStacks.section(second, 4)).isEqualTo(TestStacks.section(in, 4));
        assertThat(TestStacks.section(provenance, 4)).containsOnly(0);
        assertThat(TestStacks.section(second, 6)).isNotEqualTo(TestStacks.section(first, 6));
        assertThat(TestStacks.section(provenance, 6)).doesNotContain(0, 1, 2);
        assertThat(TestStacks.section(second, 3)).isEqualTo(TestStacks.section(in, 3));
        assertThat(folder.resolve("second.html"))
                .content()
                .contains("id=\"z6\"")
                .doesNotContain("id=\"z4\"");
    }

    @Test
    void anInterruptedRunDoesNotGoOnWithAnotherReview() throws IOException {
        Path out = folder.resolve("third");
        run("restore", in, out, "--damage", damage, "--review", review("{\"z\": 4, \"verdict\": \"reject\"}"));

        Run other = Run.sstem("restore", in, out, "--damage", damage, "--resume");

        assertThat(other.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"z\": 3, \"verdict\": \"accept\"}",
                "{\"z\": 4, \"verdict\": \"perhaps\"}",
                "{\"z\": 4}",
                "{\"z\": 4, \"verdict\": \"redo\"}, {\"z\": 4, \"verdict\": \"accept\"}",
                "4",
            })
    void whatIsNoReviewIsRefused(String sections) throws IOException {
        Run run = Run.sstem("restore", in, folder.resolve("never"), "--damage", damage, "--review", review(sections));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains("review");
        assertThat(folder.resolve("never")).doesNotExist();
    }

    /** The page itself, clicked on: needs a Chromium. */
    @Test
    void aBrowserSavesWhatIsClickedOnThePage() throws Exception {
        assumeThat(browser()).as("a Chromium on the path").isNotEmpty();
        String click = "<script>document.querySelector('input.verdict[value=reject]').click();"
                + "document.querySelectorAll('input.verdict[value=redo]')[2].click();"
                + "document.getElementById('file').addEventListener('click', function (e) { e.preventDefault(); });"
                + "document.getElementById('save').click();</script>";
        Path clicked = Files.writeString(
                folder.resolve("clicked.html"), Files.readString(report).replace("</body>", click + "</body>"));
        Path dom = folder.resolve("dom.html");
        Process process = new ProcessBuilder(
                        browser(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--dump-dom",
                        clicked.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();

        String page = Files.readString(dom);
        assertThat(page).contains("2 of 3 decided");
        Matcher link = Pattern.compile("href=\"data:application/json;charset=utf-8,([^\"]+)\"")
                .matcher(page);
        assertThat(link.find()).isTrue();
        Path saved = Files.writeString(
                folder.resolve("saved.json"), URLDecoder.decode(link.group(1), StandardCharsets.UTF_8));
        Path out = folder.resolve("clicked");
        run("restore", in, out, "--damage", damage, "--review", saved);
        assertThat(TestStacks.section(out, 2)).isEqualTo(TestStacks.section(in, 2));
        assertThat(TestStacks.section(out, 4)).isEqualTo(TestStacks.section(first, 4));
        assertThat(TestStacks.section(out, 6)).isNotEqualTo(TestStacks.section(first, 6));
    }

    private static String browser() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of("/usr/bin", name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
    }
}
