package org.sstem.cli;

import net.imglib2.parallel.Parallelization;
import org.sstem.cli.internal.file.PixelNames;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.EngineName;
import org.sstem.cli.internal.option.StackNames;
import org.sstem.cli.internal.option.Version;
import org.sstem.internal.kernel.KernelProvider;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.missing.TileInterpolation;
import org.sstem.internal.registration.RegistrationJob;
import org.sstem.internal.unfolding.UnfoldingJob;
import org.sstem.net.Engine;
import org.sstem.net.ModelFile;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code sstem info}: what runs here, or what a stack or a model is. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        description = "Says what runs here, or what a stack or a model is.")
final class InfoCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "IN", description = StackNames.IN + " Or a model.zip.")
    private String in;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return common.run(() -> {
            Map<String, Object> facts = in == null ? machine() : in.endsWith(".zip") ? model() : stack();
            Output.print(spec.commandLine().getOut(), facts, json);
            return 0;
        });
    }

    private static Map<String, Object> machine() throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("sstem", Version.current());
        facts.put("java", System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")");
        facts.put("threads", Parallelization.getTaskExecutor().getParallelism());
        facts.put("memory MiB", Runtime.getRuntime().maxMemory() >> 20);
        facts.put("kernels", Kernels.automatic().name());
        for (KernelProvider provider : Kernels.providers()) {
            facts.put("kernels " + provider.name(), provider.unavailable().orElse("available"));
        }
        facts.put(
                "missing sections",
                Kernels.job(TileInterpolation.class)
                        .map(TileInterpolation::name)
                        .orElse("made by the kernels above"));
        facts.put(
                "strips of folds",
                Kernels.job(RegistrationJob.class).map(RegistrationJob::name).orElse("filled by the kernels above"));
        facts.put(
                "sheets",
                Kernels.job(UnfoldingJob.class).map(UnfoldingJob::name).orElse("unfolded by the kernels above"));
        facts.put("engines", Arrays.stream(Engine.values()).map(EngineName::of).toList());
        for (ModelFile bundled : ModelFile.bundled()) {
            facts.put(
                    "network for " + bundled.network().config().role(),
                    "comes along: " + bundled.description().training());
        }
        return facts;
    }

    private Map<String, Object> model() throws IOException {
        ModelFile file = ModelFile.read(Path.of(in));
        Network network = file.network();
        NetworkConfig config = network.config();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("model", in);
        facts.put("kind", network.purpose());
        facts.put("configuration", config.toString());
        facts.put("parameters", network.parameterCount());
        facts.put("multiply-adds per megapixel", network.multiplyAddsPerPixel() * 1_000_000);
        facts.put("sections in", config.sectionCount());
        facts.put("channels out", config.outputCount());
        facts.put("stride px", config.stridePx());
        facts.put(
                "reach px",
                config.isCompact() ? String.valueOf(config.reachPx().getAsInt()) : "depends on the size of the tile");
        facts.put("training", words(file.description().training(), "none"));
        facts.put("licence of the training data", words(file.description().trainingDataLicence(), "none stated"));
        facts.put("seed", file.description().seed());
        Map<String, Long> notFinite = file.notFinite();
        facts.put("values that are not finite", notFinite.isEmpty() ? "none" : notFinite.toString());
        return facts;
    }

    private static String words(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    private Map<String, Object> stack() throws IOException {
        try (StackReader<?> stack = Stacks.open(in)) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("stack", in);
            facts.put("width", stack.width());
            facts.put("height", stack.height());
            facts.put("sections", stack.sections());
            facts.put("pixels", PixelNames.of(stack));
            facts.put("voxel size nm", stack.voxelSize().map(InfoCommand::list).orElse(List.of()));
            if (!stack.remarks().isEmpty()) {
                facts.put("remarks", stack.remarks());
            }
            return facts;
        }
    }

    private static List<Double> list(VoxelSize size) {
        return List.of(size.xNm(), size.yNm(), size.zNm());
    }
}
