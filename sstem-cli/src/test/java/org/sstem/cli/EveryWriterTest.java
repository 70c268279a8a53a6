package org.sstem.cli;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.sstem.internal.output.OutputLock;
import org.sstem.net.ModelDescription;
import org.sstem.net.ModelFile;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.Role;
import org.sstem.stack.Stacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Each command that writes, where the disk is full, where it may only read, and where another run writes the same output:
 * one sentence, what is there is untouched, and nothing has its final name that is not whole.
 */
class EveryWriterTest {

    /** With the KiB that are free. */
    private static final List<Arguments> FULL = List.of(
            arguments(24, "restore IN OUT --damage DAMAGE"),
            arguments(24, "restore IN OUT.tif --damage DAMAGE --provenance OUT-codes"),
            arguments(24, "restore IN OUT.h5:/raw --damage DAMAGE --report OUT-page.html"),
            arguments(24, "restore IN OUT.zarr --damage DAMAGE"),
            arguments(12, "restore IN OUT --damage DAMAGE --chunk 1/1"),
            arguments(24, "assemble IN OUT PART"),
            arguments(24, "convert IN OUT.zarr"),
            arguments(24, "simulate IN OUT --kind missing --sections 2"),
            arguments(24, "phantom OUT --size 96x96x6 --labels OUT-labels"),
            arguments(24, "demo OUT --size 96x96x13"),
            arguments(4, "detect IN -o OUT.json"),
            arguments(4, "measure IN --damage DAMAGE -o OUT.json --report OUT-page.html"),
            arguments(12, "train --data IN --module interpolation --steps 2 --pool 2 --size 64 -o OUT.zip"),
            arguments(24, "export MODEL OUT.onnx"),
            arguments(24, "import CHECKPOINT --network fold-fusion --preset compact -o OUT.zip"),
            arguments(24, "pairs OUT --data IN --kind missing --count 4 --size 64"),
            arguments(4, "study --data IN --labels IN --margin 0 --kinds missing-1 --no-networks --report OUT.html"));

    private static final List<String> READ_ONLY = List.of(
            "restore IN OUT --damage DAMAGE",
            "restore IN OUT.tif --damage DAMAGE",
            "restore IN OUT.h5:/raw --damage DAMAGE",
            "restore IN OUT",
            "restore IN OUT --damage DAMAGE --sections 0-5",
            "assemble IN OUT PART",
            "convert IN OUT.zarr",
            "simulate IN OUT --kind missing --sections 2",
            "phantom OUT --size 32x32x2",
            "demo OUT",
            "detect IN -o OUT.json",
            "measure IN --damage DAMAGE -o OUT.json",
            "train --data IN --module interpolation -o OUT.zip",
            "export MODEL OUT.onnx",
            "import CHECKPOINT --network fold-fusion --preset compact -o OUT.zip",
            "pairs OUT --data IN --kind missing --count 4 --size 64",
            "study --data IN --labels IN --margin 0 --kinds missing-1 --no-networks --csv OUT.csv");

    private static final List<String> LOCKED = List.of(
            "restore IN OUT --damage DAMAGE --restart",
            "restore IN OUT.tif --damage DAMAGE --overwrite",
            "restore IN OUT.h5:/raw --damage DAMAGE --resume",
            "restore IN OUT --damage DAMAGE --chunk 1/2 --resume",
            "assemble IN OUT.h5:/raw PART --overwrite",
            "convert IN OUT.zarr --overwrite",
            "simulate IN OUT --kind missing --sections 2 --overwrite",
            "phantom OUT --size 32x32x2",
            "demo OUT",
            "detect IN -o OUT.json --overwrite",
            "measure IN --damage DAMAGE -o OUT.json --overwrite",
            "train --data IN --module interpolation -o OUT.zip --restart",
            "export MODEL OUT.onnx --overwrite",
            "import CHECKPOINT --network fold-fusion --preset compact -o OUT.zip --overwrite",
            "pairs OUT --data IN --kind missing --count 4 --size 64 --restart",
            "study --data IN --labels IN --margin 0 --kinds missing-1 --no-networks --csv OUT.csv --overwrite");

    @TempDir
    private Path folder;

    private Path in;
    private Path damage;
    private Path part;
    private Path model;
    private Path checkpoint;

