package org.sstem.method;

import org.sstem.damage.DamageKind;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One example to learn from: what a network sees and what it should make of it. All planes have the same size. The planes
 * are shared, not copied. Immutable as far as they are.
 *
 * <p>The interpolation module eats the neighbours, the unfolding or correction module the degraded section beside them,
 * the fusion module all of these with what is known of the damage; the target is the same for all.
 */
public sealed interface TrainingPair {

    /**
     * Names the damage to learn to undo.
     *
     * @return the kind; {@code MISSING} for interpolation
     */
    DamageKind kind();

    /**
     * Returns the intact sections below and above.
     *
     * @return two, in this order
     */
    List<Plane> neighbours();

    /**
     * Returns the damaged section.
     *
     * @return empty if it is missing
     */
    Optional<Plane> degraded();

    /**
     * Returns the section as it should be.
     *
     * @return the target
     */
    Plane target();

    /**
     * Turns everything in the same way.
     *
     * @param turn how
     * @param swap whether the neighbours change places
     * @return a new pair
     */
    TrainingPair turned(Turn turn, boolean swap);

    /**
     * A section that is missing.
     *
     * @param neighbours the intact sections below and above
     * @param target     the section
     */
    record Missing(List<Plane> neighbours, Plane target) implements TrainingPair {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if there are not two neighbours, or a plane has another size than the target
         */
        public Missing {
            neighbours = List.copyOf(neighbours);
            check(neighbours, target);
        }

        @Override
        public DamageKind kind() {
            return DamageKind.MISSING;
        }

        @Override
        public Optional<Plane> degraded() {
            return Optional.empty();
        }

        @Override
        public TrainingPair turned(Turn turn, boolean swap) {
            return new Missing(TrainingPair.turned(neighbours, turn, swap), turn.of(target));
        }
    }

    /**
     * A section with a fold.
     *
     * @param neighbours the intact sections below and above
     * @param folded     the damaged section
     * @param target     the section as it should be
     * @param band       1 where the fold's dark band lies over the folded section, as a mask of the damage marks it; else 0
     * @param swallowed  1 where the target was swallowed, so that nothing of it is seen in the folded section; else 0
     * @param flow       undoes the fold: {@code target = warp(folded, flow)} outside the swallowed strip
     */
    record Folded(List<Plane> neighbours, Plane folded, Plane target, Plane band, Plane swallowed, Flow flow)
            implements TrainingPair {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if there are not two neighbours, or a plane has another size than the target
         */
        public Folded {
            neighbours = List.copyOf(neighbours);
            check(neighbours, target, folded, band, swallowed, flow.u());
        }

        @Override
        public DamageKind kind() {
            return DamageKind.FOLD;
        }

        @Override
        public Optional<Plane> degraded() {
            return Optional.of(folded);
        }

        @Override
        public TrainingPair turned(Turn turn, boolean swap) {
            return new Folded(
                    TrainingPair.turned(neighbours, turn, swap),
                    turn.of(folded),
                    turn.of(target),
                    turn.of(band),
                    turn.of(swallowed),
                    turn.of(flow));
        }
    }

    /**
     * A section with a crack.
     *
     * @param neighbours the intact sections below and above
     * @param cracked    the damaged section
     * @param target     the section as it should be; all of it is seen in the cracked one
     * @param flow       closes the crack: {@code target = warp(cracked, flow)}
     */
    record Cracked(List<Plane> neighbours, Plane cracked, Plane target, Flow flow) implements TrainingPair {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if there are not two neighbours, or a plane has another size than the target
         */
        public Cracked {
            neighbours = List.copyOf(neighbours);
            check(neighbours, target, cracked, flow.u());
        }

        @Override
        public DamageKind kind() {
            return DamageKind.CRACK;
        }

        @Override
        public Optional<Plane> degraded() {
            return Optional.of(cracked);
        }

