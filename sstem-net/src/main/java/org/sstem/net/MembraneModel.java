package org.sstem.net;

import org.sstem.internal.metric.BoundarySegmenter;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.metric.Evaluation.Segmenter;
import org.sstem.net.internal.inference.NetworkSource;
import org.sstem.net.internal.inference.OnnxFile;
import org.sstem.net.internal.inference.SharedSession;
import org.sstem.net.internal.membrane.MembraneInput;
import org.sstem.net.internal.tile.TiledNetwork;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A network that tells membranes from the inside of cells ({@link Role#MEMBRANE}), ready to segment sections.
 *
 * <pre>{@code
 * try (MembraneModel model = MembraneModel.load(Path.of("membrane.zip"), Engine.ONNX)) {
 *   Evaluation evaluation = Evaluation.builder().segmentation(model.segmenter(), labels).build();
 * }
 * }</pre>
 *
 * <p>A section is seen without its local brightness and contrast, so that the result depends on neither. The network works on
 * sections of the pixel size that it was trained for. Thread-safe; deterministic for one engine. After {@link #close} it fails.
 */
public final class MembraneModel implements AutoCloseable {

    private static final int CELL_PX = 512;

    private final SharedSession network;

    private MembraneModel(NetworkSource source, String origin, Engine engine) {
        Role role = source.architecture().role();
        if (role != Role.MEMBRANE) {
            throw new IllegalArgumentException(
                    "the network must be one for " + Role.MEMBRANE + ", " + origin + " is for " + role);
        }
        network = new SharedSession(source, engine);
    }

    /**
     * Reads a model file, or an ONNX graph whose property {@code sstem.network} is {@code "compact membrane"}.
     *
     * @param file   the file
     * @param engine what is to run it
     * @return the model; to be closed
     * @throws IOException              if it cannot be read, is no model file, is damaged or of a newer version; the message
     *                                  names it and says which
     * @throws IllegalArgumentException if it holds a network for something else
     */
    public static MembraneModel load(Path file, Engine engine) throws IOException {
        String name = file.getFileName().toString();
        return new MembraneModel(
                name.endsWith(".onnx")
                        ? OnnxFile.read(file)
                        : new NetworkSource.Own(ModelFile.read(file).network().weights()),
                name,
                engine);
    }

    /**
     * Uses a network that is in memory.
     *
     * @param network the network; it should not be trained further while it is in use here
     * @param engine  what is to run it
     * @return the model; to be closed
     * @throws IllegalArgumentException if it is a network for something else
     */
    public static MembraneModel of(Network network, Engine engine) {
        return new MembraneModel(new NetworkSource.Own(network.weights()), "the one in memory", engine);
    }

    /**
     * Says how likely each pixel is membrane.
     *
     * @param section grey values of any range, finite; its border is repeated outwards where brightness is taken out, and is
     *                0 for the network
     * @return probabilities, 0 to 1, of the same size; newly made
     * @throws IllegalStateException if the model was closed, or the network's result is not finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public Plane membranes(Plane section) {
        Plane input = MembraneInput.of(section);
        Area all = new Area(0, 0, section.width(), section.height());
        return TiledNetwork.of(
                        network,
                        section.width(),
                        section.height(),
                        CELL_PX,
                        area -> List.of(input.crop(area.x(), area.y(), area.width(), area.height())))
                .read(all)
                .get(0);
    }

    /**
     * Segments sections by a watershed of the membranes' probability: cells are its basins; one joins its neighbour where the
     * membrane between the two is faint, or where it is small.
     *
     * @return the segmenter, to be used as long as the model is not closed; every pixel gets a label from 1
     */
    public Segmenter segmenter() {
        return new BoundarySegmenter(this::membranes);
    }

    /** Frees what the engine holds. Closing twice does nothing. */
    @Override
    public void close() {
        network.close();
    }
}