    @BeforeEach
    void inputs() throws IOException {
        Path inputs = Files.createDirectory(folder.resolve("inputs"));
        in = TestStacks.write(inputs.resolve("in"), 96, 96, 6);
        damage = TestStacks.damage(inputs, "{\"z\": 2, \"kind\": \"missing\"}");
        part = inputs.resolve("part");
        Run.sstem("restore", in, part, "--damage", damage, "--chunk", "1/1");
        model = inputs.resolve("model.zip");
        Network network = Network.create(NetworkConfig.compact(Role.INTERPOLATION), 1);
        new ModelFile(network, new ModelDescription(1, "untrained", "")).write(model);
        Network fusion = Network.create(NetworkConfig.compact(Role.FOLD_FUSION), 1);
        checkpoint = CheckpointFile.write(fusion, inputs.resolve("checkpoint.pth"));
    }

    private Run run(String line, Path place) {
        return Run.sstem(Stream.of(line.split(" "))
                .map(word -> word.startsWith("OUT") ? place + "/" + word : word)
                .map(word -> word.equals("IN") ? in.toString() : word)
                .map(word -> word.equals("DAMAGE") ? damage.toString() : word)
                .map(word -> word.equals("PART") ? part.toString() : word)
                .map(word -> word.equals("MODEL") ? model.toString() : word)
                .map(word -> word.equals("CHECKPOINT") ? checkpoint.toString() : word)
                .toArray());
    }

    private static Path[] targets(String line, Path place) {
        return Stream.of(line.split(" "))
                .filter(word -> word.startsWith("OUT"))
                .map(word -> Stacks.file(place + "/" + word))
                .toArray(Path[]::new);
    }

    @Test
    void areAllTheCommandsThatWrite() {
        List<String> full = FULL.stream().map(a -> a.get()[1].toString()).toList();

        assertThat(List.of(full, READ_ONLY, LOCKED))
                .allSatisfy(lines -> assertThat(Writers.of(lines)).isEqualTo(Writers.all()));
    }

    @ParameterizedTest
    @FieldSource("FULL")
    void onADiskThatIsFullNothingIsHalfThere(int freeKiB, String line) throws Exception {
        try (Mount disk = Mount.memory(folder.resolve("mounted"), "size=64k")) {
            byte[] mine = new byte[(64 - freeKiB) * 1024];
            Arrays.fill(mine, (byte) 'm');
            Path thesis = Files.write(disk.place().resolve("thesis.txt"), mine);
            SortedMap<String, String> inputs = TestStacks.contents(in.getParent());

            Run run = run(line, disk.place());

            assertThat(run.err())
                    .hasLineCount(1)
                    .contains("No space left on device")
                    .doesNotContain("unexpected");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(targets(line, disk.place()))
                    .allSatisfy(target -> assertThat(target).doesNotExist());
            assertThat(thesis).hasBinaryContent(mine);
            assertThat(TestStacks.contents(in.getParent())).isEqualTo(inputs);
        }
    }

    @ParameterizedTest
    @FieldSource("READ_ONLY")
    void aPlaceThatMayOnlyBeReadIsSaidBeforeTheWork(String line) throws Exception {
        // Behind their headers, so that work that had begun would end by that.
        for (int z = 0; z < 6; z++) {
            cutOff(in.resolve("000" + z + ".png"), 60);
        }
        cutOff(model, 60);
        cutOff(checkpoint, 60);
        try (Mount disk = Mount.memory(folder.resolve("mounted"), "size=1m")) {
            disk.change("ro");

            Run run = run(line, disk.place());

            assertThat(run.err())
                    .contains(disk.place().toString())
                    .hasLineCount(1)
                    .doesNotContain("unexpected");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    private static void cutOff(Path file, int bytes) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
    }

    @ParameterizedTest
    @FieldSource("LOCKED")
    void whatAnotherRunWritesIsLeftToIt(String line) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        FutureTask<Void> other = new FutureTask<>(() -> {
            try (OutputLock lock = OutputLock.reserve(targets(line, folder)[0])) {
                assertThat(lock).isNotNull();
                held.countDown();
                done.await();
            }
            return null;
        });
        new Thread(other).start();
        held.await();
        SortedMap<String, String> before = TestStacks.contents(folder);

        Run run = run(line, folder);

        assertThat(run.err()).contains("is being written").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(TestStacks.contents(folder)).isEqualTo(before);
        done.countDown();
        other.get();
    }
}
