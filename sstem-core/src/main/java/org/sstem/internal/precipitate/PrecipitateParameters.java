package org.sstem.internal.precipitate;

import org.sstem.Repair.Findings;
import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.json.Packed;
import org.sstem.internal.lost.LostMethod;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.internal.missing.SectionInterpolator;
import org.sstem.internal.precipitate.blob.BlobModel;
import org.sstem.method.Area;
import org.sstem.method.RestorationMethod.Task;

import java.util.List;
import java.util.Optional;

/**
 * All that is estimated of a stained section, in cells of some pixels.
 *
 * @param step         pixels a cell
 * @param contrast     what the whole section has lost
 * @param models       the transmission of each blob
 * @param residual     logarithm of what the models leave
 * @param noise        standard deviation of the grey values' rounding
 * @param disagreement mean squared difference between the neighbours' mean and undamaged tissue
 * @param findings     what to tell
 * @param hidden       what is filled because it lets no light through; empty if nothing is
 * @param parts        what is estimated of the places of a section that is too large to be looked at as a whole; empty if
 *     it is not
 */
record PrecipitateParameters(
        int step,
        Contrast contrast,
        List<BlobModel> models,
        List<SparsePlane.Square> residual,
        double noise,
        double disagreement,
        Findings findings,
        Optional<Hidden> hidden,
        Optional<List<Part>> parts) {

    /**
     * A place in a large section.
     *
     * @param area       where it lies
     * @param parameters what is estimated of it, as if it were a section
     */
    record Part(Area area, PrecipitateParameters parameters) {}

    /**
     * Parts that hide what lies below them.
     *
     * @param cells  where they are, flags row by row
     * @param parts  how many
     * @param around how the neighbours relate to what is seen around them
     */
    record Hidden(Packed cells, int parts, SectionInterpolator.Parameters around) {}

    PrecipitateParameters {
        if (step < 1) {
            throw new IllegalArgumentException("step must be at least 1, was " + step);
        }
        models = List.copyOf(models);
        residual = List.copyOf(residual);
        parts = parts.map(List::copyOf);
    }

    PrecipitateParameters with(Hidden more) {
        return new PrecipitateParameters(
                step, contrast, models, residual, noise, disagreement, findings, Optional.of(more), parts);
    }

    /** Of a section without blobs. */
    static PrecipitateParameters nothing(int step, Contrast contrast, Findings findings) {
        return new PrecipitateParameters(
                step, contrast, List.of(), List.of(), 0, 1, findings, Optional.empty(), Optional.empty());
    }

    /** The same with places that were looked at by themselves. */
    PrecipitateParameters of(List<Part> places) {
        return new PrecipitateParameters(
                step, contrast, models, residual, noise, disagreement, findings, hidden, Optional.of(places));
    }

    RefinableRestoration restoration(Task task) {
        Working grid = new Working(task.source().width(), task.source().height(), step);
        PrecipitateFill stained = new PrecipitateFill(task, grid, this);
        if (parts.isPresent()) {
            return PartwiseFill.of(task, stained, parts.get());
        }
        if (hidden.isEmpty()) {
            return stained;
        }
        Hidden parts = hidden.get();
        boolean[] flags = parts.cells().flags(Math.multiplyExact(grid.width(), grid.height()));
        SectionMask marked = task.mask()
                .or(task::seen)
                .orElseThrow(() -> new IllegalArgumentException("parts of section " + task.firstZ()
                        + " are hidden by precipitates, but there is no mask of these"));
        Task lost = hiding(task, new HiddenMask(marked, flags, grid));
        return new SpeckFill(stained, LostMethod.restoration(lost, parts.around()), parts.parts());
    }

    /** The task of filling what a mask hides. */
    static Task hiding(Task task, HiddenMask mask) {
        return new Task(
                mask.without(task.source(), task.firstZ()),
                DamageKind.LOST,
                task.firstZ(),
                task.lastZ(),
                task.intactBelow(),
                task.intactAbove(),
                Optional.of(mask));
    }
}
