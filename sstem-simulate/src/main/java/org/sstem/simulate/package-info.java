/**
 * Simulated damage, so that there is a truth to compare a restoration with: folds, precipitates, missing sections, one by
 * one or over a whole stack, drawn from published or measured distributions.
 *
 * <pre>{@code
 * FoldSimulation folded = FoldSimulator.builder().seed(42).build().apply(section);
 * Flow unfolding = folded.unfoldingFlow();                        // truth = warp(degraded, unfolding)
 *
 * PrecipitateSimulation stained = PrecipitateSimulator.builder().seed(42).build().apply(section);
 *
 * StackSimulation damaged = DamageSimulator.builder().seed(42).build().apply(stack);
 * damaged.damage().write(Path.of("damage.json"));
 * }</pre>
 */
package org.sstem.simulate;
