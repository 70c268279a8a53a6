package org.sstem.internal.tile;

import org.sstem.method.Plane;

/** Restored grey values of one tile with the provenance of each. */
record RestoredTile(Plane pixels, byte[] provenance) {}
