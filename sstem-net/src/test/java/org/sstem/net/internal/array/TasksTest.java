package org.sstem.net.internal.array;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.atomic.AtomicIntegerArray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TasksTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyTaskIsDoneOnceWhenTheCallReturns(int threads) {
        Parallelization.runWithNumThreads(threads, () -> {
            for (int count : new int[] {0, 1, 3, 200}) {
                AtomicIntegerArray calls = new AtomicIntegerArray(count);
                Tasks.forEach(count, calls::incrementAndGet);
                for (int i = 0; i < count; i++) {
                    assertThat(calls.get(i)).as("%d of %d", i, count).isEqualTo(1);
                }
            }
        });
    }

    @Test
    void oneThreadIsTheCallers() {
        Thread caller = Thread.currentThread();
        Parallelization.runSingleThreaded(
                () -> Tasks.forEach(5, i -> assertThat(Thread.currentThread()).isSameAs(caller)));
    }

    @Test
    void whatATaskThrowsIsThrownAfterTheOthersAreDone() {
        AtomicIntegerArray calls = new AtomicIntegerArray(50);
        assertThatThrownBy(() -> Parallelization.runWithNumThreads(
                        3,
                        () -> Tasks.forEach(50, i -> {
                            calls.incrementAndGet(i);
                            if (i == 7) {
                                throw new IllegalStateException("the seventh");
                            }
                        })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the seventh");
        for (int i = 0; i < 50; i++) {
            assertThat(calls.get(i)).isEqualTo(1);
        }
    }

    @Test
    void anInterruptedCallerWaitsAndStaysInterrupted() {
        Parallelization.runWithNumThreads(2, () -> {
            for (int repeat = 0; repeat < 5; repeat++) {
                AtomicIntegerArray calls = new AtomicIntegerArray(9);
                Thread.currentThread().interrupt();
                Tasks.forEach(9, i -> {
                    // Busy, for sleep ends at once in an interrupted caller: other threads are to be at work still.
                    long end = System.nanoTime() + 3_000_000L * (i % 3 + 1);
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    calls.incrementAndGet(i);
                });
                assertThat(Thread.interrupted()).isTrue();
                for (int i = 0; i < 9; i++) {
                    assertThat(calls.get(i)).isEqualTo(1);
                }
            }
        });
    }
}