        @Override
        public TrainingPair turned(Turn turn, boolean swap) {
            return new Cracked(
                    TrainingPair.turned(neighbours, turn, swap), turn.of(cracked), turn.of(target), turn.of(flow));
        }
    }

    /**
     * A section with precipitates.
     *
     * @param neighbours   the intact sections below and above
     * @param stained      the damaged section
     * @param target       the section as it should be
     * @param transmission share of the light that comes through, 0 to 1
     */
    record Stained(List<Plane> neighbours, Plane stained, Plane target, Plane transmission) implements TrainingPair {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if there are not two neighbours, or a plane has another size than the target
         */
        public Stained {
            neighbours = List.copyOf(neighbours);
            check(neighbours, target, stained, transmission);
        }

        @Override
        public DamageKind kind() {
            return DamageKind.PRECIPITATE;
        }

        @Override
        public Optional<Plane> degraded() {
            return Optional.of(stained);
        }

        @Override
        public TrainingPair turned(Turn turn, boolean swap) {
            return new Stained(
                    TrainingPair.turned(neighbours, turn, swap),
                    turn.of(stained),
                    turn.of(target),
                    turn.of(transmission));
        }
    }

    private static List<Plane> turned(List<Plane> neighbours, Turn turn, boolean swap) {
        Plane below = turn.of(neighbours.get(0));
        Plane above = turn.of(neighbours.get(1));
        return swap ? List.of(above, below) : List.of(below, above);
    }

    private static void check(List<Plane> neighbours, Plane target, Plane... others) {
        if (neighbours.size() != 2) {
            throw new IllegalArgumentException("a training pair has two neighbours, had " + neighbours.size());
        }
        if (!Stream.concat(neighbours.stream(), Stream.of(others)).allMatch(target::sameSize)) {
            throw new IllegalArgumentException(
                    "all planes of a training pair must be " + target.width() + " x " + target.height());
        }
    }

    /**
     * One of the eight symmetries of a square: mirrored, then transposed. Immutable, thread-safe.
     *
     * @param mirrorX   whether x is reversed
     * @param mirrorY   whether y is reversed
     * @param transpose whether x and y are exchanged then
     */
    public record Turn(boolean mirrorX, boolean mirrorY, boolean transpose) {

        /**
         * Turns a plane.
         *
         * @param plane a square plane
         * @return a new plane of the same size
         * @throws IllegalArgumentException if the plane is not square
         */
        public Plane of(Plane plane) {
            int n = plane.width();
            if (plane.height() != n) {
                throw new IllegalArgumentException(
                        "only square planes can be turned, was " + n + " x " + plane.height());
            }
            Plane out = new Plane(n, n);
            for (int y = 0; y < n; y++) {
                for (int x = 0; x < n; x++) {
                    int u = transpose ? y : x;
                    int v = transpose ? x : y;
                    out.set(x, y, plane.get(mirrorX ? n - 1 - u : u, mirrorY ? n - 1 - v : v));
                }
            }
            return out;
        }

        /**
         * Turns displacements: their places and their directions.
         *
         * @param flow a square flow
         * @return a new flow of the same size, with which the turned image moves as the image did with the flow
         * @throws IllegalArgumentException if the flow is not square
         */
        public Flow of(Flow flow) {
            List<Plane> turned = vectors(of(flow.u()), of(flow.v()));
            return new Flow(turned.get(0), turned.get(1));
        }

        /**
         * Turns directions alone.
         *
         * @param u components in x at turned places; changed
         * @param v components in y at turned places; changed
         * @return the new components in x, then those in y
         */
        public List<Plane> vectors(Plane u, Plane v) {
            negate(u, mirrorX);
            negate(v, mirrorY);
            return transpose ? List.of(v, u) : List.of(u, v);
        }

        private static void negate(Plane plane, boolean negate) {
            for (int i = 0; negate && i < plane.pixels().length; i++) {
                plane.pixels()[i] = -plane.pixels()[i];
            }
        }
    }
}
