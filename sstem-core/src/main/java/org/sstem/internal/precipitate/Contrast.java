package org.sstem.internal.precipitate;

import org.sstem.method.Plane;

import java.util.List;

/**
 * How the grey values of a section relate to those of its intact neighbours: {@code section = gain * clean + offset}.
 *
 * @param gain   contrast of the section relative to the neighbours'
 * @param offset what is added
 * @param lost   whether the section is so different that it has to be brought back
 * @param mean   mean grey value of the neighbours' undamaged tissue
 * @param spread its standard deviation
 * @param doubt  how far the neighbours disagree about the logarithm of the gain
 */
public record Contrast(double gain, double offset, boolean lost, double mean, double spread, double doubt) {

    /** A gain nearer to 1 than this, or a shift of less than half the spread, is how sections of one block differ. */
    private static final double USUAL_GAIN = 0.8;

    private static final double USUAL_SHIFT = 0.5;
    private static final double ONE_SIDED_DOUBT = 0.1;

    /**
     * Compares mean and standard deviation over undamaged tissue; the neighbours' are taken at the same places.
     *
     * @param section    the damaged section
     * @param neighbours intact sections around it
     * @param use        which pixels are undamaged
     */
    public static Contrast between(Plane section, List<Plane> neighbours, boolean[] use) {
        double[] own = moments(section, use);
        double mean = 0;
        double spread = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (Plane neighbour : neighbours) {
            double[] other = moments(neighbour, use);
            mean += other[0] / neighbours.size();
            spread += other[1] / neighbours.size();
            least = Math.min(least, other[1]);
            most = Math.max(most, other[1]);
            lowest = Math.min(lowest, other[0]);
            highest = Math.max(highest, other[0]);
        }
        double gain = spread > 0 && own[1] > 0 ? own[1] / spread : 1;
        // neighbours that differ much among themselves say less about what is usual
        double usualGain = Math.min(USUAL_GAIN, most > 0 ? 0.9 * least / most : 0);
        double usualShift = Math.max(USUAL_SHIFT * spread, 2 * (highest - lowest));
        boolean lost = gain < usualGain || Math.abs(own[0] - mean) > usualShift;
        double doubt = neighbours.size() > 1 && least > 0 ? Math.log(most / least) / 2 : ONE_SIDED_DOUBT;
        return new Contrast(gain, own[0] - gain * mean, lost, mean, spread, doubt);
    }

    private static double[] moments(Plane plane, boolean[] use) {
        double sum = 0;
        long n = 0;
        for (int i = 0; i < use.length; i++) {
            if (use[i]) {
                sum += plane.pixels()[i];
                n++;
            }
        }
        double mean = sum / Math.max(1, n);
        double squares = 0;
        for (int i = 0; i < use.length; i++) {
            if (use[i]) {
                double d = plane.pixels()[i] - mean;
                squares += d * d;
            }
        }
        return new double[] {mean, Math.sqrt(squares / Math.max(1, n))};
    }
}
