package org.sstem.method;

import org.sstem.Provenance;
import org.sstem.Repair.Findings;

import java.util.List;

/**
 * A prepared restoration: says what it reads for a target area, then fills it. Thread-safe.
 *
 * <p>Filling areas one by one gives the same pixels as filling the whole section at once.
 */
public interface SectionRestoration {

    /**
     * Lists the intact sections that are read.
     *
     * @return section numbers, nearest first; empty if only the damaged section itself is used
     */
    List<Integer> sources();

    /**
     * Says which area of the damaged section and of its {@link #sources} a target area is computed from.
     *
     * @param target the area to be filled
     * @return the area that is read; it may reach outside the section
     */
    Area sourceArea(Area target);

    /**
     * Fills a target area of one section.
     *
     * <p>On entry {@code pixels} holds the damaged section, scaled as {@link Plane} says, and {@code provenance} is
     * {@link Provenance#ORIGINAL} throughout. The method changes only the pixels that have to change, and says for
     * each of those where its value comes from. A pixel whose provenance stays ORIGINAL keeps its stored value to the
     * bit, whatever stands in {@code pixels}.
     *
     * @param z          the section, one of the task's
     * @param target     the area to fill, inside the section
     * @param pixels     grey values of the target area, read and written
     * @param provenance one code of {@link Provenance} a pixel, row-major like {@code pixels}
     */
    void restore(int z, Area target, Plane pixels, byte[] provenance);

    /**
     * Says what was found and how sure it is.
     *
     * @param z the section, one of the task's
     * @return findings for the report
     */
    Findings findings(int z);
}
