package org.sstem.cli;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.Role;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Every option of every command, with every value that is none of its kind: exit code 2, one sentence and where to read on, nothing done. */
class BadValuesTest {

    private static final Map<String, String> LINES = Map.ofEntries(
            Map.entry("demo", "OUT"),
            Map.entry("phantom", "OUT"),
            Map.entry("simulate", "IN OUT --kind missing"),
            Map.entry("measure", "IN --damage DAMAGE"),
            Map.entry("detect", "IN"),
            Map.entry("restore", "IN OUT --damage DAMAGE"),
            Map.entry("assemble", "IN OUT DAMAGE"),
            Map.entry("convert", "IN OUT"),
            Map.entry("train", "--data IN --module interpolation -o OUT.zip"),
            Map.entry("export", "DAMAGE OUT"),
            Map.entry("import", "IN.pth --network fold-fusion --preset compact --output OUT.zip"),
            Map.entry("pairs", "OUT --data IN --kind missing --count 2 --size 64"),
            Map.entry("evaluate", "IN IN"),
            Map.entry("study", "--data IN --labels IN --margin 0"),
            Map.entry("info", "IN"));

    private static final List<String> NO_WORD = List.of("abacus", "");
    private static final List<String> NO_WHOLE = List.of("abacus", "", "1.5", "99999999999999999999");
    private static final List<String> NO_NUMBER = List.of("abacus", "", "NaN", "Infinity", "1e400");

    @TempDir
    static Path folder;

    @BeforeAll
    static void inputs() throws IOException {
        TestStacks.write(folder.resolve("in"), 96, 96, 6);
        TestStacks.damage(folder, "{\"z\": 2, \"kind\": \"missing\"}");
        Network network = Network.create(NetworkConfig.compact(Role.FOLD_FUSION), 1);
        CheckpointFile.write(network, folder.resolve("in.pth"));
    }

    static Stream<String[]> bad() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        List<String[]> lines = new ArrayList<>();
        CommandLine all = Sstem.commandLine(nowhere, nowhere);
        all.getSubcommands().forEach((name, command) -> {
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (option.arity().max() > 0) {
                    values(option).forEach(value -> lines.add(new String[] {name, option.longestName(), value}));
                }
            }
        });
        return lines.stream();
    }

    private static List<String> values(OptionSpec option) {
        Class<?> type = Collection.class.isAssignableFrom(option.type()) ? option.auxiliaryTypes()[0] : option.type();
        if (type == String.class) {
            return List.of();
        }
        if (type == Path.class) {
            return List.of("", " ", "s3://bucket/x", "https://host/x.json");
        }
        if (type == double.class || type == Double.class) {
            return NO_NUMBER;
        }
        return type.isPrimitive() || Number.class.isAssignableFrom(type) ? NO_WHOLE : NO_WORD;
    }

    @ParameterizedTest
    @MethodSource("bad")
    void areWrongUsage(String command, String option, String value) throws IOException {
        SortedMap<String, String> before = TestStacks.contents(folder);
        List<Object> line = new ArrayList<>(List.of(command));
        Arrays.stream(LINES.get(command).replaceAll(option + " [^ ]+ ?", "").split(" "))
                .map(word -> word.replace("IN", folder + "/in")
                        .replace("DAMAGE", folder + "/damage.json")
                        .replace("OUT", folder + "/out"))
                .filter(word -> !word.isEmpty())
                .forEach(line::add);
        line.add(option);
        line.add(value);

        Run run = Run.sstem(line.toArray());

        assertThat(run.err())
                .startsWith("sstem " + command + ": ")
                .contains(option)
                .hasLineCount(2);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(TestStacks.contents(folder)).isEqualTo(before);
    }
}
