package org.sstem.internal.sheet;

import org.sstem.Repair.Findings;
import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.FoldParameters;
import org.sstem.internal.fold.FoldRestoration;
import org.sstem.internal.fold.FoldRestoration.Beside;
import org.sstem.internal.fold.law.Stripe;
import org.sstem.method.RestorationMethod.Task;

import java.util.List;
import java.util.Optional;

/**
 * All that is estimated of a cut sheet: one of the two.
 *
 * @param law where the section follows the law of folds
 * @param cut where it does not
 */
record SheetParameters(Optional<FoldParameters> law, Optional<Cut> cut) {

    private static final int RIM_PX = 2;

    /**
     * A sheet that is cut along its bands.
     *
     * @param field    where its tissue belongs
     * @param bands    the bands as they were found, if no mask says where they are
     * @param beside   how the section relates to its neighbours
     * @param findings what to tell
     */
    record Cut(SheetField field, List<Stripe> bands, Beside beside, Findings findings) {

        Cut {
            bands = List.copyOf(bands);
        }

        FoldRestoration restoration(Task task) {
            SheetUnfolder unfolder =
                    new SheetUnfolder(task.source(), task.firstZ(), field, mask(task, bands), RIM_PX, beside.mean());
            return beside.restoration(task, unfolder, findings);
        }
    }

    SheetParameters {
        if (law.isPresent() == cut.isPresent()) {
            throw new IllegalArgumentException("there must be either the law of folds or a cut");
        }
    }

    /** The bands: as the task says, or else as they were found. */
    static SectionMask mask(Task task, List<Stripe> found) {
        return task.mask()
                .orElseGet(() ->
                        Stripe.mask(found, task.source().width(), task.source().height()));
    }

    FoldRestoration restoration(Task task) {
        return law.isPresent() ? law.get().restoration(task) : cut.orElseThrow().restoration(task);
    }
}
