package org.sstem.internal.detect;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class LookingTest {

    private static final int SECTIONS = 24;
    private static final int[] ALL = IntStream.range(0, SECTIONS).toArray();

    /** Nobody reads it. */
    private record Unread(int width, int height) implements SectionSource {

        @Override
        public int sections() {
            return SECTIONS;
        }

        @Override
        public Plane read(int z, Area area) {
            throw new AssertionError("read section " + z);
        }
    }

    /** Counts how many sections are looked at ahead, and asked about at the same time. */
    private static final class Counting implements Look.Eye<Integer> {

        private final List<Integer> ahead = new ArrayList<>();
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final Callable<?> meanwhile;

        Counting(Callable<?> meanwhile) {
            this.meanwhile = meanwhile;
        }

        @Override
        public void ahead(List<Integer> sections) {
            ahead.add(sections.size());
        }

        @Override
        public Integer at(int z) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                meanwhile.call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            now.decrementAndGet();
            return 10 * z;
        }
    }

    private static List<Integer> answers(int width, int height, Counting eye, int threads) {
        Looking looking = Looking.here(TissueSource.of(new Unread(width, height)));
        List<Integer> done = new ArrayList<>();
        List<Integer> answers = Parallelization.runWithNumThreads(
                threads,
                () -> List.copyOf(looking.each(ALL, (Look<Integer>) view -> eye, done::add)
                        .values()));
        assertThat(done).containsExactlyElementsOf(IntStream.of(ALL).boxed().toList());
        return answers;
    }

    @Test
    void asManySectionsAsThereAreThreadsAreLookedAtAtTheSameTime() {
        CyclicBarrier together = new CyclicBarrier(2);
        Counting eye = new Counting(() -> together.await(20, TimeUnit.SECONDS));

        List<Integer> answers = answers(300, 200, eye, 2);

        assertThat(answers).isEqualTo(IntStream.of(ALL).mapToObj(z -> 10 * z).toList());
        assertThat(eye.most).hasValue(2);
        assertThat(eye.ahead).containsOnly(8);
    }

    @Test
    void thereAreNeverMoreThanMemoryHasRoomFor() {
        int side = (int) Math.sqrt(Runtime.getRuntime().maxMemory() / 10.0);
        Counting eye = new Counting(() -> null);

        List<Integer> answers = answers(side, side, eye, 4);

        assertThat(answers).hasSize(SECTIONS);
        assertThat(eye.most).hasValue(1);
        assertThat(eye.ahead).containsOnly(1);
    }
}
