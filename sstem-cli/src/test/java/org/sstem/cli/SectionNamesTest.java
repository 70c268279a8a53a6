package org.sstem.cli;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Sections in files are called in a result what they were called before. */
class SectionNamesTest {

    private static final int[] NUMBERS = {8, 9, 10, 12, 13};

    @TempDir
    private Path folder;

    private Path in;
    private Path damage;

    @BeforeEach
    void sectionsOfWhichOneIsLeftOut() throws IOException {
        in = TestStacks.write(folder.resolve("in"), 96, 80, NUMBERS.length);
        for (int z = NUMBERS.length - 1; z >= 0; z--) {
            Files.move(in.resolve("000" + z + ".png"), in.resolve("W07_s" + NUMBERS[z] + "_a.png"));
        }
        Files.delete(in.resolve(".sstem-manifest.jsonl"));
        damage = TestStacks.damage(folder, "{\"z\": 2, \"kind\": \"missing\"}");
    }

    private static List<String> names(Path stack) throws IOException {
        try (Stream<Path> files = Files.list(stack)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".png"))
                    .sorted()
                    .toList();
        }
    }

    private void sstem(Object... words) {
        Run run = Run.sstem(words);
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void namesAndWhatTheyLeaveOutSurvive() throws IOException {
        Path out = folder.resolve("out");
        Path codes = folder.resolve("codes");

        sstem("restore", in, out, "--damage", damage, "--provenance", codes);
        sstem("convert", in, folder.resolve("copy"));

        assertThat(names(out))
                .isEqualTo(names(in))
                .contains("W07_s8_a.png", "W07_s10_a.png", "W07_s12_a.png")
                .doesNotContain("W07_s11_a.png");
        assertThat(names(codes)).isEqualTo(names(in));
        assertThat(names(folder.resolve("copy"))).isEqualTo(names(in));
        assertThat(TestStacks.section(out, 4)).isEqualTo(TestStacks.section(in, 4));
    }

    @Test
    void aGapThatIsFilledGetsTheNumberThatWasLeftOut() throws IOException {
        Path out = folder.resolve("out");

        sstem("restore", in, out, "--damage", damage, "--gaps", "missing");

        assertThat(names(out))
                .hasSize(NUMBERS.length + 1)
                .contains("W07_s11_a.png")
                .containsAll(names(in));
        assertThat(TestStacks.section(out, 5)).isEqualTo(TestStacks.section(in, 4));
    }

    @Test
    void fromAFileAndIntoOneSectionsAreNumbered() throws IOException {
        sstem("convert", in, folder.resolve("stack.tif"));
        sstem("convert", folder.resolve("stack.tif"), folder.resolve("back"));

        assertThat(names(folder.resolve("back")))
                .containsExactly("0000.png", "0001.png", "0002.png", "0003.png", "0004.png");
    }

    @Test
    void partsBecomeWhatOneRunMakes() throws IOException {
        sstem("restore", in, folder.resolve("once"), "--damage", damage);
        sstem("restore", in, folder.resolve("part"), "--damage", damage, "--chunk", "1/1");
        sstem("assemble", in, folder.resolve("out"), folder.resolve("part"));

        assertThat(TestStacks.contents(folder.resolve("out"))).isEqualTo(TestStacks.contents(folder.resolve("once")));
    }

    @Test
    void aRunUnderOtherNamesIsNotGoneOnWith() throws IOException {
        Path out = folder.resolve("out");
        sstem("restore", in, out, "--damage", damage);
        Files.move(in.resolve("W07_s13_a.png"), in.resolve("W07_s14_a.png"));

        Run run = Run.sstem("restore", in, out, "--damage", damage, "--resume");

        assertThat(run.err())
                .contains("names of sections was W07_s8_a to W07_s13_a")
                .hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(1);
    }
}
