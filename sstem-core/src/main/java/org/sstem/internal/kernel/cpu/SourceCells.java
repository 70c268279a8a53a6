package org.sstem.internal.kernel.cpu;

/**
 * The cells of four pixels that a row reads from, as arrays with slack.
 *
 * @param corner index of the upper left pixel within the plane, or -1 if the cell is not wholly inside
 * @param right  weight of the right neighbours
 * @param below  weight of the lower neighbours
 */
record SourceCells(int[] corner, float[] right, float[] below) {

    /** Room for a row. */
    static SourceCells ofRow(int length) {
        int size = length + CpuLoops.SLACK;
        return new SourceCells(new int[size], new float[size], new float[size]);
    }
}
