package org.sstem.internal.lost;

import org.sstem.damage.DamageKind;
import org.sstem.internal.json.RecordText;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.internal.missing.SectionInterpolator;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Task;

/**
 * Fills lost parts of a section without training: from the nearest intact section on either side, brought into register
 * with what is left of the section, and to its brightness and contrast there. Everything else stays as it is.
 *
 * <p>What a lost part still shows of its tissue, out of focus or faint, is used: the neighbours are registered to it, too, and its
 * scales that show tissue are put together with theirs ({@link Remnant}; provenance 4). Else, inside a large part the motion continues that of its surroundings, and at last that of the neighbours to each other;
 * how far the neighbours agree is said in the findings. Where no neighbour has tissue either, nothing is filled.
 * Immutable and thread-safe; grey values of any range, single precision; the same result on any number of threads.
 */
public final class LostMethod implements RestorationMethod {

    /** Name of the estimate of how much of the section is lost. */
    public static final String LOST_SHARE = "lost share of the section";

    /** Makes the method; it has no settings. */
    public LostMethod() {}

    @Override
    public DamageKind kind() {
        return DamageKind.LOST;
    }

    @Override
    public String name() {
        return "training-free lost part";
    }

    @Override
    public boolean heedsTissue() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the task is of another kind, has more than one section, or has no mask
     */
    @Override
    public Survey survey(Task task) {
        return new Survey(name(), RecordText.of(SectionInterpolator.survey(checked(task))));
    }

    @Override
    public RefinableRestoration restoration(Task task, Survey survey) {
        SectionInterpolator.Parameters parameters =
                RecordText.read(survey.parameters(), SectionInterpolator.Parameters.class, survey.method());
        return restoration(checked(task), parameters);
    }

    /**
     * Fills lost parts from what was estimated.
     *
     * @param task       one section with a mask of its lost parts
     * @param parameters how its neighbours relate to what is left of it
     * @return the restoration
     */
    public static RefinableRestoration restoration(Task task, SectionInterpolator.Parameters parameters) {
        return new LostFill(task, parameters);
    }

    @Override
    public RefinableRestoration prepare(Task task) {
        return restoration(task, survey(task));
    }

    private static Task checked(Task task) {
        if (task.kind() != DamageKind.LOST
                || task.firstZ() != task.lastZ()
                || task.mask().isEmpty()) {
            throw new IllegalArgumentException("task must be one section with a mask of its lost parts, was "
                    + task.kind() + " in " + task.firstZ() + " to " + task.lastZ()
                    + (task.mask().isEmpty() ? " without a mask" : ""));
        }
        return task;
    }
}
