package org.sstem.internal.registration;

import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Rows;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

/**
 * One Gauss-Newton step of the motion at one level of the pyramid.
 *
 * <p>Every pixel gives a linear equation for the motion, one for each image of the views, weighted down where these disagree anyway. The equations
 * of a small window and, with less weight, of a large one are put together and solved: along an edge, and where there
 * is nothing to see, the large window decides.
 */
final class Refinement {

    static final double SMALL_WINDOW_SIGMA = 3;
    static final double LARGE_WINDOW_SIGMA = 12;

    private static final float LARGE_WINDOW_WEIGHT = 0.4f;
    /** Difference of normalised values at which a pixel counts half. */
    private static final float OUTLIER = 1;
    /** Resistance to motion without evidence, in units of the squared gradient of normalised values. */
    private static final float DAMPING = 0.005f;

    private static final float GREATEST_STEP = 1;

    private Refinement() {}

    static Flow step(Pair pair, int level, Flow flow) {
        int width = flow.width();
        int height = flow.height();
        Equations equations = new Equations(width, height);
        Pair.Moved moved = pair.moved(level, flow);
        for (int image = 0; image < moved.a().images().size(); image++) {
            equations.add(pair, moved, image);
        }
        Plane[] small = new Plane[5];
        Plane[] large = new Plane[5];
        for (int k = 0; k < 5; k++) {
            small[k] = Filters.gaussian(equations.terms[k], SMALL_WINDOW_SIGMA);
            large[k] = wide(small[k]);
        }
        Flow next = new Flow(width, height);
        Rows.forEach(height, (from, to) -> {
            for (int i = from * width; i < to * width; i++) {
                solve(small, large, i, flow, next);
            }
        });
        return next;
    }

    /** The large window on top of the small one, at half resolution: nothing finer is left there. */
    private static Plane wide(Plane small) {
        double sigma = Math.sqrt(LARGE_WINDOW_SIGMA * LARGE_WINDOW_SIGMA - SMALL_WINDOW_SIGMA * SMALL_WINDOW_SIGMA) / 2;
        return Filters.enlarge(Filters.gaussian(Filters.halve(small), sigma), small.width(), small.height());
    }

    private static void solve(Plane[] small, Plane[] large, int i, Flow flow, Flow next) {
        float xx = small[0].pixels()[i] + LARGE_WINDOW_WEIGHT * large[0].pixels()[i] + DAMPING;
        float xy = small[1].pixels()[i] + LARGE_WINDOW_WEIGHT * large[1].pixels()[i];
        float yy = small[2].pixels()[i] + LARGE_WINDOW_WEIGHT * large[2].pixels()[i] + DAMPING;
        float x = small[3].pixels()[i] + LARGE_WINDOW_WEIGHT * large[3].pixels()[i];
        float y = small[4].pixels()[i] + LARGE_WINDOW_WEIGHT * large[4].pixels()[i];
        float determinant = xx * yy - xy * xy;
        float du = -(yy * x - xy * y) / determinant;
        float dv = -(xx * y - xy * x) / determinant;
        float length = (float) Math.sqrt(du * du + dv * dv);
        float scale = length > GREATEST_STEP ? GREATEST_STEP / length : 1;
        next.u().pixels()[i] = flow.u().pixels()[i] + scale * du;
        next.v().pixels()[i] = flow.v().pixels()[i] + scale * dv;
    }

    /** Sums over the images: gx gx, gx gy, gy gy, gx r, gy r. */
    private static final class Equations {

        private final int width;
        private final int height;
        private final Plane[] terms = new Plane[5];

        Equations(int width, int height) {
            this.width = width;
            this.height = height;
            for (int k = 0; k < 5; k++) {
                terms[k] = new Plane(width, height);
            }
        }

        void add(Pair pair, Pair.Moved moved, int image) {
            Plane a = moved.a().images().get(image);
            Plane b = moved.b().images().get(image);
            float[] aWeight = moved.a().weight().pixels();
            float[] bWeight = moved.b().weight().pixels();
            float share = pair.share();
            float reach = (float) (pair.bReach() - pair.aReach());
            Rows.forEach(height, (from, to) -> {
                for (int y = from; y < to; y++) {
                    int up = Math.max(y - 1, 0) * width;
                    int down = Math.min(y + 1, height - 1) * width;
                    for (int x = 0; x < width; x++) {
                        int i = y * width + x;
                        int left = y * width + Math.max(x - 1, 0);
                        int right = y * width + Math.min(x + 1, width - 1);
                        // The mean gradient of both views makes the step exact to second order.
                        float gx = 0.25f * reach * (sum(a, b, right) - sum(a, b, left));
                        float gy = 0.25f * reach * (sum(a, b, down + x) - sum(a, b, up + x));
                        float r = b.pixels()[i] - a.pixels()[i];
                        float w = share * aWeight[i] * bWeight[i];
                        w /= 1 + r * r / (OUTLIER * OUTLIER);
                        terms[0].pixels()[i] += w * gx * gx;
                        terms[1].pixels()[i] += w * gx * gy;
                        terms[2].pixels()[i] += w * gy * gy;
                        terms[3].pixels()[i] += w * gx * r;
                        terms[4].pixels()[i] += w * gy * r;
                    }
                }
            });
        }

        private static float sum(Plane a, Plane b, int i) {
            return a.pixels()[i] + b.pixels()[i];
        }
    }
}
