package org.sstem.bench.net;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sstem.bench.Threads;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.TrainingPair;
import org.sstem.net.Network;
import org.sstem.net.Trainer;
import org.sstem.net.TrainingResult;

import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One step of training, forward, back and Adam, of a published network: batches of 4 at 128 x 128, L1. The JIT compiler
 * takes 10 to 15 s to be done with it, on cores that the training wants too.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 6)
@Measurement(iterations = 5, time = 2)
@Fork(
        jvmArgsAppend = {
            TrainingStepBenchmark.YOUNG,
            TrainingStepBenchmark.NATIVE_BYTES,
            TrainingStepBenchmark.PHYSICAL_BYTES
        })
public class TrainingStepBenchmark {

    /** What a Java of this heap gives itself; steps take longer with a smaller one. */
    static final String YOUNG = "-Xmn1200m";

    static final String NATIVE_BYTES = "-Dorg.bytedeco.javacpp.maxbytes=6g";
    static final String PHYSICAL_BYTES = "-Dorg.bytedeco.javacpp.maxphysicalbytes=0";

    static final int BATCH = 4;
    static final int SIZE = 128;

    /** A U-Net that is small and a residual network that is large: 1.7 and 19.6 million parameters. */
    @Param({"fold-fusion", "unfolding"})
    private String trained;

    private final Semaphore wanted = new Semaphore(0);
    private final Semaphore done = new Semaphore(0);
    private FutureTask<TrainingResult> training;
    private Thread thread;

    /** Starts a training that waits before every step until it is wanted. */
    @Setup
    public void start() {
        TrainingPair pair = pair();
        Trainer trainer = Trainer.builder(Network.create(Published.named(trained), 1))
                .pairs(i -> pair)
                .batch(BATCH)
                .listener(step -> {
                    done.release();
                    wanted.acquireUninterruptibly();
                })
                .build();
        training = new FutureTask<>(() -> Threads.grant(trainer::run));
        thread = new Thread(training, "training");
        thread.start();
        await(); // the first step has nobody to ask
    }

    /** Ends the training. */
    @TearDown
    public void end() throws InterruptedException {
        thread.interrupt();
        wanted.release();
        thread.join();
    }

    /** Trains one step. */
    @Benchmark
    public void step() {
        wanted.release();
        await();
    }

    /** Waits for a step, but not for one that never comes. */
    private void await() {
        try {
            while (!done.tryAcquire(1, TimeUnit.SECONDS)) {
                if (training.isDone()) {
                    throw new IllegalStateException("the training has ended: " + training);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static TrainingPair pair() {
        return new TrainingPair.Folded(
                List.of(noise(1), noise(2)),
                noise(3),
                noise(4),
                new Plane(SIZE, SIZE),
                new Plane(SIZE, SIZE),
                new Flow(SIZE, SIZE));
    }

    private static Plane noise(long seed) {
        Plane plane = new Plane(SIZE, SIZE);
        Random random = new Random(seed);
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] = random.nextFloat();
        }
        return plane;
    }
}
