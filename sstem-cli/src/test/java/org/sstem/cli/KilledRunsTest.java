package org.sstem.cli;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.sstem.net.ModelDescription;
import org.sstem.net.ModelFile;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.Role;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every command that writes, ended by force at random moments after it has begun: inputs and foreign files are as they
 * were, outputs whole or absent, and a run that resumes comes to the result of one that was not ended.
 *
 * <p>Three moments a command; {@code -Dsstem.kills=20} takes more.
 */
class KilledRunsTest {

    private static final int KILLS = Integer.getInteger("sstem.kills", 3);
    private static final String HEAP = "600m";

    private static final List<String> COMMANDS = List.of(
            "phantom OUT/stack --size 64x64x12 --labels OUT/labels.tif",
            "phantom OUT/stack.h5:/raw --size 64x64x12",
            "simulate IN/tissue OUT/simulated --kind fold,precipitate --sections 1,4 --report OUT/page.html",
            "restore IN/in OUT/stack --damage IN/damage.json --provenance OUT/codes.tif --report OUT/page.html",
            "restore IN/in OUT/stack.tif --damage IN/damage.json --provenance OUT/codes",
            "restore IN/in OUT/stack.h5:/raw --damage IN/damage.json",
            "restore IN/tissue OUT/stack",
            "restore IN/in OUT/stack.zarr --damage IN/damage.json --provenance OUT/codes.ome.zarr",
            "restore IN/in OUT/stack --damage IN/damage.json --parameters OUT/parameters",
            "restore IN/folded/degraded OUT/stack --damage IN/folded/damage.json --flow OUT/flows.zarr",
            "restore IN/in OUT/part --damage IN/damage.json --chunk 1/1",
            "assemble IN/in OUT/stack IN/half IN/rest --provenance OUT/codes.tif --report OUT/page.html",
            "assemble IN/in OUT/stack.h5:/raw IN/half IN/rest",
            "convert IN/tissue OUT/stack.zarr",
            "detect IN/tissue -o OUT/damage.json --report OUT/page.html",
            "measure IN/in --damage IN/damage.json -o OUT/stats.json --report OUT/page.html",
            "demo OUT/demo --size 96x96x13",
            "train --data IN/tissue --module interpolation --steps 12 --validate 2 --pool 2 --size 64 --hold-out 0.45"
                    + " --threads 1 -o OUT/model.zip --report OUT/page.html",
            "export IN/model.zip OUT/graph.onnx",
            "import IN/checkpoint.pth --network fold-fusion --preset compact -o OUT/model.zip",
            "pairs OUT/pairs --data IN/tissue --kind fold --nature natural --count 20 --size 64",
            "pairs OUT/pairs.zarr --data IN/tissue --kind fold --nature natural --count 20 --size 64",
            "study --data IN/tissue --labels IN/tissue --margin 0 --kinds missing-1 --no-networks --csv OUT/study.csv"
                    + " --report OUT/page.html");

    @TempDir
    static Path folder;

    @BeforeAll
    static void inputs() throws IOException {
        TestStacks.write(folder.resolve("in"), 64, 64, 6);
        Files.createDirectory(folder.resolve("scratch"));
        TestStacks.damage(folder, "{\"z\": 2, \"kind\": \"missing\"}, {\"z\": 4, \"kind\": \"missing\"}");
        Run.sstem("phantom", folder.resolve("tissue"), "--size", "96x96x7");
        Run.sstem(
                "simulate", folder.resolve("tissue"), folder.resolve("folded"), "--kind", "fold", "--sections", "2,4");
        for (String part : List.of("half 1/2", "rest 2/2")) {
            String[] words = part.split(" ");
            Run.sstem(
                    "restore",
                    folder.resolve("in"),
                    folder.resolve(words[0]),
                    "--damage",
                    folder.resolve("damage.json"),
                    "--chunk",
                    words[1]);
        }
        Network network = Network.create(NetworkConfig.published(Role.INTERPOLATION), 1);
        new ModelFile(network, new ModelDescription(1, "untrained", "")).write(folder.resolve("model.zip"));
        Network fusion = Network.create(NetworkConfig.compact(Role.FOLD_FUSION), 1);
        CheckpointFile.write(fusion, folder.resolve("checkpoint.pth"));
    }

