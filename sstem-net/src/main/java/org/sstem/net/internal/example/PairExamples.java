package org.sstem.net.internal.example;

import org.sstem.damage.DamageKind;
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.TrainingPair;
import org.sstem.net.Engine;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.array.Planes;
import org.sstem.net.internal.inference.Session;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Turns training pairs into what each module sees and should give. What comes from the modules before it is computed by
 * their networks where they are given, else replaced: the interpolated section by the mean of the neighbours, the
 * unfolding flow by the true one, the corrected section by the damaged one as it is.
 *
 * @param interpolation interpolates one section from its neighbours; may be null
 * @param unfolding     predicts the flow from damaged and interpolated section; may be null
 * @param correction    corrects a damaged section; may be null
 */
public record PairExamples(Session interpolation, Session unfolding, Session correction) {

    /** Tells from the networks what each is for. */
    public static PairExamples of(List<Session> networks) {
        return new PairExamples(
                find(networks, Role.INTERPOLATION),
                find(networks, Role.UNFOLDING),
                find(networks, Role.PRECIPITATE_CORRECTION));
    }

    private static Session find(List<Session> networks, Role role) {
        return networks.stream()
                .filter(network -> !network.architecture().compact()
                        && network.architecture().role() == role)
                .findFirst()
                .orElse(null);
    }

    /** Makes the examples of a network from pairs. */
    public LongFunction<Example> of(Architecture architecture, LongFunction<TrainingPair> pairs) {
        Function<TrainingPair, Example> mapping = mapping(architecture.role(), architecture.channelsPerSection());
        return i -> mapping.apply(pairs.apply(i));
    }

    private Function<TrainingPair, Example> mapping(Role role, int channels) {
        return switch (role) {
            case INTERPOLATION ->
                pair -> Example.of(
                        input(
                                channels,
                                pair.neighbours().get(0),
                                pair.neighbours().get(1)),
                        tensor(pair.target()));
            case INTERPOLATION_OF_TWO ->
                throw new IllegalArgumentException(
                        "training pairs have one target between two neighbours, the network has 2");
            case UNFOLDING ->
                pair -> {
                    TrainingPair.Folded folded = folded(pair);
                    return Example.of(
                            input(channels, folded.folded(), interpolated(pair)),
                            tensor(folded.flow().u(), folded.flow().v()));
                };
            case FOLD_FUSION ->
                pair -> Example.of(input(channels, unfolded(pair), interpolated(pair)), tensor(pair.target()));
            case PRECIPITATE_CORRECTION -> pair -> Example.of(input(channels, degraded(pair)), tensor(pair.target()));
            case PRECIPITATE_FUSION -> pair -> Example.of(input(channels, blended(pair)), tensor(pair.target()));
            case MOTION, MEMBRANE -> throw new IllegalArgumentException("there is no published network for " + role);
        };
    }

    private Plane interpolated(TrainingPair pair) {
        Plane below = pair.neighbours().get(0);
        Plane above = pair.neighbours().get(1);
        if (interpolation != null) {
            return plane(run(interpolation, tensor(below, above)));
        }
        Plane mean = new Plane(below.width(), below.height());
        for (int i = 0; i < mean.pixels().length; i++) {
            mean.pixels()[i] = (below.pixels()[i] + above.pixels()[i]) / 2;
        }
        return mean;
    }

    private Plane unfolded(TrainingPair pair) {
        Plane degraded = degraded(pair);
        Tensor flow;
        if (unfolding != null) {
            flow = run(unfolding, tensor(degraded, interpolated(pair)));
        } else {
            Flow truth = folded(pair).flow();
            flow = tensor(truth.u(), truth.v());
        }
        Tensor unfolded = Tensor.zeros(1, 1, degraded.height(), degraded.width());
        Kernels.automatic().warp(tensor(degraded), flow, Border.ZERO, unfolded);
        return plane(unfolded);
    }

    private Plane blended(TrainingPair pair) {
        TrainingPair.Stained stained = stained(pair);
        Tensor corrected = tensor(stained.stained());
        if (correction != null) {
            corrected = run(correction, corrected);
        }
        Tensor blended = Tensor.zeros(1, 1, corrected.height(), corrected.width());
        Kernels.automatic().fuse(tensor(interpolated(pair)), corrected, tensor(stained.transmission()), blended);
        return plane(blended);
    }

    private static Tensor run(Session network, Tensor sections) {
        if (network.engine() != Engine.DL4J) {
            return network.run(sections);
        }
        // The other engine serves one thread at a time.
        synchronized (network) {
            return network.run(sections);
        }
    }

    private static Plane degraded(TrainingPair pair) {
        return pair.degraded()
                .orElseThrow(() ->
                        new IllegalArgumentException("this network learns from damaged sections, but in a pair of kind "
                                + pair.kind() + " there is none"));
    }

    private static TrainingPair.Folded folded(TrainingPair pair) {
        if (pair instanceof TrainingPair.Folded folded) {
            return folded;
        }
        throw new IllegalArgumentException("this network learns from pairs of kind " + DamageKind.FOLD
                + ", which have a flow, was given one of kind " + pair.kind());
    }

    private static TrainingPair.Stained stained(TrainingPair pair) {
        if (pair instanceof TrainingPair.Stained stained) {
            return stained;
        }
        throw new IllegalArgumentException("this network learns from pairs of kind " + DamageKind.PRECIPITATE
                + ", whose mask is how much light comes through, was given one of kind " + pair.kind());
    }

    /** Every section in as many equal channels as the network takes. */
    private static Tensor input(int channels, Plane... sections) {
        Plane[] repeated = new Plane[channels * sections.length];
        Arrays.setAll(repeated, i -> sections[i / channels]);
        return tensor(repeated);
    }

    public static Tensor tensor(Plane... planes) {
        Tensor tensor = Tensor.zeros(1, planes.length, planes[0].height(), planes[0].width());
        for (int i = 0; i < planes.length; i++) {
            tensor.data().put(i * planes[0].pixels().length, planes[i].pixels());
        }
        return tensor;
    }

    private static Plane plane(Tensor tensor) {
        return Planes.planes(tensor).get(0);
    }
}
