package org.sstem.stack;

/**
 * The size of a voxel in nanometres.
 *
 * @param xNm pixel size in x
 * @param yNm pixel size in y
 * @param zNm distance between sections
 */
public record VoxelSize(double xNm, double yNm, double zNm) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if one is not
     */
    public VoxelSize {
        if (!(xNm > 0 && yNm > 0 && zNm > 0) || Double.isInfinite(xNm + yNm + zNm)) {
            throw new IllegalArgumentException(
                    "a voxel size is positive in x, y and z, was " + xNm + " x " + yNm + " x " + zNm + " nm");
        }
    }
}
