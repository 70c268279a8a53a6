package org.sstem.net.internal.training;

import net.imglib2.parallel.Parallelization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sstem.internal.progress.Cancellation;
import org.sstem.net.TrainingResult;
import org.sstem.net.TrainingStep;
import org.sstem.net.ValidationScores;
import org.sstem.net.internal.architecture.RefinementConfig;
import org.sstem.net.internal.array.Averages;
import org.sstem.net.internal.array.NativeThreads;
import org.sstem.net.internal.example.Example;
import org.sstem.net.internal.graph.FlatParameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongFunction;

/** One training from its start, or from where it was left, to its end. Used once. */
public final class TrainingRun {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

    /** A loss this many times its running median has exploded. */
    private static final double EXPLOSION = 1000;

    /** After so many steps the parameters are remembered as good, so that there is something to go back to. */
    private static final long GOOD_EVERY = 50;

    private final Trainable network;
    private final FlatParameters parameters;
    private final TrainingOptions options;
    private final LongFunction<Example> examples;
    private final RunSettings settings;
    private final Checkpoints checkpoints;
    private final Validation validation;
    private final Pace pace;
    private TrainingState state;
    private float[] good;
    private long goodStep;
    private float[] present;

    public TrainingRun(
            Trainable network,
            LongFunction<Example> examples,
            TrainingOptions options,
            RunSettings settings,
            Checkpoints checkpoints,
            boolean flows) {
        this.network = network;
        this.parameters = network.parameters();
        this.examples = examples;
        this.options = options;
        this.settings = settings;
        this.checkpoints = checkpoints;
        this.pace = new Pace(options.steps().batch());
        if (options.validation() == null) {
            validation = null;
        } else {
            List<Example> held = new ArrayList<>();
            for (int i = 0; i < options.validation().count(); i++) {
                Cancellation.check("before the first step");
                held.add(options.validation().examples().apply(i));
            }
            validation = new Validation(held, flows);
        }
    }

    public TrainingResult run() throws IOException {
        try (NativeThreads threads =
                new NativeThreads(Parallelization.getTaskExecutor().getParallelism())) {
            return runInThreads();
        }
    }

    private TrainingResult runInThreads() throws IOException {
        start();
        if (validation != null && state.bestScores == null) {
            // A network that refines something is not to end up worse than it began.
            options.listener().untrained(validate());
            state.withoutImprovement = 0;
        }
        good = parameters.copy();
        goodStep = state.step;
        network.graph().freezeNormalisation(options.steps().frozen());
        boolean early = outOfPatience();
        try (BatchQueue queue = new BatchQueue(
                examples, options.steps().batch(), state.step, options.steps().count())) {
            while (!early && state.step < options.steps().count()) {
                train(next(queue));
                early = outOfPatience();
                if (checkpoints != null
                        && (state.step % options.checkpoints().every() == 0
                                || early
                                || state.step == options.steps().count())) {
                    checkpoints.write(state, parameters, settings);
                }
            }
        } finally {
            network.graph().freezeNormalisation(false);
        }
        if (state.best != null) {
            parameters.restore(state.best);
        } else if (state.average != null) {
            parameters.restore(state.average);
        }
        return new TrainingResult(
                state.step,
                early,
                state.medianLoss(),
                Optional.ofNullable(state.bestScores),
                state.best == null ? state.step : state.bestStep,
                moderate());
    }

    private double moderate() {
        TrainingOptions.Validations judged = options.validation();
        if (judged == null || judged.wholes() == 0) {
            return 1;
        }
        double share = Moderation.share(network, judged.whole(), judged.wholes());
        network.scale(RefinementConfig.LAST_LAYER, share);
        return share;
    }

    private void start() throws IOException {
        float[] average = options.steps().averaging() > 0 ? parameters.copy() : null;
        state = new TrainingState(new Adam(parameters.count()), average);
        if (checkpoints == null) {
            return;
        }
        checkpoints.removeParts();
        if (options.checkpoints().resume()) {
            Optional<TrainingState> last = checkpoints.readLast(parameters, settings);
            last.ifPresent(found -> state = found);
            LOG.info("training goes on after step {}", state.step);
        } else if (!checkpoints.list().isEmpty()) {
            throw new IOException("there are checkpoints of another run already, such as "
                    + checkpoints.list().get(0) + ": continue it, or choose another folder");
        }
    }

