package org.sstem.net.internal.method;

import org.sstem.damage.DamageKind;
import org.sstem.net.FoldFusionConfig;
import org.sstem.net.InterpolationConfig;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.PrecipitateConfig;
import org.sstem.net.RefinementConfig;
import org.sstem.net.RefinementConfig.Role;
import org.sstem.net.UnfoldingConfig;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Networks by what they do, and what they suffice for. Not thread-safe while networks are added. */
public final class NetworkSet {

    /** What a network does in restoring one kind of damage or several. */
    public enum Part {
        COMPACT_INTERPOLATION("compact interpolation", DamageKind.MISSING),
        COMPACT_UNFOLDING("compact unfolding", DamageKind.FOLD),
        COMPACT_FOLD_FUSION("compact fold fusion", DamageKind.FOLD),
        COMPACT_PRECIPITATE_CORRECTION("compact precipitate correction", DamageKind.PRECIPITATE),
        COMPACT_PRECIPITATE_FUSION("compact precipitate fusion", DamageKind.PRECIPITATE),
        INTERPOLATION("interpolation", DamageKind.MISSING, DamageKind.FOLD, DamageKind.PRECIPITATE),
        INTERPOLATION_OF_TWO("interpolation of two sections", DamageKind.MISSING, DamageKind.PRECIPITATE),
        UNFOLDING("unfolding", DamageKind.FOLD),
        FOLD_FUSION("fold fusion", DamageKind.FOLD),
        PRECIPITATE_CORRECTION("precipitate correction", DamageKind.PRECIPITATE),
        PRECIPITATE_FUSION("precipitate fusion", DamageKind.PRECIPITATE);

        private final String text;
        private final List<DamageKind> kinds;

        Part(String text, DamageKind... kinds) {
            this.text = text;
            this.kinds = List.of(kinds);
        }

        boolean compact() {
            return ordinal() <= COMPACT_PRECIPITATE_FUSION.ordinal();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final Map<Part, Network> networks = new EnumMap<>(Part.class);
    private final Map<Part, String> origins = new EnumMap<>(Part.class);

    public static Part compact(Role role) {
        return switch (role) {
            case INTERPOLATION -> Part.COMPACT_INTERPOLATION;
            case UNFOLDING -> Part.COMPACT_UNFOLDING;
            case FOLD_FUSION -> Part.COMPACT_FOLD_FUSION;
            case PRECIPITATE_CORRECTION -> Part.COMPACT_PRECIPITATE_CORRECTION;
            case PRECIPITATE_FUSION -> Part.COMPACT_PRECIPITATE_FUSION;
        };
    }

    public static Part part(NetworkConfig config) {
        if (config instanceof RefinementConfig) {
            return compact(((RefinementConfig) config).role());
        } else if (config instanceof InterpolationConfig) {
            return ((InterpolationConfig) config).sections() == 1 ? Part.INTERPOLATION : Part.INTERPOLATION_OF_TWO;
        } else if (config instanceof UnfoldingConfig) {
            return Part.UNFOLDING;
        } else if (config instanceof FoldFusionConfig) {
            return Part.FOLD_FUSION;
        }
        return ((PrecipitateConfig) config).role() == PrecipitateConfig.Role.CORRECTION
                ? Part.PRECIPITATE_CORRECTION
                : Part.PRECIPITATE_FUSION;
    }

    /**
     * Adds a network.
     *
     * @param origin where it comes from
     */
    public void add(Network network, String origin) {
        Part part = part(network.config());
        if (networks.containsKey(part)) {
            throw new IllegalArgumentException("two networks for " + part + " were given (" + origins.get(part) + ", "
                    + origin + "): leave one out");
        }
        for (String name : network.parameters().keySet()) {
            for (float value : network.parameter(name)) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("the network for " + part + " (" + origin
                            + ") cannot be used: parameter " + name + " is not finite");
                }
            }
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
        needs(
                DamageKind.FOLD,
                List.of(Part.UNFOLDING, Part.FOLD_FUSION),
                List.of(Part.INTERPOLATION, Part.UNFOLDING, Part.FOLD_FUSION));
        needs(
                DamageKind.PRECIPITATE,
                List.of(Part.PRECIPITATE_CORRECTION, Part.PRECIPITATE_FUSION),
                List.of(
                        networks.containsKey(Part.INTERPOLATION_OF_TWO)
                                ? Part.INTERPOLATION_OF_TWO
                                : Part.INTERPOLATION,
                        Part.PRECIPITATE_CORRECTION,
                        Part.PRECIPITATE_FUSION));
        if (networks.containsKey(Part.INTERPOLATION_OF_TWO)
                && !networks.containsKey(Part.INTERPOLATION)
                && !restores(DamageKind.PRECIPITATE)) {
            throw new IllegalArgumentException("the network for " + named(Part.INTERPOLATION_OF_TWO)
                    + " is of no use alone: add that for the interpolation of one, or those for precipitates");
        }
        return this;
    }

    /** If one of some networks is there, all have to be, and no compact ones. */
    private void needs(DamageKind kind, List<Part> own, List<Part> all) {
        List<Part> given = own.stream().filter(networks::containsKey).toList();
        if (given.isEmpty()) {
            return;
        }
        List<Part> compact = networks.keySet().stream()
                .filter(part -> part.compact() && part.kinds.contains(kind))
                .toList();
        if (!compact.isEmpty()) {
            throw new IllegalArgumentException("networks for " + named(given.get(0)) + " and for "
                    + named(compact.get(0)) + " do not work together: leave one out");
        }
        List<Part> lacking =
                all.stream().filter(part -> !networks.containsKey(part)).toList();
        if (!lacking.isEmpty()) {
            throw new IllegalArgumentException("the network for " + named(given.get(0)) + " cannot be used without "
                    + lacking.stream().map(part -> "one for " + part).collect(Collectors.joining(" and ")));
        }
    }

    private String named(Part part) {
        return part + " (" + origins.get(part) + ")";
    }

    /** Null if there is none. */
    public Network get(Part part) {
        return networks.get(part);
    }

    public boolean restores(DamageKind kind) {
        return !used(kind).isEmpty();
    }

    /** The networks that a kind of damage is restored with; none if they do not suffice. */
    private List<Part> used(DamageKind kind) {
        List<Part> compact = new ArrayList<>();
        List<Part> published = new ArrayList<>();
        for (Part part : networks.keySet()) {
            if (part.kinds.contains(kind)) {
                (part.compact() ? compact : published).add(part);
            }
        }
        boolean suffices =
                switch (kind) {
                    case MISSING -> published.contains(Part.INTERPOLATION);
                    case FOLD -> published.contains(Part.UNFOLDING);
                    case PRECIPITATE -> published.contains(Part.PRECIPITATE_CORRECTION);
                };
        if (!compact.isEmpty()) {
            return compact;
        }
        return suffices ? published : List.of();
    }

    /** Names the method by its networks. */
    public String name(DamageKind kind) {
        return used(kind).stream().map(this::named).collect(Collectors.joining(", ", "networks: ", ""));
    }

    /** What the findings say where no network is given. */
    public static String remark(DamageKind kind) {
        String damage =
                switch (kind) {
                    case MISSING -> "missing sections";
                    case FOLD -> "folds";
                    case PRECIPITATE -> "precipitates";
                };
        return "no network was given for " + damage + ": restored without training";
    }
}
