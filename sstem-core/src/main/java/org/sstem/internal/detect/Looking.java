package org.sstem.internal.detect;

import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutor;
import org.sstem.internal.progress.Cancellation;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.SectionSource;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/** Where sections are looked at. */
public interface Looking {

    /**
     * Looks at sections.
     *
     * @param sections which, ascending
     * @param look     what is to be found out
     * @param done     told of each section afterwards, on the caller's thread, in their order
     * @return the answers by section
     */
    <T extends Serializable> SortedMap<Integer, T> each(int[] sections, Look<T> look, IntConsumer done);

    /** In this process, with the threads of the caller. */
    static Looking here(TissueSource stack) {
        return new Here(new View(stack));
    }

    /** A stack that is looked at; what was found out about its tissue stays known. For one thread. */
    final class View {

        private final TissueSource stack;
        private Looks.Ground ground;
        private SectionSource grounded;

        /** Begins to look at a stack. */
        public View(TissueSource stack) {
            this.stack = stack;
        }

        TissueSource stack() {
            return stack;
        }

        /** The stack counted from black, without what was lost. */
        SectionSource on(Looks.Ground known) {
            if (ground != known) {
                grounded = known.of(stack);
                ground = known;
            }
            return grounded;
        }
    }

    /**
     * This process.
     *
     * @param view the stack
     */
    record Here(View view) implements Looking {

        /** How many sections a thread looks at before the slowest thread is waited for. */
        private static final int ROUNDS = 4;
        /** What is known of a section that is looked at, bytes a pixel, and the part of the heap there is for all of them. */
        private static final long BYTES = 8;

        private static final double PART_OF_HEAP = 0.5;

        @Override
        public <T extends Serializable> SortedMap<Integer, T> each(int[] sections, Look<T> look, IntConsumer done) {
            Look.Eye<T> eye = look.open(view);
            TaskExecutor executor = Parallelization.getTaskExecutor();
            int atOnce = Math.max(1, Math.min(ROUNDS * executor.getParallelism(), room()));
            Thread caller = Thread.currentThread();
            SortedMap<Integer, T> all = new TreeMap<>();
            for (int first = 0; first < sections.length; first += atOnce) {
                List<Integer> some = Arrays.stream(sections, first, Math.min(sections.length, first + atOnce))
                        .boxed()
                        .toList();
                Cancellation.check("before section " + some.get(0));
                eye.ahead(some);
                // Others look at the sections of one batch: who is interrupted is the caller.
                List<T> found = executor.forEachApply(some, z -> caller.isInterrupted() ? null : eye.at(z));
                Cancellation.check("after section " + some.get(0));
                for (int i = 0; i < found.size(); i++) {
                    all.put(some.get(i), found.get(i));
                    done.accept(some.get(i));
                }
            }
            return all;
        }

        /** How many sections memory has room for. */
        private int room() {
            double bytes = (double) BYTES * view.stack.width() * view.stack.height();
            return (int) Math.min(
                    Integer.MAX_VALUE, PART_OF_HEAP * Runtime.getRuntime().maxMemory() / bytes);
        }
    }
}
