package org.sstem;

import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;

/** What adds up the reports of all tests in the end fails when one of them tells of a failure, whatever the build said. */
@DisabledOnOs(OS.WINDOWS)
class CountedReportsTest {

    private static final String REPORT =
            "<?xml version=\"1.0\"?>\n<testsuite name=\"a\" %s>\n<testcase/>\n</testsuite>\n";
    private static final String GOOD = "tests=\"3\" errors=\"0\" skipped=\"1\" failures=\"0\"";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tests='3' errors='0' skipped='1' failures='0' | true",
                "tests='3' errors='0' skipped='0' failures='1' | false",
                "tests='3' errors='2' skipped='0' failures='0' | false",
                "tests='3' errors='0' skipped='0' | false",
                "'' | false",
            })
    void aFailureAmongGoodReportsIsAnError(String attributes, boolean passes) throws Exception {
        Path good = Files.writeString(folder.resolve("TEST-a.xml"), String.format(Locale.ROOT, REPORT, GOOD));
        Path other = Files.writeString(
                folder.resolve("TEST-b.xml"),
                attributes.isEmpty() ? "" : String.format(Locale.ROOT, REPORT, attributes.replace('\'', '"')));

        assertThat(count(good, good)).isZero();
        assertThat(count(good, other) == 0).isEqualTo(passes);
    }

    private static int count(Path... reports) throws Exception {
        Path script = Path.of("").toAbsolutePath().getParent().resolve(".ci/count-tests");
        return new ProcessBuilder(script.toString(), reports[0].toString(), reports[1].toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
