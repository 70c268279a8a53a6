/**
 * Small programs that show the public interface, each run by a test.
 *
 * <pre>{@code
 * RestoreAStack.restore(Path.of("degraded.tif"), Path.of("damage.json"), Path.of("restored.tif"));
 * }</pre>
 */
package org.sstem.examples;
