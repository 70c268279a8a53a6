package org.sstem.simulate;

import org.sstem.method.Plane;
import org.sstem.simulate.internal.draw.BlobCutter;

import java.util.List;

/** Where the outlines of simulated precipitates come from. */
public sealed interface BlobOutline {

    /**
     * Outlines made by formula: {@code r(angle) = R (1 + sum over n of a_n cos(n angle) + b_n sin(n angle))}, with normal
     * a_n and b_n of standard deviation {@code irregularity (2/n)^falloff}, n from 2, scaled to the area. Such a blob is
     * star-shaped about its centre.
     *
     * @param irregularity standard deviation of the second harmonic, 0 (a circle) to 0.5
     * @param falloff      how fast higher harmonics fade, at least 0.5
     * @param orders       the highest harmonic, 2 to 64; 2 and no irregularity make circles
     */
    record Harmonics(double irregularity, double falloff, int orders) implements BlobOutline {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if one is outside its range
         */
        public Harmonics {
            if (!(irregularity >= 0 && irregularity <= 0.5) || !(falloff >= 0.5) || orders < 2 || orders > 64) {
                throw new IllegalArgumentException(
                        "harmonics need an irregularity of 0 to 0.5, a falloff of 0.5 or more"
                                + " and 2 to 64 orders, had " + irregularity + ", " + falloff + " and " + orders);
            }
        }
    }

    /**
     * Outlines taken from masks of the user's own sections: each is mirrored at random and scaled to the area that is
     * asked for.
     *
     * @param masks outlines, at least one; every mask's 1 values are one blob, all else is outside
     */
    record Bank(List<Plane> masks) implements BlobOutline {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if there is no mask, or one is empty
         */
        public Bank {
            masks = List.copyOf(masks);
            if (masks.isEmpty()) {
                throw new IllegalArgumentException("a bank of outlines needs at least one mask");
            }
            for (Plane mask : masks) {
                if (area(mask) == 0) {
                    throw new IllegalArgumentException("a mask of a bank of outlines must mark at least one pixel");
                }
            }
        }

        /**
         * Collects the outlines of a section's mask. Blobs that touch the border are cut off there, so they are left out.
         *
         * @param mask    one flag a pixel, row-major, true within precipitates; connected by sides and corners
         * @param width   pixels in x
         * @param height  pixels in y
         * @param minArea least area of a blob that is worth keeping, px
         * @return the bank
         * @throws IllegalArgumentException if the mask has another size, or no blob is whole and large enough
         */
        public static Bank extract(boolean[] mask, int width, int height, int minArea) {
            if (mask.length != Math.multiplyExact(width, height)) {
                throw new IllegalArgumentException(
                        "mask must hold " + width + " x " + height + " flags, held " + mask.length);
            }
            return new Bank(BlobCutter.cut(mask, width, height, minArea));
        }

        /**
         * Counts marked pixels.
         *
         * @param mask the outline, marked from 0.5 on
         * @return their number
         */
        public static int area(Plane mask) {
            int area = 0;
            for (float v : mask.pixels()) {
                area += v >= 0.5f ? 1 : 0;
            }
            return area;
        }
    }
}
