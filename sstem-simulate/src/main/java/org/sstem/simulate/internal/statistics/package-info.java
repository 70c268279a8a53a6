/**
 * Statistics of real damage: measured from sections and masks, kept as JSON, and what simulators draw from.
 *
 * <pre>{@code
 * ArtifactStatistics stats = ArtifactStatistics.measure(SectionSource.of(stack.pixels()), damage);
 * stats.write(Path.of("stats.json"));
 * DamageSimulator like = DamageSimulator.builder().distribution(stats.distribution()).seed(42).build();
 * }</pre>
 */
package org.sstem.simulate.internal.statistics;
