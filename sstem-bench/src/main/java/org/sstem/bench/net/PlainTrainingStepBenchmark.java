package org.sstem.bench.net;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/**
 * The yardstick of training: the step of {@link TrainingStepBenchmark} for the published fold fusion, with the layers and
 * the updater that DL4J brings, helpers off, as they are unless something is done about it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        jvmArgsAppend = {
            "-Dorg.eclipse.deeplearning4j.helpers.disable=true",
            TrainingStepBenchmark.YOUNG,
            TrainingStepBenchmark.NATIVE_BYTES,
            TrainingStepBenchmark.PHYSICAL_BYTES
        })
public class PlainTrainingStepBenchmark {

    private static final int INPUT_CHANNELS = 6;

    private GraphBuilder builder;
    private ComputationGraph graph;
    private INDArray[] sections;
    private INDArray[] targets;

    /** Builds the network and a batch. */
    @Setup
    public void make() {
        int size = TrainingStepBenchmark.SIZE;
        builder = new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .updater(new Adam(1e-4))
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(size, size, INPUT_CHANNELS));
        String level1 = twice("encode1", "in", 32, 32);
        String level2 = twice("encode2", pool("pool1", level1), 64, 64);
        String level3 = twice("encode3", pool("pool2", level2), 128, 128);
        String up3 = raise("raise3", twice("bottleneck", pool("pool3", level3), 256, 128), 128);
        String up2 = raise("raise2", twice("decode3", merge("merge3", up3, level3), 128, 128), 64);
        String up1 = raise("raise1", twice("decode2", merge("merge2", up2, level2), 64, 64), 32);
        String last = twice("final", merge("merge1", up1, level1), 32, 1);
        builder.addLayer(
                "loss",
                new CnnLossLayer.Builder(LossFunction.L1)
                        .activation(Activation.IDENTITY)
                        .build(),
                last);
        graph = new ComputationGraph(builder.setOutputs("loss").build());
        graph.init();
        sections = new INDArray[] {Nd4j.rand(TrainingStepBenchmark.BATCH, INPUT_CHANNELS, size, size)};
        targets = new INDArray[] {Nd4j.rand(TrainingStepBenchmark.BATCH, 1, size, size)};
    }

    private String twice(String name, String in, int middle, int out) {
        return convolve(name + "b", convolve(name + "a", in, middle), out);
    }

    private String convolve(String name, String in, int out) {
        builder.addLayer(
                name,
                new ConvolutionLayer.Builder(3, 3)
                        .padding(1, 1)
                        .nOut(out)
                        .activation(Activation.IDENTITY)
                        .build(),
                in);
        return rectify(name, name);
    }

    private String raise(String name, String in, int out) {
        builder.addLayer(
                name,
                new Deconvolution2D.Builder(3, 3)
                        .stride(2, 2)
                        .nOut(out)
                        .activation(Activation.IDENTITY)
                        .build(),
                in);
        builder.addLayer(name + "-cropped", new Cropping2D.Builder(1, 0, 1, 0).build(), name);
        return rectify(name, name + "-cropped");
    }

    private String rectify(String name, String in) {
        builder.addLayer(name + "-normalised", new BatchNormalization.Builder().build(), in);
        builder.addLayer(name + "-rectified", new ActivationLayer(Activation.RELU), name + "-normalised");
        return name + "-rectified";
    }

    private String pool(String name, String in) {
        builder.addLayer(
                name,
                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build(),
                in);
        return name;
    }

    private String merge(String name, String first, String second) {
        builder.addVertex(name, new MergeVertex(), first, second);
        return name;
    }

    /** Trains one step, with the threads that DL4J takes by itself. */
    @Benchmark
    public void step() {
        graph.fit(sections, targets);
    }
}
