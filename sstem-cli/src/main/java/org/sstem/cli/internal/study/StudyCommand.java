package org.sstem.cli.internal.study;

import org.sstem.cli.internal.file.LabelledStack;
import org.sstem.cli.internal.option.Bar;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.EngineName;
import org.sstem.cli.internal.option.Networks;
import org.sstem.cli.internal.option.OutputOptions;
import org.sstem.cli.internal.option.StackNames;
import org.sstem.cli.internal.option.Targets;
import org.sstem.cli.internal.option.Usage;
import org.sstem.internal.report.WholeFile;
import org.sstem.method.RestorationMethod;
import org.sstem.metric.Evaluation.Segmenter;
import org.sstem.net.Engine;
import org.sstem.net.Inference;
import org.sstem.net.RestorationModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** {@code sstem study}: what damage does to a segmentation, and what its repair gives back. */
@Command(
        name = "study",
        mixinStandardHelpOptions = true,
        description = "Damages labelled sections one by one, repairs them, and scores how well what comes of it is"
                + " segmented, in 2-D and linked in 3-D.")
public final class StudyCommand implements Callable<Integer> {

    /** The least that damage is simulated on and networks see anything in. */
    private static final int LEAST_PX = 96;

    @Option(names = "--data", required = true, paramLabel = "IN", description = StackNames.IN + " Several are allowed.")
    private List<String> data;

    @Option(
            names = "--labels",
            required = true,
            paramLabel = "IN",
            description = "The true labels of each --data, in its order; pixels of 0 are not scored.")
    private List<String> labels;

    @Option(
            names = "--membranes",
            paramLabel = "model.zip",
            description = "A network for membranes (train --module membrane) to segment with; without, the plain"
                    + " segmentation by dark membranes.")
    private Path membranes;

    @Option(
            names = "--kinds",
            split = ",",
            paramLabel = "KIND",
            defaultValue = "fold-law,fold-natural,precipitate,missing-1,missing-2",
            description = "Which damage: ${DEFAULT-VALUE} unless given.")
    private List<String> kinds;

    @Option(
            names = "--model",
            paramLabel = "model.zip",
            description =
                    "Networks to restore with as well, may be given several times; those that come along unless given.")
    private List<Path> models = new ArrayList<>();

    @Option(names = "--no-networks", description = "Restore without networks only.")
    private boolean noNetworks;

    @Option(
            names = "--parts",
            description =
                    "Of folds also the parts of the repair: interpolation alone, the dark band alone filled, the true"
                            + " flow, the true strip, and the network that comes along without unfolding and without"
                            + " neighbours.")
    private boolean parts;

