package org.sstem.internal.fold;

import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.FoldRestoration.Beside;
import org.sstem.internal.fold.law.ArcPath;
import org.sstem.internal.fold.law.CurveNumbers;
import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldChain;
import org.sstem.internal.fold.law.FoldFlows;
import org.sstem.internal.fold.law.Stripe;
import org.sstem.internal.json.RecordText;
import org.sstem.internal.method.UnfoldingRestoration;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Undoes folds without any training, from the section and its nearest intact neighbours alone.
 *
 * <p>The dark bands are found in the given mask, or in the section itself where there is none, and traced to a fraction
 * of a pixel; fold width and decay are those for which the unfolded section agrees best with its neighbours, with the
 * sections' own affine drift allowed for. Tissue is then moved back by the exact inverse of the law of {@link Fold},
 * sampled with cubic B-splines; what was swallowed is filled from the neighbours in register with the unfolded section.
 * Pixels beyond the folds' reach are not touched. If no credible displacement is found, only the band is filled; if no
 * band is found, nothing is changed; the findings say so.
 *
 * <p>What neighbours cannot tell: a stretch of the section across the fold, as sections have of themselves, looks like
 * decay wherever the fold's reach ends outside the section. The decay's confidence says how much of that is to be
 * expected.
 *
 * <p>Works for grey values of any range, in single precision; estimation reads a large section in parts. Filling area by
 * area gives the pixels of filling at once to within rounding (below 1e-5 of the grey range). The same
 * result on any number of threads of the caller's {@link net.imglib2.parallel.Parallelization} context. Immutable and
 * thread-safe.
 */
public final class FoldMethod implements RestorationMethod {

    private static final int MOST_FOLDS = 4;
    private static final int FACTOR = 2;
    private static final int WHOLE_PX = 1536;
    private static final int PATCH_PX = 1024;
    private static final int PATCHES = 8;

    /** Makes the method; it has no settings. */
    public FoldMethod() {}

    @Override
    public DamageKind kind() {
        return DamageKind.FOLD;
    }

    @Override
    public String name() {
        return "training-free fold";
    }

    @Override
    public boolean heedsTissue() {
        return true;
    }

    /**
     * Finds the folds of one section and estimates how they displaced its tissue.
     *
     * @param task one damaged section; with a mask of the bands or without
     * @return the parameters
     * @throws IllegalArgumentException       if the task has more than one section
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    @Override
    public Survey survey(Task task) {
        return new Survey(name(), RecordText.of(law(task).parameters()));
    }

    @Override
    public UnfoldingRestoration restoration(Task task, Survey survey) {
        return RecordText.read(survey.parameters(), FoldParameters.class, survey.method())
                .restoration(task);
    }

    @Override
    public UnfoldingRestoration prepare(Task task) {
        return restoration(task, survey(task));
    }

    /**
     * What the law says of a section.
     *
     * @param parameters all that is estimated
     * @param credible   true if it moves tissue at all
     */
    public record Law(FoldParameters parameters, boolean credible) {

        /**
         * Says where tissue belongs.
         *
         * @param x columns of the damaged section
         * @param y rows
         * @return displacements u and v from there to where the tissue belongs, pixels
         */
        public float[][] displacements(double[] x, double[] y) {
            float[][] uv = new float[2][x.length];
            FoldChain.Walk walk = parameters.chain().walk();
            for (int i = 0; i < x.length; i++) {
                walk.x = x[i];
                walk.y = y[i];
                walk.unfoldAfter(-1);
                uv[0][i] = (float) (walk.x - x[i]);
                uv[1][i] = (float) (walk.y - y[i]);
            }
            return uv;
        }
    }

