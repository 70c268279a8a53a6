package org.sstem.method;

import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;

import java.util.List;
import java.util.Optional;

/**
 * One thing to repair: a damaged section, or a run of consecutive missing ones, and what is intact around it.
 *
 * @param source      reads the sections. For the damaged section itself it returns what the step before has left when a
 *     section carries several kinds of damage; every other section is read as the file holds it
 * @param kind        the damage to repair
 * @param firstZ      first damaged section
 * @param lastZ       last damaged section; equal to {@code firstZ} unless a run of sections is missing
 * @param intactBelow intact sections before {@code firstZ}, nearest first
 * @param intactAbove intact sections after {@code lastZ}, nearest first
 * @param mask        where the damage is, if that is known; the outlines of precipitates only where they are exact, not
 *     where a detector found them
 */
public record RestorationTask(
        SectionSource source,
        DamageKind kind,
        int firstZ,
        int lastZ,
        List<Integer> intactBelow,
        List<Integer> intactAbove,
        Optional<SectionMask> mask) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the run is empty or no section is intact
     */
    public RestorationTask {
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
