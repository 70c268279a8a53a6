package org.sstem.internal.precipitate;

import org.sstem.internal.image.Rows;
import org.sstem.internal.precipitate.blob.Blob;
import org.sstem.method.Plane;

import java.util.List;

/**
 * What the blobs' models leave of the transmission: smooth, and only as much of it as stands out from the fluctuations
 * that undamaged tissue shows at the same scale (a Wiener filter for each blob and scale). Stateless.
 */
final class Residual {

    private static final double[] SCALES_PX = {32, 16, 8};

    private Residual() {}

    /**
     * Estimates the residual.
     *
     * @param blobs      the blobs
     * @param occupied   cells of any blob
     * @param visible    how much each cell tells
     * @param model      logarithm of the modelled transmission
     * @param background the expectation
     * @param grid       the working grid
     * @return what is to be added to the logarithm of the transmission; 0 outside the blobs
     */
    static Plane estimate(
            List<Blob> blobs, boolean[] occupied, float[] visible, Plane model, Background background, Working grid) {
        int width = grid.width();
        int height = grid.height();
        Plane residual = new Plane(width, height);
        for (double scale : SCALES_PX) {
            double sigma = grid.cells(scale);
            if (sigma < 1.5) {
                break;
            }
            Plane inside = new Plane(width, height);
            Plane outside = new Plane(width, height);
            Plane weight = new Plane(width, height);
            Rows.forEachPixel(residual, (from, to) -> {
                for (int i = from; i < to; i++) {
                    if (occupied[i]) {
                        double assumed = model.pixels()[i] + residual.pixels()[i];
                        inside.pixels()[i] = (float) (visible[i] * background.shift(i, assumed));
                        weight.pixels()[i] = visible[i];
                    } else {
                        outside.pixels()[i] = (float) background.shift(i, 0);
                        weight.pixels()[i] = 1;
                    }
                }
            });
            Plane smooth = Blur.gaussian(inside, sigma);
            Plane usual = Blur.gaussian(outside, sigma);
            Plane total = Blur.gaussian(weight, sigma);
            double noise = meanSquare(usual, occupied, sigma);
            for (Blob blob : blobs) {
                add(blob, smooth, total, noise, sigma, residual);
            }
        }
        return residual;
    }

    /** Variance of the smoothed expectation error in undamaged tissue. */
    private static double meanSquare(Plane usual, boolean[] occupied, double sigma) {
        double sum = 0;
        long n = 0;
        for (int i = 0; i < occupied.length; i++) {
            if (!occupied[i]) {
                sum += (double) usual.pixels()[i] * usual.pixels()[i];
                n++;
            }
        }
        return n == 0 ? Double.POSITIVE_INFINITY : sum / n;
    }

    private static void add(Blob blob, Plane smooth, Plane total, double noise, double sigma, Plane residual) {
        int width = smooth.width();
        double energy = 0;
        float[] shift = new float[blob.inside().length];
        for (int k = 0; k < shift.length; k++) {
            if (blob.inside()[k]) {
                int i = (blob.box().y() + k / blob.box().width()) * width
                        + blob.box().x()
                        + k % blob.box().width();
                shift[k] = smooth.pixels()[i] / Math.max(0.1f, total.pixels()[i]);
                energy += shift[k] * shift[k];
            }
        }
        energy /= blob.pixels();
        double independent = Math.max(1, blob.pixels() / (4 * Math.PI * sigma * sigma));
        double gain = 1 - noise * (1 + 2 * Math.sqrt(2 / independent)) / Math.max(1e-12, energy);
        if (gain <= 0) {
            return;
        }
        for (int k = 0; k < shift.length; k++) {
            if (blob.inside()[k]) {
                int i = (blob.box().y() + k / blob.box().width()) * width
                        + blob.box().x()
                        + k % blob.box().width();
                residual.pixels()[i] += (float) (gain * shift[k]);
            }
        }
    }
}
