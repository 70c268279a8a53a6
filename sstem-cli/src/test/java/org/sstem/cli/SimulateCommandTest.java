package org.sstem.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.simulate.ArtifactStatistics;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code sstem simulate} and {@code sstem measure} from file to file. */
class SimulateCommandTest {

    @TempDir
    private Path folder;

    @Test
    void aDamagedStackComesWithItsTruthMasksAndFlows() throws Exception {
        Path in = TestStacks.write(folder.resolve("in"), 128, 96, 6);
        Path out = folder.resolve("out");

        Run run = Run.sstem("simulate", in, out, "--kind", "fold,precipitate", "--sections", "1,4", "--seed", 7);

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        Damage damage = Damage.read(out.resolve("damage.json"));
        damage.validate(128, 96, 6);
        assertThat(damage.damagedSections()).containsExactly(1, 4);
        assertThat(damage.mask(4, DamageKind.FOLD)).isPresent();
        for (int z = 0; z < 6; z++) {
            assertThat(TestStacks.section(out.resolve("truth"), z)).isEqualTo(TestStacks.section(in, z));
            boolean same = Arrays.equals(TestStacks.section(out.resolve("degraded"), z), TestStacks.section(in, z));
            assertThat(same).isEqualTo(z != 1 && z != 4);
            assertThat(Files.exists(out.resolve("flow_000" + z + ".npy"))).isEqualTo(z == 1 || z == 4);
        }
        ByteBuffer flow = ByteBuffer.wrap(Files.readAllBytes(out.resolve("flow_0001.npy")))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(flow.capacity()).isEqualTo(128 + 2 * 96 * 128 * 4);
        assertThat(new String(flow.array(), 10, 118, StandardCharsets.US_ASCII))
                .contains("'<f4'", "(2, 96, 128)")
                .endsWith("\n");
        assertThat(Files.exists(folder.resolve("out.unfinished"))).isFalse();
    }

