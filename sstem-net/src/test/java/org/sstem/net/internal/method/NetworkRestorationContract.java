package org.sstem.net.internal.method;

import org.junit.jupiter.api.AfterAll;
import org.sstem.damage.DamageKind;
import org.sstem.internal.method.RestorationContract;
import org.sstem.method.RestorationMethod;
import org.sstem.net.Engine;
import org.sstem.net.internal.architecture.NetworkWeights;

/** The contract of restoration, kept with networks for one kind of damage. */
abstract class NetworkRestorationContract extends RestorationContract {

    private final OpenModel model = OpenModel.of(networks(tissue().kind()));

    /** Networks for a kind of damage. */
    abstract NetworkWeights[] networks(DamageKind kind);

    /** The method of a model for a kind. */
    static RestorationMethod method(OpenModel model, Engine engine, DamageKind kind) {
        return model.methods(engine).stream()
                .filter(method -> method.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    @Override
    protected RestorationMethod method() {
        return method(model, Engine.ONNX, tissue().kind());
    }

    @AfterAll
    void closeModel() {
        model.close();
    }
}
