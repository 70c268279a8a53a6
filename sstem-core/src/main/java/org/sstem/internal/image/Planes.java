package org.sstem.internal.image;

import org.sstem.internal.kernel.Tensor;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

/** Planes as the kernels take them. */
final class Planes {

    private Planes() {}

    /** Shares the pixels. */
    static Tensor tensor(Plane plane) {
        return Tensor.of(1, 1, plane.height(), plane.width(), plane.pixels());
    }

    /** Copies both directions of a flow. */
    static Tensor tensor(Flow flow) {
        int size = flow.width() * flow.height();
        Tensor out = Tensor.zeros(1, 2, flow.height(), flow.width());
        out.data().put(0, flow.u().pixels(), 0, size).put(size, flow.v().pixels(), 0, size);
        return out;
    }
}
