package org.sstem.cli;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.stack.Stacks;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A dataset of an HDF5 file has a colon in its name, which no path may have on Windows: wherever a command takes a stack,
 * it takes it as a name, not as a path.
 */
class StackNamesTest {

    @TempDir
    static Path folder;

    @BeforeAll
    static void inputs() throws IOException {
        Stacks.write(TestStacks.pattern(64, 48, 5), Optional.of(TestStacks.VOXELS), folder + "/in.h5:/volumes/raw");
        Files.createDirectory(folder.resolve("none"));
        TestStacks.damage(folder, "{\"z\": 2, \"kind\": \"missing\"}");
    }

    /** A run of the command line where colons in paths are illegal. */
    private static Run windows(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Sstem.commandLine(new PrintWriter(out, true), new PrintWriter(err, true));
        line.registerConverter(Path.class, text -> {
            if (text.contains(":")) {
                throw new TypeConversionException("Illegal char <:> in " + text);
            }
            return Path.of(text);
        });
        int code = line.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        return new Run(code, out.toString(), err.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "info AT/in.h5:/volumes/raw",
                "detect AT/in.h5:/volumes/raw -o AT/found/damage.json",
                "restore AT/in.h5:/volumes/raw AT/out.h5:/volumes/raw --damage AT/damage.json --provenance AT/codes.h5:/p",
                "evaluate AT/in.h5:/volumes/raw AT/in.h5:/volumes/raw --degraded AT/in.h5:/volumes/raw"
                        + " --labels AT/in.h5:/volumes/raw",
                "simulate AT/in.h5:/volumes/raw AT/simulated --kind missing --sections 2",
                "phantom AT/tissue.h5:/volumes/raw --labels AT/labels.h5:/volumes/labels --size 64x64x2",
            })
    void takeAColonWhereNoPathHasOne(String command) {
        Object[] words = Stream.of(command.split(" "))
                .map(word -> word.replace("AT", folder.toString()))
                .toArray();

        Run run = windows(words);

        assertThat(run.err()).doesNotContain("Illegal", "Invalid");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "measure AT/in.h5:/volumes/raw --damage AT/absent.json",
                "train --data AT/in.h5:/volumes/raw --module interpolation -o AT/model.zip --statistics AT/absent.json",
                "restore AT/in.h5:/volumes/raw AT/out.h5:/volumes/raw --damage AT/absent.json",
            })
    void comeSoFarThatAnotherFileIsMissed(String command) {
        Object[] words = Stream.of(command.split(" "))
                .map(word -> word.replace("AT", folder.toString()))
                .toArray();

        Run run = windows(words);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains("absent.json");
    }

    @Test
    void theTestRefusesColonsInPaths() {
        assertThat(windows("detect", folder + "/in.h5:/volumes/raw", "-o", "a:b.json")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void whatIsWrittenIntoAFolderIsWrittenIntoNoneOfTheNameOfAnAddress() {
        Run run = Run.sstem("simulate", folder + "/in.h5:/volumes/raw", "s3://bucket/out.zarr", "--kind", "missing");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("\"s3://bucket/out.zarr\" is no file or folder on this computer");
        assertThat(Path.of("s3:")).doesNotExist();
    }
}
