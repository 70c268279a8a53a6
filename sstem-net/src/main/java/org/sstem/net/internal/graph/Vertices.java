package org.sstem.net.internal.graph;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.sstem.internal.kernel.Border;
import org.sstem.net.internal.layer.BlendVertex;
import org.sstem.net.internal.layer.ChannelMeanVertex;
import org.sstem.net.internal.layer.ChannelsVertex;
import org.sstem.net.internal.layer.Convolution;
import org.sstem.net.internal.layer.FitVertex;
import org.sstem.net.internal.layer.LogisticVertex;
import org.sstem.net.internal.layer.Normalisation;
import org.sstem.net.internal.layer.PadVertex;
import org.sstem.net.internal.layer.PoolVertex;
import org.sstem.net.internal.layer.RectifierVertex;
import org.sstem.net.internal.layer.SeparableConvolutionVertex;
import org.sstem.net.internal.layer.TransposedConvolution;
import org.sstem.net.internal.layer.UpsampleVertex;
import org.sstem.net.internal.layer.WarpVertex;
import org.sstem.net.internal.plan.Operation;

/**
 * Adds the layer or vertex of an operation to a graph.
 *
 * @param builder where to
 * @param name    of the node
 * @param slope   of the rectifier that a normalisation does as well; 1 for none
 * @param inputs  names of the nodes that it reads
 */
record Vertices(GraphBuilder builder, String name, double slope, String... inputs) implements Operation.Visitor<Void> {

    private Void layer(Layer layer) {
        builder.addLayer(name, layer, inputs);
        return null;
    }

    private Void vertex(GraphVertex vertex) {
        builder.addVertex(name, vertex, inputs);
        return null;
    }

    @Override
    public Void otherwise(Operation operation) {
        throw new IllegalStateException("no vertex for " + operation);
    }

    @Override
    public Void visit(Operation.Convolve c) {
        return layer(Convolution.of(c.in(), c.out(), c.kernelPx()));
    }

    @Override
    public Void visit(Operation.TransposedConvolve c) {
        return layer(TransposedConvolution.of(c.in(), c.out()));
    }

    @Override
    public Void visit(Operation.Normalise normalise) {
        return layer(Normalisation.of(normalise.channels(), slope));
    }

    @Override
    public Void visit(Operation.Rectify rectify) {
        return vertex(new RectifierVertex(rectify.slope()));
    }

    @Override
    public Void visit(Operation.Logistic logistic) {
        return vertex(new LogisticVertex());
    }

    @Override
    public Void visit(Operation.Pool pool) {
        return vertex(pool.maximum() ? PoolVertex.max() : PoolVertex.mean());
    }

    @Override
    public Void visit(Operation.Upsample upsample) {
        return vertex(new UpsampleVertex(upsample.alignCorners()));
    }

    @Override
    public Void visit(Operation.Sum sum) {
        return vertex(new ElementWiseVertex(sum.mean() ? ElementWiseVertex.Op.Average : ElementWiseVertex.Op.Add));
    }

    @Override
    public Void visit(Operation.Concatenate concatenate) {
        return vertex(new MergeVertex());
    }

    @Override
    public Void visit(Operation.Fit fit) {
        return vertex(new FitVertex());
    }

    @Override
    public Void visit(Operation.ChannelMean mean) {
        return vertex(new ChannelMeanVertex(mean.first(), mean.count()));
    }

    @Override
    public Void visit(Operation.Channels channels) {
        return vertex(new ChannelsVertex(channels.first(), channels.count(), channels.times()));
    }

    @Override
    public Void visit(Operation.Warp warp) {
        return vertex(new WarpVertex(Border.ZERO));
    }

    @Override
    public Void visit(Operation.Blend blend) {
        return vertex(new BlendVertex());
    }

    @Override
    public Void visit(Operation.Replicate replicate) {
        return vertex(new PadVertex(replicate.marginPx()));
    }

    @Override
    public Void visit(Operation.SeparableConvolve convolve) {
        return vertex(new SeparableConvolutionVertex());
    }
}
