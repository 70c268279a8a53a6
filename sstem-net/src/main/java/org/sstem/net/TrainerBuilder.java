package org.sstem.net;

import org.sstem.method.TrainingPair;
import org.sstem.net.Trainer.LabelledSections;
import org.sstem.net.internal.example.Crops;
import org.sstem.net.internal.example.Example;
import org.sstem.net.internal.training.Learner;
import org.sstem.net.internal.training.TrainingOptions;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;

/** Says how to train; made by {@link Trainer#builder}, {@link Trainer#folds} or {@link Trainer#precipitates}. Not thread-safe. */
public final class TrainerBuilder {

    private final Learner learner;
    private final LearntAndJudged sources;
    private List<Loss> losses;
    private int batch;
    private long steps = 10_000;
    private List<LearningRate> rates;
    private double clip;
    private boolean frozen;
    private double averaging;
    private long seed;
    private int validationCount;
    private long validationEvery = 1;
    private ValidationScores.Figure figure = ValidationScores.Figure.LOSS;
    private int patience;
    private int moderation;
    private Path checkpoints;
    private long checkpointEvery = 1;
    private int checkpointsKept = 1;
    private boolean resume;
    private TrainingListener listener = TrainingListener.NONE;

    TrainerBuilder(Learner learner, int batch, double rate, Loss... losses) {
        this.learner = learner;
        this.sources = new LearntAndJudged(learner);
        this.losses = List.of(losses);
        this.batch = batch;
        rate(step -> rate);
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
    public TrainerBuilder pairs(LongFunction<TrainingPair> pairs) {
        sources.learnt().pairs(Objects.requireNonNull(pairs, "pairs"));
        return this;
    }

    /**
     * Sets what a network for {@link Role#MEMBRANE} learns from, in place of pairs: places in sections, turned, with other noise,
     * focus and contrast, of the size that the recipe says.
     *
     * @param sections of one stack or several
     * @return this builder
     */
    public TrainerBuilder labelled(List<LabelledSections> sections) {
        sources.learnt().labelled(List.copyOf(sections));
        return this;
    }

    /**
     * Sets what to judge a network for {@link Role#MEMBRANE} by: sections that are not learnt from.
     *
     * @param sections of one stack or several
     * @param count    how many places in them, at least 1
     * @param every    steps between validations, at least 1; there is one after the last step as well
     * @return this builder
     * @throws IllegalArgumentException if a number is below 1
     */
    public TrainerBuilder labelledValidation(List<LabelledSections> sections, int count, long every) {
        sources.judged().labelled(List.copyOf(sections));
        return validationEvery(count, every);
    }

    /** Sets what to learn from, ready for the network. */
    TrainerBuilder examples(LongFunction<Example> examples) {
        sources.learnt().examples(examples);
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
    public TrainerBuilder validation(LongFunction<TrainingPair> pairs, int count, long every) {
        sources.judged().pairs(Objects.requireNonNull(pairs, "pairs"));
        return validationEvery(count, every);
    }

    /** Sets what to judge by, ready for the network. */
    TrainerBuilder validationExamples(LongFunction<Example> examples, int count, long every) {
        sources.judged().examples(examples);
        return validationEvery(count, every);
    }

    private TrainerBuilder validationEvery(int count, long every) {
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
    public TrainerBuilder before(List<Inference> networks) {
        sources.before(List.copyOf(networks));
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
    public TrainerBuilder recipe(TrainingRecipe recipe, long steps) {
        crops(recipe).loss(recipe.loss()).batch(recipe.batch()).steps(steps).rate(recipe.rate(steps));
        clip = recipe.clip();
        averaging = recipe.averaging();
        return this;
    }

    /** Sets how compact networks cut their examples. */
    TrainerBuilder crops(TrainingRecipe recipe) {
        sources.crops(new Crops(recipe.pool(), recipe.cropPx()));
        return this;
    }

    /**
     * Sets the loss of one network.
     *
     * @param loss what to make small; {@link Loss#l1} unless set
     * @return this builder
     */
    public TrainerBuilder loss(Loss loss) {
        return losses(loss);
    }

    /**
     * Sets the losses, which are added up.
     *
     * @param losses one for each network, in the order in which they were given; {@link Loss#l1} each unless set, but
     *               the endpoint error for unfolding together with others
     * @return this builder
     */
    public TrainerBuilder losses(Loss... losses) {
        this.losses = List.of(losses);
        return this;
    }

    /**
     * Sets the size of a batch.
     *
     * @param examples at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is below 1
     */
    public TrainerBuilder batch(int examples) {
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
    public TrainerBuilder steps(long steps) {
        this.steps = atLeast("steps", steps, 1);
        return this;
    }

    /**
     * Sets the schedule, of several networks that of all.
     *
     * @param rate rate at a step, the first is 0; constant unless set
     * @return this builder
     */
    public TrainerBuilder rate(LearningRate rate) {
        return rates(Collections.nCopies(learner.outputs(), rate).toArray(LearningRate[]::new));
    }

    /**
     * Sets a schedule for each network, so that some can be held nearly still: with a rate of 1e-24 nothing but the
     * running statistics of batch normalisation moves.
     *
     * @param rates one for each network, in the order in which they were given
     * @return this builder
     */
    public TrainerBuilder rates(LearningRate... rates) {
        this.rates = List.of(rates);
        return this;
    }

    /**
     * Clips the gradient.
     *
     * @param norm largest Euclidean norm of the gradient of all parameters of all networks; longer ones are shortened to it
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public TrainerBuilder clip(double norm) {
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
    public TrainerBuilder freezeNormalisation(boolean freeze) {
        frozen = freeze;
        return this;
    }

    /**
     * Averages the parameters over the steps, running statistics included; validation and result use the averages.
     *
     * @param decay weight of the past, such as 0.999; at step n at most {@code (1 + n) / (10 + n)}
     * @return this builder
     * @throws IllegalArgumentException if it is not within 0 to 1
     */
    public TrainerBuilder averaging(double decay) {
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
    public TrainerBuilder seed(long seed) {
        this.seed = seed;
        return this;
    }

    /**
     * Sets the figure by which the best parameters are told.
     *
     * @param figure the validation loss unless set
     * @return this builder
     */
    public TrainerBuilder figure(ValidationScores.Figure figure) {
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
    public TrainerBuilder patience(int validations) {
        patience = Math.toIntExact(atLeast("validations", validations, 1));
        return this;
    }

    /**
     * Keeps so much of what the network changes, in the end, that none of some whole validation pairs is worse for it: the
     * greatest share, in tenths, at which neither PSNR nor SSIM of any has fallen (by more than 0.01 dB or 0.0001). For
     * compact networks whose output is a section.
     *
     * @param pairs how many; 0 for no moderation
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public TrainerBuilder moderation(int pairs) {
        moderation = Math.toIntExact(atLeast("pairs", pairs, 0));
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
    public TrainerBuilder checkpoints(Path folder, long every, int kept) {
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
    public TrainerBuilder resume(boolean resume) {
        this.resume = resume;
        return this;
    }

    /**
     * Sets who hears how the training goes on.
     *
     * @param listener hears after every step
     * @return this builder
     */
    public TrainerBuilder listener(TrainingListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Makes the trainer.
     *
     * @return a trainer
     * @throws IllegalArgumentException if settings do not fit each other: no pairs, patience without validation, a
     *                                  figure that the network's output does not have, resuming without checkpoints,
     *                                  losses or rates for another number of networks
     */
    public Trainer build() {
        LongFunction<Example> learnt = sources.learntExamples(seed);
        LongFunction<Example> judged = sources.judgedExamples(seed);
        if (patience > 0 && judged == null) {
            throw new IllegalArgumentException("stopping early needs a validation");
        }
        if (resume && checkpoints == null) {
            throw new IllegalArgumentException("resuming needs the folder of the checkpoints");
        }
        checkCount("losses", losses.size());
        checkCount("rates", rates.size());
        boolean flows = learner.predictsFlow();
        if (figure != ValidationScores.Figure.LOSS && (figure == ValidationScores.Figure.ENDPOINT_ERROR) != flows) {
            throw new IllegalArgumentException(
                    "the network's output is " + (flows ? "a flow" : "an image") + ", it has no " + figure);
        }
        LongFunction<Example> whole = moderation == 0 ? null : sources.whole(judged);
        TrainingOptions options = new TrainingOptions(
                new TrainingOptions.Steps(batch, steps, rates, clip, frozen, averaging),
                judged == null
                        ? null
                        : new TrainingOptions.Validations(
                                judged, validationCount, validationEvery, figure, patience, whole, moderation),
                checkpoints == null
                        ? null
                        : new TrainingOptions.Folder(checkpoints, checkpointEvery, checkpointsKept, resume),
                seed,
                listener);
        return new Trainer(learner, losses.stream().map(Loss::function).toList(), learnt, options);
    }

    private void checkCount(String what, int count) {
        int networks = learner.outputs();
        if (count != networks) {
            throw new IllegalArgumentException(
                    "there must be " + networks + " " + what + ", one for each network, were " + count);
        }
    }

    private static long atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
        }
        return value;
    }
}
