package org.sstem.internal.output;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The stacks that this process reads from at the moment, so that nobody writes onto them: their pixels are read when they
 * are touched, which may be while the output is being written.
 *
 * <p>Thread-safe. Stacks that nobody holds any more are forgotten.
 */
public final class OpenInputs {

    private static final List<Entry> OPEN = new ArrayList<>();

    private record Entry(WeakReference<Object> reader, Path place) {}

    private OpenInputs() {}

    /**
     * Remembers a stack until it is closed or unreachable.
     *
     * @param reader what reads it
     * @param place  its file or directory
     */
    public static void opened(Object reader, Path place) {
        synchronized (OPEN) {
            OPEN.removeIf(entry -> entry.reader().get() == null);
            OPEN.add(new Entry(new WeakReference<>(reader), place.toAbsolutePath()));
        }
    }

    /**
     * Forgets a stack.
     *
     * @param reader what has read it
     */
    public static void closed(Object reader) {
        synchronized (OPEN) {
            OPEN.removeIf(
                    entry -> entry.reader().get() == reader || entry.reader().get() == null);
        }
    }

    /**
     * Checks that an output touches no stack that is open.
     *
     * @param output what is going to be written
     * @throws IllegalArgumentException if it is, contains or lies in one
     * @throws IOException              if the file system cannot tell
     */
    static void check(Path output) throws IOException {
        OutputCheck check = new OutputCheck().output("target", output);
        synchronized (OPEN) {
            for (Entry entry : OPEN) {
                if (entry.reader().get() != null) {
                    check.input("stack that is open for reading", entry.place());
                }
            }
        }
        check.check();
    }
}
