package org.sstem.net;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import org.sstem.image.Plane;
import org.sstem.restore.TrainingPair;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.LongFunction;

/**
 * Trains a network on training pairs: Adam, a loss, a schedule, and what makes a long training trustworthy.
 *
 * <p><b>Examples.</b> Pair i is a function of i alone; step s with batches of b takes the pairs from {@code s b} on. A
 * thread of its own makes the next batches (two wait at most) while the present one is trained, with the threads of the
 * caller's {@link net.imglib2.parallel.Parallelization} context, so the function must be thread-safe.
 *
 * <p><b>Result.</b> The network itself is changed. In the end it has the parameters of the best validation; without
 * validation the averaged ones; without averaging the last ones. Batch normalisation trains unless it is frozen.
 *
 * <p><b>Going on.</b> With {@linkplain Builder#checkpoints checkpoints} a run that was ended, by whatever, is continued
 * to the bit: parameters are those that it would have had without a break, provided the number of threads is the same
 * (OMP_NUM_THREADS for the convolutions; with one thread always). What is not the same is refused.
 *
 * <p><b>When it fails.</b> A loss or a gradient that is not finite, or a loss of more than 1000 times the median of the
 * last 101 steps, ends the training by an {@link IllegalStateException} that says so; the network then has its best
 * parameters, or without validation those of at most 50 steps before. Interrupting the thread ends it after the present
 * step, with a checkpoint.
 *
 * <p><b>Memory.</b> Per parameter 20 bytes (values, gradients, two moments, the good copy to go back to), with averaging
 * 8 more, with validation 4 more; three batches and the one in training; all activations of one batch, and their
 * gradients for a few layers. Nothing grows with the number of steps.
 *
 * <p>Not thread-safe: one trainer, one thread.
 */
public final class Trainer {

    /** Validation examples of which a report shows pictures. */
    private static final int SAMPLES = 3;

    private static final Gson GSON = new GsonBuilder().create();

    private final Network network;
    private final Loss loss;
    private final LongFunction<Example> examples;
    private final TrainingOptions options;

    Trainer(Network network, Loss loss, LongFunction<Example> examples, TrainingOptions options) {
        this.network = network;
        this.loss = loss;
        this.examples = examples;
        this.options = options;
    }

    /**
     * Starts to describe a training.
     *
     * @param network what is trained; used by nobody else meanwhile
     * @return a builder
     */
    public static Builder builder(Network network) {
        return new Builder(Objects.requireNonNull(network, "network"));
    }

    /**
     * Trains.
     *
     * @return what came of it; the network has its new parameters
     * @throws IOException           if a checkpoint cannot be written or read; those that are there stay as they are
     * @throws IllegalStateException if the loss or the gradient is not finite or the loss explodes
     * @throws IllegalArgumentException if checkpoints belong to a run with other settings, or examples do not fit the
     *                               network
     * @throws CancellationException if the thread was interrupted; what has been done is in a checkpoint
     */
    public TrainingResult run() throws IOException {
        Trainable trainable = network.trainable(List.of(loss));
        Checkpoints checkpoints = options.checkpoints() == null
                ? null
                : new Checkpoints(options.checkpoints(), options.checkpointsKept());
        boolean flows = predictsFlow(network.config());
        return new TrainingRun(trainable, examples, options, settings(), checkpoints, flows).run();
    }

    /**
     * Writes a report of the training: curves, validations, pictures of the first validation examples, settings; one
     * HTML file that needs nothing else.
     *
     * @param file   where to; replaced if it exists
     * @param log    the log that listened to the training
     * @param result what it came to
     * @throws IOException if the log cannot be read or the file not be written
     */
    public void writeReport(Path file, TrainingLog log, TrainingResult result) throws IOException {
        Trainable trainable = network.trainable(List.of(loss));
        List<TrainingReport.Sample> samples = new ArrayList<>();
        for (int i = 0; i < Math.min(SAMPLES, options.validationCount()); i++) {
            Example example = options.validation().apply(i);
            int repeated = network.config().inputChannels() / network.config().sectionCount();
            List<Plane> inputs = new ArrayList<>();
            List<Plane> channels = Validation.planes(example.input());
            for (int c = 0; c < channels.size(); c += repeated) {
                inputs.add(channels.get(c));
            }
            samples.add(new TrainingReport.Sample(
                    inputs,
                    Validation.planes(trainable.run(example.input()).get(0)),
                    Validation.planes(example.goals().get(0).target())));
        }
        new TrainingReport(settings().values(), log, result, samples).write(file);
    }

    private static boolean predictsFlow(NetworkConfig config) {
        return config instanceof UnfoldingConfig
                || config instanceof RefinementConfig refinement && !refinement.refines();
    }

