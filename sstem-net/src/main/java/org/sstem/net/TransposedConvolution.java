package org.sstem.net;

import net.imglib2.parallel.Parallelization;
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
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * PyTorch's {@code ConvTranspose2d(in, out, 3, stride=2, padding=1, output_padding=1)}: doubles height and width; with
 * bias, without an activation. Weights are [in, out, 3, 3] and come after the bias in the layer's parameters.
 *
 * <p>Forward it is the native {@code deconv2d} without padding, whose first row and column are left out, and without
 * bias, which is added while that is done (with bias the native operation is several times slower). The gradient goes the
 * same way back.
 */
final class TransposedConvolution extends Deconvolution2D {

    private static final long serialVersionUID = 1;

    private static final int KERNEL = 3;

    /** Kernel, stride, padding, dilation (each y, x), not SAME, NCHW. */
    private static final int[] ARGUMENTS = {KERNEL, KERNEL, 2, 2, 0, 0, 1, 1, 0, 0};

    @SuppressWarnings("unused") // for JSON
    private TransposedConvolution() {}

    private TransposedConvolution(Builder builder) {
        super(builder);
    }

    static TransposedConvolution of(int in, int out) {
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
        Running layer = new Running(configuration, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(configuration, parameters, initialize));
        layer.setConf(configuration);
        return layer;
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
            INDArray cropped = whole.get(
                    NDArrayIndex.all(),
                    NDArrayIndex.all(),
                    NDArrayIndex.interval(1, height + 1),
                    NDArrayIndex.interval(1, width + 1));
            INDArray out = workspaces.createUninitialized(
                    ArrayType.ACTIVATIONS, dataType, new long[] {in.size(0), channels, height, width}, 'c');
            Nd4j.exec(new BroadcastAddOp(cropped, getParam(DeconvolutionParamInitializer.BIAS_KEY), out, 1));
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
            INDArray whole = padded(upstream, workspaces);
            Blocks.execute(
                    "deconv2d_bp",
                    new INDArray[] {in, weights.permute(2, 3, 1, 0), whole},
                    new INDArray[] {inputGradient, weightGradient.permute(2, 3, 1, 0)},
                    ARGUMENTS);
            upstream.sum(biasGradient, 0, 2, 3);
            Gradient gradient = new DefaultGradient();
            gradient.setGradientFor(DeconvolutionParamInitializer.BIAS_KEY, biasGradient);
            gradient.setGradientFor(DeconvolutionParamInitializer.WEIGHT_KEY, weightGradient, 'c');
            return new Pair<>(gradient, inputGradient);
        }

        /** Puts a first row and a first column of zeros in front. */
        private INDArray padded(INDArray images, LayerWorkspaceMgr workspaces) {
            int height = Blocks.size(images, 2);
            int width = Blocks.size(images, 3);
            int planes = Math.toIntExact(images.size(0) * images.size(1));
            INDArray padded = workspaces.create(
                    ArrayType.BP_WORKING_MEM,
                    dataType,
                    new long[] {images.size(0), images.size(1), height + 1, width + 1},
                    'c');
            List<Integer> numbers = IntStream.range(0, planes).boxed().collect(Collectors.toList());
            Parallelization.getTaskExecutor().forEach(numbers, plane -> {
                for (int y = 0; y < height; y++) {
                    long from = ((long) plane * height + y) * width;
                    long to = ((long) plane * (height + 1) + y + 1) * (width + 1) + 1;
                    Blocks.copy(images, from, padded, to, width);
                }
            });
            return padded;
        }

        @Override
        public boolean isPretrainLayer() {
            return false;
        }
    }
}
