package org.sstem.internal.precipitate;

import net.imglib2.parallel.Parallelization;
import org.sstem.internal.math.Deviations;
import org.sstem.method.Plane;

import java.util.ArrayList;
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
        List<Plane> planes = new ArrayList<>(neighbours);
        planes.add(section);
        List<Deviations> all =
                Parallelization.getTaskExecutor().forEachApply(planes, plane -> Deviations.of(plane.pixels(), use));
        Deviations own = all.get(neighbours.size());
        double mean = 0;
        double spread = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (Deviations other : all.subList(0, neighbours.size())) {
            mean += other.mean() / neighbours.size();
            spread += other.sd() / neighbours.size();
            least = Math.min(least, other.sd());
            most = Math.max(most, other.sd());
            lowest = Math.min(lowest, other.mean());
            highest = Math.max(highest, other.mean());
        }
        double gain = spread > 0 && own.sd() > 0 ? own.sd() / spread : 1;
        // neighbours that differ much among themselves say less about what is usual
        double usualGain = Math.min(USUAL_GAIN, most > 0 ? 0.9 * least / most : 0);
        double usualShift = Math.max(USUAL_SHIFT * spread, 2 * (highest - lowest));
        boolean lost = gain < usualGain || Math.abs(own.mean() - mean) > usualShift;
        double doubt = neighbours.size() > 1 && least > 0 ? Math.log(most / least) / 2 : ONE_SIDED_DOUBT;
        return new Contrast(gain, own.mean() - gain * mean, lost, mean, spread, doubt);
    }
}
