/**
 * Finding damage: {@link org.sstem.damage.DamageDetector} looks through a stack and says which sections are folded,
 * cracked, stained or missing, where, how sure that is, and why.
 *
 * <pre>{@code
 * try (StackReader<?> in = Stacks.open(Path.of("sections"))) {
 *     Detection found = DamageDetector.builder().build().detect(in.pixels());
 *     for (Finding finding : found.findings()) {
 *         System.out.println(finding.z() + " " + finding.kind() + " " + finding.confidence() + ": " + finding.why());
 *     }
 *     found.damage().write(Path.of("damage.json"));
 *     Restoration<?> result = Restorer.trainingFree().restore(in.pixels(), found.damage());
 * }
 * }</pre>
 */
package org.sstem.internal.detect;
