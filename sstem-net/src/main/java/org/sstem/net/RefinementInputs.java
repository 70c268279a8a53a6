package org.sstem.net;

import org.sstem.image.Plane;
import org.sstem.kernel.Tensor;
import org.sstem.net.RefinementConfig.Role;
import org.sstem.restore.Evidence;

import java.util.ArrayList;
import java.util.List;

/** What the compact networks see of the evidence, in training as in use. Stateless. */
final class RefinementInputs {

    private RefinementInputs() {}

    /** The channels of a role in their order. */
    static List<Plane> of(Role role, Evidence e) {
        return switch (role) {
            case INTERPOLATION -> List.of(e.below(), e.above(), e.result());
            case UNFOLDING, FOLD_FUSION -> List.of(e.own(), e.trust(), e.below(), e.above(), e.result());
            case PRECIPITATE_CORRECTION -> List.of(e.result(), doubt(e.trust()), e.below(), e.above(), e.own());
            case PRECIPITATE_FUSION -> List.of(e.own(), doubt(e.trust()), e.below(), e.above(), e.result());
        };
    }

    /**
     * How uncertain the section's own tissue is: its standard error, relative to that of everything there is to go by. Trust
     * says the same, but below most of a blob it is so near to 1 that a network could not tell.
     */
    private static Plane doubt(Plane trust) {
        Plane doubt = new Plane(trust.width(), trust.height());
        for (int i = 0; i < doubt.pixels().length; i++) {
            doubt.pixels()[i] = (float) Math.sqrt(1 - trust.pixels()[i]);
        }
        return doubt;
    }

    /** The evidence with the section's own tissue seen otherwise, and the result changed with it. */
    static Evidence corrected(Evidence e, Plane own) {
        Plane result = e.result().copy();
        for (int i = 0; i < result.pixels().length; i++) {
            result.pixels()[i] +=
                    e.trust().pixels()[i] * (own.pixels()[i] - e.own().pixels()[i]);
        }
        return new Evidence(own, e.trust(), e.below(), e.above(), result, e.provenance());
    }

    /** Runs a network on planes of any size: they are continued to its stride by their last row and column. */
    static List<Plane> run(Inference inference, List<Plane> planes) {
        int width = planes.get(0).width();
        int height = planes.get(0).height();
        int stride = inference.config().stridePx();
        int fullWidth = (width + stride - 1) / stride * stride;
        int fullHeight = (height + stride - 1) / stride * stride;
        Tensor in = Tensor.zeros(1, planes.size(), fullHeight, fullWidth);
        int at = 0;
        for (Plane plane : planes) {
            Plane full = plane.crop(0, 0, fullWidth, fullHeight);
            in.data().put(at, full.pixels());
            at += full.pixels().length;
        }
        Tensor out = inference.run(in);
        List<Plane> results = new ArrayList<>();
        for (int c = 0; c < out.channels(); c++) {
            float[] pixels = new float[fullWidth * fullHeight];
            out.data().get(c * pixels.length, pixels);
            results.add(new Plane(fullWidth, fullHeight, pixels).crop(0, 0, width, height));
        }
        return results;
    }
}
