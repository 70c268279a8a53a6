package org.sstem.net.internal.method;

import org.sstem.damage.DamageKind;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;

/** A method that prepares a task without training and then lays networks over it. Immutable and thread-safe. */
public final class NetworkMethod implements RestorationMethod {

    static final String ONE_SIDED =
            "no intact section on one side: the networks take two, so this was restored without them";

    private final RestorationMethod trainingFree;
    private final String name;
    private final Preparation preparation;

    /** Lays networks over what is restored from parameters that were estimated without training. */
    @FunctionalInterface
    public interface Preparation {
        SectionRestoration prepare(Task task, Survey survey);
    }

    /**
     * Makes a method.
     *
     * @param trainingFree what takes over where there is no intact section on one side
     * @param name         names the networks
     * @param preparation  prepares a task that has intact sections on both sides
     */
    public NetworkMethod(RestorationMethod trainingFree, String name, Preparation preparation) {
        this.trainingFree = trainingFree;
        this.name = name;
        this.preparation = preparation;
    }

    /** A method without networks, which says so. */
    public static RestorationMethod without(RestorationMethod trainingFree, String remark) {
        return new RestorationMethod() {
            @Override
            public DamageKind kind() {
                return trainingFree.kind();
            }

            @Override
            public String name() {
                return trainingFree.name();
            }

            @Override
            public Survey survey(Task task) {
                return trainingFree.survey(task);
            }

            @Override
            public SectionRestoration restoration(Task task, Survey survey) {
                return new NetworkRestoration(trainingFree.restoration(task, survey), remark);
            }
        };
    }

    @Override
    public DamageKind kind() {
        return trainingFree.kind();
    }

    @Override
    public String name() {
        return name;
    }

    /** Networks add nothing that is estimated of a section as a whole. */
    @Override
    public Survey survey(Task task) {
        return new Survey(name, trainingFree.survey(task).parameters());
    }

    @Override
    public SectionRestoration restoration(Task task, Survey survey) {
        if (task.intactBelow().isEmpty() || task.intactAbove().isEmpty()) {
            return new NetworkRestoration(trainingFree.restoration(task, survey), ONE_SIDED);
        }
        return preparation.prepare(task, survey);
    }
}
