package org.sstem.internal.precipitate;

import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.precipitate.blob.BlobModel;
import org.sstem.method.Area;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Finds the precipitates of a section of which nothing is known: the search that {@link PrecipitateMethod} does where it
 * is given no mask. Grey values of any range, 0 taken as no light. Stateless and thread-safe; the same result on any
 * number of threads of the caller's {@link net.imglib2.parallel.Parallelization} context.
 */
public final class PrecipitateFinder {

    /** A section smaller than this is looked at as it is. */
    private static final int SMALL_PX = 256;

    private PrecipitateFinder() {}

    /**
     * One precipitate.
     *
     * @param x            centre, pixels of the section
     * @param y            centre, pixels of the section
     * @param areaPx       area within its rim, pixels; what the border cuts off is guessed
     * @param transmission share of the light that passes, geometric mean over the precipitate, 0 to 1
     * @param centre       share of the light that passes at its centre, 0 to 1
     * @param evidence     gain in log-likelihood over there being none, counted in independent samples
     * @param reachPx      how far from its centre its pixels may lie, in x and in y
     * @param shape        the pixels within its rim, anywhere in the section
     */
    public record Precipitate(
            double x,
            double y,
            double areaPx,
            double transmission,
            double centre,
            double evidence,
            double reachPx,
            SectionMask shape)
            implements Serializable {}

    /**
     * Looks for precipitates. Tissue has dark places too: what gathers little evidence may be either, and how much is
     * little is best learnt from the sections around.
     *
     * <p>Reads the section and its nearest intact neighbours once, in strips; keeps about twelve planes of at most 12
     * million cells.
     *
     * @param source reads the sections
     * @param z      the section to look at
     * @param below  sections before it to compare it with, nearest first
     * @param above  sections after it, nearest first
     * @param worth  evidence that a precipitate has to gather before any is looked at closely; what gathers less is known
     *     roughly then
     * @return what was found
     * @throws IllegalArgumentException     if there is no section to compare with
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public static List<Precipitate> find(
            SectionSource source, int z, List<Integer> below, List<Integer> above, double worth) {
        Task task = new Task(source, DamageKind.PRECIPITATE, z, z, below, above, Optional.empty());
        Working grid = grid(source);
        return new Preparation(task, grid, Optional.empty())
                .candidates(worth).stream()
                        .map(model -> describe(model, grid, source.width(), source.height()))
                        .toList();
    }

    /**
     * Looks over a section, at half the resolution of {@link #find}: what its most evident precipitate gathers. The evidence
     * is about the same, as it is counted in independent samples; what is a hundred pixels small is left to the search for
     * specks.
     *
     * @param source reads the sections
     * @param z      the section to look at
     * @param below  sections before it to compare it with, nearest first
     * @param above  sections after it, nearest first
     * @return the evidence, 0 if there is none
     */
    public static double survey(SectionSource source, int z, List<Integer> below, List<Integer> above) {
        Task task = new Task(source, DamageKind.PRECIPITATE, z, z, below, above, Optional.empty());
        Working full = grid(source);
        return new Preparation(task, new Working(source.width(), source.height(), 2 * full.step()), Optional.empty())
                .survey();
    }

    /** What is to be found, not measured, shows at half the resolution. */
    private static Working grid(SectionSource source) {
        int width = source.width();
        int height = source.height();
        int least = Math.min(width, height) < SMALL_PX ? 1 : 2;
        return new Working(
                width, height, Math.max(least, Working.forSize(width, height).step()));
    }

    private static Precipitate describe(BlobModel model, Working grid, int width, int height) {
        int step = grid.step();
        return new Precipitate(
                (model.gauge().cx() + 0.5) * step - 0.5,
                (model.gauge().cy() + 0.5) * step - 0.5,
                model.gauge().area() * step * step,
                Math.exp(model.meanLog()),
                Math.exp(model.profile().at(0)),
                model.evidence(),
                (model.reach() + 1) * step,
                SectionMask.of(width, height, area -> inside(model, step, area)));
    }

    private static boolean[] inside(BlobModel model, int step, Area area) {
        boolean[] flags = new boolean[Math.multiplyExact(area.width(), area.height())];
        double reach = model.reach();
        for (int y = 0; y < area.height(); y++) {
            double cellY = (area.y() + y + 0.5) / step - 0.5;
            if (Math.abs(cellY - model.gauge().cy()) > reach) {
                continue;
            }
            for (int x = 0; x < area.width(); x++) {
                double cellX = (area.x() + x + 0.5) / step - 0.5;
                flags[y * area.width() + x] = Math.abs(cellX - model.gauge().cx()) <= reach
                        && model.gauge().at(cellX, cellY) <= 1;
            }
        }
        return flags;
    }
}
