package org.sstem.cli;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.cli.internal.file.LabelledStacks;
import org.sstem.cli.internal.file.TrainingFolder;
import org.sstem.cli.internal.option.Bar;
import org.sstem.cli.internal.option.BuildOptions;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.DistributionOptions;
import org.sstem.cli.internal.option.DryRun;
import org.sstem.cli.internal.option.Networks;
import org.sstem.cli.internal.option.RoleNames;
import org.sstem.cli.internal.option.StackNames;
import org.sstem.cli.internal.option.Targets;
import org.sstem.cli.internal.option.Usage;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.internal.file.Recipe;
import org.sstem.method.SectionSource;
import org.sstem.net.Engine;
import org.sstem.net.Inference;
import org.sstem.net.ModelDescription;
import org.sstem.net.ModelFile;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.Role;
import org.sstem.net.Trainer;
import org.sstem.net.TrainerBuilder;
import org.sstem.net.TrainingListener;
import org.sstem.net.TrainingLog;
import org.sstem.net.TrainingRecipe;
import org.sstem.net.TrainingResult;
import org.sstem.net.TrainingStep;
import org.sstem.net.ValidationScores;
import org.sstem.simulate.TrainingPairs;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code sstem train}: a network learns from undamaged sections to undo simulated damage. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Trains a network on the undamaged sections of a stack, with simulated damage.")
final class TrainCommand implements Callable<Integer> {

    /** Whose network it is. */
    enum Preset {
        PUBLISHED,
        COMPACT
    }

    private static final int TRIAL_STEPS = 4;
    /** Whole held-out pairs none of which may be worse for the network. */
    private static final int MODERATING_PAIRS = 24;

    private static final int VALIDATIONS = 32;

    @Option(names = "--data", required = true, paramLabel = "IN", description = StackNames.IN + " Several are allowed.")
    private List<String> data;

    @Option(
            names = "--module",
            required = true,
            paramLabel = "interpolation|unfolding|correction|fusion|membrane",
            description = "What the network is for; also fold-fusion, precipitate-correction or precipitate-fusion.")
    private String module;

    @Option(
            names = "--labels",
            paramLabel = "IN",
            description = "For membrane: the true labels of each --data, in its order; 0 is membrane.")
    private List<String> labels = List.of();

    @Option(
            names = "--kind",
            paramLabel = "fold|precipitate",
            defaultValue = "fold",
            description = "Fusion: of folds (default) or of precipitates.")
    private DamageKind kind;

