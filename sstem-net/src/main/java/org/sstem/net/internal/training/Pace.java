package org.sstem.net.internal.training;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a training goes: the time of the last steps. */
final class Pace {

    private static final int STEPS = 50;

    private final int batch;
    private final Deque<Long> ends = new ArrayDeque<>();

    /** Starts the clock. */
    Pace(int batch) {
        this.batch = batch;
        ends.add(System.nanoTime());
    }

    void step() {
        ends.addLast(System.nanoTime());
        if (ends.size() > STEPS + 1) {
            ends.removeFirst();
        }
    }

    double examplesPerSecond() {
        return batch / secondsPerStep();
    }

    Duration remaining(long steps) {
        return Duration.ofMillis((long) (1000 * secondsPerStep() * steps));
    }

    private double secondsPerStep() {
        return Math.max(1, ends.getLast() - ends.getFirst()) / 1e9 / (ends.size() - 1);
    }
}
