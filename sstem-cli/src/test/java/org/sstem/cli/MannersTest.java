package org.sstem.cli;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.AutoComplete;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** How the command line behaves towards whoever types, reads or redirects. */
class MannersTest {

    @TempDir
    private Path folder;

    private Path in;
    private Path damage;

    @BeforeEach
    void inputs() throws IOException {
        in = TestStacks.write(folder.resolve("in"), 96, 96, 6);
        damage = TestStacks.damage(folder, "{\"z\": 2, \"kind\": \"missing\"}, {\"z\": 4, \"kind\": \"precipitate\"}");
    }

    private static CommandLine commandLine() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return Sstem.commandLine(nowhere, nowhere);
    }

    static Stream<String> commands() {
        return commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandTellsTheVersion(String command) {
        Run run = Run.sstem(command, "--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(Run.sstem("--version").out()).startsWith("sstem ");
    }

    @ParameterizedTest
    @CsvSource({
        "restore a b --damge x, --damage",
        "restore a b --provenence x, --provenance",
        "restor, restore",
        "detect a --thread 2, --threads",
        "simulat, simulate",
    })
    void aWordThatIsNearlyRightIsAnsweredByTheRightOne(String typed, String meant) {
        Run run = Run.sstem((Object[]) typed.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(2);
        assertThat(run.err().lines().toList().get(1))
                .startsWith("did you mean ")
                .contains(meant);
    }

    @Test
    void otherWrongUsageSaysWhereToReadOn() {
        assertThat(Run.sstem("restore").err().lines().toList().get(1))
                .isEqualTo("sstem restore --help says what there is");
        assertThat(Run.sstem().err().lines().toList().get(1)).isEqualTo("sstem --help says what there is");
    }

    @Test
    void progressIsPlainLinesWhereNobodyLooksOnAndNothingIfAskedFor() throws Exception {
        Child told = Child.start(folder, "256m", "convert", in, folder.resolve("a.tif"));
        assertThat(told.await()).isZero();
        Child quiet = Child.start(folder, "256m", "convert", in, folder.resolve("b.tif"), "--quiet");
        assertThat(quiet.await()).isZero();

        assertThat(told.said())
                .doesNotContain("\r", "\u001b")
                .contains("convert: 1 of 6, ", "convert: 6 of 6, ")
                .hasLineCount(2);
        assertThat(quiet.said()).isEmpty();
    }

    @Test
    void theLibrariesSpeakAsMuchAsIsAskedFor() throws Exception {
        Child all = Child.start(folder, "256m", "info", in, "--log-level", "debug");
        assertThat(all.await()).isZero();
        Child few = Child.start(folder, "256m", "info", in);
        assertThat(few.await()).isZero();

        assertThat(few.said()).isEmpty();
        assertThat(Run.sstem("info", in, "--log-level", "loud").exitCode()).isEqualTo(2);
    }

    @Test
    void withoutNetworksAllElseIsDoneAndNetworksAreRefusedInOneSentence() throws Exception {
        Child restored =
                Child.withoutNetworks(folder, "restore", in, folder.resolve("out"), "--damage", damage, "--quiet");
        assertThat(restored.await()).as(restored.said()).isZero();
        Child trained = Child.withoutNetworks(
                folder, "train", "--data", in, "--module", "interpolation", "-o", folder.resolve("m.zip"));
        assertThat(trained.await()).isEqualTo(1);
        Path model = Files.createFile(folder.resolve("n.zip"));
        Child used = Child.withoutNetworks(
                folder, "restore", in, folder.resolve("by"), "--method", "network", "--model", model);
        assertThat(used.await()).isEqualTo(1);

        assertThat(trained.said()).hasLineCount(1).contains("training cannot be done by the package without networks");
        assertThat(used.said()).hasLineCount(1).contains("restoring by networks cannot be done");
    }

    @Test
    void optionsComeFromAFileToo() throws IOException {
        Path options = Files.writeString(
                folder.resolve("options"), "# how we restore\n--damage " + damage + "\n--quiet --tile 512\n");

        Run run = Run.sstem("restore", in, folder.resolve("out"), "@" + options);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(folder.resolve("out")).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "detect IN -o new/found.json --report report.html",
                "restore IN OUT --damage DAMAGE --provenance new/provenance --report report.html",
                "restore IN OUT",
                "simulate IN OUT --kind fold,precipitate,missing --rate 0.4 --report new/report.html",
                "convert IN new/out.tif",
                "train --data IN --module interpolation -o new/model.zip --steps 1000 --size 32 --batch 2 --hold-out 0",
            })
    void aDryRunSaysWhatWouldBeDoneAndWritesNothing(String line) throws IOException {
        SortedMap<String, String> before = TestStacks.contents(folder);
        Object[] words = Arrays.stream((line + " --dry-run").split(" "))
                .map(word -> word.equals("IN")
                        ? in
                        : word.equals("DAMAGE")
                                ? damage
                                : word.matches("OUT|new/.*|report.html|model.zip")
                                        ? folder.resolve(word.toLowerCase())
                                        : word)
                .toArray();

        Run run = Run.sstem(words);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("would ", "96 x 96 x 6", folder.resolve("in").toString());
        assertThat(run.out()).containsPattern("(time|reading) +some|reading +\\d");
        assertThat(TestStacks.contents(folder)).isEqualTo(before);
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void aDryRunRefusesWhatTheRunWouldRefuse() throws IOException {
        Path there = TestStacks.write(folder.resolve("there.tif"), 16, 16, 2);

        assertThat(Run.sstem("restore", in, there, "--damage", damage, "--dry-run")
                        .err())
                .contains("--overwrite");
        assertThat(Run.sstem("restore", in, in, "--damage", damage, "--dry-run").exitCode())
                .isEqualTo(2);
        assertThat(Run.sstem("convert", folder.resolve("nothing"), folder.resolve("x"), "--dry-run")
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void theShellCompletesCommandsAndOptions() throws Exception {
        Path script = Files.writeString(folder.resolve("completion"), AutoComplete.bash("sstem", commandLine()));
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        ". " + script
                                + "; COMP_WORDS=(sstem restore --prov); COMP_CWORD=2; _complete_sstem; echo ${COMPREPLY[*]}")
                .redirectErrorStream(true)
                .start();

        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(bash.getInputStream().readAllBytes())).contains("--provenance");
    }
}
