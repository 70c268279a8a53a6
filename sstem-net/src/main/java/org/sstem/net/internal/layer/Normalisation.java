package org.sstem.net.internal.layer;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.sstem.net.internal.array.Blocks;
import org.sstem.net.internal.array.Tasks;

import java.util.Collection;

/**
 * Batch normalisation as PyTorch has it (eps 1e-5, momentum 0.1, running variance unbiased), and the rectifier behind it
 * in the same pass over the pixels. The layer of DL4J takes several times longer, keeps the biased variance, and leaves
 * the running statistics to its updater.
 *
 * <p>Training normalises by the batch and moves the running statistics at once, unless it is {@linkplain
 * Running#freeze frozen}: then, as in inference, the running statistics are used and stay as they are; gamma and beta
 * have gradients all the same. Sums are taken in double precision in a fixed order, one channel a task: the result does
 * not depend on the threads, which are those of the caller's context.
 */
public final class Normalisation extends BatchNormalization {

    private static final long serialVersionUID = 1;

    private static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;

    /** Factor of negative results: 1 without a rectifier, 0 for ReLU. */
    @JsonProperty
    private double slope;

    @SuppressWarnings("unused") // for JSON
    private Normalisation() {}

    private Normalisation(int channels, double slope) {
        setNIn(channels);
        setNOut(channels);
        setEps(EPSILON);
        setDecay(1 - MOMENTUM);
        setUseLogStd(false);
        this.slope = slope;
    }

    /** Normalises and then multiplies what is negative by the slope, 0 to 1: 1 for no rectifier, 0 for ReLU. */
    public static Normalisation of(int channels, double slope) {
        if (!(slope >= 0 && slope <= 1)) {
            throw new IllegalArgumentException("slope must be within 0 to 1, was " + slope);
        }
        return new Normalisation(channels, slope);
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

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof Normalisation && ((Normalisation) other).slope == slope;
    }

    @Override
    public int hashCode() {
        return super.hashCode() * 31 + Double.hashCode(slope);
    }

    /** The layer in a graph that runs. */
    public static final class Running extends BaseLayer<BatchNormalization> {

        private static final long serialVersionUID = 1;

        private boolean frozen;
        private double[] means = {};
        private double[] inverses = {};

        Running(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
        }

        /** Says whether training uses the running statistics and leaves them as they are. */
        public void freeze(boolean freeze) {
            frozen = freeze;
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            assertInputSet(false);
            Convolution.checkChannels(input, layerConf().getNOut(), layerConf().getLayerName());
            INDArray in = Blocks.contiguous(input);
            INDArray out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, in.shape(), 'c');
            Statistics running = new Statistics();
            boolean byBatch = training && !frozen;
            NormalisationLoops loops = NormalisationLoops.of(in, slope());
            means = running.mean;
            inverses = new double[means.length];
            Tasks.forEach(means.length, c -> {
                double variance = running.variance[c];
                if (byBatch) {
                    double[] moments = loops.moments(c);
                    double unbiased = moments[1] * loops.count() / Math.max(1, loops.count() - 1);
                    running.movedMean[c] = (1 - MOMENTUM) * means[c] + MOMENTUM * moments[0];
                    running.movedVariance[c] = (1 - MOMENTUM) * variance + MOMENTUM * unbiased;
                    means[c] = moments[0];
                    variance = moments[1];
                }
                inverses[c] = 1 / Math.sqrt(variance + EPSILON);
                loops.apply(c, line(running, c), out);
            });
            if (byBatch) {
                Blocks.store(running.movedMean, getParam(BatchNormalizationParamInitializer.GLOBAL_MEAN), 0);
                Blocks.store(running.movedVariance, getParam(BatchNormalizationParamInitializer.GLOBAL_VAR), 0);
            }
            return out;
        }

        /**
         * With n pixels, x^ = (x - mean) / sigma and g the upstream gradient behind the rectifier: beta has sum g, gamma
         * has sum g x^, and x has gamma / sigma (g - sum g / n - x^ sum(g x^) / n); without the sums where the statistics
         * are not those of the batch.
         */
        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            assertInputSet(true);
            INDArray in = Blocks.contiguous(input);
            INDArray upstream = Blocks.contiguous(epsilon);
            INDArray inputGradient =
                    workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, in.shape(), 'c');
            Statistics running = new Statistics();
            double[] gammaGradient = new double[means.length];
            double[] betaGradient = new double[means.length];
            NormalisationLoops loops = NormalisationLoops.of(in, slope());
            Tasks.forEach(means.length, c -> {
                NormalisationLoops.Line line = line(running, c);
                double[] sums = loops.gradientSums(c, upstream, line);
                betaGradient[c] = sums[0];
                gammaGradient[c] = sums[1] * inverses[c];
                double share = frozen ? 0 : 1.0 / loops.count();
                double byInput = -line.scale() * inverses[c] * gammaGradient[c] * share;
                double constant = -line.scale() * betaGradient[c] * share;
                loops.gradient(c, upstream, line, byInput, constant, inputGradient);
            });
            INDArray gamma = gradientViews.get(BatchNormalizationParamInitializer.GAMMA);
            INDArray beta = gradientViews.get(BatchNormalizationParamInitializer.BETA);
            Blocks.store(gammaGradient, gamma, 0);
            Blocks.store(betaGradient, beta, 0);
            Gradient gradient = new DefaultGradient();
            gradient.setGradientFor(BatchNormalizationParamInitializer.GAMMA, gamma);
            gradient.setGradientFor(BatchNormalizationParamInitializer.BETA, beta);
            return new Pair<>(gradient, inputGradient);
        }

        private NormalisationLoops.Line line(Statistics running, int channel) {
            return new NormalisationLoops.Line(
                    means[channel], running.gamma[channel] * inverses[channel], running.beta[channel]);
        }

        private double slope() {
            return ((Normalisation) layerConf()).slope;
        }

        @Override
        public boolean isPretrainLayer() {
            return false;
        }

        /** The layer's parameters in double precision. */
        private final class Statistics {

            private final double[] gamma = values(BatchNormalizationParamInitializer.GAMMA);
            private final double[] beta = values(BatchNormalizationParamInitializer.BETA);
            private final double[] mean = values(BatchNormalizationParamInitializer.GLOBAL_MEAN);
            private final double[] variance = values(BatchNormalizationParamInitializer.GLOBAL_VAR);
            private final double[] movedMean = mean.clone();
            private final double[] movedVariance = variance.clone();

            private double[] values(String key) {
                double[] values = new double[Math.toIntExact(layerConf().getNOut())];
                Blocks.load(getParam(key), 0, values);
                return values;
            }
        }
    }
}
