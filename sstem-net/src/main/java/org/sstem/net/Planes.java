package org.sstem.net;

import org.sstem.kernel.Tensor;

/** Small operations on images between an exported graph and the kernels. */
final class Planes {

    private Planes() {}

    /** Copies one channel. */
    static Tensor channel(Tensor images, int channel) {
        Tensor out = Tensor.zeros(images.batch(), 1, images.height(), images.width());
        int plane = images.height() * images.width();
        for (int n = 0; n < images.batch(); n++) {
            out.data().put(n * plane, images.data(), (n * images.channels() + channel) * plane, plane);
        }
        return out;
    }

    /** Repeats the border pixels outwards. */
    static Tensor replicate(Tensor images, int marginPx) {
        int height = images.height();
        int width = images.width();
        Tensor out = Tensor.zeros(images.batch(), images.channels(), height + 2 * marginPx, width + 2 * marginPx);
        int at = 0;
        for (int plane = 0; plane < images.batch() * images.channels(); plane++) {
            for (int y = 0; y < out.height(); y++) {
                int row = (plane * height + clamp(y - marginPx, height)) * width;
                for (int x = 0; x < out.width(); x++) {
                    out.data().put(at++, images.data().get(row + clamp(x - marginPx, width)));
                }
            }
        }
        return out;
    }

    /** Adds two images. */
    static Tensor sum(Tensor a, Tensor b) {
        Tensor out = Tensor.zeros(a.batch(), a.channels(), a.height(), a.width());
        for (int i = 0; i < out.size(); i++) {
            out.data().put(i, a.data().get(i) + b.data().get(i));
        }
        return out;
    }

    /** The channels of a, then those of b. */
    static Tensor concatenate(Tensor a, Tensor b) {
        Tensor out = Tensor.zeros(a.batch(), a.channels() + b.channels(), a.height(), a.width());
        int ofA = a.channels() * a.height() * a.width();
        int ofB = b.channels() * b.height() * b.width();
        for (int n = 0; n < a.batch(); n++) {
            out.data().put(n * (ofA + ofB), a.data(), n * ofA, ofA);
            out.data().put(n * (ofA + ofB) + ofA, b.data(), n * ofB, ofB);
        }
        return out;
    }

    private static int clamp(int place, int size) {
        return Math.max(0, Math.min(size - 1, place));
    }
}
