package org.sstem.net.internal.method;

import org.sstem.damage.DamageKind;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.inference.NetworkSource;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Networks by what they do, and what they suffice for. Not thread-safe while networks are added. */
public final class NetworkSet {

    /** The order in which networks are named. */
    private static final Comparator<Part> ORDER =
            Comparator.comparing(Part::compact).reversed().thenComparing(Part::role);

    /**
     * What a network does: a compact one restores the damage of its role by itself; a published one has its part in it.
     *
     * @param compact whose it is
     * @param role    what it is for
     */
    record Part(boolean compact, Role role) {

        static Part of(Architecture architecture) {
            return new Part(architecture.compact(), architecture.role());
        }

        /** Whether it has its part in restoring a kind of damage. */
        boolean serves(DamageKind kind) {
            return role.restores() && role.damage() == kind
                    || !compact && role == Role.INTERPOLATION
                    || !compact && role == Role.INTERPOLATION_OF_TWO && kind == DamageKind.PRECIPITATE;
        }

        @Override
        public String toString() {
            return (compact ? "compact " : "") + role;
        }
    }

    private final Map<Part, NetworkSource> networks = new TreeMap<>(ORDER);
    private final Map<Part, String> origins = new HashMap<>();

    /**
     * Adds a network.
     *
     * @param origin where it comes from
     */
    public void add(NetworkWeights network, String origin) {
        Part part = Part.of(network.architecture());
        for (String name : network.parameters().keySet()) {
            for (float value : network.parameter(name)) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("the network for " + part + " (" + origin
                            + ") cannot be used: parameter " + name + " is not finite");
                }
            }
        }
        add(new NetworkSource.Own(network), origin);
    }

    /**
     * Adds a network that may come from elsewhere.
     *
     * @param origin where it comes from
     */
    public void add(NetworkSource network, String origin) {
        Part part = Part.of(network.architecture());
        if (!part.role().restores()) {
            throw new IllegalArgumentException(
                    "the network for " + part + " (" + origin + ") restores nothing: it is for segmentation");
        }
        if (part.compact() && part.role() == Role.UNFOLDING) {
            throw new IllegalArgumentException("the network for " + part + " (" + origin
                    + ") is of no use any more: folds are unfolded without training, leave it out");
        }
        if (networks.containsKey(part)) {
            throw new IllegalArgumentException("two networks for " + part + " were given (" + origins.get(part) + ", "
                    + origin + "): leave one out");
        }
        networks.put(part, network);
        origins.put(part, origin);
    }

    /**
     * Makes sure that every network can be used.
     *
     * @return this
     * @throws IllegalArgumentException if one lacks others, or two ways to restore one kind of damage are given
     */
    public NetworkSet checked() {
        if (networks.isEmpty()) {
            throw new IllegalArgumentException("no network was given");
        }
        Part refining = new Part(true, Role.INTERPOLATION);
        Part moving = new Part(true, Role.MOTION);
        if (networks.containsKey(refining) && networks.containsKey(moving)) {
            throw new IllegalArgumentException("networks for " + named(refining) + " and for " + named(moving)
                    + " both restore missing sections: leave one out");
        }
        boolean two = has(Role.INTERPOLATION_OF_TWO);
        needs(
                DamageKind.FOLD,
                List.of(Role.UNFOLDING, Role.FOLD_FUSION),
                List.of(Role.INTERPOLATION, Role.UNFOLDING, Role.FOLD_FUSION));
        needs(
                DamageKind.PRECIPITATE,
                List.of(Role.PRECIPITATE_CORRECTION, Role.PRECIPITATE_FUSION),
                List.of(
                        two ? Role.INTERPOLATION_OF_TWO : Role.INTERPOLATION,
                        Role.PRECIPITATE_CORRECTION,
                        Role.PRECIPITATE_FUSION));
        if (two && !has(Role.INTERPOLATION) && !restores(DamageKind.PRECIPITATE)) {
            throw new IllegalArgumentException("the network for " + named(published(Role.INTERPOLATION_OF_TWO))
                    + " is of no use alone: add that for the interpolation of one, or those for precipitates");
        }
        return this;
    }

    private static Part published(Role role) {
        return new Part(false, role);
    }

    /** Whether there is the published network for a role. */
    private boolean has(Role role) {
        return networks.containsKey(published(role));
    }

    /** If one of some published networks is there, all have to be, and no compact ones. */
    private void needs(DamageKind kind, List<Role> own, List<Role> all) {
        Optional<Part> given = own.stream().filter(this::has).findFirst().map(NetworkSet::published);
        if (given.isEmpty()) {
            return;
        }
        List<Part> compact = serving(kind, true);
        if (!compact.isEmpty()) {
            throw new IllegalArgumentException("networks for " + named(given.get()) + " and for "
                    + named(compact.get(0)) + " do not work together: leave one out");
        }
        List<Role> lacking = all.stream().filter(role -> !has(role)).toList();
        if (!lacking.isEmpty()) {
            throw new IllegalArgumentException("the network for " + named(given.get()) + " cannot be used without "
                    + lacking.stream().map(role -> "one for " + role).collect(Collectors.joining(" and ")));
        }
    }

    private List<Part> serving(DamageKind kind, boolean compact) {
        return networks.keySet().stream()
                .filter(part -> part.compact() == compact && part.serves(kind))
                .toList();
    }

    private String named(Part part) {
        return part + " (" + origins.get(part) + ")";
    }

    /** Null if there is none. */
    NetworkSource get(Part part) {
        return networks.get(part);
    }

    /** Says whether the networks suffice for a kind of damage. */
    public boolean restores(DamageKind kind) {
        return !used(kind).isEmpty();
    }

    /** The networks that a kind of damage is restored with; none if they do not suffice. */
    private List<Part> used(DamageKind kind) {
        List<Part> compact = serving(kind, true);
        if (!compact.isEmpty()) {
            return compact;
        }
        // The others are there if these are: that was checked.
        boolean suffices = has(Role.INTERPOLATION) && kind == DamageKind.MISSING
                || has(Role.UNFOLDING) && kind == DamageKind.FOLD
                || has(Role.PRECIPITATE_CORRECTION) && kind == DamageKind.PRECIPITATE;
        return suffices ? serving(kind, false) : List.of();
    }

    /** Names the method by its networks. */
    String name(DamageKind kind) {
        return used(kind).stream().map(this::named).collect(Collectors.joining(", ", "networks: ", ""));
    }
}
