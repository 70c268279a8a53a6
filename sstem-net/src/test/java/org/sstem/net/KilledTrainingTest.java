package org.sstem.net;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.testing.SingleThreaded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A training in a Java of its own that is ended by force, again and again, and goes on each time from what it has kept.
 *
 * <p>Three times; {@code -Dsstem.kills=20} more often.
 */
@ExtendWith(SingleThreaded.class)
class KilledTrainingTest {

    private static final int KILLS = Integer.getInteger("sstem.kills", 3);
    /** After so many milliseconds more at most a training is ended: some steps, each with its checkpoint. */
    private static final int MOMENTS_MS = 150;

    @Test
    void aTrainingThatWasKilledGoesOnToTheBit(@TempDir Path folder) throws Exception {
        // given a training that was killed at random moments, be it while it wrote a checkpoint
        Path checkpoints = folder.resolve("killed");
        Random random = new Random(8);
        long last = 0;
        for (int i = 0; i < KILLS; i++) {
            Path log = folder.resolve("log" + i + ".txt");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledTrainingTest.class.getName(),
                            checkpoints.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                waitForStep(last + 1, checkpoints, process, log.toFile());
                process.waitFor(random.nextInt(MOMENTS_MS), TimeUnit.MILLISECONDS);
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertThat(process.exitValue()).isNotZero();
            assertThat(newest(checkpoints)).isGreaterThan(last);
            last = newest(checkpoints);
        }

        // when it goes on for a few steps here
        Network continued = Networks.create(config(), 99);
        trainer(continued, checkpoints, last + 5).build().run();

        // then it is where it would have been
        Network whole = Networks.create(config(), 1);
        trainer(whole, folder.resolve("whole"), last + 5).build().run();
        for (String name : whole.parameters().keySet()) {
            assertThat(continued.parameter(name)).as(name).isEqualTo(whole.parameter(name));
        }
        System.out.println("killed: a training: " + KILLS + " times in " + last + " steps");
    }

    private static long waitForStep(long step, Path folder, Process process, File log)
            throws IOException, InterruptedException {
        for (int i = 0; i < 6000; i++) {
            if (newest(folder) >= step) {
                return newest(folder);
            }
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("ended by itself: " + Files.readString(log.toPath()));
            }
        }
        throw new AssertionError(
                "no checkpoint of step " + step + " after two minutes: " + Files.readString(log.toPath()));
    }

    private static long newest(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return -1;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".zip"))
                    .mapToLong(name -> Long.parseLong(name.replaceAll("\\D", "")))
                    .max()
                    .orElse(-1);
        }
    }

    private static Architecture config() {
        return new FoldFusionConfig(1, List.of(4, 4, 4, 4));
    }

    private static TrainerBuilder trainer(Network network, Path folder, long steps) {
        return Trainer.builder(network)
                .examples(TrainerTest::example)
                .batch(2)
                .steps(steps)
                .rate(LearningRate.polynomial(3e-3, 1e-4, 20, 1.5))
                .averaging(0.9)
                .checkpoints(folder, 1, 2)
                .resume(true);
    }

    /** The training that is killed. */
    public static void main(String[] args) throws Throwable {
        SingleThreaded.run(() -> trainer(Networks.create(config(), 1), Path.of(args[0]), 1_000_000)
                .build()
                .run());
    }
}