    /**
     * Finds the folds of one section and estimates how they displaced its tissue by the law.
     *
     * @param task as for {@link #survey}
     * @return the parameters and their field
     * @throws IllegalArgumentException     if the task has more than one section
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public Law law(Task task) {
        if (task.firstZ() != task.lastZ()) {
            throw new IllegalArgumentException("a fold is restored section by section, the task has sections "
                    + task.firstZ() + " to " + task.lastZ());
        }
        int z = task.firstZ();
        SectionSource source = task.source();
        List<Band> bands = bands(task);
        List<Integer> neighbours = Beside.nearest(task);
        SectionStatistics statistics = SectionStatistics.of(source, z, neighbours, bands);
        FoldEstimate estimate = bands.isEmpty() ? null : estimate(source, z, neighbours, bands);
        FoldVerdict verdict = FoldVerdict.of(estimate, task.mask().isPresent(), neighbours.size() == 1);
        List<FoldParameters.Line> lines = new ArrayList<>();
        List<Fold> folds = verdict.chain().folds();
        for (int k = 0; k < folds.size(); k++) {
            lines.add(
                    FoldParameters.Line.of(folds.get(k), verdict.bands().get(k).rim()));
        }
        List<int[]> drifts = IntStream.range(0, neighbours.size())
                .mapToObj(k -> estimate == null ? new int[2] : estimate.drift(k))
                .toList();
        boolean credible = folds.stream().anyMatch(fold -> fold.foldWidth() > fold.halfWidth());
        return new Law(
                new FoldParameters(lines, Beside.of(neighbours, statistics, drifts), verdict.findings()), credible);
    }

    /**
     * Looks for the bands of folds that run through a section.
     *
     * @param task the section
     * @return where they lie, their rims with them
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    public static List<Stripe> stripes(Task task) {
        return bands(task).stream()
                .map(band -> new Stripe(CurveNumbers.of(band.curve()), band.halfWidth() + band.rim()))
                .toList();
    }

    /** Finds the bands in the mask of a task, or in its section if there is none. */
    static List<Band> bands(Task task) {
        SectionSource source = task.source();
        Strip.Reader reader = task.mask().map(FoldMethod::reader).orElse(area -> source.read(task.firstZ(), area));
        return new BandFinder(source.width(), source.height(), reader).find(MOST_FOLDS);
    }

    /** Makes grey values of a mask: dark where it is set. */
    static Strip.Reader reader(SectionMask mask) {
        return area -> {
            boolean[] flags = mask.read(area);
            Plane plane = new Plane(area.width(), area.height());
            for (int i = 0; i < flags.length; i++) {
                plane.pixels()[i] = flags[i] ? 0 : 1;
            }
            return plane;
        };
    }

    static FoldEstimate estimate(SectionSource source, int z, List<Integer> neighbours, List<Band> bands) {
        List<Patch.Base> bases = new ArrayList<>();
        for (Area area : areas(source.width(), source.height(), bands)) {
            boolean[] lost = new boolean[area.width() * area.height()];
            for (Band band : bands) {
                boolean[] own = FoldFlows.within(band.curve(), band.halfWidth() + band.rim() + 1, true, area);
                for (int i = 0; i < lost.length; i++) {
                    lost[i] |= own[i];
                }
            }
            float[] tissue = source.tissue(z, area).pixels();
            for (int i = 0; i < lost.length; i++) {
                lost[i] |= tissue[i] == 0;
            }
            List<Plane> planes =
                    neighbours.stream().map(n -> source.read(n, area)).toList();
            List<Plane> shown =
                    neighbours.stream().map(n -> source.tissue(n, area)).toList();
            bases.add(FoldEstimator.base(area, FACTOR, source.read(z, area), lost, planes, shown));
        }
        return new FoldEstimator(bases).estimate(bands);
    }

    /** The parts of a section that the estimate looks at: all of it, or pieces along the folds of a large one. */
    private static List<Area> areas(int width, int height, List<Band> bands) {
        if (Math.max(width, height) <= WHOLE_PX) {
            return List.of(new Area(0, 0, width, height));
        }
        List<Area> areas = new ArrayList<>();
        int w = Math.min(width, PATCH_PX);
        int h = Math.min(height, PATCH_PX);
        int perBand = Math.max(2, PATCHES / bands.size());
        for (Band band : bands) {
            for (int i = 0; i < perBand; i++) {
                double along = band.length() * ((i + 0.5) / perBand - 0.5);
                double[] p = ArcPath.at(band.arc(), along);
                int x = (int) Math.min(Math.max(p[0] - w / 2.0, 0), width - w);
                int y = (int) Math.min(Math.max(p[1] - h / 2.0, 0), height - h);
                Area area = new Area(x, y, w, h);
                if (!areas.contains(area)) {
                    areas.add(area);
                }
            }
        }
        return areas;
    }
}
