package org.sstem.net.internal.layer;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

import java.util.Collection;
import java.util.Map;

/** What every layer of our own needs before it runs. */
final class Layers {

    private Layers() {}

    /**
     * Gives a layer what DL4J expects it to have.
     *
     * @param parameters all of the layer's, in one row
     * @param table      the same by name
     */
    static Layer ready(
            Layer layer,
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            Map<String, INDArray> table) {
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(table);
        layer.setConf(configuration);
        return layer;
    }
}
