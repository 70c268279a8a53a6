package org.sstem.cli;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.Restorer;
import org.sstem.cli.internal.file.ParameterFolder;
import org.sstem.damage.Damage;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What was estimated is kept in a folder, can be edited, and is used again. */
class ParameterFolderTest {

    @TempDir
    static Path folder;

    private static Path in;
    private static Path damage;
    private static Path parameters;
    private static SortedMap<String, String> plain;

    @BeforeAll
    static void restoreWithAndWithout() throws IOException {
        in = TestStacks.write(folder.resolve("in"), 96, 80, 6);
        damage = TestStacks.damage(folder, "{\"z\": 2, \"kind\": \"missing\"}, {\"z\": 4, \"kind\": \"precipitate\"}");
        parameters = folder.resolve("parameters");
        assertThat(restore("plain").exitCode()).isZero();
        assertThat(restore("kept", "--parameters", parameters).exitCode()).isZero();
        plain = pictures("plain");
    }

    private static Run restore(String out, Object... more) {
        Object[] words = new Object[5 + more.length];
        System.arraycopy(new Object[] {"restore", in, folder.resolve(out), "--damage", damage}, 0, words, 0, 5);
        System.arraycopy(more, 0, words, 5, more.length);
        return Run.sstem(words);
    }

    private static SortedMap<String, String> pictures(String out) throws IOException {
        SortedMap<String, String> all = TestStacks.contents(folder.resolve(out));
        all.keySet().removeIf(name -> !name.endsWith(".png"));
        return all;
    }

    /** A copy of the parameters, of which one file is another. */
    private static Path edited(String name, int z, String from, String to) throws IOException {
        Path copy = Files.createDirectory(folder.resolve(name));
        for (String file : new String[] {"0002.json", "0004.json"}) {
            Files.copy(parameters.resolve(file), copy.resolve(file));
        }
        Path file = copy.resolve("000" + z + ".json");
        String text = Files.readString(file);
        assertThat(text).containsPattern(from);
        Files.writeString(file, text.replaceFirst(from, to));
        return copy;
    }

    @Test
    void theResultIsTheSameAndEverySectionHasItsFile() throws IOException {
        assertThat(pictures("kept")).isEqualTo(plain);
        assertThat(Files.readString(parameters.resolve("0002.json")))
                .contains("\"z\": 2", "\"method\": \"training-free missing section\"", "\"statistics\": [");
        assertThat(parameters.resolve("0004.json")).exists();
    }

    @Test
    void whatWasKeptIsUsedAndNothingInTheFolderIsChanged() throws IOException {
        SortedMap<String, String> before = TestStacks.contents(parameters);

        Run run = restore("again", "--parameters", parameters);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(pictures("again")).isEqualTo(plain);
        assertThat(TestStacks.contents(parameters)).isEqualTo(before);
    }

    @Test
    void whatAPersonHasEditedDecidesTheResultOfItsSection() throws IOException {
        // The brightness of one neighbour, from which the missing section takes its own.
        Path brighter = edited("brighter", 2, "\"mean\": 0\\.[0-9]+", "\"mean\": 0.9");

        Run run = restore("bright", "--parameters", brighter);

        assertThat(run.exitCode()).as(run.err()).isZero();
        SortedMap<String, String> bright = pictures("bright");
        assertThat(bright.remove("0002.png")).isNotEqualTo(plain.get("0002.png"));
        assertThat(plain).containsAllEntriesOf(bright);
        assertThat(Files.readString(brighter.resolve("0002.json"))).contains("\"mean\": 0.9");
    }

    @Test
    void aRunIsNotGoneOnWithIfParametersWereEditedMeanwhile() throws IOException {
        Path before = edited("before", 2, "\"mean\": 0\\.[0-9]+", "\"mean\": 0.8");
        assertThat(restore("meanwhile", "--parameters", before).exitCode()).isZero();
        Files.writeString(
                before.resolve("0002.json"),
                Files.readString(before.resolve("0002.json")).replace("\"mean\": 0.8", "\"mean\": 0.7"));

        Run run = restore("meanwhile", "--parameters", before, "--resume");

        assertThat(run.err())
                .contains("parameters was edited in sections [2, 4] with hash")
                .hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"repairs\": 3}", "{\"repairs\": [{\"method\": \"a\"}]}", "{", ""})
    void whatCannotBeUnderstoodIsNamed(String text) throws IOException {
        Path wrong = Files.createTempDirectory(folder, "wrong");
        Files.writeString(wrong.resolve("0004.json"), text);

        Run run = restore("no", "--parameters", wrong);

        assertThat(run.err())
                .contains("0004.json must be {\"repairs\": [{\"method\"")
                .hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(folder.resolve("no")).doesNotExist();
    }

    @Test
    void parametersOfOtherDamageAreRefused() throws IOException {
        Path other = Files.writeString(
                folder.resolve("other.json"), "{\"version\": 1, \"sections\": [{\"z\": 2, \"kind\": \"missing\"}]}");

        Run run = Run.sstem("restore", in, folder.resolve("no"), "--damage", other, "--parameters", parameters);

        assertThat(run.err())
                .contains("were estimated of something else: damage was 2 places")
                .hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aFileThatChangesAfterItWasLookedAtIsRefused() throws IOException {
        Path copy = edited("during", 2, "\"mean\": 0\\.[0-9]+", "\"mean\": 0.8");
        SortedSet<Integer> sections = new TreeSet<>(Set.of(2, 4));
        ParameterFolder opened = ParameterFolder.open(copy, Map.of("damage", "two"), sections);
        Restorer.Builder builder = Restorer.builder();
        opened.giveTo(builder);
        Restorer restorer = builder.build();
        Files.writeString(copy.resolve("0004.json"), "{}");

        assertThatThrownBy(() -> {
                    try (StackReader<?> stack = Stacks.open(in)) {
                        restorer.restore(stack.pixels(), Damage.read(damage));
                    }
                })
                .hasMessageContaining("0004.json was changed while the stack was restored");
    }
}
