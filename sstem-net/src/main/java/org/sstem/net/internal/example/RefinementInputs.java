package org.sstem.net.internal.example;

import org.sstem.image.Plane;
import org.sstem.kernel.Tensor;
import org.sstem.net.Inference;
import org.sstem.net.RefinementConfig.Role;
import org.sstem.restore.Evidence;

import java.util.ArrayList;
import java.util.List;

/** What the compact networks see of the evidence, in training as in use. Stateless. */
public final class RefinementInputs {

    private RefinementInputs() {}

    /**
     * The channels of a role in their order. Grey values are cut to [0, 1]: where hardly any light is left, what it says
     * about the tissue may be fifty times as bright as white.
     */
    public static List<Plane> of(Role role, Evidence e) {
        Plane own = cut(e.own());
        Plane below = cut(e.below());
        Plane above = cut(e.above());
        Plane result = cut(e.result());
        return switch (role) {
            case INTERPOLATION -> List.of(below, above, result);
            case UNFOLDING, FOLD_FUSION -> List.of(own, e.trust(), below, above, result);
            case PRECIPITATE_CORRECTION -> List.of(result, doubt(e.trust()), e.light(), below, above, own);
            case PRECIPITATE_FUSION -> List.of(own, doubt(e.trust()), e.light(), below, above, result);
        };
    }

    private static Plane cut(Plane grey) {
        Plane cut = grey.copy();
        for (int i = 0; i < cut.pixels().length; i++) {
            cut.pixels()[i] = cut(cut.pixels()[i]);
        }
        return cut;
    }

    /** The grey value that a network sees of one. */
    public static float cut(float grey) {
        return Math.min(Math.max(grey, 0), 1);
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

    /**
     * The evidence with the section's own tissue seen otherwise, and the result changed with it.
     *
     * @param change what is added to the own tissue, cut to [0, 1]; where it is 0 everything stays as it is
     */
    public static Evidence corrected(Evidence e, float[] change) {
        Plane own = e.own().copy();
        Plane result = e.result().copy();
        for (int i = 0; i < change.length; i++) {
            if (change[i] != 0) {
                float before = own.pixels()[i];
                own.pixels()[i] = cut(before) + change[i];
                result.pixels()[i] += e.trust().pixels()[i] * (own.pixels()[i] - before);
            }
        }
        return new Evidence(own, e.trust(), e.light(), e.below(), e.above(), result, e.provenance());
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
