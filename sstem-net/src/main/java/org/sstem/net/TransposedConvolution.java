package org.sstem.net;

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

/**
 * PyTorch's {@code ConvTranspose2d(in, out, 3, stride=2, padding=1, output_padding=1)}: doubles height and width; with
 * bias, without an activation. Weights are [in, out, 3, 3] and come after the bias in the layer's parameters.
 *
 * <p>Forward it is the native {@code deconv2d} without padding, whose first row and column are left out, and without
 * bias, which is added while that is done (with bias the native operation is several times slower). The gradient is an
 * ordinary convolution with stride 2 and padding 1, which needs no cropping.
 */
final class TransposedConvolution extends Deconvolution2D {

    private static final long serialVersionUID = 1;

    private static final int KERNEL = 3;

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
            // The native operation wants [kernel, kernel, out, in]; it ends with kernel, stride, padding, dilation,
            // not SAME, NCHW.
            Blocks.execute(
                    "deconv2d",
                    new INDArray[] {in, weights.permute(2, 3, 1, 0)},
                    new INDArray[] {whole},
                    KERNEL,
                    KERNEL,
                    2,
                    2,
                    0,
                    0,
                    1,
                    1,
                    0,
                    0);
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
            int[] arguments = Convolution.arguments(KERNEL, 2, 1);
            // Read backwards, this layer is a convolution from out to in channels.
            Blocks.execute("conv2d", new INDArray[] {upstream, weights}, new INDArray[] {inputGradient}, arguments);
            INDArray unused = workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, upstream.shape(), 'c');
            Blocks.execute(
                    "conv2d_bp",
                    new INDArray[] {upstream, weights, in},
                    new INDArray[] {unused, weightGradient},
                    arguments);
            upstream.sum(biasGradient, 0, 2, 3);
            Gradient gradient = new DefaultGradient();
            gradient.setGradientFor(DeconvolutionParamInitializer.BIAS_KEY, biasGradient);
            gradient.setGradientFor(DeconvolutionParamInitializer.WEIGHT_KEY, weightGradient, 'c');
            return new Pair<>(gradient, inputGradient);
        }

        @Override
        public boolean isPretrainLayer() {
            return false;
        }
    }
}
