package org.sstem.net.internal.layer;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.sstem.net.internal.array.Blocks;

import java.util.Collection;

/**
 * A convolution with stride 1 that keeps the size (odd kernel, zero padding), with bias and without an activation.
 *
 * <p>It runs the native operation itself, which libnd4j gives to oneDNN in single precision: the way through the layer
 * helpers of DL4J 1.0.0-M2.1 is closed (they look for a class that has moved, and fall back to something many times
 * slower). Weights are [out, in, kernel, kernel] and come after the bias in the layer's parameters.
 *
 * <p>Going back through many channels, the native operation would have oneDNN 2.3 choose Winograd's algorithm for the
 * gradient of the weights, which for 512 channels of 8 x 8 pixels takes more than twenty times as long as a matrix product. There
 * the three gradients are computed one by one.
 */
public final class Convolution extends ConvolutionLayer {

    private static final long serialVersionUID = 1;

    /** From this product of input and output channels on, the gradients are computed one by one. */
    private static final long WIDE = 1 << 17;

    @SuppressWarnings("unused") // for JSON
    private Convolution() {}

    private Convolution(Builder builder) {
        super(builder);
    }

    public static Convolution of(int in, int out, int kernelPx) {
        int margin = kernelPx / 2;
        return new Convolution(new Builder(new int[] {kernelPx, kernelPx}, new int[] {1, 1}, new int[] {margin, margin})
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

    /** The arguments of {@code conv2d}: kernel, stride, padding, dilation, not SAME, NCHW, weights [out, in, y, x]. */
    static int[] arguments(int kernelPx, int stride, int marginPx) {
        return new int[] {kernelPx, kernelPx, stride, stride, marginPx, marginPx, 1, 1, 0, 0, 1};
    }

    /** Refuses an input of the wrong number of channels in one sentence. */
    static void checkChannels(INDArray input, long channels, String layer) {
        if (input.rank() != 4 || input.size(1) != channels) {
            throw new IllegalArgumentException(
                    "input of " + layer + " must be N x " + channels + " x H x W, was " + Blocks.shape(input));
        }
    }

    /** The layer in a graph that runs. */
    private static final class Running extends BaseLayer<ConvolutionLayer> {

        private static final long serialVersionUID = 1;

        Running(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            assertInputSet(false);
            INDArray weights = getParam(ConvolutionParamInitializer.WEIGHT_KEY);
            checkChannels(input, weights.size(1), layerConf().getLayerName());
            INDArray in = Blocks.contiguous(input);
            INDArray out = workspaces.createUninitialized(
                    ArrayType.ACTIVATIONS,
                    dataType,
                    new long[] {in.size(0), weights.size(0), in.size(2), in.size(3)},
                    'c');
            Blocks.execute(
                    "conv2d",
                    new INDArray[] {in, weights, getParam(ConvolutionParamInitializer.BIAS_KEY)},
                    new INDArray[] {out},
                    arguments());
            return out;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            assertInputSet(true);
            INDArray in = Blocks.contiguous(input);
            INDArray upstream = Blocks.contiguous(epsilon);
            INDArray weights = getParam(ConvolutionParamInitializer.WEIGHT_KEY);
            INDArray bias = getParam(ConvolutionParamInitializer.BIAS_KEY);
            INDArray inputGradient =
                    workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, in.shape(), 'c');
            INDArray weightGradient = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
            INDArray biasGradient = gradientViews.get(ConvolutionParamInitializer.BIAS_KEY);
            if (weights.size(0) * weights.size(1) < WIDE) {
                Blocks.execute(
                        "conv2d_bp",
                        new INDArray[] {in, weights, bias, upstream},
                        new INDArray[] {inputGradient, weightGradient, biasGradient},
                        arguments());
            } else {
                inputGradient(upstream, weights, inputGradient);
                weightGradient(in, upstream, weightGradient, workspaces);
                biasGradient.assign(upstream.sum(0, 2, 3));
            }
            Gradient gradient = new DefaultGradient();
            gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, biasGradient);
            gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weightGradient, 'c');
            return new Pair<>(gradient, inputGradient);
        }

        /** The transposed convolution with the same weights; the native operation wants [kernel, kernel, out, in]. */
        private void inputGradient(INDArray upstream, INDArray weights, INDArray gradient) {
            int kernel = layerConf().getKernelSize()[0];
            int margin = layerConf().getPadding()[0];
            Blocks.execute(
                    "deconv2d",
                    new INDArray[] {upstream, weights.permute(2, 3, 1, 0)},
                    new INDArray[] {gradient},
                    kernel,
                    kernel,
                    1,
                    1,
                    margin,
                    margin,
                    1,
                    1,
                    0,
                    0);
        }

        /** Sum over the images of upstream [out, pixels] times what the kernel sees [in x kernel x kernel, pixels], transposed. */
        private void weightGradient(INDArray in, INDArray upstream, INDArray gradient, LayerWorkspaceMgr workspaces) {
            int kernel = layerConf().getKernelSize()[0];
            int margin = layerConf().getPadding()[0];
            long pixels = in.size(2) * in.size(3);
            long seen = in.size(1) * kernel * kernel;
            INDArray patches = workspaces.createUninitialized(
                    ArrayType.BP_WORKING_MEM,
                    dataType,
                    new long[] {1, in.size(1), kernel, kernel, in.size(2), in.size(3)},
                    'c');
            INDArray sum = gradient.reshape('c', upstream.size(1), seen);
            for (int n = 0; n < in.size(0); n++) {
                INDArrayIndex image = NDArrayIndex.interval(n, n + 1);
                Nd4j.exec(DynamicCustomOp.builder("im2col")
                        .addInputs(in.get(image))
                        .addOutputs(patches)
                        .addIntegerArguments(kernel, kernel, 1, 1, margin, margin, 1, 1, 0)
                        .addFloatingPointArguments(0.0)
                        .build());
                Nd4j.exec(DynamicCustomOp.builder("matmul")
                        .addInputs(
                                upstream.get(image).reshape('c', upstream.size(1), pixels),
                                patches.reshape('c', seen, pixels))
                        .addOutputs(sum)
                        .addIntegerArguments(0, 1) // the second transposed
                        .addFloatingPointArguments(1.0, n == 0 ? 0.0 : 1.0)
                        .build());
            }
        }

        private int[] arguments() {
            return Convolution.arguments(
                    layerConf().getKernelSize()[0], 1, layerConf().getPadding()[0]);
        }

        @Override
        public boolean isPretrainLayer() {
            return false;
        }
    }
}
