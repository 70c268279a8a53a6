package org.sstem.net;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.IntegerType;
import org.sstem.method.SectionSource;
import org.sstem.net.internal.array.Planes;
import org.sstem.net.internal.example.Example;
import org.sstem.net.internal.graph.Dl4j;
import org.sstem.net.internal.loss.LossFunction;
import org.sstem.net.internal.membrane.MembraneExamples;
import org.sstem.net.internal.report.TrainingReport;
import org.sstem.net.internal.training.Checkpoints;
import org.sstem.net.internal.training.JoinedNetworks;
import org.sstem.net.internal.training.Learner;
import org.sstem.net.internal.training.OneNetwork;
import org.sstem.net.internal.training.RunSettings;
import org.sstem.net.internal.training.Trainable;
import org.sstem.net.internal.training.TrainingOptions;
import org.sstem.net.internal.training.TrainingRun;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.LongFunction;

/**
 * Trains a network, or the three networks of a kind of damage as one, on training pairs: Adam, losses, schedules, and
 * what makes a long training trustworthy.
 *
 * <p><b>Examples.</b> Pair i is a function of i alone; step s with batches of b takes the pairs from {@code s b} on. A
 * thread of its own makes the next batches (two wait at most) while the present one is trained, with the threads of the
 * caller's {@link net.imglib2.parallel.Parallelization} context, so the function must be thread-safe.
 *
 * <p><b>Result.</b> The networks themselves are changed. In the end they have the parameters of the best validation;
 * without validation the averaged ones; without averaging the last ones. Batch normalisation trains unless it is frozen.
 *
 * <p><b>Together.</b> For {@linkplain #folds folds} interpolation, unfolding and fusion, with the warp between them; for
 * {@linkplain #precipitates precipitates} interpolation, correction and fusion, with the soft mask. The loss is the sum
 * of theirs, and the fusion's gradient goes back through all. Each is best trained by itself first, and may keep a
 * {@linkplain TrainerBuilder#rates rate} of its own. Validation scores are those of the restored section, but for the loss,
 * which is the sum.
 *
 * <p><b>Going on.</b> With {@linkplain TrainerBuilder#checkpoints checkpoints} a run that was ended, by whatever, is continued
 * to the bit: parameters are those that it would have had without a break, provided the number of threads is the same
 * (OMP_NUM_THREADS for the convolutions; with one thread always). What is not the same is refused.
 *
 * <p><b>When it fails.</b> A loss or a gradient that is not finite, or a loss of more than 1000 times the median of the
 * last 101 steps, ends the training by an {@link IllegalStateException} that says so; the networks then have their best
 * parameters, or without validation those of at most 50 steps before. Interrupting the thread ends it after the present
 * step, with a checkpoint.
 *
 * <p><b>Memory.</b> Per parameter 20 bytes (values, gradients, two moments, the good copy to go back to), with averaging
 * 8 more, with validation 4 more, of networks trained together 4 more; three batches and the one in training; all
 * activations of one batch, and their gradients for a few layers: of the published fold fusion 2.9 kB a pixel of the
 * batch (measured, 193 MB for 4 at 128 x 128). Nothing grows with the number of steps.
 *
 * <p>Not thread-safe: one trainer, one thread.
 */
public final class Trainer {

    /** Validation examples of which a report shows pictures. */
    private static final int SAMPLES = 3;

    private final Learner learner;
    private final List<LossFunction> losses;
    private final LongFunction<Example> examples;
    private final TrainingOptions options;

    Trainer(Learner learner, List<LossFunction> losses, LongFunction<Example> examples, TrainingOptions options) {
        this.learner = learner;
        this.losses = losses;
        this.examples = examples;
        this.options = options;
    }

    /**
     * Starts to describe the training of one network.
     *
     * @param network what is trained; used by nobody else meanwhile
     * @return a builder with batches of 4 and a rate of 1e-4
     */
    public static TrainerBuilder builder(Network network) {
        TrainingRecipe usual = TrainingRecipe.of(network.config());
        return new TrainerBuilder(new OneNetwork(network.weights()), 4, 1e-4, Loss.l1()).crops(usual);
    }

    /**
     * Starts to describe a training of three networks for folds. Pairs must have a degraded section and a flow.
     *
     * @param interpolation interpolates one section
     * @param unfolding     predicts the flow from folded and interpolated section
     * @param fusion        fuses unfolded and interpolated section
     * @return a builder with batches of 1 and a rate of 1e-5
     * @throws IllegalArgumentException if a network is of another kind, or they take different numbers of channels
     */
    public static TrainerBuilder folds(Network interpolation, Network unfolding, Network fusion) {
        Learner three = JoinedNetworks.folds(interpolation.weights(), unfolding.weights(), fusion.weights());
        return new TrainerBuilder(three, 1, 1e-5, Loss.l1(), Loss.endpointError(), Loss.l1());
    }

