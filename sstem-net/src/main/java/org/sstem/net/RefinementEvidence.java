package org.sstem.net;

import org.sstem.damage.DamageKind;
import org.sstem.internal.fold.FoldMethod;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.internal.missing.MissingSectionMethod;
import org.sstem.net.RefinementConfig.Role;
import org.sstem.internal.precipitate.PrecipitateMethod;
import org.sstem.internal.method.Evidence;
import org.sstem.Provenance;
import org.sstem.method.RestorationTask;
import org.sstem.method.TrainingPair;
import org.sstem.internal.method.UnfoldingRestoration;
import org.sstem.method.SectionSource;

import java.util.List;
import java.util.Optional;

/**
 * Restores training pairs without training, and says what a compact network is to learn from the outcome. Thread-safe as
 * the network before is.
 *
 * @param role   what the network is for
 * @param before for a fusion the network that corrects before it, if there is one; not trained any more
 */
record RefinementEvidence(Role role, Optional<Inference> before) {

    /** Below this trust there is next to nothing to see of the section's own tissue. */
    private static final float VISIBLE = 0.02f;
    /** A correction farther than this is none: the fold was not understood at all. */
    private static final float FARTHEST_PX = 12;

    /** The section between its neighbours: sections 0, 1 and 2. */
    private record Triple(Plane below, Plane section, Plane above) implements SectionSource {

        @Override
        public int width() {
            return section.width();
        }

        @Override
        public int height() {
            return section.height();
        }

        @Override
        public int sections() {
            return 3;
        }

        @Override
        public Plane read(int z, Area area) {
            Plane plane = z == 0 ? below : z == 1 ? section : above;
            return plane.crop(area.x(), area.y(), area.width(), area.height());
        }
    }

    /** Finds the network before a role's among some. */
    static RefinementEvidence of(Role role, List<Inference> networks) {
        Role first =
                switch (role) {
                    case FOLD_FUSION -> Role.UNFOLDING;
                    case PRECIPITATE_FUSION -> Role.PRECIPITATE_CORRECTION;
                    default -> null;
                };
        return new RefinementEvidence(
                role,
                networks.stream()
                        .filter(network ->
                                network.config() instanceof RefinementConfig config && config.role() == first)
                        .findFirst());
    }

    /** Says which damage a role's pairs have to have. */
    static DamageKind kind(Role role) {
        return switch (role) {
            case INTERPOLATION -> DamageKind.MISSING;
            case UNFOLDING, FOLD_FUSION -> DamageKind.FOLD;
            case PRECIPITATE_CORRECTION, PRECIPITATE_FUSION -> DamageKind.PRECIPITATE;
        };
    }

    /**
     * Prepares a pair.
     *
     * @param pair the pair; where its damage lies has to be found, as in use
     * @return what the network sees and should make of it, of the size of the pair
     * @throws IllegalArgumentException if the pair is of another kind of damage than the role
     */
    RefinementExamples.Prepared prepare(TrainingPair pair) {
        DamageKind kind = kind(role);
        if (pair.kind() != kind) {
            throw new IllegalArgumentException(
                    "training pairs for " + role + " must be of the kind " + kind + ", one was of " + pair.kind());
        }
        Plane section = pair.degraded().orElse(pair.target());
        Triple source =
                new Triple(pair.neighbours().get(0), section, pair.neighbours().get(1));
        RestorationTask task = new RestorationTask(source, kind, 1, 1, List.of(0), List.of(2), Optional.empty());
        Area all = new Area(0, 0, section.width(), section.height());
        return switch (role) {
            case INTERPOLATION -> {
                Evidence evidence = new MissingSectionMethod().prepare(task).evidence(1, all);
                yield new RefinementExamples.Prepared(
                        RefinementInputs.of(role, evidence),
                        List.of(pair.target()),
                        Plane.filled(section.width(), section.height(), 1));
            }
            case UNFOLDING, FOLD_FUSION -> fold(pair, new FoldMethod().prepare(task), all);
            case PRECIPITATE_CORRECTION, PRECIPITATE_FUSION ->
                precipitate(pair, new PrecipitateMethod().prepare(task).evidence(1, all));
        };
    }

    private RefinementExamples.Prepared fold(TrainingPair pair, UnfoldingRestoration restoration, Area all) {
        Evidence evidence = restoration.evidence(1, all);
        if (role == Role.FOLD_FUSION) {
            if (before.isPresent()) {
                List<Plane> correction =
                        RefinementInputs.run(before.get(), RefinementInputs.of(Role.UNFOLDING, evidence));
                evidence = restoration.evidence(1, all, new Flow(correction.get(0), correction.get(1)));
            }
            return new RefinementExamples.Prepared(
                    RefinementInputs.of(role, evidence), List.of(pair.target()), distrusted(evidence.trust()));
        }
        Flow estimated = restoration.flow(all);
        Flow truth = pair.flow().orElseThrow();
        Plane u = difference(truth.u(), estimated.u());
        Plane v = difference(truth.v(), estimated.v());
        Plane weight = new Plane(all.width(), all.height());
        for (int i = 0; i < weight.pixels().length; i++) {
            boolean own =
                    evidence.provenance()[i] == Provenance.MOVED && pair.mask().pixels()[i] == 0;
            boolean near = Math.hypot(u.pixels()[i], v.pixels()[i]) < FARTHEST_PX;
            weight.pixels()[i] = own && near ? 1 : 0;
        }
        return new RefinementExamples.Prepared(RefinementInputs.of(role, evidence), List.of(u, v), weight);
    }

    private RefinementExamples.Prepared precipitate(TrainingPair pair, Evidence evidence) {
        Evidence seen = evidence;
        if (role == Role.PRECIPITATE_FUSION && before.isPresent()) {
            List<Plane> input = RefinementInputs.of(Role.PRECIPITATE_CORRECTION, evidence);
            Plane own = RefinementInputs.run(before.get(), input).get(0);
            Plane change = difference(own, input.get(input.size() - 1));
            seen = RefinementInputs.corrected(evidence, change.pixels());
        }
        Plane weight = distrusted(evidence.trust());
        if (role == Role.PRECIPITATE_CORRECTION) {
            for (int i = 0; i < weight.pixels().length; i++) {
                weight.pixels()[i] = evidence.trust().pixels()[i] > VISIBLE ? weight.pixels()[i] : 0;
            }
        }
        return new RefinementExamples.Prepared(RefinementInputs.of(role, seen), List.of(pair.target()), weight);
    }

    private static Plane distrusted(Plane trust) {
        Plane weight = new Plane(trust.width(), trust.height());
        for (int i = 0; i < weight.pixels().length; i++) {
            weight.pixels()[i] = trust.pixels()[i] < 1 ? 1 : 0;
        }
        return weight;
    }

    private static Plane difference(Plane a, Plane b) {
        Plane out = a.copy();
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] -= b.pixels()[i];
        }
        return out;
    }
}
