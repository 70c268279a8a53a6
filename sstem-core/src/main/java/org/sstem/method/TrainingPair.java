package org.sstem.method;

import org.sstem.damage.DamageKind;

import java.util.List;
import java.util.Optional;

/**
 * One example to learn from: what a network sees and what it should make of it. All planes have the same size. The planes
 * are shared, not copied.
 *
 * <p>The interpolation module eats the neighbours, the unfolding or correction module the degraded section beside them,
 * the fusion module all of these with the mask; the target is the same for all.
 *
 * @param kind       the damage to learn to undo; {@code MISSING} for interpolation
 * @param neighbours the intact sections below and above, in this order
 * @param degraded   the damaged section; empty if it is missing
 * @param target     the section as it should be
 * @param mask       for folds 1 where the target was swallowed, so that nothing of it is seen in the degraded section; for
 *     precipitates the share of light that comes through; for missing sections 0 throughout
 * @param flow       for folds the flow that undoes them, {@code target = warp(degraded, flow)} outside the swallowed strip
 */
public record TrainingPair(
        DamageKind kind,
        List<Plane> neighbours,
        Optional<Plane> degraded,
        Plane target,
        Plane mask,
        Optional<Flow> flow) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if there are not two neighbours, or a plane has another size than the target
     */
    public TrainingPair {
        neighbours = List.copyOf(neighbours);
        if (neighbours.size() != 2) {
            throw new IllegalArgumentException("a training pair has two neighbours, had " + neighbours.size());
        }
        boolean same = mask.sameSize(target)
                && neighbours.stream().allMatch(target::sameSize)
                && degraded.map(target::sameSize).orElse(true)
                && flow.map(f -> target.sameSize(f.u())).orElse(true);
        if (!same) {
            throw new IllegalArgumentException(
                    "all planes of a training pair must be " + target.width() + " x " + target.height());
        }
    }
}
