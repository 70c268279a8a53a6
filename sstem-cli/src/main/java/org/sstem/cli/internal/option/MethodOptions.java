package org.sstem.cli.internal.option;

import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.internal.file.Recipe;
import org.sstem.internal.kernel.KernelProvider;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.missing.TileInterpolation;
import org.sstem.internal.registration.RegistrationJob;
import org.sstem.internal.unfolding.UnfoldingJob;
import org.sstem.method.RestorationMethod;
import org.sstem.net.Engine;
import org.sstem.net.ModelFile;
import org.sstem.net.RestorationModel;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How sections are restored, and what computes it. */
public final class MethodOptions {

    /** How sections are restored. */
    public enum Method {
        TRAINING_FREE,
        NETWORK;

        @Override
        public String toString() {
            return this == NETWORK ? "network" : "training-free";
        }
    }

    @Option(
            names = "--method",
            defaultValue = "training-free",
            description = "How to restore: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Method method;

    @Option(
            names = "--model",
            paramLabel = "model.zip",
            description =
                    "Networks to restore with in place of those that come along, also as ONNX graphs; may be given several"
                            + " times. Kinds of damage for which there are none are restored without training.")
    private List<Path> models = new ArrayList<>();

    @Option(
            names = "--engine",
            defaultValue = "onnx",
            paramLabel = "onnx|onnx-cuda|dl4j",
            converter = EngineName.class,
            description =
                    "What runs the networks: onnx (default), onnx-cuda on an NVIDIA device, with onnxruntime_gpu in"
                            + " place of onnxruntime, or dl4j.")
    private Engine engine;

    @Option(
            names = "--kernels",
            paramLabel = "cpu|cuda",
            description = "What warps, smooths and fuses; the fastest that runs here unless given: the CPU for single"
                    + " calls, a device for missing sections as a whole.")
    private String kernels;

    /** Refuses what does not go together. */
    public void check(CommandSpec spec) {
        CommandLine command = spec.commandLine();
        if (kernels != null) {
            List<String> names =
                    Kernels.providers().stream().map(KernelProvider::name).toList();
            Usage.require(
                    names.stream().anyMatch(name -> name.equals(kernels) || name.startsWith(kernels + "-")),
                    spec,
                    "--kernels must be cpu, cuda or one of " + names + ", was \"" + kernels + "\"");
        }
        if (method != Method.NETWORK && !models.isEmpty()) {
            throw new ParameterException(command, "--model goes with --method network");
        }
    }

    /** Reads the networks; null where there are none. */
    public RestorationModel model() throws IOException {
        if (kernels != null) {
            System.setProperty(Kernels.PROPERTY, kernels);
        }
        if (method != Method.NETWORK) {
            return null;
        }
        Networks.requireToRun("restoring by networks", engine);
        return models.isEmpty() ? RestorationModel.bundled() : RestorationModel.load(models.toArray(Path[]::new));
    }

    /** The methods of a model; says which kinds of the damage there are no networks for. */
    public List<RestorationMethod> of(RestorationModel model, Damage damage, PrintWriter out) {
        Set<DamageKind> lacking = EnumSet.noneOf(DamageKind.class);
        damage.damagedSections().forEach(z -> lacking.addAll(damage.kinds(z)));
        lacking.removeAll(model.kinds());
        lacking.forEach(kind -> out.println("no network was given for " + kind.id() + ": restored without training"));
        return model.methods(engine);
    }

    /** Files that are read. */
    public List<Path> models() {
        return models;
    }

    /** Adds what the result depends on; an interrupted run is not resumed with other networks. */
    public void addTo(Recipe recipe) throws IOException {
        recipe.with("method", method);
        Kernels.job(TileInterpolation.class).ifPresent(device -> recipe.with("missing sections", device.name()));
        Kernels.job(RegistrationJob.class).ifPresent(device -> recipe.with("strips of folds", device.name()));
        Kernels.job(UnfoldingJob.class).ifPresent(device -> recipe.with("sheets", device.name()));
        if (method == Method.NETWORK) {
            for (ModelFile bundled : models.isEmpty() ? ModelFile.bundled() : List.<ModelFile>of()) {
                recipe.with("bundled " + bundled.network().config().role().option(), bundled.description());
            }
            for (int i = 0; i < models.size(); i++) {
                recipe.file("model " + (i + 1), models.get(i));
            }
            recipe.with("engine", EngineName.of(engine));
            recipe.with("kernels", Kernels.automatic().name());
        }
    }
}