    /**
     * Starts to describe a training of three networks for precipitates. Pairs must have a degraded section; their mask is
     * what blends.
     *
     * @param interpolation interpolates one section
     * @param correction    corrects the stained section
     * @param fusion        finishes the blend of interpolated and corrected section
     * @return a builder with batches of 1 and a rate of 1e-5
     * @throws IllegalArgumentException if a network is of another kind
     */
    public static TrainerBuilder precipitates(Network interpolation, Network correction, Network fusion) {
        Learner three = JoinedNetworks.precipitates(interpolation.weights(), correction.weights(), fusion.weights());
        return new TrainerBuilder(three, 1, 1e-5, Loss.l1(), Loss.l1(), Loss.l1());
    }

    /**
     * Trains.
     *
     * @return what came of it; the networks have their new parameters, also if the training ends by an error
     * @throws IOException           if a checkpoint cannot be written or read; those that are there stay as they are
     * @throws IllegalStateException if the loss or the gradient is not finite or the loss explodes, or the libraries
     *                               that train are not on the class path
     * @throws IllegalArgumentException if checkpoints belong to a run with other settings, or examples do not fit the
     *                               networks
     * @throws CancellationException if the thread was interrupted; what has been done is in a checkpoint
     */
    public TrainingResult run() throws IOException {
        Dl4j.require("training");
        Trainable trainable = learner.trainable(losses);
        Checkpoints checkpoints = options.checkpoints() == null
                ? null
                : new Checkpoints(
                        options.checkpoints().path(), options.checkpoints().kept());
        learner.show(trainable);
        try {
            return new TrainingRun(trainable, examples, options, settings(), checkpoints, learner.predictsFlow()).run();
        } finally {
            learner.adopt(trainable);
        }
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
        Trainable trainable = learner.trainable(losses);
        int last = losses.size() - 1;
        List<TrainingReport.Sample> samples = new ArrayList<>();
        TrainingOptions.Validations validation = options.validation();
        for (int i = 0; i < (validation == null ? 0 : Math.min(SAMPLES, validation.count())); i++) {
            Example example = validation.examples().apply(i);
            samples.add(new TrainingReport.Sample(
                    learner.sections(example.input()),
                    Planes.planes(trainable.run(example.input()).get(last)),
                    Planes.planes(example.goals().get(last).target())));
        }
        new TrainingReport(settings().values(), log.file(), result, samples).write(file);
    }

    private RunSettings settings() {
        Map<String, String> values = new LinkedHashMap<>(learner.description());
        values.put("loss", losses.size() == 1 ? losses.get(0).toString() : losses.toString());
        values.put("seed", Long.toString(options.seed()));
        TrainingOptions.Steps steps = options.steps();
        values.put("batch", Integer.toString(steps.batch()));
        values.put("learning rate", RunSettings.describe(steps.rates()));
        values.put("clipping", Double.toString(steps.clip()));
        values.put("averaging", Double.toString(steps.averaging()));
        values.put("frozen batch normalisation", Boolean.toString(steps.frozen()));
        return new RunSettings(values);
    }

    /**
     * Sections with the true labels of their cells.
     *
     * @param stack    grey values of any range
     * @param labels   x, y, z, as large as the stack; pixels of label 0 are membrane, and so are those beside another object.
     *                 Sections may be read by two threads at a time
     * @param sections which sections of both count
     */
    public record LabelledSections(
            SectionSource stack, RandomAccessibleInterval<? extends IntegerType<?>> labels, List<Integer> sections) {

        /**
         * Copies the list.
         *
         * @throws IllegalArgumentException if there is no such section
         */
        public LabelledSections {
            sections = List.copyOf(sections);
            for (int z : sections) {
                if (z < 0 || z >= stack.sections()) {
                    throw new IllegalArgumentException(
                            "section must be within 0 to " + (stack.sections() - 1) + ", was " + z);
                }
            }
        }

        /** Lists the sections of all, one by one. */
        static List<MembraneExamples.Labelled> each(List<LabelledSections> stacks) {
            return stacks.stream()
                    .flatMap(stack -> stack.sections.stream()
                            .map(z -> new MembraneExamples.Labelled(stack.stack, stack.labels, z)))
                    .toList();
        }
    }
}
