package org.sstem.net.internal.training;

import org.sstem.internal.math.Medians;
import org.sstem.net.ValidationScores;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/** All that a run is between two steps, besides the parameters in the graph. Not thread-safe. */
final class TrainingState {

    private static final int REMEMBERED_LOSSES = 101;
    private static final int FEWEST_FOR_MEDIAN = 10;

    /** Steps done. */
    long step;

    /** The optimiser with its moments. */
    final Adam adam;

    /** Running average of all parameters; null where none is wanted. */
    final float[] average;

    /** Parameters of the best validation; null before the first. */
    float[] best;

    /** The best validation; null before the first. */
    ValidationScores bestScores;

    /** The step after which it was. */
    long bestStep;

    /** Validations since the best. */
    int withoutImprovement;

    private final Deque<Double> losses = new ArrayDeque<>();

    TrainingState(Adam adam, float[] average) {
        this.adam = adam;
        this.average = average;
    }

    /** The losses of the last steps, oldest first. */
    Collection<Double> losses() {
        return losses;
    }

    void remember(double loss) {
        losses.addLast(loss);
        if (losses.size() > REMEMBERED_LOSSES) {
            losses.removeFirst();
        }
    }

    /** Median of the last losses; infinite as long as there are too few to tell. */
    double medianLoss() {
        if (losses.size() < FEWEST_FOR_MEDIAN) {
            return Double.POSITIVE_INFINITY;
        }
        return Medians.upper(losses.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
