package org.sstem.net.internal.method;

import org.sstem.internal.missing.MissingSectionMethod;
import org.sstem.internal.precipitate.PrecipitateMethod;
import org.sstem.internal.sheet.SheetMethod;
import org.sstem.method.RestorationMethod;
import org.sstem.net.Engine;
import org.sstem.net.Role;
import org.sstem.net.internal.inference.NetworkSource;
import org.sstem.net.internal.inference.SharedSession;
import org.sstem.net.internal.method.NetworkSet.Part;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes the methods that restore with a set of networks, run by one engine. Used once. */
public final class ModelMethods {

    private final NetworkSet networks;
    private final Engine engine;
    private final Consumer<SharedSession> opened;
    private final Map<Part, SharedSession> sessions = new HashMap<>();

    /**
     * For some networks.
     *
     * @param networks the networks
     * @param engine   what is to run them
     * @param opened   is given every session, which it closes some day
     */
    public ModelMethods(NetworkSet networks, Engine engine, Consumer<SharedSession> opened) {
        this.networks = networks;
        this.engine = engine;
        this.opened = opened;
    }

    /** One method for each kind of damage: with networks where they suffice, else without. */
    public List<RestorationMethod> all() {
        return List.of(missing(), folds(), precipitates());
    }

    private RestorationMethod missing() {
        RestorationMethod trainingFree = new MissingSectionMethod();
        SharedSession compact = compact(Role.INTERPOLATION);
        if (compact != null) {
            return method(trainingFree, (task, survey) -> CompactMissing.prepare(task, survey, compact));
        }
        SharedSession motion = compact(Role.MOTION);
        if (motion != null) {
            return method(trainingFree, (task, survey) -> MotionRefined.prepare(task, survey, motion));
        }
        SharedSession one = published(Role.INTERPOLATION);
        SharedSession two = published(Role.INTERPOLATION_OF_TWO);
        if (one != null) {
            return method(trainingFree, (task, survey) -> PublishedMissing.prepare(task, survey, one, two));
        }
        return without(trainingFree, "missing sections");
    }

    private RestorationMethod folds() {
        RestorationMethod trainingFree = SheetMethod.folds();
        SharedSession fusion = compact(Role.FOLD_FUSION);
        if (fusion != null) {
            return method(trainingFree, (task, survey) -> CompactFold.prepare(task, survey, fusion));
        }
        if (networks.restores(trainingFree.kind())) {
            SharedSession interpolation = published(Role.INTERPOLATION);
            SharedSession flow = published(Role.UNFOLDING);
            SharedSession fused = published(Role.FOLD_FUSION);
            return method(
                    trainingFree, (task, survey) -> PublishedFold.prepare(task, survey, interpolation, flow, fused));
        }
        return without(trainingFree, "folds");
    }

    private RestorationMethod precipitates() {
        RestorationMethod trainingFree = new PrecipitateMethod();
        SharedSession correction = compact(Role.PRECIPITATE_CORRECTION);
        SharedSession fusion = compact(Role.PRECIPITATE_FUSION);
        if (correction != null || fusion != null) {
            return method(trainingFree, (task, survey) -> CompactPrecipitate.prepare(task, survey, correction, fusion));
        }
        if (networks.restores(trainingFree.kind())) {
            SharedSession one = published(Role.INTERPOLATION);
            SharedSession two = published(Role.INTERPOLATION_OF_TWO);
            SharedSession corrected = published(Role.PRECIPITATE_CORRECTION);
            SharedSession fused = published(Role.PRECIPITATE_FUSION);
            return method(
                    trainingFree,
                    (task, survey) -> PublishedPrecipitate.prepare(task, survey, one, two, corrected, fused));
        }
        return without(trainingFree, "precipitates");
    }

    private RestorationMethod method(RestorationMethod trainingFree, NetworkMethod.Preparation preparation) {
        return new NetworkMethod(trainingFree, networks.name(trainingFree.kind()), preparation);
    }

    private static RestorationMethod without(RestorationMethod trainingFree, String damage) {
        return NetworkMethod.without(
                trainingFree, "no network was given for " + damage + ": restored without training");
    }

    private SharedSession compact(Role role) {
        return session(new Part(true, role));
    }

    private SharedSession published(Role role) {
        return session(new Part(false, role));
    }

    /** Null if there is no such network; one that restores several kinds of damage is held once. */
    private SharedSession session(Part part) {
        NetworkSource network = networks.get(part);
        if (network == null) {
            return null;
        }
        return sessions.computeIfAbsent(part, absent -> {
            SharedSession session = new SharedSession(network, engine);
            opened.accept(session);
            return session;
        });
    }
}
