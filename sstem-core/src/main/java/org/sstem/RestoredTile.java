package org.sstem;

import org.sstem.image.Plane;

/** Restored grey values of one tile with the provenance of each. */
record RestoredTile(Plane pixels, byte[] provenance) {}