    private boolean outOfPatience() {
        return validation != null
                && options.validation().patience() > 0
                && state.withoutImprovement >= options.validation().patience();
    }

    private Example next(BatchQueue queue) throws IOException {
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return queue.next();
        } catch (InterruptedException e) {
            // Written with the flag down: an interrupted thread cannot write.
            if (checkpoints != null) {
                checkpoints.write(state, parameters, settings);
            }
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted after step " + state.step);
        }
    }

    private void train(Example batch) {
        double[] rates = rates();
        double loss = network.differentiate(batch);
        double norm = parameters.gradientNorm();
        check(loss, norm);
        double factor = options.steps().clip() > 0 && norm > options.steps().clip()
                ? options.steps().clip() / norm
                : 1;
        state.adam.step(parameters, state.step + 1, factor, rates);
        if (state.average != null) {
            average();
        }
        state.remember(loss);
        state.step++;
        Optional<ValidationScores> scores = Optional.empty();
        if (validation != null
                && (state.step % options.validation().every() == 0
                        || state.step == options.steps().count())) {
            scores = Optional.of(validate());
        }
        if (state.step % GOOD_EVERY == 0) {
            parameters.copyTo(good);
            goodStep = state.step;
        }
        pace.step();
        options.listener()
                .step(new TrainingStep(
                        state.step,
                        options.steps().count(),
                        loss,
                        norm,
                        highest(rates),
                        pace.examplesPerSecond(),
                        pace.remaining(options.steps().count() - state.step),
                        scores));
    }

    private void check(double loss, double norm) {
        double median = state.medianLoss();
        String what;
        if (!Double.isFinite(loss)) {
            what = String.format(Locale.ROOT, "the loss is not a number any more (%s)", loss);
        } else if (!Double.isFinite(norm)) {
            what = "the gradient is not finite any more";
        } else if (loss > EXPLOSION * median) {
            what = String.format(
                    Locale.ROOT, "the loss exploded to %.3g (median of the last steps %.3g)", loss, median);
        } else {
            return;
        }
        stop(what);
    }

    private void stop(String what) {
        long kept = goodStep;
        if (state.best != null) {
            parameters.restore(state.best);
            kept = state.bestStep;
        } else {
            parameters.restore(good);
        }
        throw new IllegalStateException(String.format(
                Locale.ROOT,
                "training stopped in step %d: %s; the network has the parameters of step %d; "
                        + "try a lower learning rate than %s, or clip the gradient",
                state.step + 1,
                what,
                kept,
                highest(rates())));
    }

    private double[] rates() {
        return options.steps().rates().stream()
                .mapToDouble(rate -> rate.at(state.step))
                .toArray();
    }

    private static double highest(double... rates) {
        return Arrays.stream(rates).max().orElseThrow();
    }

    /** Moves the averages of all parameters; at first faster, so that the start is soon forgotten. */
    private void average() {
        double decay = Math.min(options.steps().averaging(), (1.0 + state.step) / (10.0 + state.step));
        Averages.move(state.average, parameters.values(), (float) decay);
    }

    private ValidationScores validate() {
        boolean averaged = state.average != null;
        if (averaged) {
            present = present == null ? parameters.copy() : present;
            parameters.copyTo(present);
            parameters.restore(state.average);
        }
        ValidationScores scores = validation.scores(network);
        if (!Double.isFinite(scores.loss())) {
            stop("what the network makes of the validation examples is not finite any more");
        }
        double figure = options.validation().figure().of(scores);
        if (state.bestScores == null || figure > options.validation().figure().of(state.bestScores)) {
            state.bestScores = scores;
            state.bestStep = state.step;
            state.withoutImprovement = 0;
            state.best = state.best == null ? parameters.copy() : state.best;
            parameters.copyTo(state.best);
        } else {
            state.withoutImprovement++;
        }
        if (averaged) {
            parameters.restore(present);
        }
        return scores;
    }
}
