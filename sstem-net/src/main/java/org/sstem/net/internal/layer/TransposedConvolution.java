package org.sstem.net.internal.layer;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DeconvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sstem.net.internal.array.Blocks;
import org.sstem.net.internal.array.Values;

import java.util.Arrays;
import java.util.Collection;

/**
 * PyTorch's {@code ConvTranspose2d(in, out, 3, stride=2, padding=1, output_padding=1)}: doubles height and width; with
 * bias, without an activation. Weights are [in, out, 3, 3] and come after the bias in the layer's parameters.
 *
 * <p>Forward it is the native {@code deconv2d} without padding, whose first row and column are left out, and without
 * bias, which is added while that is done (with bias the native operation is several times slower). The gradient goes the
 * same way back.
 */
public final class TransposedConvolution extends Deconvolution2D {

    private static final long serialVersionUID = 1;

    private static final int KERNEL = 3;

    /** Kernel, stride, padding, dilation (each y, x), not SAME, NCHW. */
    private static final int[] ARGUMENTS = {KERNEL, KERNEL, 2, 2, 0, 0, 1, 1, 0, 0};

    @SuppressWarnings("unused") // for JSON
    private TransposedConvolution() {}

    private TransposedConvolution(Builder builder) {
        super(builder);
    }

    public static TransposedConvolution of(int in, int out) {
        return new TransposedConvolution(new Builder(new int[] {KERNEL, KERNEL}, new int[] {2, 2}, new int[] {0, 0})
                .nIn(in)
                .nOut(out)
                .activation(Activation.IDENTITY));
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        return Layers.ready(
                new Running(configuration, type),
                configuration,
                listeners,
                index,
                parameters,
                initializer().init(configuration, parameters, initialize));
    }

    /** The layer in a graph that runs. */
    private static final class Running extends BaseLayer<Deconvolution2D> {

        private static final long serialVersionUID = 1;

        Running(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            assertInputSet(false);
            INDArray weights = getParam(DeconvolutionParamInitializer.WEIGHT_KEY);
            Convolution.checkChannels(input, weights.size(0), layerConf().getLayerName());
            INDArray in = Blocks.contiguous(input);
            long height = 2 * in.size(2);
            long width = 2 * in.size(3);
            long channels = weights.size(1);
            INDArray whole = workspaces.createUninitialized(
                    ArrayType.FF_WORKING_MEM, dataType, new long[] {in.size(0), channels, height + 1, width + 1}, 'c');
            // The native operation wants [kernel, kernel, out, in].
            Blocks.execute(
                    "deconv2d", new INDArray[] {in, weights.permute(2, 3, 1, 0)}, new INDArray[] {whole}, ARGUMENTS);
            INDArray out = workspaces.createUninitialized(
                    ArrayType.ACTIVATIONS, dataType, new long[] {in.size(0), channels, height, width}, 'c');
            crop(whole, getParam(DeconvolutionParamInitializer.BIAS_KEY), out);
            return out;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            assertInputSet(true);
            INDArray in = Blocks.contiguous(input);
            INDArray upstream = Blocks.contiguous(epsilon);
            INDArray weights = getParam(DeconvolutionParamInitializer.WEIGHT_KEY);
            INDArray weightGradient = gradientViews.get(DeconvolutionParamInitializer.WEIGHT_KEY);
            INDArray biasGradient = gradientViews.get(DeconvolutionParamInitializer.BIAS_KEY);
            INDArray inputGradient =
                    workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, in.shape(), 'c');
            INDArray whole = padded(upstream, biasGradient, workspaces);
            Blocks.execute(
                    "deconv2d_bp",
                    new INDArray[] {in, weights.permute(2, 3, 1, 0), whole},
                    new INDArray[] {inputGradient, weightGradient.permute(2, 3, 1, 0)},
                    ARGUMENTS);
            Gradient gradient = new DefaultGradient();
            gradient.setGradientFor(DeconvolutionParamInitializer.BIAS_KEY, biasGradient);
            gradient.setGradientFor(DeconvolutionParamInitializer.WEIGHT_KEY, weightGradient, 'c');
            return new Pair<>(gradient, inputGradient);
        }

        /** Leaves out the first row and the first column and adds the bias. */
        private static void crop(INDArray whole, INDArray bias, INDArray out) {
            int height = Blocks.size(out, 2);
            int width = Blocks.size(out, 3);
            double[] shift = new double[Blocks.size(out, 1)];
            Blocks.load(bias, 0, shift);
            Values from = Values.of(whole);
            Values to = Values.of(out);
            Blocks.forEachPlane(out, plane -> {
                double[] row = new double[width];
                for (int y = 0; y < height; y++) {
                    from.load(((long) plane * (height + 1) + y + 1) * (width + 1) + 1, row);
                    for (int x = 0; x < width; x++) {
                        row[x] += shift[plane % shift.length];
                    }
                    to.store(row, ((long) plane * height + y) * width);
                }
            });
        }

        /** Puts a first row and a first column of zeros in front; the sum of every channel is the bias's gradient. */
        private INDArray padded(INDArray images, INDArray biasGradient, LayerWorkspaceMgr workspaces) {
            int height = Blocks.size(images, 2);
            int width = Blocks.size(images, 3);
            INDArray padded = workspaces.createUninitialized(
                    ArrayType.BP_WORKING_MEM,
                    dataType,
                    new long[] {images.size(0), images.size(1), height + 1, width + 1},
                    'c');
            double[] sums = new double[Math.toIntExact(images.size(0) * images.size(1))];
            Values from = Values.of(images);
            Values to = Values.of(padded);
            Blocks.forEachPlane(images, plane -> {
                double[] row = new double[width + 1];
                long place = (long) plane * (height + 1) * (width + 1);
                to.store(row, place);
                double[] values = new double[width];
                for (int y = 0; y < height; y++) {
                    from.load(((long) plane * height + y) * width, values);
                    System.arraycopy(values, 0, row, 1, width);
                    sums[plane] += Arrays.stream(values).sum();
                    to.store(row, place + (long) (y + 1) * (width + 1));
                }
            });
            double[] gradient = new double[Blocks.size(images, 1)];
            for (int plane = 0; plane < sums.length; plane++) {
                gradient[plane % gradient.length] += sums[plane];
            }
            Blocks.store(gradient, biasGradient, 0);
            return padded;
        }

        @Override
        public boolean isPretrainLayer() {
            return false;
        }
    }
}
