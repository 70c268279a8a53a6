package org.sstem.internal.progress;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;

/**
 * How long work ends when its thread is interrupted: always by a {@link CancellationException} whose message says how far
 * it came, with the thread's interrupt flag set. Restoring, writing, detecting, measuring, evaluating and training all end
 * so; what was finished before stays. Thread-safe.
 */
public final class Cancellation {

    private Cancellation() {}

    /**
     * Ends the work if this thread was interrupted.
     *
     * @param where how far the work has come, such as {@code before section 3}
     * @throws CancellationException if it was; the flag stays set
     */
    public static void check(String where) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted " + where);
        }
    }

    /**
     * Finds out whether a failure is an interruption in disguise: whoever waits for other threads, or reads from a
     * channel, throws something else and takes the flag away.
     *
     * @param <E>     the type of the failure
     * @param failure what was thrown
     * @param where   how far the work has come, such as {@code in section 3}
     * @return the failure, if it is another one
     * @throws CancellationException if it is; the flag is set again
     */
    public static <E extends Exception> E unless(E failure, String where) {
        boolean interrupted = failure instanceof CancellationException;
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 100; cause = cause.getCause()) {
            interrupted |= cause instanceof InterruptedException
                    || cause instanceof InterruptedIOException
                    || cause instanceof ClosedByInterruptException;
            depth++;
        }
        if (!interrupted) {
            return failure;
        }
        Thread.currentThread().interrupt();
        if (failure instanceof CancellationException cancelled) {
            throw cancelled;
        }
        CancellationException cancelled = new CancellationException("interrupted " + where);
        cancelled.initCause(failure);
        throw cancelled;
    }
}
