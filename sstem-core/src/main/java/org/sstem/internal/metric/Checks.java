package org.sstem.internal.metric;

import org.sstem.method.Plane;

/** What the measures ask of their arguments. */
final class Checks {

    private Checks() {}

    static void pair(Plane a, Plane b, int least) {
        if (!a.sameSize(b)) {
            throw new IllegalArgumentException("images to compare must have one size, were " + a.width() + " x "
                    + a.height() + " and " + b.width() + " x " + b.height());
        }
        size(a.width(), a.height(), least);
    }

    static void size(int width, int height, int least) {
        if (width < least || height < least) {
            throw new IllegalArgumentException(
                    "image must be at least " + least + " x " + least + ", was " + width + " x " + height);
        }
    }

    static void range(double dataRange) {
        if (!(dataRange > 0) || Double.isInfinite(dataRange)) {
            throw new IllegalArgumentException("data range must be positive and finite, was " + dataRange);
        }
    }

    /** A pixel that is not finite always makes the result so: only then is it looked for. */
    static void finite(double result, Plane a, Plane b) {
        if (!Double.isFinite(result)) {
            finite(a);
            finite(b);
        }
    }

    static void finite(Plane image) {
        for (int i = 0; i < image.pixels().length; i++) {
            if (!Float.isFinite(image.pixels()[i])) {
                throw new IllegalArgumentException("pixels must be finite, pixel (" + i % image.width() + ", "
                        + i / image.width() + ") was " + image.pixels()[i]);
            }
        }
    }
}