    @Option(
            names = "--preset",
            paramLabel = "published|compact",
            defaultValue = "compact",
            description = "The published network or the compact one (default).")
    private Preset preset;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "model.zip",
            description = "The model file to write.")
    private Path output;

    @Option(
            names = "--model",
            paramLabel = "model.zip",
            description = "For fusion, and published unfolding: the networks that come before, trained already.")
    private List<Path> before = List.of();

    @Option(
            names = "--damage",
            paramLabel = "damage.json",
            description = "Which sections are damaged and not to be used.")
    private Path damageFile;

    @Mixin
    private DistributionOptions look;

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

    @Option(
            names = "--licence",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Licence of the data, kept in the model file.")
    private String licence;

    @Option(
            names = "--report",
            paramLabel = "report.html",
            description = "Write curves, validations and example pictures to this file.")
    private Path report;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private BuildOptions writing;

    @Mixin
    private DryRun dry;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        check();
        Role role = RoleNames.role(spec.commandLine(), "--module", module, kind);
        Usage.require(
                labels.size() == (role == Role.MEMBRANE ? data.size() : 0),
                spec,
                role == Role.MEMBRANE
                        ? "--labels must be given once for each --data, were " + labels.size() + " for " + data.size()
                        : "--labels is for --module membrane only");
        Usage.require(
                role != Role.MEMBRANE || preset == Preset.COMPACT,
                spec,
                "--preset must be compact for membranes: none is published");
        Networks.require("training");
        return common.run(() -> {
            Damage damage = damageFile == null ? Damage.none() : Damage.read(damageFile);
            try (Targets targets = targets(damage)) {
                TrainingFolder begun = new TrainingFolder(output, writing);
                if (!dry.isAsked()) {
                    begun.prepare(recipe(), targets);
                }
                Network network = Network.create(
                        preset == Preset.COMPACT ? NetworkConfig.compact(role) : NetworkConfig.published(role), seed);
                List<StackReader<?>> stacks = new ArrayList<>();
                List<Inference> earlier = new ArrayList<>();
                try (LabelledStacks labelled = LabelledStacks.open(data, labels, damage, holdOut)) {
                    for (String place : data) {
                        stacks.add(Stacks.open(place));
                    }
                    for (Path path : before) {
                        earlier.add(ModelFile.read(path).network().inference(Engine.ONNX));
                    }
                    if (dry.isAsked()) {
                        foresee(network, stacks, earlier, damage, targets, labelled);
                    } else {
                        train(network, stacks, earlier, damage, targets, labelled);
                    }
                } finally {
                    if (!dry.isAsked()) {
                        begun.tidy();
                    }
                    earlier.forEach(Inference::close);
                    for (StackReader<?> stack : stacks) {
                        stack.close();
                    }
                }
            }
            return 0;
        });
    }

    private void check() {
        Usage.require(kind != DamageKind.MISSING, spec, "--kind must be fold or precipitate, was missing");
        look.check(spec);
        atLeastOne("--steps", steps);
        atLeastOne("--batch", batch);
        atLeastOne("--pool", pool);
        atLeastOne("--size", size);
        atLeastOne("--validate", validateEvery);
        Usage.require(patience >= 0, spec, "--patience must be at least 0, was " + patience);
        Usage.require(rate == null || rate > 0 && Double.isFinite(rate), spec, "--rate must be above 0, was " + rate);
        Usage.require(holdOut >= 0 && holdOut < 1, spec, "--hold-out must be 0 to below 1, was " + holdOut);
    }

    private void atLeastOne(String option, Number value) {
        Usage.require(value == null || value.longValue() >= 1, spec, option + " must be at least 1, was " + value);
    }

    private Targets targets(Damage damage) throws IOException {
        Targets targets = writing.targets(spec).inStacks("--data", data).inStacks("--labels", labels);
        return dry.check(targets.in("--model", before)
                .in("--damage", damageFile)
                .masks("--damage", damage)
                .in("--statistics", look.statistics())
                .file("--output", output)
                .file("--report", report)
                .place("the table of --output", TrainingFolder.table(output))
                .place("the checkpoints of --output", TrainingFolder.checkpoints(output)));
    }

    /** What decides the result, but for what the trainer compares itself. The number of steps may grow. */
    private Recipe recipe() throws IOException {
        Recipe recipe = new Recipe()
                .with("module", module)
                .with("kind", kind)
                .with("preset", preset)
                .with("batch", batch)
                .with("pool", pool)
                .with("size", size)
                .with("rate", rate)
                .with("hold-out", holdOut)
                .with("seed", seed)
                .file("damage file", damageFile);
        look.addTo(recipe);
        recipe.stacks("data", data);
        if (!labels.isEmpty()) {
            recipe.stacks("labels", labels);
        }
        for (int i = 0; i < before.size(); i++) {
            recipe.file("model " + (i + 1), before.get(i));
        }
        return recipe;
    }

    private void train(
            Network network,
            List<StackReader<?>> stacks,
            List<Inference> earlier,
            Damage damage,
            Targets targets,
            LabelledStacks labelled)
            throws IOException {
        TrainingRecipe recipe = recipe(network.config(), stacks);
        TrainerBuilder trainer = Trainer.builder(network)
                .recipe(recipe, steps)
                .seed(seed)
                .before(earlier)
                .checkpoints(TrainingFolder.checkpoints(output), validateEvery, 2)
                .resume(writing.resume());
        learn(trainer, network, stacks, damage, recipe, labelled);
        if (holdOut > 0 && labels.isEmpty()) {
            TrainingPairs held = pairs(network, stacks, damage, recipe.pairPx(), TrainingPairs.Part.VALIDATION);
            trainer.validation(held::pair, VALIDATIONS, validateEvery)
                    .patience(patience)
                    .moderation(moderated(network.config()) ? MODERATING_PAIRS : 0);
        } else if (holdOut > 0) {
            trainer.labelledValidation(labelled.held(), VALIDATIONS, validateEvery)
                    .patience(patience);
        }
        TrainingResult result;
        try (Bar bar = common.bar("train");
                TrainingLog log = new TrainingLog(TrainingFolder.table(output))) {
            TrainingListener progress = step -> bar.progress(step.step(), step.steps(), words(step));
            Trainer ready = trainer.listener(log.and(progress)).build();
            result = ready.run();
            if (report != null) {
                targets.checkFile(report);
                ready.writeReport(report, log, result);
            }
        }
        Map<String, ?> facts = facts(network, result);
        targets.checkFile(output);
        new ModelFile(network, new ModelDescription(seed, summary(result), licence)).write(output);
        Output.print(spec.commandLine().getOut(), facts, json);
    }

    /** Of a missing section nothing is right to begin with: PSNR and SSIM contradict each other there. */
    private static boolean moderated(NetworkConfig config) {
        return config.isCompact() && config.role() != Role.UNFOLDING && config.role() != Role.INTERPOLATION;
    }

    private void learn(
            TrainerBuilder trainer,
            Network network,
            List<StackReader<?>> stacks,
            Damage damage,
            TrainingRecipe recipe,
            LabelledStacks labelled)
            throws IOException {
        if (labels.isEmpty()) {
            trainer.pairs(pairs(network, stacks, damage, recipe.pairPx(), TrainingPairs.Part.TRAINING)::pair);
        } else {
            trainer.labelled(labelled.learnt());
        }
    }

    /** A few steps are done at once, with as few pairs as that takes, for the time of one. */
    private void foresee(
            Network network,
            List<StackReader<?>> stacks,
            List<Inference> earlier,
            Damage damage,
            Targets targets,
            LabelledStacks labelled)
            throws IOException {
        TrainingRecipe usual = recipe(network.config(), stacks);
        TrainingRecipe few =
                usual.pool() == 0 ? usual : usual.but().pool(usual.batch()).build();
        List<Long> ends = new ArrayList<>();
        TrainerBuilder trial = Trainer.builder(network)
                .recipe(few, TRIAL_STEPS)
                .seed(seed)
                .before(earlier)
                .listener(step -> ends.add(System.nanoTime()));
        learn(trial, network, stacks, damage, few, labelled);
        trial.build().run();
        Duration step = Duration.ofNanos((ends.get(TRIAL_STEPS - 1) - ends.get(0)) / (TRIAL_STEPS - 1));
        List<String> reads = new ArrayList<>(data);
        reads.addAll(labels);
        Foreseen foreseen = new Foreseen("train a network for " + module, reads, targets);
        stacks.forEach(foreseen::stack);
        foreseen.with("parameters", network.parameterCount())
                .with("steps", steps + " of " + usual.batch() + " examples of " + usual.cropPx() + " px")
                .time(step.multipliedBy(steps))
                .print(spec.commandLine().getOut(), json);
    }

    /** The usual recipe with what was asked for, and pairs no larger than the sections. */
    private TrainingRecipe recipe(NetworkConfig config, List<StackReader<?>> stacks) {
        TrainingRecipe usual = TrainingRecipe.of(config);
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

    private TrainingPairs pairs(
            Network network, List<StackReader<?>> stacks, Damage damage, int pairPx, TrainingPairs.Part part)
            throws IOException {
        boolean held = part == TrainingPairs.Part.VALIDATION;
        TrainingPairs.Builder builder = TrainingPairs.builder(
                        network.config().role().damage())
                .size(pairPx)
                .seed(held ? seed + 1 : seed)
                .augment(!held)
                .split(holdOut, part)
                .distributions(look.byTurns());
        for (StackReader<?> stack : stacks) {
            builder.stack(sections(stack), damage);
        }
        return builder.build();
    }

    private static <T extends NativeType<T> & RealType<T>> SectionSource sections(StackReader<T> stack) {
        return SectionSource.of(stack.pixels());
    }

    private static String words(TrainingStep step) {
        Duration left = step.remaining();
        return String.format(
                Locale.ROOT,
                "loss %.4g, %.1f examples/s, %d:%02d:%02d left",
                step.loss(),
                step.examplesPerSecond(),
                left.toHours(),
                left.toMinutesPart(),
                left.toSecondsPart());
    }

    private String summary(TrainingResult result) {
        StringBuilder summary = new StringBuilder(String.format(
                Locale.ROOT,
                "%s %s, %d steps, best after %d",
                preset.name().toLowerCase(Locale.ROOT),
                module.toLowerCase(Locale.ROOT),
                result.steps(),
                result.bestStep()));
        if (result.kept() < 1) {
            summary.append(String.format(Locale.ROOT, ", %.1f of the change kept", result.kept()));
        }
        result.best().ifPresent(best -> scores(best)
                .forEach((name, score) -> summary.append(String.format(Locale.ROOT, ", %s %.4g", name, score))));
        return summary.toString();
    }

    private Map<String, Object> facts(Network network, TrainingResult result) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("model", output.toString());
        facts.put("parameters", network.parameterCount());
        facts.put("steps", result.steps());
        facts.put("best step", result.bestStep());
        facts.put("stopped early", result.early());
        facts.put("loss", result.loss());
        facts.put("share of the change kept", result.kept());
        result.best().ifPresent(best -> facts.putAll(scores(best)));
        return facts;
    }

    /** What the validation came to; images have no endpoint error, flows nothing else. */
    private static Map<String, Double> scores(ValidationScores best) {
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("validation loss", best.loss());
        scores.put("validation PSNR", best.psnr());
        scores.put("validation SSIM", best.ssim());
        scores.put("validation sharpness", best.sharpness());
        scores.put("true sharpness", best.trueSharpness());
        scores.put("validation endpoint error", best.endpointError());
        scores.values().removeIf(score -> Double.isNaN(score));
        return scores;
    }
}
