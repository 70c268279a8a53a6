package org.sstem.internal.missing;

import org.sstem.method.Plane;

/**
 * The neighbours of an area, in register at the place of the section between them.
 *
 * @param correspondence where their tissue was taken from
 * @param below          the neighbour below in register, with the brightness and contrast of the section between
 * @param above          the same of the one above
 */
public record Registered(Correspondence correspondence, Plane below, Plane above) {}
