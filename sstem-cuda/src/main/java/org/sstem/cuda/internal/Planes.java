package org.sstem.cuda.internal;

import org.sstem.internal.kernel.Tensor;
import org.sstem.method.Plane;

/** Planes of the core as tensors, and back. */
final class Planes {

    private Planes() {}

    /** A tensor of one plane that shares its pixels. */
    static Tensor tensor(Plane plane) {
        return Tensor.of(1, 1, plane.height(), plane.width(), plane.pixels());
    }

    /** Whether all of a section counts. */
    static boolean isWhole(Plane counts) {
        for (float value : counts.pixels()) {
            if (value < 1) {
                return false;
            }
        }
        return true;
    }

    /** One of the planes of an image, copied. */
    static Plane plane(Tensor image, int which) {
        Plane plane = new Plane(image.width(), image.height());
        image.data().get(which * plane.pixels().length, plane.pixels());
        return plane;
    }

    /** Waits for a tensor of one plane and copies it to the host. */
    static Plane down(DeviceTensor values) {
        Plane plane = new Plane(values.width(), values.height());
        values.scope().download(values, tensor(plane));
        return plane;
    }
}
