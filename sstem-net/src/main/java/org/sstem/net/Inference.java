package org.sstem.net;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.metric.BoundarySegmenter;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.metric.Evaluation.Segmenter;
import org.sstem.net.internal.inference.NetworkSource;
import org.sstem.net.internal.inference.OnnxFile;
import org.sstem.net.internal.inference.Session;
import org.sstem.net.internal.inference.SharedSession;
import org.sstem.net.internal.membrane.MembraneInput;
import org.sstem.net.internal.tile.TiledNetwork;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network ready to run: grey sections in, result out. Made by {@link Network#inference}; later changes of the network's
 * parameters may or may not reach it.
 *
 * <p>Both engines give the same numbers within 1e-4 of the result's root mean square. {@link Engine#ONNX} may be used
 * by several threads at once, {@link Engine#DL4J} by one.
 */
public final class Inference implements AutoCloseable {

    private final Session session;

    Inference(Session session) {
        this.session = session;
    }

    /** What runs it. */
    Session session() {
        return session;
    }

    /**
     * Says what runs the network.
     *
     * @return the engine
     */
    public Engine engine() {
        return session.engine();
    }

    /**
     * Says what the network looks like.
     *
     * @return its configuration
     */
    public NetworkConfig config() {
        return new NetworkConfig(session.architecture());
    }

    /**
     * Runs the network.
     *
     * @param sections the images that the network takes, in its order, (x, y) of one size, grey values in [0, 1]; width and
     *                 height are multiples of the network's {@linkplain NetworkConfig#stridePx() stride}
     * @return what it makes of them, one image for each of its outputs, of the same size and with the origin at 0; newly
     *         made
     * @throws IllegalArgumentException if number or size of the sections do not fit; the message says what would
     */
    public List<Img<FloatType>> run(List<? extends RandomAccessibleInterval<? extends RealType<?>>> sections) {
        if (sections.size() != session.architecture().sectionCount()) {
            throw new IllegalArgumentException("the network takes "
                    + session.architecture().sectionCount() + " sections, was given " + sections.size());
        }
        int width = Math.toIntExact(sections.get(0).dimension(0));
        int height = Math.toIntExact(sections.get(0).dimension(1));
        float[] values = new float[Math.multiplyExact(sections.size(), Math.multiplyExact(width, height))];
        int at = 0;
        for (RandomAccessibleInterval<? extends RealType<?>> section : sections) {
            if (section.numDimensions() != 2 || section.dimension(0) != width || section.dimension(1) != height) {
                throw new IllegalArgumentException(
                        "all sections must be images of " + width + " x " + height + " pixels");
            }
            Cursor<? extends RealType<?>> pixels = Views.flatIterable(section).cursor();
            while (pixels.hasNext()) {
                values[at++] = pixels.next().getRealFloat();
            }
        }
        Tensor result = session.run(Tensor.of(1, sections.size(), height, width, values));
        List<Img<FloatType>> images = new ArrayList<>();
        for (int channel = 0; channel < result.channels(); channel++) {
            float[] pixels = new float[result.height() * result.width()];
            result.data().get(channel * pixels.length, pixels);
            images.add(ArrayImgs.floats(pixels, result.width(), result.height()));
        }
        return images;
    }

    /** Frees what the engine holds. Closing twice does nothing. */
    @Override
    public void close() {
        session.close();
    }

    /**
     * A network that tells membranes from the inside of cells ({@link Role#MEMBRANE}), ready to segment sections.
     *
     * <pre>{@code
     * try (Inference.Membranes network = Inference.Membranes.load(Path.of("membrane.zip"), Engine.ONNX)) {
     *   Evaluation evaluation = Evaluation.builder().segmentation(network.segmenter(), labels).build();
     * }
     * }</pre>
     *
     * <p>A section is seen without its local brightness and contrast, so that the result depends on neither. The network works
     * on sections of the pixel size that it was trained for, tile by tile. Thread-safe; deterministic for one engine. After
     * {@link #close} it fails.
     */
    public static final class Membranes implements AutoCloseable {

        private static final int CELL_PX = 512;

        private final SharedSession network;

        private Membranes(NetworkSource source, String origin, Engine engine) {
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
        public static Membranes load(Path file, Engine engine) throws IOException {
            String name = file.getFileName().toString();
            return new Membranes(
                    name.endsWith(".onnx")
                            ? OnnxFile.read(file)
                            : new NetworkSource.Own(
                                    ModelFile.read(file).network().weights()),
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
        public static Membranes of(Network network, Engine engine) {
            return new Membranes(new NetworkSource.Own(network.weights()), "the one in memory", engine);
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
}
