package org.sstem.net;

import com.google.gson.Gson;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sstem.image.Plane;
import org.sstem.kernel.Tensor;
import org.sstem.restore.TrainingPair;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;

/**
 * Trains three networks as one: for folds interpolation, unfolding and fusion, with the warp between them; for
 * precipitates interpolation, correction and fusion, with the soft mask. The loss is the sum of theirs, and the fusion's
 * gradient goes back through all. Each network is best trained by itself first.
 *
 * <p>Everything else is as in {@link Trainer}: examples, checkpoints, going on to the bit, what ends a training, threads.
 * The networks have their new parameters when the training ends, be it by an error. Memory is that of the three networks
 * twice, and of their activations together. Not thread-safe.
 */
public final class JointTrainer {

    private static final Gson GSON = new Gson();

    private final Map<String, Network> networks;
    private final JointPlan joint;
    private final List<Loss> losses;
    private final LongFunction<Example> examples;
    private final TrainingOptions options;

    private JointTrainer(Builder builder) {
        networks = builder.networks;
        joint = builder.joint;
        losses = builder.losses;
        examples = i -> builder.example(builder.pairs.apply(i));
        LongFunction<Example> validation =
                builder.validation == null ? null : i -> builder.example(builder.validation.apply(i));
        options = new TrainingOptions(
                builder.batch,
                builder.steps,
                builder.rate,
                builder.clip,
                false,
                0,
                builder.seed,
                validation,
                builder.validationCount,
                builder.validationEvery,
                ValidationFigure.LOSS,
                0,
                builder.checkpoints,
                builder.checkpointEvery,
                builder.checkpointsKept,
                builder.resume,
                builder.listener);
    }

    /**
     * Starts to describe a training for folds. Pairs must have a degraded section and a flow.
     *
     * @param interpolation interpolates one section
     * @param unfolding     predicts the flow from folded and interpolated section
     * @param fusion        fuses unfolded and interpolated section
     * @return a builder
     * @throws IllegalArgumentException if a network is of another kind, or they take different numbers of channels
     */
    public static Builder folds(Network interpolation, Network unfolding, Network fusion) {
        JointPlan plan = JointPlan.folds(
                config(interpolation, InterpolationConfig.class),
                config(unfolding, UnfoldingConfig.class),
                config(fusion, FoldFusionConfig.class));
        Map<String, Network> networks = new LinkedHashMap<>();
        networks.put(JointPlan.INTERPOLATION, interpolation);
        networks.put(JointPlan.UNFOLDING, unfolding);
        networks.put(JointPlan.FUSION, fusion);
        return new Builder(networks, plan);
    }

    /**
     * Starts to describe a training for precipitates. Pairs must have a degraded section; their mask is what blends.
     *
     * @param interpolation interpolates one section
     * @param correction    corrects the stained section
     * @param fusion        finishes the blend of interpolated and corrected section
     * @return a builder
     * @throws IllegalArgumentException if a network is of another kind
     */
    public static Builder precipitates(Network interpolation, Network correction, Network fusion) {
        JointPlan plan = JointPlan.precipitates(
                config(interpolation, InterpolationConfig.class),
                config(correction, PrecipitateConfig.class),
                config(fusion, PrecipitateConfig.class));
        Map<String, Network> networks = new LinkedHashMap<>();
        networks.put(JointPlan.INTERPOLATION, interpolation);
        networks.put(JointPlan.CORRECTION, correction);
        networks.put(JointPlan.FUSION, fusion);
        return new Builder(networks, plan);
    }

    private static <T extends NetworkConfig> T config(Network network, Class<T> kind) {
        if (!kind.isInstance(network.config())) {
            throw new IllegalArgumentException("a network of " + kind.getSimpleName() + " is needed here, was one of "
                    + network.config().getClass().getSimpleName());
        }
        return kind.cast(network.config());
    }

