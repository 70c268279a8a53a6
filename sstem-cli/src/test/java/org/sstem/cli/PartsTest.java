package org.sstem.cli;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.internal.output.WholeFolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

import static org.assertj.core.api.Assertions.assertThat;

/** Several processes restore one stack, each a part of it: the same comes out as of one run. */
class PartsTest {

    private static final int CHUNKS = 3;

    @TempDir
    static Path folder;

    private static Path in;
    private static Path damage;
    private static Path once;
    private static final List<Object> PARTS = new ArrayList<>();

    @BeforeAll
    static void restoreOnceAndInParts() throws IOException {
        Path simulated = folder.resolve("simulated");
        sstem("phantom", folder.resolve("tissue"), "--size", "128x96x12");
        sstem("simulate", folder.resolve("tissue"), simulated, "--kind", "fold,precipitate", "--sections", "2,4,9");
        in = simulated.resolve("degraded");
        damage = simulated.resolve("damage.json");
        Files.writeString(
                damage,
                Files.readString(damage)
                        .replaceFirst(
                                "\\[", "[{\"z\": 6, \"kind\": \"missing\"}, {\"z\": 7, \"kind\": \"missing\"}, "));
        once = folder.resolve("once");
        sstem(
                "restore",
                in,
                once.resolve("out"),
                "--damage",
                damage,
                "--provenance",
                once.resolve("codes.tif"),
                "--report",
                once.resolve("page.html"));
        for (int i = 1; i <= CHUNKS; i++) {
            Path part = folder.resolve("part" + i);
            sstem("restore", in, part, "--damage", damage, "--chunk", i + "/" + CHUNKS);
            PARTS.add(part);
        }
    }

    private static Run sstem(Object... words) {
        Run run = Run.sstem(words);
        assertThat(run.exitCode()).as(Arrays.toString(words) + run.err()).isZero();
        return run;
    }

    private static Run assemble(Object out, List<Object> parts, Object... more) {
        List<Object> words = new ArrayList<>(List.of("assemble", in, out));
        words.addAll(parts);
        words.addAll(List.of(more));
        return Run.sstem(words.toArray());
    }

    /** Without the time at which a report was written. */
    private static SortedMap<String, String> contents(Path of) throws IOException {
        SortedMap<String, String> contents = TestStacks.contents(of);
        contents.keySet().removeIf(name -> name.endsWith("lock"));
        return contents;
    }

    @Test
    void theStackItsProvenanceAndItsReportAreThoseOfOneRunToTheByte() throws IOException {
        Path all = folder.resolve("all");

        Run run = assemble(
                all.resolve("out"),
                PARTS,
                "--provenance",
                all.resolve("codes.tif"),
                "--report",
                all.resolve("page.html"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(contents(all)).isEqualTo(contents(once));
    }

    @Test
    void partsMayBeRangesAndCameInAnyOrder() throws IOException {
        Path late = folder.resolve("late");
        Path early = folder.resolve("early");
        sstem("restore", in, late, "--damage", damage, "--sections", "7-11");
        sstem("restore", in, early, "--damage", damage, "--sections", "0-6");
        sstem("restore", in, folder.resolve("once.h5:/raw"), "--damage", damage);

        Run run = assemble(folder.resolve("all.h5:/raw"), List.of(late, early));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(folder.resolve("all.h5")).hasSameBinaryContentAs(folder.resolve("once.h5"));
    }

    @Test
    void moreChunksThanDamagedSectionsAreFineAndSomeHaveNothing() throws IOException {
        List<Object> parts = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            parts.add(folder.resolve("eighth" + i));
            sstem("restore", in, parts.get(i - 1), "--damage", damage, "--chunk", i + "/8");
        }

        Run run = assemble(folder.resolve("of8/out"), parts);

        assertThat(run.exitCode()).as(run.err()).isZero();
        SortedMap<String, String> expected = contents(once.resolve("out"));
        assertThat(contents(folder.resolve("of8/out"))).isEqualTo(expected);
    }

    @Test
    void aPartThatIsMissingOrThereTwiceIsSaid() {
        Run missing = assemble(folder.resolve("no"), PARTS.subList(0, 2));
        List<Object> more = new ArrayList<>(PARTS);
        more.add(PARTS.get(0));
        Run twice = assemble(folder.resolve("no"), more);

        refused(missing, "the damaged sections [7, 9] are in none of the parts");
        refused(twice, "is in two parts");
        assertThat(folder.resolve("no")).doesNotExist();
    }

    @Test
    void aPartOfAnotherResultIsRefused() {
        Path other = folder.resolve("other");
        sstem("restore", in, other, "--damage", damage, "--chunk", "3/3", "--tile", "64");

        Run run = assemble(folder.resolve("no"), List.of(PARTS.get(0), PARTS.get(1), other));

        refused(run, "are of different results: tile is 1024 px for the first, 64 px for the other");
    }

    @Test
    void whatIsNoPartOrUnfinishedOrChangedIsRefused() throws IOException {
        Path unfinished = folder.resolve("unfinished");
        Path changed = folder.resolve("changed");
        sstem("restore", in, changed, "--damage", damage, "--chunk", "1/3");
        Files.writeString(changed.resolve("part.json"), " ", StandardOpenOption.APPEND);
        Files.createDirectory(folder.resolve("unfinished" + WholeFolder.PARTIAL));

        refused(assemble(folder.resolve("no"), List.of(once.resolve("out"))), "is no part of a stack");
        refused(
                assemble(folder.resolve("no"), List.of(unfinished)),
                "it was begun and not finished, go on with --resume");
        refused(assemble(folder.resolve("no"), List.of(changed)), "is not as it was written");
    }

    @Test
    void anotherStackIsRefused() {
        Run run = Run.sstem(
                "assemble", folder.resolve("tissue"), folder.resolve("no"), PARTS.get(0), PARTS.get(1), PARTS.get(2));

        refused(run, "IN is not the stack that the parts were made of");
    }

    private static void refused(Run run, String said) {
        assertThat(run.err()).contains(said).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "--chunk 0/3, I/N",
        "--chunk 4/3, I/N",
        "--chunk 3, I/N",
        "--sections 5-3, A-B",
        "--sections 5, A-B",
        "--sections 1-2 --chunk 1/2, mutually exclusive",
        "--chunk 1/2 --report page.html, not for a part",
        "--chunk 1/2 --provenance codes, not for a part",
    })
    void whatIsNoPartIsWrongUsage(String options, String said) {
        List<Object> words = new ArrayList<>(List.of("restore", in, folder.resolve("no"), "--damage", damage));
        words.addAll(Arrays.asList(options.split(" ")));

        Run run = Run.sstem(words.toArray());

        assertThat(run.err()).contains(said);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(folder.resolve("no")).doesNotExist();
    }

    @Test
    void partsNeedDamageThatIsKnown() {
        Run run = Run.sstem("restore", in, folder.resolve("no"), "--chunk", "1/2");

        assertThat(run.err()).contains("--damage is missing: all parts of a stack are restored from one");
        assertThat(run.exitCode()).isEqualTo(2);
    }
}
