package org.sstem.net;

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
        AtomicIntegerArray calls = new AtomicIntegerArray(20);
        Parallelization.runWithNumThreads(2, () -> {
            Thread.currentThread().interrupt();
            Tasks.forEach(20, calls::incrementAndGet);
        });
        assertThat(Thread.interrupted()).isTrue();
        for (int i = 0; i < 20; i++) {
            assertThat(calls.get(i)).isEqualTo(1);
        }
    }
}
