package org.sstem.net;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.sstem.internal.kernel.Tensor;
import org.sstem.net.internal.inference.Session;

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
}
