package org.sstem.cli;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;

import static org.assertj.core.api.Assertions.assertThat;

/** No output may be, contain or lie in an input or another output: exit code 2, one sentence, nothing changed. */
class OutputPathsTest {

    @TempDir
    private Path folder;

    /** A stack, links to it, damage with a mask, and a model, all with overwriting asked for. */
    @BeforeEach
    void inputs() throws IOException {
        Path in = TestStacks.write(folder.resolve("in"), 64, 48, 5);
        TestStacks.write(folder.resolve("in.tif"), 64, 48, 5);
        Files.createSymbolicLink(folder.resolve("link"), in);
        Path far = Files.createDirectory(folder.resolve("elsewhere")).resolve("link");
        Files.createSymbolicLink(far, Files.createDirectory(folder.resolve("deep")));
        Files.createSymbolicLink(folder.resolve("link.tif"), folder.resolve("in.tif"));
        Files.createLink(folder.resolve("hard.tif"), folder.resolve("in.tif"));
        Files.createDirectory(folder.resolve("hard"));
        Files.createLink(folder.resolve("hard/0000.png"), in.resolve("0000.png"));
        Path linked = Files.createDirectory(folder.resolve("linked"));
        for (int z = 0; z < 5; z++) {
            Files.createSymbolicLink(linked.resolve("000" + z + ".png"), in.resolve("000" + z + ".png"));
        }
        TestStacks.damage(
                folder, "{\"z\": 2, \"kind\": \"missing\"}, {\"z\": 1, \"kind\": \"fold\", \"mask\": \"mask.png\"}");
        Files.copy(in.resolve("0001.png"), folder.resolve("mask.png"));
        Files.writeString(folder.resolve("model.zip"), "a model");
        Files.writeString(folder.resolve("stats.json"), "statistics");
        Files.createDirectory(folder.resolve("in.sstem-partial"));
        Files.copy(in.resolve("0001.png"), folder.resolve("in.sstem-partial/0001.png"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "restore in in --damage damage.json | OUT",
                "restore in link --damage damage.json | OUT",
                "restore link in --damage damage.json | OUT",
                "restore in ./in/../in --damage damage.json | OUT",
                "restore in link/../in --damage damage.json | OUT",
                "restore in in/sub --damage damage.json | lies in",
                "restore in link/sub/deep --damage damage.json | lies in",
                "restore in . --damage damage.json | contains",
                "restore linked in --damage damage.json | contains",
                "restore in hard --damage damage.json | share a file",
                "restore in.tif in.tif --damage damage.json | OUT",
                "restore in.tif link.tif --damage damage.json | OUT",
                "restore in.tif hard.tif --damage damage.json | is the same file",
                "restore in.sstem-partial in --damage damage.json | unfinished OUT",
                "restore in out --damage damage.json --provenance in | --provenance",
                "restore in out --damage damage.json --provenance out | --provenance",
                "restore in out --damage damage.json --provenance ./out | --provenance",
                "restore in out --damage damage.json --provenance out/codes | OUT",
                "restore in out.tif --damage damage.json --provenance out.tif | --provenance",
                "restore in out.h5:/a --damage damage.json --provenance out.h5:/b | --provenance",
                "restore in out --damage damage.json --report in/report.html | lies in",
                "restore in out --damage damage.json --report out/report.html | --report",
                "restore in.tif out --damage damage.json --report in.tif | --report",
                "restore in.tif out --damage damage.json --report elsewhere/link/../in.tif | --report",
                "restore in out --damage damage.json --report damage.json | --report",
                "restore in out --damage damage.json --report damage.html | the JSON of --report",
                "restore in out --damage damage.json --report mask.png | a mask of --damage",
                "restore in out --damage damage.json --report out.json | the JSON of --report",
                "restore in out --damage damage.json --method network --model model.zip --report model.zip | --model",
                "restore in model.zip/out --damage damage.json --method network --model model.zip | lies in",
                "restore in out --damage damage.json --no-tissue hard --provenance hard/codes | lies in",
                "restore in in --damage damage.json --chunk 1/2 | OUT",
                "restore in in/part --damage damage.json --sections 1-3 | lies in",
                "assemble in out hard --provenance hard/codes | lies in",
                "assemble in in hard | OUT",
                "detect in --no-tissue hard -o hard/damage.json | lies in",
                "detect in -o in/damage.json | lies in",
                "detect in.tif -o in.tif | --output",
                "detect in -o known.json --report known.json | --report",
                "detect in --against damage.json -o damage.json | --against",
                "detect in --against damage.json --report mask.png | a mask of --against",
                "measure in --damage damage.json -o damage.json | --damage",
                "measure in --damage damage.json --report in/report.html | lies in",
                "simulate in in --kind missing --sections 2 | OUT",
                "simulate in . --kind missing --sections 2 | contains",
                "simulate in in/sub --kind missing --sections 2 | lies in",
                "simulate in out --kind missing --sections 2 --report out/report.html | --report",
                "simulate in out --kind missing --sections 2 --statistics stats.json --report stats.json | --statistics",
                "export model.zip model.zip | OUT.onnx",
                "phantom out --labels out/labels --size 64x64x2 | contains",
                "phantom out.h5:/a --labels out.h5:/b --size 64x64x2 | --labels",
                "train --data in --module interpolation -o in/model.zip | lies in",
                "train --data in.tif --module interpolation -o in.tif | --output",
                "train --data in --module fusion --model model.zip -o model.zip | --model",
                "train --data in --module interpolation -o new.zip --report new.zip.csv | --report",
                "train --data in --module interpolation --damage damage.json -o damage.json | --damage",
            })
    void areRefusedWhateverTheOptions(String line, String said) throws Exception {
        SortedMap<String, String> before = TestStacks.contents(folder);
        Object[] words = Arrays.stream((line + " --overwrite").split(" "))
                .map(word -> word.matches("\\.|.*(in|link|hard|out|damage|mask|model|stats|known|new).*")
                                && !word.startsWith("--")
                                && !word.equals("interpolation")
                                && !word.equals("missing")
                                && !word.equals("train")
                        ? folder + "/" + word
                        : word)
                .toArray();

        Run run = Run.sstem(words);

        assertThat(run.err()).hasLineCount(2).contains(said).contains("choose another place to write to");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(TestStacks.contents(folder)).isEqualTo(before);
    }

    @Test
    void aFolderThatIsMountedInTwoPlacesIsOne() throws Exception {
        Path in = folder.resolve("in");
        try (Mount bound = Mount.folder(in, folder.resolve("bound"))) {
            Path damage = folder.resolve("damage.json");

            Run same = Run.sstem("restore", in, bound.place(), "--damage", damage, "--overwrite");
            Run inside = Run.sstem("restore", in, bound.place().resolve("sub"), "--damage", damage);

            assertThat(same.exitCode()).isEqualTo(2);
            assertThat(inside.exitCode()).isEqualTo(2);
            assertThat(inside.err()).contains("lies in").hasLineCount(2);
            assertThat(in.resolve("sub")).doesNotExist();
        }
    }

    @Test
    void capitalLettersAreNoOtherNameWhereTheFileSystemTakesThemForSmallOnes() throws Exception {
        // given a folder and a stack that are found by either name
        Path tissue = Files.createDirectory(folder.resolve("tissue"));
        Path in = TestStacks.write(tissue.resolve("in"), 64, 48, 5);
        Files.createSymbolicLink(folder.resolve("TISSUE"), tissue);
        Files.createSymbolicLink(tissue.resolve("IN"), in);
        SortedMap<String, String> before = TestStacks.contents(tissue);

        Run same = Run.sstem("restore", in, tissue.resolve("In"), "--damage", folder.resolve("damage.json"));
        Run inside = Run.sstem("restore", in, tissue.resolve("In/new"), "--damage", folder.resolve("damage.json"));
        Run other = Run.sstem("restore", in, folder.resolve("In"), "--damage", folder.resolve("damage.json"));

        assertThat(same.err()).contains("is the same file or folder as IN").hasLineCount(2);
        assertThat(same.exitCode()).isEqualTo(2);
        assertThat(inside.err()).contains("lies in IN").hasLineCount(2);
        assertThat(inside.exitCode()).isEqualTo(2);
        assertThat(TestStacks.contents(tissue)).isEqualTo(before);
        assertThat(other.exitCode()).as("elsewhere").isZero();
    }

    @Test
    void whatExistsIsRefusedBeforeTheDetectionBegins() throws Exception {
        Path out = Files.writeString(
                        Files.createDirectory(folder.resolve("out")).resolve("mine.txt"), "mine")
                .getParent();

        Run run = Run.sstem("restore", folder.resolve("in"), out);
        Run tile = Run.sstem("restore", folder.resolve("in"), folder.resolve("new"), "--tile", "3");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("exists already").hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(tile.exitCode()).isEqualTo(2);
        assertThat(tile.err()).contains("--tile").contains("at least 64").hasLineCount(2);
        assertThat(folder.resolve("out.damage")).doesNotExist();
        assertThat(folder.resolve("new.damage")).doesNotExist();
    }

    @Test
    void aReportOrDetectedDamageThatExistsIsRefusedBeforeTheDetectionBegins() throws Exception {
        Path page = Files.writeString(folder.resolve("mine.html"), "mine");
        Files.writeString(Files.createDirectory(folder.resolve("out.damage")).resolve("mine.txt"), "mine");

        Run report = Run.sstem("restore", folder.resolve("in"), folder.resolve("new"), "--report", page);
        Run detected = Run.sstem("restore", folder.resolve("in"), folder.resolve("out"));

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.err()).contains("mine.html exists already").hasLineCount(1);
        assertThat(report.out()).isEmpty();
        assertThat(folder.resolve("new.damage")).doesNotExist();
        assertThat(detected.exitCode()).isEqualTo(1);
        assertThat(detected.err()).contains("out.damage").hasLineCount(1);
        assertThat(detected.out()).isEmpty();
    }
}
