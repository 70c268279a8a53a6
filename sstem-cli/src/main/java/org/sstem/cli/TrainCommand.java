package org.sstem.cli;

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
import org.sstem.cli.internal.train.LearningOptions;
import org.sstem.cli.internal.train.LearntTissue;
import org.sstem.cli.internal.train.TrainingFacts;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.internal.file.Recipe;
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
import org.sstem.simulate.TrainingPairs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            paramLabel = "interpolation|motion|unfolding|correction|fusion|membrane",
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
            names = "--start",
            paramLabel = "model.zip",
            description = "Go on with this network, of the same kind, at lower rates, in place of a new one.")
    private Path start;

    @Option(
            names = "--damage",
            paramLabel = "damage.json",
            description = "Which sections are damaged and not to be used.")
    private Path damageFile;

    @Mixin
    private DistributionOptions look;

    @Mixin
    private LearningOptions learning;

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
        Usage.require(
                role != Role.MOTION || preset == Preset.COMPACT,
                spec,
                "--preset must be compact for motion: no such network is published");
        Usage.require(
                role != Role.UNFOLDING || preset == Preset.PUBLISHED,
                spec,
                "--preset must be published for unfolding: compact networks restore folds that are unfolded without"
                        + " training");
        Networks.require("training");
        return common.run(() -> {
            Damage damage = damageFile == null ? Damage.none() : Damage.read(damageFile);
            try (Targets targets = targets(damage)) {
                TrainingFolder begun = new TrainingFolder(output, writing);
                if (!dry.isAsked()) {
                    begun.prepare(recipe(), targets);
                }
                Network network =
                        network(preset == Preset.COMPACT ? NetworkConfig.compact(role) : NetworkConfig.published(role));
                List<Inference> earlier = new ArrayList<>();
                try (LearntTissue tissue = LearntTissue.open(data, labels, damage, learning.holdOut())) {
                    for (Path path : before) {
                        earlier.add(ModelFile.read(path).network().inference(Engine.ONNX));
                    }
                    if (dry.isAsked()) {
                        foresee(network, tissue, earlier, targets);
                    } else {
                        train(network, tissue, earlier, targets);
                    }
                } finally {
                    if (!dry.isAsked()) {
                        begun.tidy();
                    }
                    earlier.forEach(Inference::close);
                }
            }
            return 0;
        });
    }

    private Network network(NetworkConfig config) throws IOException {
        if (start == null) {
            return Network.create(config, learning.seed());
        }
        Network begun = ModelFile.read(start).network();
        Usage.require(
                begun.config().equals(config),
                spec,
                "--start must be a network of the kind that is trained, " + config + ", was " + begun.config());
        return begun;
    }

    private void check() {
        Usage.require(kind != DamageKind.MISSING, spec, "--kind must be fold or precipitate, was missing");
        look.check(spec);
        learning.check(spec);
    }

    private Targets targets(Damage damage) throws IOException {
        Targets targets = writing.targets(spec).inStacks("--data", data).inStacks("--labels", labels);
        return dry.check(targets.in("--model", before)
                .in("--start", start)
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
        Recipe recipe = new Recipe().with("module", module).with("kind", kind).with("preset", preset);
        learning.addTo(recipe);
        recipe.file("damage file", damageFile);
        recipe.file("start", start);
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

    private void train(Network network, LearntTissue tissue, List<Inference> earlier, Targets targets)
            throws IOException {
        TrainingRecipe recipe = learning.recipe(network.config(), start != null, tissue.stacks());
        long every = learning.validateEvery();
        TrainerBuilder trainer = Trainer.builder(network)
                .recipe(recipe, learning.steps())
                .seed(learning.seed())
                .before(earlier)
                .checkpoints(TrainingFolder.checkpoints(output), every, 2)
                .resume(writing.resume());
        learn(trainer, network, tissue, recipe);
        if (learning.holdOut() > 0 && labels.isEmpty()) {
            TrainingPairs held = pairs(network, tissue, recipe, learning.seed() + 1, TrainingPairs.Part.VALIDATION);
            trainer.validation(held::pair, VALIDATIONS, every)
                    .moderation(moderated(network.config()) ? MODERATING_PAIRS : 0);
        } else if (learning.holdOut() > 0) {
            trainer.labelledValidation(tissue.labelled().held(), VALIDATIONS, every);
        }
        if (learning.holdOut() > 0 && learning.patience() > 0) {
            trainer.patience(learning.patience());
        }
        TrainingResult result;
        try (Bar bar = common.bar("train");
                TrainingLog log = new TrainingLog(TrainingFolder.table(output))) {
            TrainingListener progress = step -> bar.progress(step.step(), step.steps(), TrainingFacts.words(step));
            Trainer ready = trainer.listener(log.and(progress)).build();
            result = ready.run();
            if (report != null) {
                targets.checkFile(report);
                ready.writeReport(report, log, result);
            }
        }
        targets.checkFile(output);
        String what = preset.name().toLowerCase(Locale.ROOT) + " " + module.toLowerCase(Locale.ROOT);
        ModelDescription description =
                new ModelDescription(learning.seed(), TrainingFacts.summary(what, result), licence);
        new ModelFile(network, description).write(output);
        Output.print(spec.commandLine().getOut(), TrainingFacts.of(output, network.parameterCount(), result), json);
    }

    /** Of a missing section nothing is right to begin with: PSNR and SSIM contradict each other there. */
    private static boolean moderated(NetworkConfig config) {
        return config.isCompact() && config.role().damage() != DamageKind.MISSING;
    }

    private void learn(TrainerBuilder trainer, Network network, LearntTissue tissue, TrainingRecipe recipe)
            throws IOException {
        if (labels.isEmpty()) {
            trainer.pairs(pairs(network, tissue, recipe, learning.seed(), TrainingPairs.Part.TRAINING)::pair);
        } else {
            trainer.labelled(tissue.labelled().learnt());
        }
    }

    private TrainingPairs pairs(
            Network network, LearntTissue tissue, TrainingRecipe recipe, long seed, TrainingPairs.Part part)
            throws IOException {
        return tissue.pairs(network.config().role().damage(), recipe.pairPx(), look.byTurns(), seed, part);
    }

    /** A few steps are done at once, with as few pairs as that takes, for the time of one. */
    private void foresee(Network network, LearntTissue tissue, List<Inference> earlier, Targets targets)
            throws IOException {
        TrainingRecipe usual = learning.recipe(network.config(), start != null, tissue.stacks());
        TrainingRecipe few =
                usual.pool() == 0 ? usual : usual.but().pool(usual.batch()).build();
        List<Long> ends = new ArrayList<>();
        TrainerBuilder trial = Trainer.builder(network)
                .recipe(few, TRIAL_STEPS)
                .seed(learning.seed())
                .before(earlier)
                .listener(step -> ends.add(System.nanoTime()));
        learn(trial, network, tissue, few);
        trial.build().run();
        Duration step = Duration.ofNanos((ends.get(TRIAL_STEPS - 1) - ends.get(0)) / (TRIAL_STEPS - 1));
        List<String> reads = new ArrayList<>(data);
        reads.addAll(labels);
        Foreseen foreseen = new Foreseen("train a network for " + module, reads, targets);
        tissue.stacks().forEach(foreseen::stack);
        foreseen.with("parameters", network.parameterCount())
                .with("steps", learning.steps() + " of " + usual.batch() + " examples of " + usual.cropPx() + " px")
                .time(step.multipliedBy(learning.steps()))
                .print(spec.commandLine().getOut(), json);
    }
}
