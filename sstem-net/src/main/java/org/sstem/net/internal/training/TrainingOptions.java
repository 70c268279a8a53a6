package org.sstem.net.internal.training;

import org.sstem.net.LearningRate;
import org.sstem.net.TrainingListener;
import org.sstem.net.ValidationScores;
import org.sstem.net.internal.example.Example;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;

/**
 * What a training is told besides its networks, its examples and its losses; see {@link org.sstem.net.TrainerBuilder} for each.
 *
 * @param steps       how it goes on
 * @param validation  how it is judged; null for not at all
 * @param checkpoints where it is kept; null for nowhere
 * @param seed        names the run
 * @param listener    hears after every step
 */
public record TrainingOptions(
        Steps steps, Validations validation, Folder checkpoints, long seed, TrainingListener listener) {

    /**
     * How a training goes on.
     *
     * @param batch     examples a step
     * @param count     steps in all
     * @param rates     one for each network
     * @param clip      norm to which gradients are clipped; 0 for not at all
     * @param frozen    whether normalisations keep what they have learnt
     * @param averaging decay of the averages of parameters; 0 for none
     */
    public record Steps(
            int batch, long count, List<LearningRate> rates, double clip, boolean frozen, double averaging) {}

    /**
     * How a training is judged.
     *
     * @param examples what by
     * @param count    how many of them
     * @param every    steps between validations
     * @param figure   tells the best parameters
     * @param patience so many validations without a new best end the training; 0 for any number
     * @param whole    whole pairs that decide in the end how much of what the network changes is kept; null for none
     * @param wholes   how many of them
     */
    public record Validations(
            LongFunction<Example> examples,
            int count,
            long every,
            ValidationScores.Figure figure,
            int patience,
            LongFunction<Example> whole,
            int wholes) {}

    /**
     * Where checkpoints are kept.
     *
     * @param path   the folder
     * @param every  steps between them
     * @param kept   how many are kept
     * @param resume whether the training goes on from the newest
     */
    public record Folder(Path path, long every, int kept, boolean resume) {}
}
