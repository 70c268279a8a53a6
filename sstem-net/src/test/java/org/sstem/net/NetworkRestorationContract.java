package org.sstem.net;

import org.junit.jupiter.api.AfterAll;
import org.sstem.damage.DamageKind;
import org.sstem.restore.DamagedTissue;
import org.sstem.restore.RestorationContract;
import org.sstem.restore.RestorationMethod;

/** The contract of restoration, kept with networks for one kind of damage. */
abstract class NetworkRestorationContract extends RestorationContract {

    private final DamagedTissue tissue;
    private final RestorationModel model;

    NetworkRestorationContract(DamagedTissue tissue, Network... networks) {
        this.tissue = tissue;
        this.model = RestorationModel.of(networks);
    }

    /** The method of a model for a kind. */
    static RestorationMethod method(RestorationModel model, Engine engine, DamageKind kind) {
        return model.methods(engine).stream()
                .filter(method -> method.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    @Override
    protected DamagedTissue tissue() {
        return tissue;
    }

    @Override
    protected RestorationMethod method() {
        return method(model, Engine.ONNX, tissue.kind());
    }

    @AfterAll
    void closeModel() {
        model.close();
    }
}
