package org.sstem.cli;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.cli.internal.file.PairFile;
import org.sstem.cli.internal.file.PairStore;
import org.sstem.cli.internal.option.Bar;
import org.sstem.cli.internal.option.BuildOptions;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.DistributionOptions;
import org.sstem.cli.internal.option.StackNames;
import org.sstem.cli.internal.option.Targets;
import org.sstem.cli.internal.option.Usage;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.internal.file.Recipe;
import org.sstem.internal.output.WholeFolder;
import org.sstem.internal.progress.Cancellation;
import org.sstem.method.SectionSource;
import org.sstem.simulate.TrainingPairs;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code sstem pairs}: what networks are trained with, for who trains them elsewhere. */
@Command(
        name = "pairs",
        mixinStandardHelpOptions = true,
        description = "Writes training pairs, cut from the undamaged sections of a stack and damaged, for training"
                + " elsewhere: OUT/pair_NNNNNN.npz with arrays of grey values from 0 to 1, or the same arrays as the"
                + " group OUT.zarr.")
final class PairsCommand implements Callable<Integer> {

    @Option(names = "--data", required = true, paramLabel = "IN", description = StackNames.IN + " Several are allowed.")
    private List<String> data;

    @Parameters(
            index = "0",
            paramLabel = "OUT",
            description = "The directory to write; a Zarr group if its name ends with .zarr.")
    private Path out;

    @Option(
            names = "--kind",
            required = true,
            paramLabel = "fold|crack|precipitate|missing",
            description = "Which damage the pairs teach to undo.")
    private DamageKind kind;

    @Option(names = "--count", paramLabel = "N", defaultValue = "1000", description = "How many (default 1000).")
    private int count;

    @Option(names = "--size", paramLabel = "PX", defaultValue = "256", description = "Width and height (default 256).")
    private int size;

    @Option(
            names = "--hold-out",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "Share of the sections, the last of each stack, that is kept for validation (default 0.2).")
    private double holdOut;

    @Option(
            names = "--part",
            paramLabel = "training|validation",
            defaultValue = "training",
            description = "From which sections (default training). Pairs for validation are not turned and not toned.")
    private TrainingPairs.Part part;

    @Option(
            names = "--damage",
            paramLabel = "damage.json",
            description = "Which sections are damaged and not to be used.")
    private Path damageFile;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Which pairs (default 0).")
    private long seed;

    @Mixin
    private DistributionOptions look;

    @Mixin
    private BuildOptions writing;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        look.check(spec);
        Usage.require(kind != DamageKind.LOST, spec, "--kind must be fold, crack, precipitate or missing, was lost");
        Usage.require(count >= 1, spec, "--count must be at least 1, was " + count);
        Usage.require(size >= 1, spec, "--size must be at least 1, was " + size);
        Usage.require(holdOut >= 0 && holdOut < 1, spec, "--hold-out must be 0 to below 1, was " + holdOut);
        return common.run(() -> {
            Damage damage = damageFile == null ? Damage.none() : Damage.read(damageFile);
            try (Targets targets = targets(damage)) {
                List<StackReader<?>> stacks = new ArrayList<>();
                try {
                    for (String place : data) {
                        stacks.add(Stacks.open(place));
                    }
                    write(pairs(stacks, damage));
                } finally {
                    for (StackReader<?> stack : stacks) {
                        stack.close();
                    }
                }
            }
            return 0;
        });
    }

    private Targets targets(Damage damage) throws IOException {
        Targets targets = writing.targets(spec).inStacks("--data", data);
        return targets.in("--damage", damageFile)
                .masks("--damage", damage)
                .in("--statistics", look.statistics())
                .folder("OUT", out)
                .check();
    }

    private TrainingPairs pairs(List<StackReader<?>> stacks, Damage damage) throws IOException {
        TrainingPairs.Builder builder = TrainingPairs.builder(kind)
                .size(size)
                .seed(seed)
                .augment(part == TrainingPairs.Part.TRAINING)
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

    private void write(TrainingPairs pairs) throws IOException {
        try (WholeFolder folder = WholeFolder.forFolder(out, recipe().parts(), writing.permission());
                Bar bar = common.bar("pairs")) {
            for (int i = 0; !folder.isComplete() && i < count; i++) {
                Cancellation.check("before pair " + i);
                if (PairStore.isNamed(out)) {
                    store(folder, pairs, i);
                } else {
                    file(folder, pairs, i);
                }
                bar.progress(i + 1L, count, "pair " + i);
            }
            folder.commit();
        }
    }

    private void store(WholeFolder folder, TrainingPairs pairs, int i) throws IOException {
        String done = "pair " + i;
        if (!folder.isDone(done)) {
            new PairStore(count).add(folder, i, pairs.pair(i));
            folder.done(done);
        }
    }

    private static void file(WholeFolder folder, TrainingPairs pairs, int i) throws IOException {
        String name = PairFile.name(i);
        Path file = folder.work().resolve(name);
        if (!Files.exists(file)) {
            folder.announce(name);
            PairFile.write(pairs.pair(i), file);
        }
    }

    private Recipe recipe() throws IOException {
        Recipe recipe = new Recipe()
                .with("kind", kind)
                .with("count", count)
                .with("size", size)
                .with("hold-out", holdOut)
                .with("part", part)
                .with("seed", seed)
                .file("damage file", damageFile);
        look.addTo(recipe);
        recipe.stacks("data", data);
        return recipe;
    }
}
