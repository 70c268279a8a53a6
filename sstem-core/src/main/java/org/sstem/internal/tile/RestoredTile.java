package org.sstem.internal.tile;

import org.sstem.method.Plane;

/**
 * Restored grey values of one tile with the provenance of each.
 *
 * @param pixels     for a further step: counted from black, smooth where there is no tissue
 * @param finished   for the stack: its own levels, its own pixels wherever they are kept
 * @param provenance one code a pixel
 */
public record RestoredTile(Plane pixels, Plane finished, byte[] provenance) {}
