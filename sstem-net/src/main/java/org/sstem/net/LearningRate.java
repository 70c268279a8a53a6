package org.sstem.net;

/**
 * How the step of the optimiser changes during training. Implementations are pure functions, thread-safe.
 */
@FunctionalInterface
public interface LearningRate {

    /**
     * Says the rate.
     *
     * @param step number of the step, or of the epoch where the schedule counts those; 0 or above
     * @return the rate
     */
    double at(long step);

    /**
     * Falls from base to end by a power law: the published schedule of the fold networks with
     * {@code decaySteps = 100_000} and {@code power = 1.5}, from 1e-3 to 1e-4 (interpolation) or from 1e-4 to 1e-5.
     * {@code (base - end) (1 - step / decaySteps)^power + end} below decaySteps, then end.
     *
     * @param base       rate at the start
     * @param end        rate from decaySteps on
     * @param decaySteps steps
     * @param power      exponent
     * @return a schedule
     * @throws IllegalArgumentException if decaySteps is below 1 or a rate is not positive
     */
    static LearningRate polynomial(double base, double end, long decaySteps, double power) {
        return polynomial(base, end, 0, decaySteps, power);
    }

    /**
     * As {@link #polynomial(double, double, long, double)}, but first rises from end to base:
     * {@code (base - end) (step / warmUpSteps)^power + end}. The fall then counts from warmUpSteps, and is cut off at
     * decaySteps, as in the published code.
     *
     * @param base        largest rate
     * @param end         rate at the start, and from decaySteps on
     * @param warmUpSteps steps of the rise; 0 for none
     * @param decaySteps  step from which on the rate is end
     * @param power       exponent
     * @return a schedule
     * @throws IllegalArgumentException if decaySteps is not above warmUpSteps, or a rate is not positive
     */
    static LearningRate polynomial(double base, double end, long warmUpSteps, long decaySteps, double power) {
        if (!(base > 0 && end > 0)) {
            throw new IllegalArgumentException("rates must be positive, were " + base + " and " + end);
        }
        if (warmUpSteps < 0 || decaySteps <= warmUpSteps) {
            throw new IllegalArgumentException("decaySteps must be above warmUpSteps, and that not negative, were "
                    + decaySteps + " and " + warmUpSteps);
        }
        return step -> {
            if (step >= decaySteps) {
                return end;
            }
            double share =
                    step < warmUpSteps ? step / (double) warmUpSteps : 1 - (step - warmUpSteps) / (double) decaySteps;
            return (base - end) * Math.pow(share, power) + end;
        };
    }

    /**
     * Halves the rate again and again: the published schedule of the precipitate networks with base 1e-4 and a period
     * of 30 epochs.
     *
     * @param base   rate at the start
     * @param period after how many steps (or epochs) it is halved
     * @return a schedule
     * @throws IllegalArgumentException if base is not positive or the period below 1
     */
    static LearningRate halving(double base, long period) {
        if (!(base > 0) || period < 1) {
            throw new IllegalArgumentException(
                    "base must be positive and period at least 1, were " + base + " and " + period);
        }
        return step -> base * Math.pow(0.5, step / period);
    }
}
