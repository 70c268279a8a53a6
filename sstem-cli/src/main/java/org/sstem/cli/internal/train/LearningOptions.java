package org.sstem.cli.internal.train;

import org.sstem.cli.internal.option.Usage;
import org.sstem.internal.file.Recipe;
import org.sstem.net.NetworkConfig;
import org.sstem.net.TrainingRecipe;
import org.sstem.stack.StackReader;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.util.List;

/** How a network learns: for how long, from how much at once, and when it is judged. */
public final class LearningOptions {

    @Option(names = "--steps", paramLabel = "N", defaultValue = "4000", description = "Training steps (default 4000).")
    private long steps;

    @Option(names = "--batch", paramLabel = "N", description = "Examples a step.")
    private Integer batch;

    @Option(names = "--pool", paramLabel = "N", description = "Compact networks: how many simulated pairs serve.")
    private Integer pool;

    @Option(names = "--size", paramLabel = "PX", description = "Width and height of the examples.")
    private Integer size;

    @Option(names = "--rate", paramLabel = "R", description = "Learning rate at the start.")
    private Double rate;

    @Option(
            names = "--hold-out",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "Share of the sections, the last of each stack, that is kept for validation (default 0.2).")
    private double holdOut;

    @Option(
            names = "--validate",
            paramLabel = "N",
            defaultValue = "250",
            description = "Steps between validations (default 250).")
    private long validateEvery;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "8",
            description = "Stop when so many validations in a row were not better (default 8).")
    private int patience;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "First parameters and damage (default 0).")
    private long seed;

    /** Refuses numbers that are out of range. */
    public void check(CommandSpec spec) {
        atLeastOne(spec, "--steps", steps);
        atLeastOne(spec, "--batch", batch);
        atLeastOne(spec, "--pool", pool);
        atLeastOne(spec, "--size", size);
        atLeastOne(spec, "--validate", validateEvery);
        Usage.require(patience >= 0, spec, "--patience must be at least 0, was " + patience);
        Usage.require(rate == null || rate > 0 && Double.isFinite(rate), spec, "--rate must be above 0, was " + rate);
        Usage.require(holdOut >= 0 && holdOut < 1, spec, "--hold-out must be 0 to below 1, was " + holdOut);
    }

    private static void atLeastOne(CommandSpec spec, String option, Number value) {
        Usage.require(value == null || value.longValue() >= 1, spec, option + " must be at least 1, was " + value);
    }

    /** Adds what the result depends on. The number of steps may grow. */
    public void addTo(Recipe recipe) {
        recipe.with("batch", batch)
                .with("pool", pool)
                .with("size", size)
                .with("rate", rate)
                .with("hold-out", holdOut)
                .with("seed", seed);
    }

    /**
     * The usual recipe with what was asked for, and pairs no larger than the sections.
     *
     * @param begun whether the network has learnt already
     */
    public TrainingRecipe recipe(NetworkConfig config, boolean begun, List<StackReader<?>> stacks) {
        TrainingRecipe usual = begun ? TrainingRecipe.continued(config) : TrainingRecipe.of(config);
        double base = rate == null ? usual.baseRate() : rate;
        int crop = size == null ? usual.cropPx() : size;
        int pair = usual.pool() > 0 ? Math.max(crop, usual.pairPx()) : crop;
        for (StackReader<?> stack : stacks) {
            pair = Math.min(pair, Math.min(stack.width(), stack.height()));
        }
        return usual.but()
                .baseRate(base)
                .batch(batch == null ? usual.batch() : batch)
                .pairPx(pair)
                .cropPx(Math.min(crop, pair))
                .pool(pool == null || usual.pool() == 0 ? usual.pool() : pool)
                .build();
    }

    /** Training steps. */
    public long steps() {
        return steps;
    }

    /** Share of the sections that is kept for validation, 0 for none. */
    public double holdOut() {
        return holdOut;
    }

    /** Steps between validations. */
    public long validateEvery() {
        return validateEvery;
    }

    /** So many validations in a row without a better one end the training; 0 for any number. */
    public int patience() {
        return patience;
    }

    /** Of the first parameters and the damage. */
    public long seed() {
        return seed;
    }
}
