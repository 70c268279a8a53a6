/**
 * How long operations tell what they are doing.
 *
 * <pre>{@code
 * ProgressListener listener = (done, total, what) -> System.err.println(done + "/" + total + " " + what);
 * }</pre>
 */
package org.sstem.progress;
