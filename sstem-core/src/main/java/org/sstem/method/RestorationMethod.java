package org.sstem.method;

import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One way to repair one kind of damage. The training-free methods and the networks are implementations of this.
 *
 * <p>Restoring has two stages. {@link #survey} looks at the damaged section as a whole, at whatever scale it likes but in
 * bounded memory, and estimates what has to be known globally: where a fold runs, how much contrast was lost. What it
 * returns is small and can be kept, sent elsewhere and edited. From it {@link #restoration} fills the section area by area,
 * in this process or another, now or later, with the same result.
 *
 * <p>Implementations are immutable and thread-safe. They use the threads that the caller's
 * {@link net.imglib2.parallel.Parallelization} context grants, and give the same result on any number of them.
 */
public interface RestorationMethod {

    /**
     * Names the damage that this method repairs.
     *
     * @return the kind
     */
    DamageKind kind();

    /**
     * Names the method for provenance and reports, as in {@code "training-free fold"}.
     *
     * @return a short name
     */
    String name();

    /**
     * Says whether the method leaves out of its neighbours what {@link SectionSource#tissue} says is no tissue. If so, sections
     * right beside the damage in which nothing but specks is damaged serve as neighbours too, their specks hidden.
     *
     * @return false unless the method says otherwise
     */
    default boolean heedsTissue() {
        return false;
    }

    /**
     * Looks at one task as a whole and estimates what its restoration needs.
     *
     * @param task what is damaged and what is intact around it
     * @return the parameters; those of a method that estimates nothing unless it says otherwise
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    default Survey survey(Task task) {
        return new Survey(name(), Survey.NOTHING);
    }

    /**
     * Restores from parameters. Reads no more of the sections than what is needed wherever an area is filled.
     *
     * @param task   the task that was surveyed, or an equal one of the same stack
     * @param survey what {@link #survey} returned for it, perhaps edited
     * @return the restoration, ready to fill areas
     * @throws IllegalArgumentException if the parameters are not this method's; the message says where
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    SectionRestoration restoration(Task task, Survey survey);

    /**
     * Looks at one task and works out how to do it: {@link #restoration} from a {@link #survey}.
     *
     * @param task what is damaged and what is intact around it
     * @return the restoration, ready to fill areas
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    default SectionRestoration prepare(Task task) {
        return restoration(task, survey(task));
    }

    /**
     * What a method has estimated of a task, as text that goes through files and networks to the bit.
     *
     * @param method     name of the method
     * @param parameters a JSON object; what stands in it is the method's business
     */
    record Survey(String method, String parameters) implements Serializable {

        /** The parameters of a method that estimates nothing. */
        public static final String NOTHING = "{}";

        private static final long serialVersionUID = 1;

        /**
         * Checks the arguments.
         *
         * @throws NullPointerException if one is null
         */
        public Survey {
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(parameters, "parameters");
        }
    }

    /**
     * One thing to repair: a damaged section, or a run of consecutive missing ones, and what is intact around it.
     *
     * @param source      reads the sections. For the damaged section itself it returns what the step before has left when a
     *     section carries several kinds of damage; every other section is read as the file holds it
     * @param kind        the damage to repair
     * @param firstZ      first damaged section
     * @param lastZ       last damaged section; equal to {@code firstZ} unless a run of sections is missing
     * @param intactBelow intact sections before {@code firstZ}, nearest first; speckled ones too where the method
     *     {@linkplain RestorationMethod#heedsTissue heeds tissue}; the two nearest hold finite values only
     * @param intactAbove likewise after {@code lastZ}
     * @param mask        where the damage is, if that is known; the outlines of precipitates only where they are exact, not
     *     where a detector found them
     * @param seen        where a detector saw damage whose outline is not exact; empty where there is a mask
     */
    public record Task(
            SectionSource source,
            DamageKind kind,
            int firstZ,
            int lastZ,
            List<Integer> intactBelow,
            List<Integer> intactAbove,
            Optional<SectionMask> mask,
            Optional<SectionMask> seen) {

        /**
         * Makes a task of damage that no detector has seen.
         *
         * @param source      reads the original sections
         * @param kind        what is damaged
         * @param firstZ      first damaged section
         * @param lastZ       last damaged section
         * @param intactBelow intact sections before {@code firstZ}, nearest first
         * @param intactAbove intact sections after {@code lastZ}, nearest first
         * @param mask        where the damage is, if that is known
         * @throws IllegalArgumentException if the run is empty or no section is intact
         */
        public Task(
                SectionSource source,
                DamageKind kind,
                int firstZ,
                int lastZ,
                List<Integer> intactBelow,
                List<Integer> intactAbove,
                Optional<SectionMask> mask) {
            this(source, kind, firstZ, lastZ, intactBelow, intactAbove, mask, Optional.empty());
        }

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if the run is empty or no section is intact
         */
        public Task {
            if (firstZ > lastZ || firstZ < 0 || lastZ >= source.sections()) {
                throw new IllegalArgumentException("a task is a run of sections within 0 to " + (source.sections() - 1)
                        + ", was " + firstZ + " to " + lastZ);
            }
            intactBelow = List.copyOf(intactBelow);
            intactAbove = List.copyOf(intactAbove);
            if (intactBelow.isEmpty() && intactAbove.isEmpty()) {
                throw new IllegalArgumentException(
                        "section " + firstZ + " cannot be restored: no section of the stack is intact");
            }
        }
    }
}