    /**
     * Trains.
     *
     * @return what came of it; validation scores are those of the restored section, but for the loss, which is the sum
     * @throws IOException           if a checkpoint cannot be written or read; those that are there stay as they are
     * @throws IllegalStateException if the loss or the gradient is not finite or the loss explodes
     * @throws IllegalArgumentException if checkpoints belong to a run with other settings, or examples do not fit
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public TrainingResult run() throws IOException {
        PlanGraph graph = Graphs.of(joint.plan(), joint.outputs(), DataType.FLOAT);
        networks.forEach((prefix, network) -> network.parameters().forEach((name, shape) -> view(graph, prefix + name)
                .assign(Nd4j.createFromArray(network.parameter(name)).reshape('c', shape))));
        Trainable trainable = new Trainable(graph, joint.plan(), losses);
        Checkpoints checkpoints = options.checkpoints() == null
                ? null
                : new Checkpoints(options.checkpoints(), options.checkpointsKept());
        try {
            return new TrainingRun(trainable, examples, options, settings(), checkpoints, false).run();
        } finally {
            networks.forEach((prefix, network) -> network.parameters()
                    .keySet()
                    .forEach(name -> network.assign(
                            name,
                            Blocks.contiguous(view(graph, prefix + name))
                                    .dup('c')
                                    .data()
                                    .asFloat())));
        }
    }

    private INDArray view(PlanGraph graph, String name) {
        return Graphs.parameter(graph, joint.plan(), name);
    }

    private RunSettings settings() {
        Map<String, String> values = new LinkedHashMap<>();
        networks.forEach((prefix, network) ->
                values.put(prefix, network.config().getClass().getSimpleName() + GSON.toJson(network.config())));
        values.put("losses", losses.toString());
        values.put("seed", Long.toString(options.seed()));
        values.put("batch", Integer.toString(options.batch()));
        values.put("learning rate", RunSettings.describe(options.rate()));
        values.put("clipping", Double.toString(options.clip()));
        return new RunSettings(values);
    }

    /** Says how to train. Not thread-safe. */
    public static final class Builder {

        private final Map<String, Network> networks;
        private final JointPlan joint;
        private final boolean folds;
        private List<Loss> losses;
        private LongFunction<TrainingPair> pairs;
        private LongFunction<TrainingPair> validation;
        private int validationCount;
        private long validationEvery = 1;
        private int batch = 1;
        private long steps = 10_000;
        private LearningRate rate = step -> 1e-5;
        private double clip;
        private long seed;
        private Path checkpoints;
        private long checkpointEvery = 1;
        private int checkpointsKept = 1;
        private boolean resume;
        private TrainingListener listener = TrainingListener.NONE;

        private Builder(Map<String, Network> networks, JointPlan joint) {
            this.networks = networks;
            this.joint = joint;
            this.folds = networks.containsKey(JointPlan.UNFOLDING);
            this.losses = List.of(Loss.l1(), folds ? Loss.endpointError() : Loss.l1(), Loss.l1());
        }

        /** What goes in, and what each of the three should make of it. */
        private Example example(TrainingPair pair) {
            InterpolationConfig interpolation =
                    (InterpolationConfig) networks.get(JointPlan.INTERPOLATION).config();
            Plane degraded = pair.degraded()
                    .orElseThrow(() -> new IllegalArgumentException("these networks learn from damaged sections, but"
                            + " in a pair of kind " + pair.kind() + " there is none"));
            List<Plane> input = new ArrayList<>();
            for (Plane neighbour : pair.neighbours()) {
                for (int c = 0; c < interpolation.channels(); c++) {
                    input.add(neighbour);
                }
            }
            Tensor middle;
            if (folds) {
                for (int c = 0; c < interpolation.channels(); c++) {
                    input.add(degraded);
                }
                middle = pair.flow()
                        .map(flow -> PairExamples.tensor(flow.u(), flow.v()))
                        .orElseThrow(() -> new IllegalArgumentException(
                                "these networks learn from pairs that have a flow, was given one of kind "
                                        + pair.kind()));
            } else {
                input.add(degraded);
                input.add(pair.mask());
                middle = PairExamples.tensor(pair.target());
            }
            Tensor target = PairExamples.tensor(pair.target());
            return new Example(
                    PairExamples.tensor(input.toArray(Plane[]::new)),
                    List.of(Example.Goal.of(target), Example.Goal.of(middle), Example.Goal.of(target)));
        }