    private RunSettings settings() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("network", network.config().getClass().getSimpleName() + GSON.toJson(network.config()));
        values.put("loss", loss.toString());
        values.put("seed", Long.toString(options.seed()));
        values.put("batch", Integer.toString(options.batch()));
        values.put("learning rate", RunSettings.describe(options.rate()));
        values.put("clipping", Double.toString(options.clip()));
        values.put("averaging", Double.toString(options.averaging()));
        values.put("frozen batch normalisation", Boolean.toString(options.freezeNormalisation()));
        return new RunSettings(values);
    }

    /** Says how to train. Not thread-safe. */
    public static final class Builder {

        private final Network network;
        private LongFunction<TrainingPair> pairs;
        private LongFunction<TrainingPair> validation;
        private LongFunction<Example> examples;
        private LongFunction<Example> validationExamples;
        private List<Inference> before = List.of();
        private TrainingRecipe recipe;
        private Loss loss = Loss.l1();
        private int batch = 4;
        private long steps = 10_000;
        private LearningRate rate = step -> 1e-4;
        private double clip;
        private boolean freezeNormalisation;
        private double averaging;
        private long seed;
        private int validationCount;
        private long validationEvery = 1;
        private ValidationFigure figure = ValidationFigure.LOSS;
        private int patience;
        private Path checkpoints;
        private long checkpointEvery = 1;
        private int checkpointsKept = 1;
        private boolean resume;
        private TrainingListener listener = TrainingListener.NONE;

        private Builder(Network network) {
            this.network = network;
        }

        /**
         * Sets what to learn from. Interpolation learns from the neighbours; unfolding from the degraded and the
         * interpolated section, with the pair's flow as target; fusion of folds from the unfolded and the interpolated
         * section; correction of precipitates from the degraded section; their fusion from
         * {@code interpolated (1 - mask) + corrected mask}. What networks make of a section before this one comes from
         * those given by {@link #before}; without one the
         * interpolated section is the mean of the neighbours, the unfolding flow the true one, and the corrected
         * section the degraded one as it is. Compact networks learn from what is made of a pair without training; a
         * limited number of pairs is restored for that, see {@link TrainingRecipe}.
         *
         * @param pairs pair i, the same for the same i; thread-safe
         * @return this builder
         */
        public Builder pairs(LongFunction<TrainingPair> pairs) {
            this.pairs = Objects.requireNonNull(pairs, "pairs");
            return this;
        }

        /** Sets what to learn from, ready for the network. */
        Builder examples(LongFunction<Example> examples) {
            this.examples = examples;
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
            return validationEvery(count, every);
        }

        /** Sets what to judge by, ready for the network. */
        Builder validationExamples(LongFunction<Example> examples, int count, long every) {
            validationExamples = examples;
            return validationEvery(count, every);
        }

        private Builder validationEvery(int count, long every) {
            validationCount = Math.toIntExact(atLeast("count", count, 1));
            validationEvery = atLeast("every", every, 1);
            return this;
        }

        /**
         * Sets the networks that come before this one: they interpolate, unfold or correct, and are not trained further.
         *
         * @param networks each of another kind; those that this network does not need are ignored. They stay the
         *     caller's, who closes them after training
         * @return this builder
         */
        public Builder before(List<Inference> networks) {
            before = List.copyOf(networks);
            return this;
        }

        /**
         * Sets loss, batch, steps, rate, clipping and averaging as a recipe says, and how compact networks cut their
         * examples.
         *
         * @param recipe how to train
         * @param steps  steps in all, at least 1
         * @return this builder
         * @throws IllegalArgumentException if steps is below 1
         */
        public Builder recipe(TrainingRecipe recipe, long steps) {
            this.recipe = Objects.requireNonNull(recipe, "recipe");
            loss(recipe.loss()).batch(recipe.batch()).steps(steps).rate(recipe.rate(steps));
            clip = recipe.clip();
            averaging = recipe.averaging();
            return this;
        }

        /**
         * Sets the loss.
         *
         * @param loss what to make small; {@link Loss#l1} unless set
         * @return this builder
         */
        public Builder loss(Loss loss) {
            this.loss = Objects.requireNonNull(loss, "loss");
            return this;
        }

        /**
         * Sets the size of a batch.
         *
         * @param examples at least 1; 4 unless set
         * @return this builder
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder batch(int examples) {
            batch = Math.toIntExact(atLeast("batch", examples, 1));
            return this;
        }

        /**
         * Sets how long to train.
         *
         * @param steps steps in all, those of a run that is continued included; 10,000 unless set
         * @return this builder
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder steps(long steps) {
            this.steps = atLeast("steps", steps, 1);
            return this;
        }

        /**
         * Sets the schedule.
         *
         * @param rate rate at a step, the first is 0; 1e-4 throughout unless set
         * @return this builder
         */
        public Builder rate(LearningRate rate) {
            this.rate = Objects.requireNonNull(rate, "rate");
            return this;
        }

        /**
         * Clips the gradient.
         *
         * @param norm largest Euclidean norm of the gradient of all parameters; longer ones are shortened to it
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
         * Freezes batch normalisation: running statistics are used in training as in inference and stay as they are.
         * Gamma and beta are trained all the same. For networks that have been trained before.
         *
         * @param freeze whether; false unless set
         * @return this builder
         */
        public Builder freezeNormalisation(boolean freeze) {
            freezeNormalisation = freeze;
            return this;
        }

        /**
         * Averages the parameters over the steps, running statistics included; validation and result use the averages.
         *
         * @param decay weight of the past, such as 0.999; at step n at most {@code (1 + n) / (10 + n)}
         * @return this builder
         * @throws IllegalArgumentException if it is not within 0 to 1
         */
        public Builder averaging(double decay) {
            if (!(decay > 0 && decay < 1)) {
                throw new IllegalArgumentException("decay of averages must be above 0 and below 1, was " + decay);
            }
            averaging = decay;
            return this;
        }

        /**
         * Names the seed of the run. The trainer itself draws nothing; checkpoints keep it, so that a run is not
         * continued with pairs of another one.
         *
         * @param seed the seed of pairs and parameters
         * @return this builder
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets the figure by which the best parameters are told.
         *
         * @param figure the validation loss unless set
         * @return this builder
         */
        public Builder figure(ValidationFigure figure) {
            this.figure = Objects.requireNonNull(figure, "figure");
            return this;
        }

        /**
         * Stops early.
         *
         * @param validations so many of them in a row without a new best end the training
         * @return this builder
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder patience(int validations) {
            patience = Math.toIntExact(atLeast("validations", validations, 1));
            return this;
        }

        /**
         * Writes checkpoints.
         *
         * @param folder where to; made if it is not there. One folder, one run
         * @param every  steps between them, at least 1; there is one after the last step as well
         * @param kept   how many of the newest are kept, at least 1; each takes 12 bytes a parameter, 4 more with
         *               averaging and 4 more with validation
         * @return this builder
         * @throws IllegalArgumentException if a number is below 1
         */
        public Builder checkpoints(Path folder, long every, int kept) {
            checkpoints = Objects.requireNonNull(folder, "folder");
            checkpointEvery = atLeast("every", every, 1);
            checkpointsKept = Math.toIntExact(atLeast("kept", kept, 1));
            return this;
        }

        /**
         * Continues from the newest checkpoint.
         *
         * @param resume whether; without it checkpoints of an earlier run are an error. If there are none the run starts
         *               from the beginning
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
         * @throws IllegalArgumentException if settings do not fit each other: no pairs, patience without validation, a
         *                                  figure that the network's output does not have, resuming without checkpoints
         */
        public Trainer build() {
            if (pairs == null && examples == null) {
                throw new IllegalArgumentException("pairs to learn from must be given");
            }
            boolean validates = validation != null || validationExamples != null;
            if (patience > 0 && !validates) {
                throw new IllegalArgumentException("stopping early needs a validation");
            }
            if (resume && checkpoints == null) {
                throw new IllegalArgumentException("resuming needs the folder of the checkpoints");
            }
            boolean flows = predictsFlow(network.config());
            if (figure != ValidationFigure.LOSS && (figure == ValidationFigure.ENDPOINT_ERROR) != flows) {
                throw new IllegalArgumentException(
                        "the network's output is " + (flows ? "a flow" : "an image") + ", it has no " + figure);
            }
            LongFunction<Example> learnt = examples != null ? examples : examples(pairs, seed);
            LongFunction<Example> judged = validation != null ? examples(validation, seed + 1) : validationExamples;
            TrainingOptions options = new TrainingOptions(
                    batch,
                    steps,
                    rate,
                    clip,
                    freezeNormalisation,
                    averaging,
                    seed,
                    judged,
                    validationCount,
                    validationEvery,
                    figure,
                    patience,
                    checkpoints,
                    checkpointEvery,
                    checkpointsKept,
                    resume,
                    listener);
            return new Trainer(network, loss, learnt, options);
        }

        private LongFunction<Example> examples(LongFunction<TrainingPair> pairs, long seed) {
            if (network.config() instanceof RefinementConfig refinement) {
                TrainingRecipe cut = recipe == null ? TrainingRecipe.of(refinement) : recipe;
                return new RefinementExamples(
                        RefinementEvidence.of(refinement.role(), before), pairs, cut.pool(), cut.cropPx(), seed);
            }
            return PairExamples.of(before).of(network.config(), pairs);
        }

        private static long atLeast(String name, long value, long least) {
            if (value < least) {
                throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
            }
            return value;
        }
    }
}