    @Test
    void anExistingTargetIsReplacedOnlyIfToldAndOnlyIfAllOfItWasMadeHere() throws Exception {
        Path in = TestStacks.write(folder.resolve("in"), 64, 64, 4);
        Path out = folder.resolve("out");
        Run.sstem("simulate", in, out, "--kind", "missing", "--sections", "1");
        Path thesis = Files.writeString(out.resolve("thesis.txt"), "kept");
        Path data = Files.createDirectories(out.resolve("sub")).resolve("data.csv");
        Files.writeString(data, "kept too");

        Run refused = Run.sstem("simulate", in, out, "--kind", "missing", "--sections", "2");
        Run nested = Run.sstem("simulate", in, out, "--kind", "missing", "--sections", "2", "--overwrite");
        assertThat(data).hasContent("kept too");
        Files.delete(data);
        Files.delete(data.getParent());
        Run foreign = Run.sstem("simulate", in, out, "--kind", "missing", "--sections", "2", "--overwrite");
        assertThat(thesis).hasContent("kept");
        Files.delete(thesis);
        Path moved = Files.copy(out.resolve("truth/0000.png"), out.resolve("truth/0009.png"));
        Run inside = Run.sstem("simulate", in, out, "--kind", "missing", "--sections", "2", "--overwrite");
        assertThat(moved).exists();
        Files.delete(moved);
        Run replaced = Run.sstem("simulate", in, out, "--kind", "missing", "--sections", "2", "--overwrite");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("--overwrite").hasLineCount(1);
        assertThat(foreign.exitCode()).isEqualTo(1);
        assertThat(foreign.err())
                .contains("thesis.txt, which was not made by sstem")
                .hasLineCount(1);
        assertThat(nested.err()).contains("sub, which was not made by sstem").hasLineCount(1);
        assertThat(inside.err())
                .contains("0009.png, which was not made by sstem")
                .hasLineCount(1);
        assertThat(replaced.err()).isEmpty();
        assertThat(replaced.exitCode()).isZero();
        assertThat(TestStacks.section(out.resolve("degraded"), 2)).containsOnly(0);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(in, out);
        }
    }

    @Test
    void foldersThatOnlyLookLikeOursAreLeftAlone() throws Exception {
        Path in = TestStacks.write(folder.resolve("in"), 64, 64, 4);
        for (String name : new String[] {"out.unfinished", "out.replaced", "out.partial"}) {
            Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("mine.txt"), "mine");
        }

        Run first = Run.sstem("simulate", in, folder.resolve("out"), "--kind", "missing", "--sections", "1");
        Run second =
                Run.sstem("simulate", in, folder.resolve("out"), "--kind", "missing", "--sections", "2", "--overwrite");

        assertThat(first.exitCode()).isZero();
        assertThat(second.exitCode()).isZero();
        for (String name : new String[] {"out.unfinished", "out.replaced", "out.partial"}) {
            assertThat(folder.resolve(name).resolve("mine.txt")).hasContent("mine");
        }
        Files.createDirectory(folder.resolve("new.sstem-partial"));
        Files.writeString(folder.resolve("new.sstem-partial/mine.txt"), "mine");
        Run blocked =
                Run.sstem("simulate", in, folder.resolve("new"), "--kind", "missing", "--sections", "1", "--restart");
        assertThat(blocked.exitCode()).isEqualTo(1);
        assertThat(blocked.err()).contains("new.sstem-partial is in the way").hasLineCount(1);
        assertThat(folder.resolve("new.sstem-partial/mine.txt")).hasContent("mine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--kind fold --sections 9 | 0 to 3 | 2",
                "--kind fold --sections 1 --rate 0.1 | cannot both | 2",
                "--kind fold --rate 1.5 | 0 to 1 | 2",
                "--kind missing --rate -0.5 | -0.5 | 2",
                "--kind precipitate --law exact | for folds | 2",
                "--kind fold,missing --sections 1 | a run for each | 2",
                "--kind fold --sections 1 --threads 0 | at least 1 | 2",
                "--kind fold --sections 1 --resume --restart | mutually exclusive | 2",
                "--kind fold --sections 0,1,2,3 | at least one must stay intact | 1",
                "--kind fold --statistics none.json | does not exist | 1",
            })
    void badInputIsRefusedInOneSentenceAndNothingIsLeft(String options, String because, int exitCode) throws Exception {
        Path in = TestStacks.write(folder.resolve("in"), 64, 64, 4);
        SortedMap<String, String> before = TestStacks.contents(folder);
        String[] words = options.split(" ");
        Object[] arguments = new Object[words.length + 3];
        arguments[0] = "simulate";
        arguments[1] = in;
        arguments[2] = folder.resolve("out");
        System.arraycopy(words, 0, arguments, 3, words.length);

        Run run = Run.sstem(arguments);

        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.err()).startsWith("sstem simulate: ").contains(because).hasLineCount(exitCode);
        assertThat(run.err()).doesNotContain("unexpected");
        assertThat(TestStacks.contents(folder)).isEqualTo(before);
    }

    @Test
    void aSectionSmallerThanAFoldIsRefused() throws Exception {
        Path in = TestStacks.write(folder.resolve("in"), 48, 48, 4);

        Run run = Run.sstem("simulate", in, folder.resolve("out"), "--kind", "fold", "--sections", 1);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("at least 64 x 64").hasLineCount(1);
    }

    @Test
    void whatIsMeasuredDrivesTheSimulator() throws Exception {
        Path in = TestStacks.write(folder.resolve("in"), 160, 160, 8);
        Path out = folder.resolve("out");
        Path stats = folder.resolve("stats.json");
        Run.sstem("simulate", in, out, "--kind", "precipitate,missing", "--rate", 0.3, "--seed", 3);

        Run measured =
                Run.sstem("measure", out.resolve("degraded"), "--damage", out.resolve("damage.json"), "-o", stats);
        Run again = Run.sstem("simulate", in, folder.resolve("like"), "--kind", "missing", "--statistics", stats);

        assertThat(measured.err()).isEmpty();
        assertThat(measured.exitCode()).isZero();
        assertThat(measured.out()).contains("missing sections", "of 8");
        assertThat(ArtifactStatistics.read(stats).missing().rate().of()).isEqualTo(8);
        assertThat(again.exitCode()).isZero();
        assertThat(Run.sstem("measure", in, "--damage", out.resolve("damage.json"), "-o", stats)
                        .err())
                .contains("--overwrite")
                .hasLineCount(1);
    }

    @Test
    void reportsShowWhatWasDrawnAndWhatWasMeasured() throws Exception {
        Path in = TestStacks.write(folder.resolve("in"), 160, 160, 6);
        Path out = folder.resolve("out");
        Path drawn = folder.resolve("drawn.html");
        Path plots = folder.resolve("plots.html");

        Run simulated = Run.sstem(
                "simulate", in, out, "--kind", "precipitate", "--sections", "2,4", "--report", drawn, "--json");
        Run measured = Run.sstem(
                "measure",
                out.resolve("degraded"),
                "--damage",
                out.resolve("damage.json"),
                "--report",
                plots,
                "--json");

        assertThat(simulated.err()).isEmpty();
        JsonObject printed = JsonParser.parseString(simulated.out()).getAsJsonObject();
        assertThat(printed.get("precipitate").getAsJsonArray()).hasSize(2);
        assertThat(drawn).content().contains("Section 2", "Section 4", "Blobs as drawn", "data:image/png");
        assertThat(measured.err()).isEmpty();
        assertThat(JsonParser.parseString(measured.out())
                        .getAsJsonObject()
                        .get("version")
                        .getAsInt())
                .isEqualTo(2);
        assertThat(plots).content().contains("Blobs by class of area", "2 of 6", "data:image/png");
    }

    @Test
    void foldersThatOutputsAreToLieInAreMade() throws Exception {
        Path in = TestStacks.write(folder.resolve("in"), 64, 64, 4);
        Path out = folder.resolve("new/deeper/out");
        Path report = folder.resolve("other/report.html");

        Run run = Run.sstem("simulate", in, out, "--kind", "missing", "--sections", "1", "--report", report);

        assertThat(run.exitCode()).isZero();
        assertThat(out.resolve("damage.json")).isRegularFile();
        assertThat(report).isRegularFile();
    }

    @Test
    void statisticsOfAnotherVersionAreRefused() throws Exception {
        Path in = TestStacks.write(folder.resolve("in"), 64, 64, 4);
        Path stats = folder.resolve("stats.json");
        Files.writeString(stats, ArtifactStatistics.published().json().replace("\"version\": 2", "\"version\": 7"));

        Run run = Run.sstem("simulate", in, folder.resolve("out"), "--kind", "fold", "--statistics", stats);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("version 7", "update sstem").hasLineCount(1);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void withoutAnUndamagedSectionThereIsNothingToMeasureBy() throws Exception {
        Path in = TestStacks.write(folder.resolve("in"), 64, 64, 3);
        Path damage = folder.resolve("damage.json");
        Damage.of(IntStream.range(0, 3)
                        .mapToObj(z -> new DamagedSection(z, DamageKind.FOLD))
                        .toList())
                .write(damage);

        Run run = Run.sstem("measure", in, "--damage", damage);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("at least one must be intact").hasLineCount(1);
    }
}
