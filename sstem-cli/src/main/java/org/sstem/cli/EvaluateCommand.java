package org.sstem.cli;

import net.imglib2.type.numeric.integer.UnsignedLongType;
import org.sstem.cli.internal.file.FlowPlace;
import org.sstem.cli.internal.file.PixelNames;
import org.sstem.cli.internal.option.Bar;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.GreyRange;
import org.sstem.cli.internal.option.Networks;
import org.sstem.cli.internal.option.StackNames;
import org.sstem.cli.internal.option.Usage;
import org.sstem.damage.Damage;
import org.sstem.internal.file.field.FieldReader;
import org.sstem.metric.EndpointError;
import org.sstem.metric.Evaluation;
import org.sstem.metric.Evaluation.Segmenter;
import org.sstem.metric.EvaluationResult;
import org.sstem.net.Engine;
import org.sstem.net.Inference;
import org.sstem.report.EvaluationReport;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** {@code sstem evaluate}: how near a restored stack is to the true one. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Compares a restored stack with the true one, section by section.")
final class EvaluateCommand implements Callable<Integer> {

    private static final double USUAL_PIXEL_NM = 4;

    @Parameters(index = "0", paramLabel = "RESTORED", description = StackNames.IN)
    private String restored;

    @Parameters(index = "1", paramLabel = "TRUTH", description = "The true stack.")
    private String truth;

    @Option(
            names = "--damage",
            paramLabel = "damage.json",
            description = "Compare the damaged sections only; without, all sections.")
    private Path damageFile;

    @Option(
            names = "--degraded",
            paramLabel = "IN",
            description = "Also compare the stack before it was restored, and the difference, paired.")
    private String degraded;

    @Option(
            names = "--labels",
            paramLabel = "IN",
            description = "True labels: also segment the sections by their membranes and score that.")
    private String labels;

    @Option(
            names = "--membranes",
            paramLabel = "model.zip",
            description = "With --labels: a network for membranes (train --module membrane) to segment with.")
    private Path membranes;

    @Option(
            names = "--margin",
            paramLabel = "PX",
            defaultValue = "0",
            description = "Leave out so many pixels at the border (default 0).")
    private int margin;

    @Option(
            names = "--data-range",
            paramLabel = "VALUE",
            description = "Data range of the grey values; needed for float stacks, else that of the pixel type.")
    private Double dataRange;

    @Option(
            names = "--no-drift-free",
            description = "Do not score with the sections' own drift against the truth taken out as well; faster.")
    private boolean noDriftFree;

    @Option(
            names = "--flow",
            paramLabel = "DIR",
            description =
                    "Also compare flows with those of --true-flow: a folder of flow_ZZZZ.npy as simulate and restore"
                            + " write them, or a displacement field of restore.")
    private String flows;

    @Option(names = "--true-flow", paramLabel = "DIR", description = "The true flows; pixels of NaN are left out.")
    private String trueFlows;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Usage.check(spec, "--margin", () -> Evaluation.builder().margin(margin));
        if (dataRange != null) {
            Usage.check(spec, "--data-range", () -> Evaluation.builder().dataRange(dataRange));
        }
        Usage.require((flows == null) == (trueFlows == null), spec, "--flow and --true-flow must be given together");
        Usage.require(membranes == null || labels != null, spec, "--membranes goes with --labels");
        if (membranes != null) {
            Networks.requireToRun("segmenting by a network", Engine.ONNX);
        }
        if (flows != null) {
            Usage.check(spec, "--flow", () -> FlowPlace.of(flows));
            Usage.check(spec, "--true-flow", () -> FlowPlace.of(trueFlows));
        }
        return common.run(() -> {
            try (StackReader<?> trueStack = Stacks.open(truth);
                    StackReader<?> restoredStack = open(restored, trueStack);
                    StackReader<?> degradedStack = degraded == null ? null : open(degraded, trueStack);
                    StackReader<UnsignedLongType> trueLabels = labels == null ? null : Stacks.openLabels(labels);
                    Inference.Membranes network =
                            membranes == null ? null : Inference.Membranes.load(membranes, Engine.ONNX)) {
                EvaluationReport report = new EvaluationReport(
                        compare(trueStack, restoredStack, degradedStack, trueLabels, network), flowErrors());
                spec.commandLine().getOut().println(json ? report.json() : report.text());
            }
            return 0;
        });
    }

    private EvaluationResult compare(
            StackReader<?> trueStack,
            StackReader<?> restoredStack,
            StackReader<?> degradedStack,
            StackReader<UnsignedLongType> trueLabels,
            Inference.Membranes network)
            throws IOException {
        try (Bar bar = common.bar("evaluate")) {
            Evaluation.Builder evaluation =
                    Evaluation.builder().margin(margin).driftFree(!noDriftFree).progress(bar);
            if (dataRange != null) {
                evaluation.dataRange(dataRange);
            }
            if (trueLabels != null) {
                double pixelNm = trueStack.voxelSize().map(VoxelSize::xNm).orElse(USUAL_PIXEL_NM);
                evaluation.segmentation(
                        network == null ? Segmenter.membranes(pixelNm) : network.segmenter(), trueLabels.pixels());
            }
            List<Integer> sections = sections(trueStack);
            if (dataRange == null) {
                GreyRange.of(trueStack, sections).ifPresent(spec.commandLine().getErr()::println);
            }
            return degradedStack == null
                    ? evaluation.build().compare(restoredStack.pixels(), trueStack.pixels(), sections)
                    : evaluation
                            .build()
                            .compare(restoredStack.pixels(), degradedStack.pixels(), trueStack.pixels(), sections);
        }
    }

    private List<Integer> sections(StackReader<?> stack) throws IOException {
        if (damageFile == null) {
            return IntStream.range(0, stack.sections()).boxed().toList();
        }
        Damage damage = Damage.read(damageFile);
        damage.validate(stack.width(), stack.height(), stack.sections());
        return List.copyOf(damage.damagedSections());
    }

    /** The endpoint errors of the sections that have a true flow. */
    private Map<Integer, EndpointError.Summary> flowErrors() throws IOException {
        Map<Integer, EndpointError.Summary> errors = new TreeMap<>();
        if (flows == null) {
            return errors;
        }
        FieldReader found = FlowPlace.of(flows).open();
        FieldReader truth = FlowPlace.of(trueFlows).open();
        for (int z : truth.sections()) {
            errors.put(z, EndpointError.summary(found.read(z), truth.read(z)));
        }
        return errors;
    }

    private static StackReader<?> open(String place, StackReader<?> like) throws IOException {
        StackReader<?> stack = Stacks.open(place);
        if (!stack.type().getClass().equals(like.type().getClass())) {
            stack.close();
            throw new IOException(
                    place + " holds " + PixelNames.of(stack) + " pixels, the true stack " + PixelNames.of(like));
        }
        return stack;
    }
}
