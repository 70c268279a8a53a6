package org.sstem.net;

import org.sstem.damage.DamageKind;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;
import org.sstem.method.TrainingPair;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Turns training pairs into what each module sees and should give. What comes from the modules before it is computed by
 * their networks where they are given, else replaced: the interpolated section by the mean of the neighbours, the
 * unfolding flow by the true one, the corrected section by the damaged one as it is.
 *
 * @param interpolation interpolates one section from its neighbours; may be null
 * @param unfolding     predicts the flow from damaged and interpolated section; may be null
 * @param correction    corrects a damaged section; may be null
 */
record PairExamples(Inference interpolation, Inference unfolding, Inference correction) {

    /** Tells from the networks what each is for. */
    static PairExamples of(List<Inference> networks) {
        return new PairExamples(
                find(networks, config -> config instanceof InterpolationConfig),
                find(networks, config -> config instanceof UnfoldingConfig),
                find(
                        networks,
                        config -> config instanceof PrecipitateConfig precipitate
                                && precipitate.role() == PrecipitateConfig.Role.CORRECTION));
    }

    private static Inference find(List<Inference> networks, Predicate<NetworkConfig> wanted) {
        return networks.stream()
                .filter(network -> wanted.test(network.config()))
                .findFirst()
                .orElse(null);
    }

    /** Makes the examples of a network from pairs. */
    LongFunction<Example> of(NetworkConfig config, LongFunction<TrainingPair> pairs) {
        Function<TrainingPair, Example> mapping = mapping(config);
        return i -> mapping.apply(pairs.apply(i));
    }

    private Function<TrainingPair, Example> mapping(NetworkConfig config) {
        int channels = config.inputChannels() / config.sectionCount();
        if (config instanceof InterpolationConfig) {
            if (((InterpolationConfig) config).sections() != 1) {
                throw new IllegalArgumentException(
                        "training pairs have one target between two neighbours, the network has "
                                + ((InterpolationConfig) config).sections());
            }
            return pair -> Example.of(
                    input(channels, pair.neighbours().get(0), pair.neighbours().get(1)), tensor(pair.target()));
        } else if (config instanceof UnfoldingConfig) {
            return pair -> {
                Flow flow = flow(pair);
                return Example.of(input(channels, degraded(pair), interpolated(pair)), tensor(flow.u(), flow.v()));
            };
        } else if (config instanceof FoldFusionConfig) {
            return pair -> Example.of(input(channels, unfolded(pair), interpolated(pair)), tensor(pair.target()));
        }
        boolean fuses = ((PrecipitateConfig) config).role() == PrecipitateConfig.Role.FUSION;
        return pair -> Example.of(input(channels, fuses ? blended(pair) : degraded(pair)), tensor(pair.target()));
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
            Flow truth = flow(pair);
            flow = tensor(truth.u(), truth.v());
        }
        Tensor unfolded = Tensor.zeros(1, 1, degraded.height(), degraded.width());
        Kernels.automatic().warp(tensor(degraded), flow, Border.ZERO, unfolded);
        return plane(unfolded);
    }

    private Plane blended(TrainingPair pair) {
        Plane interpolated = interpolated(pair);
        Plane corrected = degraded(pair);
        if (correction != null) {
            corrected = plane(run(correction, tensor(corrected)));
        }
        Plane blended = new Plane(corrected.width(), corrected.height());
        for (int i = 0; i < blended.pixels().length; i++) {
            float mask = pair.mask().pixels()[i];
            blended.pixels()[i] =
                    interpolated.pixels()[i] * (1 - mask) + corrected.pixels()[i] * mask;
        }
        return blended;
    }

    private static Tensor run(Inference network, Tensor sections) {
        if (network.engine() == Engine.ONNX) {
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

    private static Flow flow(TrainingPair pair) {
        return pair.flow()
                .orElseThrow(() -> new IllegalArgumentException("this network learns from pairs of kind "
                        + DamageKind.FOLD + ", which have a flow, was given one of kind " + pair.kind()));
    }

    /** Every section in as many equal channels as the network takes. */
    private static Tensor input(int channels, Plane... sections) {
        Plane[] repeated = new Plane[channels * sections.length];
        Arrays.setAll(repeated, i -> sections[i / channels]);
        return tensor(repeated);
    }

    static Tensor tensor(Plane... planes) {
        Tensor tensor = Tensor.zeros(1, planes.length, planes[0].height(), planes[0].width());
        for (int i = 0; i < planes.length; i++) {
            tensor.data().put(i * planes[0].pixels().length, planes[i].pixels());
        }
        return tensor;
    }

    private static Plane plane(Tensor tensor) {
        return Validation.planes(tensor).get(0);
    }
}
