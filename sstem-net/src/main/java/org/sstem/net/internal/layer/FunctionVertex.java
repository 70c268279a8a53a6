package org.sstem.net.internal.layer;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sstem.net.internal.array.Blocks;

import java.util.Arrays;
import java.util.List;

/**
 * A graph vertex that is a function of its inputs without parameters, with its gradient written by hand.
 *
 * <p>Subclasses are immutable configurations: they say the shape, compute the result and the gradient, and name their
 * settings, which JSON keeps by field. Arrays are N x C x H x W, single or double precision; those that a subclass
 * gets are contiguous. Thread-safe; a graph made of them is not.
 */
public abstract class FunctionVertex extends GraphVertex {

    private static final long serialVersionUID = 1;

    /** Says how many inputs there are. */
    abstract int arity();

    /** Says the shape of the result, and refuses shapes that do not fit. */
    abstract long[] shape(long[][] inputs);

    /** Writes every value of the result. */
    abstract void forward(INDArray[] inputs, INDArray result);

    /** Writes every value of the gradients with respect to the inputs. */
    abstract void backward(INDArray[] inputs, INDArray upstream, INDArray[] gradients);

    /** Lists what tells two vertices of one class apart. */
    abstract List<Object> settings();

    @Override
    public final int minVertexInputs() {
        return arity();
    }

    @Override
    public final int maxVertexInputs() {
        return arity();
    }

    @Override
    public final long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public final GraphVertex clone() {
        return this; // immutable
    }

    @Override
    public final boolean equals(Object other) {
        return other != null
                && other.getClass() == getClass()
                && ((FunctionVertex) other).settings().equals(settings());
    }

    @Override
    public final int hashCode() {
        return getClass().getName().hashCode() * 31 + settings().hashCode();
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + settings();
    }

    @Override
    public final InputType getOutputType(int layerIndex, InputType... types) {
        long[][] shapes = new long[types.length][];
        for (int i = 0; i < types.length; i++) {
            if (!(types[i] instanceof InputType.InputTypeConvolutional)) {
                throw new IllegalArgumentException(this + " takes images, was given " + types[i]);
            }
            InputType.InputTypeConvolutional type = (InputType.InputTypeConvolutional) types[i];
            shapes[i] = new long[] {1, type.getChannels(), type.getHeight(), type.getWidth()};
        }
        long[] shape = shape(shapes);
        return InputType.convolutional(shape[2], shape[3], shape[1]);
    }

    @Override
    public final MemoryReport getMemoryReport(InputType... types) {
        return new LayerMemoryReport.Builder(toString(), getClass(), types[0], getOutputType(-1, types))
                .standardMemory(0, 0)
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(0, 0)
                .build();
    }

    @Override
    public final org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph, String name, int index, INDArray parameters, boolean initialize, DataType type) {
        return new Running(graph, name, index, type, this);
    }

    /** The vertex in a graph that runs. */
    @SuppressWarnings("overrides") // its base class has an array where its interface has varargs
    private static final class Running extends BaseGraphVertex {

        private static final long serialVersionUID = 1;

        private final FunctionVertex function;

        Running(ComputationGraph graph, String name, int index, DataType type, FunctionVertex function) {
            super(graph, name, index, null, null, type);
            this.function = function;
        }

        @Override
        public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
            INDArray[] in = contiguousInputs();
            long[] shape = function.shape(Arrays.stream(in).map(INDArray::shape).toArray(long[][]::new));
            INDArray result = workspaces.createUninitialized(ArrayType.ACTIVATIONS, in[0].dataType(), shape, 'c');
            function.forward(in, result);
            return result;
        }

        @Override
        public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
            INDArray[] in = contiguousInputs();
            INDArray[] gradients = new INDArray[in.length];
            for (int i = 0; i < in.length; i++) {
                gradients[i] =
                        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, in[i].dataType(), in[i].shape(), 'c');
            }
            function.backward(in, Blocks.contiguous(epsilon), gradients);
            return new Pair<>(null, gradients);
        }

        private INDArray[] contiguousInputs() {
            return Arrays.stream(inputs).map(Blocks::contiguous).toArray(INDArray[]::new);
        }

        @Override
        public boolean hasLayer() {
            return false;
        }

        @Override
        public Layer getLayer() {
            return null;
        }

        @Override
        public void setBackpropGradientsViewArray(INDArray gradients) {
            if (gradients != null) {
                throw new IllegalArgumentException(function + " has no parameters");
            }
        }

        @Override
        public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] masks, MaskState state, int minibatch) {
            return masks == null || masks.length == 0 ? null : new Pair<>(masks[0], state);
        }

        @Override
        public String toString() {
            return vertexName + ": " + function;
        }
    }
}