        /**
         * Sets what to learn from.
         *
         * @param pairs pair i, the same for the same i; thread-safe
         * @return this builder
         */
        public Builder pairs(LongFunction<TrainingPair> pairs) {
            this.pairs = Objects.requireNonNull(pairs, "pairs");
            return this;
        }

        /**
         * Sets what to judge by: pairs of sections that are not learnt from. All are made before training and kept.
         *
         * @param pairs pair i, the same for the same i
         * @param count pairs 0 to count - 1 are taken, at least 1
         * @param every steps between validations, at least 1; there is one after the last step as well
         * @return this builder
         * @throws IllegalArgumentException if a number is below 1
         */
        public Builder validation(LongFunction<TrainingPair> pairs, int count, long every) {
            validation = Objects.requireNonNull(pairs, "pairs");
            validationCount = Widths.atLeast("count", count, 1);
            validationEvery = atLeast("every", every);
            return this;
        }

        /**
         * Sets the losses that are added up; L1 each unless set, but the endpoint error for unfolding.
         *
         * @param interpolation of the interpolated section
         * @param middle        of the flow, or of the corrected section
         * @param fusion        of the restored section
         * @return this builder
         */
        public Builder losses(Loss interpolation, Loss middle, Loss fusion) {
            losses = List.of(interpolation, middle, fusion);
            return this;
        }

        /**
         * Sets the size of a batch.
         *
         * @param examples at least 1; 1 unless set
         * @return this builder
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder batch(int examples) {
            batch = Widths.atLeast("batch", examples, 1);
            return this;
        }

        /**
         * Sets how long to train.
         *
         * @param steps steps in all; 10,000 unless set
         * @return this builder
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder steps(long steps) {
            this.steps = atLeast("steps", steps);
            return this;
        }

        /**
         * Sets the schedule.
         *
         * @param rate rate at a step, the first is 0; 1e-5 throughout unless set
         * @return this builder
         */
        public Builder rate(LearningRate rate) {
            this.rate = Objects.requireNonNull(rate, "rate");
            return this;
        }

        /**
         * Clips the gradient of all three networks together.
         *
         * @param norm largest Euclidean norm, positive
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder clip(double norm) {
            if (!(norm > 0)) {
                throw new IllegalArgumentException("norm to clip to must be positive, was " + norm);
            }
            clip = norm;
            return this;
        }

        /**
         * Names the seed of the run; checkpoints keep it.
         *
         * @param seed the seed of the pairs
         * @return this builder
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Writes checkpoints.
         *
         * @param folder where to; made if it is not there. One folder, one run
         * @param every  steps between them, at least 1
         * @param kept   how many of the newest are kept, at least 1
         * @return this builder
         * @throws IllegalArgumentException if a number is below 1
         */
        public Builder checkpoints(Path folder, long every, int kept) {
            checkpoints = Objects.requireNonNull(folder, "folder");
            checkpointEvery = atLeast("every", every);
            checkpointsKept = Widths.atLeast("kept", kept, 1);
            return this;
        }

        /**
         * Continues from the newest checkpoint.
         *
         * @param resume whether
         * @return this builder
         */
        public Builder resume(boolean resume) {
            this.resume = resume;
            return this;
        }

        /**
         * Sets who hears how the training goes on.
         *
         * @param listener hears after every step
         * @return this builder
         */
        public Builder listener(TrainingListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Makes the trainer.
         *
         * @return a trainer
         * @throws IllegalArgumentException if there are no pairs, or a run is to be continued without checkpoints
         */
        public JointTrainer build() {
            if (pairs == null) {
                throw new IllegalArgumentException("pairs to learn from must be given");
            }
            if (resume && checkpoints == null) {
                throw new IllegalArgumentException("resuming needs the folder of the checkpoints");
            }
            return new JointTrainer(this);
        }

        private static long atLeast(String name, long value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, was " + value);
            }
            return value;
        }
    }
}
