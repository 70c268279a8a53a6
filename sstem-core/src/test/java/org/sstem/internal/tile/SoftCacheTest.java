package org.sstem.internal.tile;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SoftCacheTest {

    private final AtomicInteger made = new AtomicInteger();

    private String make(int key) {
        made.incrementAndGet();
        return "value " + key;
    }

    @Test
    void aValueIsMadeOnceAndHeld() {
        SoftCache<Integer, String> cache = new SoftCache<>(10);

        assertThat(cache.get(1, this::make)).isSameAs(cache.get(1, this::make));
        assertThat(made).hasValue(1);
        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    void ofMoreThanItHoldsThoseGoThatWereNotAskedForLongest() {
        SoftCache<Integer, String> cache = new SoftCache<>(3);
        List.of(1, 2, 3, 1, 4, 5).forEach(key -> cache.get(key, this::make));
        made.set(0);

        List.of(1, 4, 5).forEach(key -> cache.get(key, this::make));
        assertThat(made).hasValue(0);
        assertThat(cache.size()).isEqualTo(3);
        cache.get(2, this::make);
        assertThat(made).hasValue(1);
        assertThatThrownBy(() -> new SoftCache<>(0))
                .hasMessageContaining("at least 1")
                .hasMessageContaining("0");
    }

    @Test
    void whereThereIsNoValueNothingIsHeld() {
        SoftCache<Integer, String> cache = new SoftCache<>(3);

        assertThat(cache.get(1, key -> null)).isNull();
        assertThat(cache.size()).isZero();
        assertThat(cache.get(1, this::make)).isEqualTo("value 1");
    }

    /** Arrays that together exceed any heap: soft ones must go, and their entries with them. */
    @Test
    void whatTheMemoryWasNeededForLeavesNoEntry() {
        SoftCache<Integer, byte[]> cache = new SoftCache<>(Integer.MAX_VALUE);
        int bytes = 8 << 20;
        int all = (int) (2 * Runtime.getRuntime().maxMemory() / bytes);
        for (int i = 0; i < all; i++) {
            cache.get(i, key -> new byte[bytes]);
        }

        assertThat(cache.size()).isLessThan(all * 2 / 3);
    }

    @Test
    void othersWaitForAValueThatIsMadeOnce() throws Exception {
        SoftCache<Integer, String> cache = new SoftCache<>(3);
        int threads = 4;
        CountDownLatch ready = new CountDownLatch(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<String>> results = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            results.add(pool.submit(() -> {
                ready.countDown();
                ready.await();
                return cache.getOnce(7, key -> {
                    sleep();
                    return make(key);
                });
            }));
        }

        for (Future<String> result : results) {
            assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo("value 7");
        }
        pool.shutdown();
        assertThat(made).hasValue(1);
    }

    @Test
    void aMakerThatFailsIsAskedAgain() {
        SoftCache<Integer, String> cache = new SoftCache<>(3);

        assertThatThrownBy(() -> cache.getOnce(1, key -> {
                    throw new IllegalStateException("planned");
                }))
                .hasMessage("planned");
        assertThat(cache.getOnce(1, this::make)).isEqualTo("value 1");
    }

    private static void sleep() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
