package org.sstem.simulate.internal.draw;

/**
 * Smooth noise of unit standard deviation and the grain of tissue, a function of the place.
 *
 * @param seed which noise
 */
public record Grain(long seed) {

    /** Distance of the knots of the texture: membranes seen through a band are as wide. */
    private static final int GRAIN_PX = 4;
    /** One over the root mean square of the noise between knots of the variance 1/12, at whole pixels. */
    private static final double KNOT_SCALE = 4.6613;

    public double at(int x, int y) {
        int column = Math.floorDiv(x, GRAIN_PX);
        int row = Math.floorDiv(y, GRAIN_PX);
        double right = ease((x - column * GRAIN_PX) / (double) GRAIN_PX);
        double down = ease((y - row * GRAIN_PX) / (double) GRAIN_PX);
        double above = knot(column, row) * (1 - right) + knot(column + 1, row) * right;
        double below = knot(column, row + 1) * (1 - right) + knot(column + 1, row + 1) * right;
        return KNOT_SCALE * (above * (1 - down) + below * down);
    }

    private double knot(int column, int row) {
        long h = Draws.mix(seed + column * 0x9E3779B97F4A7C15L + row * 0xC2B2AE3D27D4EB4FL);
        return (h >>> 11) * 0x1p-53 - 0.5;
    }

    private static double ease(double part) {
        return part * part * (3 - 2 * part);
    }
}
