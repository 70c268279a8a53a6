package org.sstem.internal.fold;

import org.sstem.damage.DamageKind;
import org.sstem.internal.fold.law.ArcPath;
import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldDisplacement;
import org.sstem.internal.fold.law.MeasuredFold;
import org.sstem.internal.math.Moments;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the folds of a section: course and width of the band from its mask, or from the pixels if there is none; fold
 * width and decay by the estimate that {@link FoldMethod} restores with; and, independently of the law, the displacement
 * against the distance from the curve, by registration to the nearest intact sections.
 *
 * <p>Stateless and thread-safe; grey values of any range; the same result on any number of threads.
 */
public final class FoldSurvey {

    private static final int STATIONS = 200;
    private static final int RIM_SEARCH_PX = 12;

    private FoldSurvey() {}

    /**
     * Measures one section.
     *
     * @param task one section with folds
     * @return its folds; none if no band is found
     * @throws IllegalArgumentException     if the task is of another kind or has more than one section
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public static List<MeasuredFold> of(Task task) {
        if (task.kind() != DamageKind.FOLD || task.firstZ() != task.lastZ()) {
            throw new IllegalArgumentException("task must be one section with folds, was " + task.kind() + " in "
                    + task.firstZ() + " to " + task.lastZ());
        }
        List<Band> bands = FoldMethod.bands(task);
        if (bands.isEmpty()) {
            return List.of();
        }
        SectionSource source = task.source();
        int z = task.firstZ();
        List<Integer> neighbours = new ArrayList<>();
        task.intactBelow().stream().limit(1).forEach(neighbours::add);
        task.intactAbove().stream().limit(1).forEach(neighbours::add);
        FoldEstimate estimate = FoldMethod.estimate(source, z, neighbours, bands);
        FoldVerdict verdict = FoldVerdict.of(estimate, task.mask().isPresent(), neighbours.size() == 1);
        List<MeasuredFold> folds = new ArrayList<>();
        for (int i = 0; i < verdict.bands().size(); i++) {
            Fold fold = verdict.chain().folds().get(i);
            List<MeasuredFold.Displacement> displacement =
                    verdict.bands().size() > 1 ? List.of() : FoldDisplacement.measure(source, z, neighbours, fold);
            folds.add(measured(
                    source,
                    z,
                    fold,
                    verdict.bands().get(i),
                    estimate.jumpError()[i],
                    estimate.decayError()[i],
                    displacement));
        }
        return folds;
    }

    private static MeasuredFold measured(
            SectionSource source,
            int z,
            Fold fold,
            Band band,
            double jumpError,
            double decayError,
            List<MeasuredFold.Displacement> displacement) {
        Look look = Look.of(source, z, band);
        double angle = band.arc().normalAngle() % Math.PI;
        return new MeasuredFold(
                fold,
                jumpError,
                decayError,
                band.length(),
                angle < 0 ? angle + Math.PI : angle,
                Math.abs(band.arc().curvature()),
                waviness(band),
                look.grey,
                look.texture,
                look.rim,
                displacement);
    }

    private static double waviness(Band band) {
        double squares = 0;
        for (int i = 0; i < STATIONS; i++) {
            double[] p = ArcPath.at(band.arc(), band.length() * ((i + 0.5) / STATIONS - 0.5));
            double d = band.curve().distance(p[0], p[1]);
            squares += d * d;
        }
        return Math.sqrt(squares / STATIONS);
    }

    /** How the band looks in the section itself, whatever the mask says. */
    private record Look(double grey, double texture, double rim) {

        static Look of(SectionSource source, int z, Band band) {
            int reach = (int) Math.ceil(band.halfWidth()) + RIM_SEARCH_PX;
            double[] profile = new double[2 * reach + 1];
            int[] counts = new int[profile.length];
            Moments inner = new Moments();
            int stations = (int) Math.max(STATIONS, band.length() / 2);
            for (int i = 0; i < stations; i++) {
                double[] on = foot(band, band.length() * ((i + 0.5) / stations - 0.5));
                int x0 = (int) Math.round(on[0]) - reach - 1;
                int y0 = (int) Math.round(on[1]) - reach - 1;
                if (!inside(on, source)) {
                    continue;
                }
                Plane around = source.read(z, new Area(x0, y0, 2 * reach + 3, 2 * reach + 3));
                for (int k = -reach; k <= reach; k++) {
                    double x = on[0] + k * on[2];
                    double y = on[1] + k * on[3];
                    if (inside(new double[] {x, y}, source)) {
                        double value = around.get((int) Math.round(x) - x0, (int) Math.round(y) - y0);
                        profile[k + reach] += value;
                        counts[k + reach]++;
                        if (Math.abs(k) <= 0.6 * band.halfWidth()) {
                            inner.add(value);
                        }
                    }
                }
            }
            for (int k = 0; k < profile.length; k++) {
                profile[k] = counts[k] == 0 ? Double.NaN : profile[k] / counts[k];
            }
            return new Look(inner.mean(), inner.sd(), rim(profile, reach, band.halfWidth(), inner.mean()));
        }

        private static double[] foot(Band band, double along) {
            double[] p = ArcPath.at(band.arc(), along);
            double[] d = new double[1];
            double[] nx = new double[1];
            double[] ny = new double[1];
            band.curve().locate(p[0], p[1], 1, d, nx, ny);
            return new double[] {p[0] - d[0] * nx[0], p[1] - d[0] * ny[0], nx[0], ny[0]};
        }

        private static boolean inside(double[] p, SectionSource source) {
            return p[0] >= 0 && p[1] >= 0 && p[0] <= source.width() - 1 && p[1] <= source.height() - 1;
        }

        /** Twice the way from half to nine tenths of the step: a linear ramp is 2.5 times as wide. */
        private static double rim(double[] profile, int reach, double halfWidth, double grey) {
            double[] mean = new double[reach + 1];
            for (int k = 0; k <= reach; k++) {
                mean[k] = 0.5 * (profile[reach + k] + profile[reach - k]);
            }
            double tissue = Arrays.stream(mean, (int) Math.ceil(halfWidth) + 6, reach + 1)
                    .filter(v -> !Double.isNaN(v))
                    .average()
                    .orElse(Double.NaN);
            double half = crossing(mean, grey + 0.5 * (tissue - grey));
            double most = crossing(mean, grey + 0.9 * (tissue - grey));
            // Sampling at whole pixels makes a sharp edge a ramp of one pixel.
            double width = 2.5 * (most - half);
            return Double.isNaN(width) ? 0 : Math.max(0, width - 1);
        }

        private static double crossing(double[] mean, double level) {
            for (int k = 1; k < mean.length; k++) {
                if (mean[k - 1] < level && mean[k] >= level) {
                    return k - 1 + (level - mean[k - 1]) / (mean[k] - mean[k - 1]);
                }
            }
            return Double.NaN;
        }
    }
}
