/**
 * How this library writes: a file or folder is there as a whole or not at all, two runs never write one output, and
 * nothing is deleted but what a {@link org.sstem.internal.output.Manifest} says was made here and is unchanged since.
 *
 * <p>Names that are used beside an output called {@code out}:
 * <ul>
 *   <li>{@code out.sstem-partial}: the {@link org.sstem.internal.output.WholeFolder} in which it is built; stays after an
 *       interruption, for a run that resumes;
 *   <li>{@code .out.sstem-lock}: the {@link org.sstem.internal.output.OutputLock} while a run writes it;
 *   <li>{@code .sstem-UUID.tmp}: an {@link org.sstem.internal.output.AtomicFile} that is being written;
 *   <li>{@code .out.UUID.sstem-old}: what is being replaced, for the moment between two renames.
 * </ul>
 *
 * <pre>{@code
 * new OutputCheck().input("IN", in).output("OUT", out).output("--report", report).check();
 * try (WholeFolder folder = WholeFolder.forFolder(out, Map.of("seed", "42"), Permission.NONE)) {
 *     folder.announce("flow.npy");
 *     AtomicFile.write(folder.work().resolve("flow.npy"), bytes);
 *     folder.commit();
 * }
 * }</pre>
 */
package org.sstem.internal.output;