    @Test
    void areAllTheCommandsThatWrite() {
        assertThat(Writers.of(COMMANDS)).containsExactlyInAnyOrderElementsOf(Writers.all());
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void leaveEverythingWholeOrAbsentAndAreResumedToTheSame(String command) throws Exception {
        Path whole = trial(command, "whole");
        Child reference = Child.start(folder.resolve("scratch"), HEAP, words(command, whole));
        reference.awaitLock(whole);
        long begun = System.nanoTime();
        assertThat(reference.await()).as(reference.err()).isZero();
        long lasts = (System.nanoTime() - begun) / 1_000_000;
        SortedMap<String, String> expected = outputs(whole);
        SortedMap<String, String> inputs = TestStacks.contents(folder.resolve("in"));
        inputs.putAll(TestStacks.contents(folder.resolve("tissue")));
        Random random = new Random(command.hashCode());
        int unfinished = 0;

        for (int i = 0; i < KILLS; i++) {
            Path trial = trial(command, "trial" + i);
            Child child = Child.start(folder.resolve("scratch"), HEAP, words(command, trial));
            child.awaitLock(trial);
            long moment = random.nextLong(lasts + 1);
            child.killAfter(moment);
            String when = command + " killed after " + moment + " of " + lasts + " ms";

            SortedMap<String, String> left = outputs(trial);
            assertThat(expected).as(when).containsAllEntriesOf(left);
            assertWholeFolders(left, expected, when);
            if (!left.equals(expected)) {
                unfinished++;
                Run again = again(command, trial);
                assertThat(again.err()).as(when).isEmpty();
                assertThat(again.exitCode()).as(when).isZero();
                assertThat(outputs(trial)).as(when).isEqualTo(expected);
            }
            assertThat(trial.resolve("thesis.txt")).hasContent("mine");
            assertThat(trial.resolve("stack.partial/mine.txt")).hasContent("mine");
            SortedMap<String, String> now = TestStacks.contents(folder.resolve("in"));
            now.putAll(TestStacks.contents(folder.resolve("tissue")));
            assertThat(now).as(when).isEqualTo(inputs);
        }
        System.out.println(
                "killed: " + command + ": " + KILLS + " times in " + lasts + " ms, " + unfinished + " before the end");
    }

    /** Goes on, if the command can; does it once more, if it cannot. What is there of reports is replaced. */
    private static Run again(String command, Path trial) {
        List<Object> line = new ArrayList<>(Arrays.asList(words(command, trial)));
        boolean resumable = !command.matches("(detect|measure|export|import|study) .*");
        if (resumable) {
            line.add("--resume");
        }
        Run run = Run.sstem(line.toArray());
        if (run.exitCode() == 1 && run.err().contains("--overwrite")) {
            line.add("--overwrite");
            run = Run.sstem(line.toArray());
        }
        return run;
    }

    private static Path trial(String command, String name) throws IOException {
        Path trial = Files.createDirectory(folder.resolve(name + "-" + Integer.toHexString(command.hashCode())));
        Files.writeString(trial.resolve("thesis.txt"), "mine");
        Files.writeString(Files.createDirectory(trial.resolve("stack.partial")).resolve("mine.txt"), "mine");
        return trial;
    }

    private static Object[] words(String command, Path trial) {
        return Arrays.stream(command.split(" "))
                .map(word -> word.replaceFirst("^OUT", trial.toString()).replaceFirst("^IN", folder.toString()))
                .toArray();
    }

    /**
     * All that has its final name, but for what differs from run to run: times of day, and what a training keeps while
     * it runs.
     */
    private static SortedMap<String, String> outputs(Path trial) throws IOException {
        SortedMap<String, String> outputs = new TreeMap<>();
        TestStacks.contents(trial).forEach((name, bytes) -> {
            boolean temporary = name.contains(".sstem-partial")
                    || name.matches("(.*/)?\\.(?!z(group|array|attrs)$).*")
                    || name.contains("-old")
                    || name.matches("model\\.zip\\.(csv|checkpoints/.*)");
            if (!temporary) {
                boolean page = name.matches(".*page\\.(html|json)|.*report\\.(html|json)");
                outputs.put(name, page ? end(bytes) : name.endsWith(".zip") ? unpacked(bytes) : bytes);
            }
        });
        return outputs;
    }

    private static String end(String hex) {
        String text = new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8).strip();
        return text.substring(Math.max(0, text.length() - 1));
    }

    /** What is in a zip, without the times. */
    private static String unpacked(String hex) {
        StringBuilder all = new StringBuilder();
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(hex)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                all.append(entry.getName()).append(HexFormat.of().formatHex(zip.readAllBytes()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }

    /** Of a folder that is written as a whole there is all or nothing. */
    private static void assertWholeFolders(
            SortedMap<String, String> left, SortedMap<String, String> expected, String when) {
        for (String folder : List.of(
                "stack/",
                "labels/",
                "codes/",
                "part/",
                "simulated/",
                "demo/",
                "stack.damage/",
                "pairs/",
                "pairs.zarr/")) {
            long there =
                    left.keySet().stream().filter(n -> n.startsWith(folder)).count();
            long all =
                    expected.keySet().stream().filter(n -> n.startsWith(folder)).count();
            assertThat(there == 0 || there == all).as(when + ": " + folder).isTrue();
        }
    }
}
