package org.sstem.internal.fold;

import org.sstem.Repair.Findings;
import org.sstem.internal.fold.FoldRestoration.Beside;
import org.sstem.internal.fold.law.CurveNumbers;
import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldChain;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.List;

/**
 * All that is estimated of a section that is folded by the law.
 *
 * @param folds    the folds, in the order in which they came
 * @param beside   how the section relates to its neighbours
 * @param findings what to tell
 */
public record FoldParameters(List<Line> folds, Beside beside, Findings findings) {

    /**
     * One fold.
     *
     * @param curve     where it runs
     * @param halfWidth half the width of the band, pixels
     * @param foldWidth half the width of what was swallowed, pixels
     * @param decay     pixels of displacement lost a pixel of distance
     * @param rim       how far beyond the band there is no tissue, pixels
     */
    public record Line(CurveNumbers curve, double halfWidth, double foldWidth, double decay, double rim) {

        static Line of(Fold fold, double rim) {
            return new Line(CurveNumbers.of(fold.curve()), fold.halfWidth(), fold.foldWidth(), fold.decay(), rim);
        }

        Fold fold() {
            return new Fold(curve.curve(), halfWidth, foldWidth, decay);
        }
    }

    /** Copies the list. */
    public FoldParameters {
        folds = List.copyOf(folds);
    }

    FoldChain chain() {
        return new FoldChain(folds.stream().map(Line::fold).toList());
    }

    /**
     * Restores a section.
     *
     * @param task the section
     * @return the restoration
     * @throws IllegalArgumentException if the parameters were estimated beside other sections
     */
    public FoldRestoration restoration(Task task) {
        SectionSource source = task.source();
        int z = task.firstZ();
        Unfolder unfolder = new Unfolder(
                chain(),
                folds.stream().mapToDouble(Line::rim).toArray(),
                task.mask(),
                source.width(),
                source.height(),
                area -> source.read(z, area),
                area -> source.tissue(z, area),
                beside.mean());
        return beside.restoration(task, unfolder, findings);
    }
}
