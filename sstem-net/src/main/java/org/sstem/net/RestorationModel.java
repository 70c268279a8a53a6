package org.sstem.net;

import org.sstem.damage.DamageKind;
import org.sstem.method.RestorationMethod;
import org.sstem.net.internal.inference.OnnxFile;
import org.sstem.net.internal.inference.SharedSession;
import org.sstem.net.internal.method.ModelMethods;
import org.sstem.net.internal.method.NetworkSet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The networks that a stack is restored with: trained together or apart, from one model file or several.
 *
 * <p>Which networks restore what:
 *
 * <ul>
 *   <li>missing sections: a compact network for {@link Role#MOTION}, one or two in a row only, or for {@link Role#INTERPOLATION}, or the published interpolation of one
 *       section, with that of two sections for runs of two where it is given;
 *   <li>folds: a compact network for {@link Role#FOLD_FUSION}, or the published interpolation of one section, unfolding and
 *       fold fusion;
 *   <li>precipitates: compact networks for {@link Role#PRECIPITATE_CORRECTION}, {@link Role#PRECIPITATE_FUSION} or both,
 *       or the published correction, fusion and an interpolation, of one section, of two or both.
 * </ul>
 *
 * <p>Kinds of damage for which there is no network are restored without, and the findings say so.
 *
 * <pre>{@code
 * try (RestorationModel model = RestorationModel.bundled()) {
 *   Restorer restorer = Restorer.builder().methods(model.methods(Engine.ONNX)).build();
 *   Stacks.write(restorer.restore(stack, damage).pixels(), voxelSize, Path.of("restored.tif"));
 * }
 * }</pre>
 *
 * <p>Thread-safe: sections and tiles may be restored at the same time. The networks are not changed; what an engine
 * holds of them is made when it is first needed and freed by {@link #close}, after which the methods fail.
 */
public final class RestorationModel implements AutoCloseable {

    private final NetworkSet networks;
    private final List<SharedSession> made = new ArrayList<>();

    private RestorationModel(NetworkSet networks) {
        this.networks = networks;
    }

    /**
     * Reads the networks of model files, and ONNX graphs that take the place of one: files that end with {@code .onnx}, with
     * the input and output of the network that their property {@code sstem.network} names, as in {@code "compact
     * fold-fusion"} or {@code "published unfolding"}. They are run by ONNX Runtime only, and are to see no farther than that
     * network.
     *
     * @param files the files, in any order
     * @return the model; to be closed
     * @throws IOException              if a file cannot be read, is no model file, is damaged or of a newer version, or
     *                                  a graph has another input or output; the message names it and says which
     * @throws IllegalArgumentException if two networks do the same, or one cannot be used without another that is not
     *                                  there; the message names the files
     */
    public static RestorationModel load(Path... files) throws IOException {
        NetworkSet networks = new NetworkSet();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(".onnx")) {
                networks.add(OnnxFile.read(file), name);
            } else {
                networks.add(ModelFile.read(file).network().weights(), name);
            }
        }
        return new RestorationModel(networks.checked());
    }

    /**
     * Uses the networks that come with the library, see {@link ModelFile#bundled}: for the kinds of damage that they were
     * found to restore better than it is done without training.
     *
     * @return the model; to be closed
     * @throws IOException if one of them is damaged; the message names it and says how
     */
    public static RestorationModel bundled() throws IOException {
        NetworkSet networks = new NetworkSet();
        for (ModelFile file : ModelFile.bundled()) {
            networks.add(
                    file.network().weights(),
                    "bundled " + file.network().config().role().option());
        }
        return new RestorationModel(networks.checked());
    }

    /**
     * Uses networks that are in memory.
     *
     * @param networks the networks, in any order; they should not be trained further while they are in use here
     * @return the model; to be closed
     * @throws IllegalArgumentException if two networks do the same, or one cannot be used without another that is not
     *                                  there
     */
    public static RestorationModel of(Network... networks) {
        NetworkSet set = new NetworkSet();
        for (Network network : networks) {
            set.add(network.weights(), "in memory");
        }
        return new RestorationModel(set.checked());
    }

    /**
     * Says what is restored with networks.
     *
     * @return the kinds of damage
     */
    public Set<DamageKind> kinds() {
        Set<DamageKind> kinds = EnumSet.noneOf(DamageKind.class);
        Arrays.stream(DamageKind.values()).filter(networks::restores).forEach(kinds::add);
        return kinds;
    }

    /**
     * Makes the methods that restore with these networks.
     *
     * @param engine what is to run them
     * @return one method for each kind of damage: for {@link #kinds}, with networks; for the others, without
     */
    public List<RestorationMethod> methods(Engine engine) {
        return new ModelMethods(networks, engine, this::keep).all();
    }

    private void keep(SharedSession session) {
        synchronized (made) {
            made.add(session);
        }
    }

    /** Frees what the engines hold. The methods fail from now on. Closing twice does nothing. */
    @Override
    public void close() {
        synchronized (made) {
            made.forEach(SharedSession::close);
            made.clear();
        }
    }
}
