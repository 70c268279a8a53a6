package org.sstem.cli;

import java.io.PrintWriter;

/** What is said when the memory is not enough, wherever that shows. */
final class Memory {

    /** As deep as any chain of causes is looked at. */
    private static final int DEPTH = 100;

    private Memory() {}

    /** Tells whether a failure is one of memory, whatever has been wrapped around it. */
    static boolean isShort(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < DEPTH; i++) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            for (Throwable other : cause.getSuppressed()) {
                if (other instanceof OutOfMemoryError) {
                    return true;
                }
            }
            cause = cause.getCause();
        }
        return false;
    }

    static String sentence(Throwable failure) {
        boolean threads = String.valueOf(failure.getMessage()).contains("native thread");
        return threads
                ? "the system gives no more threads or memory: use fewer --threads"
                : "the memory of Java, " + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MiB, is not enough: give it more (java -Xmx8g -jar sstem.jar ...), or less to do at once"
                        + " (restore: a smaller --tile; train: a smaller --size or --batch; any: fewer --threads)";
    }

    /**
     * Ends the program with one sentence if memory runs out in a thread that nobody waits for. What is on the disk is
     * whole at any moment, so ending at once does no harm.
     */
    static void watch(PrintWriter err) {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            if (isShort(failure)) {
                err.println("sstem: " + sentence(failure));
                Runtime.getRuntime().halt(1);
            }
            err.println("sstem: unexpected " + failure + " in thread " + thread.getName());
        });
    }
}
