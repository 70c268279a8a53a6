package org.sstem.internal.sheet;

import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.Unfolding;
import org.sstem.internal.unfolding.UnfoldingJob;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Sheets that are cut along bands which bend, wave, cross each other and end inside the section, for tests of other modules. */
public final class Sheets {

    private Sheets() {}

    /**
     * Cuts section 0 of a source.
     *
     * @param bands  how many, 1 or more; every second ends inside the section
     * @param factor pixels of the section a pixel of the pulls
     * @param device asked to unfold
     */
    public static Unfolding cut(SectionSource source, int bands, int factor, Supplier<Optional<UnfoldingJob>> device) {
        int width = source.width();
        int height = source.height();
        List<Pull> pulls = new ArrayList<>();
        for (int k = 0; k < bands; k++) {
            pulls.add(pull(k, width / (double) factor, height / (double) factor));
        }
        boolean[] band = new boolean[width * height];
        Course.Place place = new Course.Place();
        for (int i = 0; i < band.length; i++) {
            for (Pull pull : pulls) {
                double x = (i % width + 0.5) / factor - 0.5;
                double y = (i / width + 0.5) / factor - 0.5;
                Course course = pull.course();
                course.locate(x, y, place);
                band[i] |= Math.abs(place.d) < course.halfWidth() && place.s > course.from() && place.s < course.to();
            }
        }
        return new SheetUnfolder(
                source, 0, new SheetField(pulls, factor), SectionMask.of(width, height, band), 2, 0.41f, device);
    }

    /** From the upper border down, aslant; the second from the left to the right, and so on by turns. */
    private static Pull pull(int k, double width, double height) {
        boolean down = k % 2 == 0;
        double slant = 0.21 + 0.05 * k;
        double norm = Math.sqrt(1 + slant * slant);
        double reach = (down ? height : width) * norm;
        boolean ends = k % 2 == 1;
        double from = -5;
        double to = ends ? 0.6 * reach : reach + 5;
        double[] wave = new double[(int) Math.ceil((to - from) / Course.STEP) + 1];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = 1.3 * Math.sin(0.7 * i + k);
        }
        Course.Axis axis = down
                ? new Course.Axis(0.42 * width, 0, slant / norm, 1 / norm, 0.0007)
                : new Course.Axis(0, 0.45 * height, 1 / norm, slant / norm, k == 1 ? 0 : -0.0009);
        Course course = new Course(axis, from, to, wave, new double[wave.length], true, !ends, 2.7);
        return new Pull(
                course,
                from,
                to,
                new double[][] {wavy(4.1, k, 6), wavy(-3.3, k + 1, 5)},
                new double[][] {wavy(0.9, k + 2, 4), wavy(-0.7, k + 3, 7)},
                new double[] {23.7, 31.1 + k},
                new double[] {3.1, 7.9});
    }

    private static double[] wavy(double mean, int phase, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = mean * (1 + 0.3 * Math.sin(1.1 * i + phase));
        }
        return values;
    }
}
