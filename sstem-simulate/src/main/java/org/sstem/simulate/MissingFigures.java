package org.sstem.simulate;

/**
 * What was measured of missing sections. Immutable.
 *
 * @param rate share of the sections that are missing
 * @param run  consecutive sections missing at a time
 */
public record MissingFigures(Rate rate, Figure run) {}
