package org.sstem.net.internal.example;

import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.missing.MissingSectionMethod;
import org.sstem.internal.precipitate.PrecipitateMethod;
import org.sstem.internal.sheet.SheetMethod;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;
import org.sstem.method.TrainingPair;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.RefinementInputs;
import org.sstem.net.internal.inference.Session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Restores training pairs without training, and says what a compact network is to learn from the outcome. Thread-safe as
 * the network before is.
 *
 * @param role   what the network is for
 * @param before for the fusion of precipitates the network that corrects before it, if there is one; not trained any more
 */
public record RefinementEvidence(Role role, Optional<Session> before) {

    /** Below this trust there is next to nothing to see of the section's own tissue. */
    private static final float VISIBLE = 0.02f;

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
    public static RefinementEvidence of(Role role, List<Session> networks) {
        if (!role.restores()) {
            throw new IllegalArgumentException(
                    "a network for " + role + " learns from labelled sections, not from training pairs");
        }
        return new RefinementEvidence(
                role,
                networks.stream()
                        .filter(network -> role == Role.PRECIPITATE_FUSION
                                && network.architecture().compact()
                                && network.architecture().role() == Role.PRECIPITATE_CORRECTION)
                        .findFirst());
    }

    /**
     * Prepares a pair.
     *
     * @param pair the pair; the bands of folds are known, where other damage lies has to be found
     * @return what the network sees and should make of it, of the size of the pair
     * @throws IllegalArgumentException if the pair is of another kind of damage than the role
     */
    RefinementExamples.Prepared prepare(TrainingPair pair) {
        DamageKind kind = role.damage();
        if (pair.kind() != kind) {
            throw new IllegalArgumentException(
                    "training pairs for " + role + " must be of the kind " + kind + ", one was of " + pair.kind());
        }
        Plane section = pair.degraded().orElse(pair.target());
        Triple source =
                new Triple(pair.neighbours().get(0), section, pair.neighbours().get(1));
        Task task = new Task(source, kind, 1, 1, List.of(0), List.of(2), mask(pair));
        Area all = new Area(0, 0, section.width(), section.height());
        if (pair instanceof TrainingPair.Folded folded) {
            Evidence evidence = SheetMethod.folds().prepare(task).evidence(1, all);
            return new RefinementExamples.Prepared(
                    RefinementInputs.of(role, evidence), List.of(folded.target()), distrusted(evidence.trust()));
        } else if (pair instanceof TrainingPair.Stained) {
            return precipitate(pair, new PrecipitateMethod().prepare(task).evidence(1, all));
        }
        if (role == Role.MOTION) {
            return MotionEvidence.of(task, section);
        }
        Evidence evidence = new MissingSectionMethod().prepare(task).evidence(1, all);
        return new RefinementExamples.Prepared(
                RefinementInputs.of(role, evidence),
                List.of(pair.target()),
                Plane.filled(section.width(), section.height(), 1));
    }

    /** Bands are marked, as by a person or a detector; precipitates are to be found, since only such are refined. */
    private static Optional<SectionMask> mask(TrainingPair pair) {
        if (!(pair instanceof TrainingPair.Folded folded)) {
            return Optional.empty();
        }
        Plane band = folded.band();
        boolean[] marked = new boolean[band.pixels().length];
        for (int i = 0; i < marked.length; i++) {
            marked[i] = band.pixels()[i] > 0;
        }
        return Optional.of(SectionMask.of(band.width(), band.height(), marked));
    }

    private RefinementExamples.Prepared precipitate(TrainingPair pair, Evidence evidence) {
        Evidence seen = evidence;
        if (role == Role.PRECIPITATE_FUSION && before.isPresent()) {
            List<Plane> input = RefinementInputs.of(Role.PRECIPITATE_CORRECTION, evidence);
            Plane own = run(before.get(), input).get(0);
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

    /** Runs a network on planes of any size: they are continued to its stride by their last row and column. */
    private static List<Plane> run(Session session, List<Plane> planes) {
        int width = planes.get(0).width();
        int height = planes.get(0).height();
        int stride = session.architecture().stridePx();
        int fullWidth = (width + stride - 1) / stride * stride;
        int fullHeight = (height + stride - 1) / stride * stride;
        Tensor in = Tensor.zeros(1, planes.size(), fullHeight, fullWidth);
        int at = 0;
        for (Plane plane : planes) {
            Plane full = plane.crop(0, 0, fullWidth, fullHeight);
            in.data().put(at, full.pixels());
            at += full.pixels().length;
        }
        Tensor out = session.run(in);
        List<Plane> results = new ArrayList<>();
        for (int c = 0; c < out.channels(); c++) {
            float[] pixels = new float[fullWidth * fullHeight];
            out.data().get(c * pixels.length, pixels);
            results.add(new Plane(fullWidth, fullHeight, pixels).crop(0, 0, width, height));
        }
        return results;
    }

    private static Plane distrusted(Plane trust) {
        Plane weight = new Plane(trust.width(), trust.height());
        for (int i = 0; i < weight.pixels().length; i++) {
            weight.pixels()[i] = trust.pixels()[i] < 1 ? 1 : 0;
        }
        return weight;
    }

    /** The first plane less the second. */
    static Plane difference(Plane a, Plane b) {
        Plane out = a.copy();
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] -= b.pixels()[i];
        }
        return out;
    }
}