    @Option(
            names = "--engine",
            defaultValue = "onnx",
            paramLabel = "onnx|onnx-cuda|dl4j",
            converter = EngineName.class,
            description = "What runs the networks (default onnx).")
    private Engine engine;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "5",
            description = "Sections that are linked in 3-D (default 5).")
    private int window;

    @Option(
            names = "--margin",
            paramLabel = "PX",
            defaultValue = "64",
            description = "Border from which folds draw tissue in; it is not scored (default 64).")
    private int margin;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "How often each section is damaged in each way (default 1).")
    private int seeds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "The first of them (default 0).")
    private long seed;

    @Option(names = "--csv", paramLabel = "study.csv", description = "Also write every score to this file.")
    private Path csv;

    @Option(names = "--report", paramLabel = "report.html", description = "Also write the tables as a page.")
    private Path page;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private OutputOptions writing;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Usage.require(
                labels.size() == data.size(),
                spec,
                "--labels must be given once for each --data, were " + labels.size() + " for " + data.size());
        Usage.require(window >= 1, spec, "--window must be at least 1, was " + window);
        Usage.require(margin >= 0, spec, "--margin must be at least 0, was " + margin);
        Usage.require(seeds >= 1, spec, "--seeds must be at least 1, was " + seeds);
        Usage.require(!noNetworks || models.isEmpty(), spec, "--no-networks and --model cannot both be given");
        Set<StudyDamage> damages = damages();
        if (membranes != null || !noNetworks) {
            Networks.requireToRun("a study with networks", engine);
        }
        return common.run(() -> {
            try (Targets targets = writing.targets(spec)
                    .inStacks("--data", data)
                    .inStacks("--labels", labels)
                    .in("--membranes", membranes)
                    .in("--model", models)
                    .file("--csv", csv)
                    .file("--report", page)
                    .check()) {
                StudyReport report = study(damages);
                if (csv != null) {
                    targets.checkFile(csv);
                    WholeFile.write(csv, out -> out.write(report.csv()));
                }
                if (page != null) {
                    targets.checkFile(page);
                    report.writeHtml(page, data);
                }
                spec.commandLine().getOut().println(json ? report.json() : report.text());
            }
            return 0;
        });
    }

    private Set<StudyDamage> damages() {
        Set<StudyDamage> damages = EnumSet.noneOf(StudyDamage.class);
        for (String name : kinds) {
            Set<StudyDamage> named = Arrays.stream(StudyDamage.values())
                    .filter(damage -> damage.option().equals(name.toLowerCase(Locale.ROOT)))
                    .collect(Collectors.toSet());
            Usage.require(
                    !named.isEmpty(),
                    spec,
                    "--kinds must be of "
                            + Arrays.stream(StudyDamage.values())
                                    .map(StudyDamage::option)
                                    .collect(Collectors.joining(", "))
                            + ", was " + name);
            damages.addAll(named);
        }
        return damages;
    }

    private StudyReport study(Set<StudyDamage> damages) throws IOException {
        Set<Treatment> treatments =
                parts ? EnumSet.allOf(Treatment.class) : EnumSet.complementOf(EnumSet.copyOf(Treatment.PARTS));
        if (noNetworks || !models.isEmpty()) {
            treatments.removeAll(Treatment.FUSED);
        }
        Map<Treatment, List<RestorationMethod>> methods = new EnumMap<>(Treatment.class);
        methods.put(Treatment.TRAINING_FREE, List.of());
        List<StudyScore> scores = new ArrayList<>();
        try (Inference.Membranes network = membranes == null ? null : Inference.Membranes.load(membranes, engine);
                RestorationModel model = networks()) {
            if (model != null) {
                methods.put(Treatment.NETWORKS, model.methods(engine));
            }
            for (int i = 0; i < data.size(); i++) {
                try (LabelledStack stack = LabelledStack.open(data.get(i), labels.get(i));
                        Bar bar = common.bar("study")) {
                    check(stack, i);
                    Segmenter segmenter = network == null ? Segmenter.membranes(stack.pixelNm()) : network.segmenter();
                    Study study = new Study(
                            segmenter,
                            treatments,
                            methods,
                            model == null ? Set.of() : model.kinds(),
                            window,
                            margin,
                            LongStream.range(seed, seed + seeds).boxed().toList());
                    scores.addAll(study.of(stack, i, damages, bar));
                }
            }
        }
        return new StudyReport(scores);
    }

    /** Those that restore; null where none shall. */
    private RestorationModel networks() throws IOException {
        if (noNetworks) {
            return null;
        }
        return models.isEmpty() ? RestorationModel.bundled() : RestorationModel.load(models.toArray(Path[]::new));
    }

    private void check(LabelledStack stack, int i) throws IOException {
        if (stack.sections() < 4) {
            throw new IOException(data.get(i) + " must have at least 4 sections, has " + stack.sections());
        }
        if (stack.sizePx() - 2 * margin < LEAST_PX) {
            throw new IOException("sections of " + data.get(i) + " must be at least " + LEAST_PX
                    + " px wide and high within a margin of " + margin + " px, are " + stack.sizePx() + " with it");
        }
    }
}
