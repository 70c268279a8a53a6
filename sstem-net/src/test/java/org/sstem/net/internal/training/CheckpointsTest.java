package org.sstem.net.internal.training;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.internal.output.Manifest;
import org.sstem.net.ValidationScores;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.graph.FlatParameters;
import org.sstem.net.internal.graph.NetworkGraph;
import org.sstem.net.internal.testing.SingleThreaded;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(SingleThreaded.class)
class CheckpointsTest {

    private static final RunSettings SETTINGS = new RunSettings(Map.of("seed", "1"));

    @TempDir
    Path folder;

    private FlatParameters parameters;
    private TrainingState state;

    @BeforeEach
    void aRunAfterThreeSteps() {
        NetworkWeights network = NetworkWeights.create(new FoldFusionConfig(1, List.of(2, 2, 2, 2)), 1);
        parameters = new FlatParameters(NetworkGraph.of(network).graph(), network.plan());
        state = new TrainingState(new Adam(parameters.count()), parameters.copy());
        state.adam.mean()[5] = 0.25f;
        state.adam.square()[6] = 1e-30f;
        state.average[7] = 3;
        state.best = parameters.copy();
        state.best[8] = 4;
        state.bestScores = new ValidationScores(0.1, 23.4, 0.8, 0.02, 0.03, Double.NaN);
        state.bestStep = 2;
        state.withoutImprovement = 1;
        state.step = 3;
        state.remember(0.5);
        state.remember(1.0 / 3);
    }

    @Test
    void allThatARunIsComesBack() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder, 2);
        float[] values = parameters.copy();
        checkpoints.write(state, parameters, SETTINGS);
        parameters.restore(new float[values.length]);

        TrainingState read = checkpoints.readLast(parameters, SETTINGS).orElseThrow();

        assertThat(parameters.copy()).isEqualTo(values);
        assertThat(read.step).isEqualTo(3);
        assertThat(read.adam.mean()).isEqualTo(state.adam.mean());
        assertThat(read.adam.square()).isEqualTo(state.adam.square());
        assertThat(read.average).isEqualTo(state.average);
        assertThat(read.best).isEqualTo(state.best);
        assertThat(read.bestScores).isEqualTo(state.bestScores);
        assertThat(read.bestStep).isEqualTo(2);
        assertThat(read.withoutImprovement).isEqualTo(1);
        assertThat(read.losses()).containsExactly(0.5, 1.0 / 3);
    }

    @Test
    void whereThereIsNoneARunStartsFromTheBeginning() throws IOException {
        assertThat(new Checkpoints(folder.resolve("nowhere"), 2).readLast(parameters, SETTINGS))
                .isEmpty();
    }

    @Test
    void aFullDiskLeavesTheLastCheckpointAsItWas() throws IOException {
        // given one checkpoint, and a disk that is full after 5000 bytes
        new Checkpoints(folder, 1).write(state, parameters, SETTINGS);
        byte[] before = Files.readAllBytes(folder.resolve("checkpoint-000000000003.zip"));
        Checkpoints full = new Checkpoints(folder, 1, out -> new FilterOutputStream(out) {
            private int room = 5000;

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                room -= length;
                if (room < 0) {
                    throw new IOException("No space left on device");
                }
                out.write(bytes, from, length);
            }
        });

        // when the next is written
        state.step = 4;
        assertThatThrownBy(() -> full.write(state, parameters, SETTINGS))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        folder.resolve("checkpoint-000000000004.zip") + " cannot be written: No space left on device");

        // then the last is there, and nothing else
        assertThat(names()).containsExactly("checkpoint-000000000003.zip");
        assertThat(folder.resolve("checkpoint-000000000003.zip")).hasBinaryContent(before);
        assertThat(full.readLast(parameters, SETTINGS)).map(read -> read.step).contains(3L);
    }

    @Test
    void aDamagedCheckpointIsPassedOverForTheOneBefore() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder, 3);
        checkpoints.write(state, parameters, SETTINGS);
        state.step = 4;
        checkpoints.write(state, parameters, SETTINGS);
        state.step = 5;
        checkpoints.write(state, parameters, SETTINGS);
        // when the newest is cut off, and a bit of the next has changed
        Path newest = folder.resolve("checkpoint-000000000005.zip");
        Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 900));
        Path second = folder.resolve("checkpoint-000000000004.zip");
        byte[] bytes = Files.readAllBytes(second);
        bytes[bytes.length / 2] ^= 1;
        Files.write(second, bytes, StandardOpenOption.TRUNCATE_EXISTING);

        Optional<TrainingState> read = checkpoints.readLast(parameters, SETTINGS);
        assertThat(read.orElseThrow().step).isEqualTo(3);
    }

    @Test
    void whereAllAreDamagedTheErrorNamesTheNewest() throws IOException {
        Path file = folder.resolve("checkpoint-000000000007.zip");
        Files.writeString(file, "not a zip");
        assertThatThrownBy(() -> new Checkpoints(folder, 3).readLast(parameters, SETTINGS))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read checkpoint " + file + ": ");
    }

    @Test
    void aCheckpointOfAnotherNetworkIsNotRead() throws IOException {
        new Checkpoints(folder, 1).write(state, parameters, SETTINGS);
        NetworkWeights wider = NetworkWeights.create(new FoldFusionConfig(1, List.of(3, 2, 2, 2)), 1);
        FlatParameters other = new FlatParameters(NetworkGraph.of(wider).graph(), wider.plan());
        assertThatThrownBy(() -> new Checkpoints(folder, 1).readLast(other, SETTINGS))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("parameters.bin is too short for this network");
    }

    @Test
    void whatABrokenOffWriteHasLeftIsRemoved() throws IOException {
        new Checkpoints(folder, 1).write(state, parameters, SETTINGS);
        Files.writeString(folder.resolve(".sstem-01234567-89ab-cdef-0123-456789abcdef.tmp"), "half");
        Files.writeString(folder.resolve("notes.txt"), "mine");
        new Checkpoints(folder, 1).removeParts();
        assertThat(names()).containsExactlyInAnyOrder("checkpoint-000000000003.zip", "notes.txt");
    }

    @Test
    void onlyCheckpointsThatWereWrittenHereAreEverDeleted() throws IOException {
        Path foreign = Files.writeString(folder.resolve("checkpoint-000000000001.zip"), "mine");
        new Checkpoints(folder, 1).write(state, parameters, SETTINGS);
        state.step = 4;
        new Checkpoints(folder, 1).write(state, parameters, SETTINGS);

        assertThat(names()).containsExactlyInAnyOrder("checkpoint-000000000001.zip", "checkpoint-000000000004.zip");
        assertThat(foreign).hasContent("mine");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(Manifest.NAME))
                    .collect(Collectors.toList());
        }
    }
}
