package org.sstem;

/**
 * Hears how far a long operation has come. Called from the thread that started the operation, never concurrently.
 */
@FunctionalInterface
public interface ProgressListener {

    /** Listens to nothing. */
    ProgressListener NONE = (done, total, what) -> {};

    /**
     * Tells that one more step is done.
     *
     * @param done  steps done so far, 0 to {@code total}
     * @param total steps in all
     * @param what  what the step is about, a few words for a person
     */
    void progress(long done, long total, String what);
}
