package org.sstem.net.internal.graph;

import org.deeplearning4j.nn.api.FwdPassType;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sstem.net.internal.layer.Normalisation;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A graph of DL4J that can be trained with a loss of one's own: one pass forward and back, in which all arrays come from
 * memory that is kept from one pass to the next. DL4J offers that for its own output layers only. Not thread-safe.
 */
public final class PlanGraph extends ComputationGraph {

    private static final long serialVersionUID = 1;

    public PlanGraph(ComputationGraphConfiguration configuration) {
        super(configuration);
    }

    /**
     * Computes the gradient of a loss with respect to the parameters; afterwards {@link #gradients} has it.
     *
     * @param input what goes in
     * @param loss  turns the outputs (in the order of the configuration, valid during the call only) into the gradients
     *              of the loss with respect to them
     */
    public void differentiate(INDArray input, UnaryOperator<List<INDArray>> loss) {
        try (MemoryWorkspace workspace =
                Nd4j.getWorkspaceManager().getAndActivateWorkspace(WS_ALL_LAYERS_ACT_CONFIG, WS_ALL_LAYERS_ACT)) {
            Map<String, INDArray> activations = ffToLayerActivationsInWS(
                    true, -1, null, FwdPassType.STANDARD, false, new INDArray[] {input}, null, null, false);
            List<INDArray> outputs = configuration.getNetworkOutputs().stream()
                    .map(activations::get)
                    .toList();
            calcBackpropGradients(true, false, loss.apply(outputs).toArray(INDArray[]::new));
        }
    }

    /** The gradients of all parameters in one row, in the order of {@link #params}; running statistics have 0. */
    public INDArray gradients() {
        if (flattenedGradients == null) {
            initGradientsView();
        }
        return flattenedGradients;
    }

    /** Says whether training leaves running statistics as they are and uses them. */
    public void freezeNormalisation(boolean freeze) {
        for (Layer layer : layers) {
            if (layer instanceof Normalisation.Running) {
                ((Normalisation.Running) layer).freeze(freeze);
            }
        }
    }
}
