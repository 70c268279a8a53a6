package org.sstem.internal.precipitate;

import org.sstem.damage.DamageKind;
import org.sstem.internal.json.RecordText;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Task;

/**
 * Repairs sections with staining precipitates without any training.
 *
 * <p>A damaged section is taken as {@code T (gain * clean + offset)}: gain and offset, the contrast that the whole
 * section has lost, are found by comparing undamaged tissue with the nearest intact sections; the transmission T of
 * each blob by the likelihood of its grey values, given what the neighbours show in the same place, under a smooth
 * model: a centre, a rim, and a profile between them. Both are then undone. Where so little light is left that noise
 * would be amplified beyond what the neighbours know anyway, their mean takes over gradually.
 *
 * <p>Without a mask the blobs are found first. A section whose contrast is as usual changes only within its blobs.
 * Grey value 0 is taken as no light at all. Immutable and thread-safe; the same result on any number of threads.
 */
public final class PrecipitateMethod implements RestorationMethod {

    /** Makes the method; it has no options. */
    public PrecipitateMethod() {}

    @Override
    public DamageKind kind() {
        return DamageKind.PRECIPITATE;
    }

    @Override
    public String name() {
        return "training-free precipitate";
    }

    @Override
    public boolean heedsTissue() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Reads the section and its nearest intact neighbours once, in strips; keeps about twelve planes of at most 12
     * million cells. Of a section of more than 2^28 pixels whose precipitates are marked, only what lies around these is
     * read, and samples of the rest.
     *
     * @throws IllegalArgumentException if the task is of another kind or has more than one section
     */
    @Override
    public Survey survey(Task task) {
        PrecipitateParameters parameters = PartwisePreparation.suits(checked(task))
                ? new PartwisePreparation(task).result()
                : new Preparation(task).result().parameters();
        return new Survey(name(), RecordText.of(parameters));
    }

    @Override
    public RefinableRestoration restoration(Task task, Survey survey) {
        return RecordText.read(survey.parameters(), PrecipitateParameters.class, survey.method())
                .restoration(checked(task));
    }

    @Override
    public RefinableRestoration prepare(Task task) {
        return restoration(task, survey(task));
    }

    private static Task checked(Task task) {
        if (task.kind() != DamageKind.PRECIPITATE || task.firstZ() != task.lastZ()) {
            throw new IllegalArgumentException("task must be one section with precipitates, was " + task.kind() + " in "
                    + task.firstZ() + " to " + task.lastZ());
        }
        return task;
    }
}
