package org.sstem.internal.sheet;

import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.FoldMethod;
import org.sstem.internal.fold.FoldRestoration.Beside;
import org.sstem.internal.fold.SectionStatistics;
import org.sstem.internal.fold.law.Stripe;
import org.sstem.internal.json.RecordText;
import org.sstem.internal.method.UnfoldingRestoration;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Task;

import java.util.List;
import java.util.Optional;

/**
 * Undoes folds and cracks without any training: the damaged section is a sheet, cut along its bands.
 *
 * <p>Neighbours say where the tissue on each side of a cut belongs. Displacements are searched for everywhere at a coarse
 * scale, each side for itself; then pulls that vary slowly along each band, differ on its sides, shear and decay, are
 * fitted to the grey values of both neighbours, the sections' own smooth drift beside them. Bands may cross the section,
 * end in it, branch or cross each other. Tissue is moved back; what it leaves uncovered is filled from the neighbours in
 * register. Where the neighbours do not show that anything moved, only the band is filled, and the findings say so.
 *
 * <p>Works for grey values of any range, in single precision; sections larger than 1,700 px are surveyed at a coarser
 * scale. The same result on any number of threads of the caller's
 * {@link net.imglib2.parallel.Parallelization} context. Immutable and thread-safe.
 */
public final class SheetMethod implements RestorationMethod {

    private static final int MOST_LAWFUL = 2;
    /**
     * What the width of a band that the law made scatters by at most, pixels of the overview: masks of such bands scatter by
     * 0.01 to 0.6, those of folds whose width varies by a tenth to a fifth, as sections have them, by 0.8 to 8 nearly always.
     */
    private static final double EVEN_PX = 0.75;

    private final DamageKind kind;

    private SheetMethod(DamageKind kind) {
        this.kind = kind;
    }

    /**
     * Returns the method for folds.
     *
     * @return a method
     */
    public static SheetMethod folds() {
        return new SheetMethod(DamageKind.FOLD);
    }

    /**
     * Returns the method for cracks.
     *
     * @return a method
     */
    public static SheetMethod cracks() {
        return new SheetMethod(DamageKind.CRACK);
    }

    @Override
    public DamageKind kind() {
        return kind;
    }

    @Override
    public String name() {
        return kind == DamageKind.FOLD ? "training-free fold" : "training-free crack";
    }

    @Override
    public boolean heedsTissue() {
        return true;
    }

    /**
     * Finds out how the tissue of one section was displaced.
     *
     * @param task one damaged section with a mask of its bands; without a mask folds through the section are looked for,
     *     cracks are not
     * @return the parameters
     * @throws IllegalArgumentException     if the task has more than one section
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    @Override
    public Survey survey(Task task) {
        if (task.firstZ() != task.lastZ()) {
            throw new IllegalArgumentException(
                    "a " + kind.id() + " is restored section by section, the task has sections " + task.firstZ()
                            + " to " + task.lastZ());
        }
        return new Survey(name(), RecordText.of(parameters(task)));
    }

    @Override
    public UnfoldingRestoration restoration(Task task, Survey survey) {
        return RecordText.read(survey.parameters(), SheetParameters.class, survey.method())
                .restoration(task);
    }

    @Override
    public UnfoldingRestoration prepare(Task task) {
        return restoration(task, survey(task));
    }

    private SheetParameters parameters(Task task) {
        // Without a mask folds are looked for in the section; cracks are not, and nothing is marked then.
        List<Stripe> found = task.mask().isEmpty() && kind == DamageKind.FOLD ? FoldMethod.stripes(task) : List.of();
        SectionMask mask = SheetParameters.mask(task, found);
        int z = task.firstZ();
        List<Integer> neighbours = Beside.nearest(task);
        SheetSurvey survey = SheetSurvey.of(task.source(), z, neighbours, mask, kind);
        if (kind == DamageKind.FOLD && lawful(survey)) {
            FoldMethod.Law law = new FoldMethod().law(task);
            if (law.credible() && law(survey, law)) {
                return new SheetParameters(Optional.of(law.parameters()), Optional.empty());
            }
        }
        SectionStatistics statistics = SectionStatistics.of(task.source(), z, neighbours, mask);
        List<int[]> still = neighbours.stream().map(n -> new int[2]).toList();
        return new SheetParameters(
                Optional.empty(),
                Optional.of(new SheetParameters.Cut(
                        survey.field(),
                        found,
                        Beside.of(neighbours, statistics, still),
                        SheetVerdict.of(survey, kind, neighbours.size() == 1))));
    }

    /** Tells whether the folds could follow the published law: through the section, of one width. */
    private static boolean lawful(SheetSurvey survey) {
        if (survey.courses().isEmpty() || survey.courses().size() > MOST_LAWFUL) {
            return survey.courses().isEmpty();
        }
        for (Course course : survey.courses()) {
            if (!course.openFrom() || !course.openTo() || course.unevenness() > EVEN_PX) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether the law predicts the section as well as the sheet does, which costs many more numbers. */
    private static boolean law(SheetSurvey survey, FoldMethod.Law law) {
        if (survey.trial() == null) {
            return true;
        }
        Trial trial = survey.trial();
        double[][] places = trial.places();
        return trial.predicts(trial.scaled(law.displacements(places[0], places[1])));
    }
}
