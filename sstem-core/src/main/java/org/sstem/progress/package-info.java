/**
 * How long operations tell what they are doing, and how they end when they are interrupted: by a
 * {@link java.util.concurrent.CancellationException}, the thread's flag set, everywhere in the library.
 *
 * <pre>{@code
 * ProgressListener listener = (done, total, what) -> System.err.println(done + "/" + total + " " + what);
 * }</pre>
 */
package org.sstem.progress;
