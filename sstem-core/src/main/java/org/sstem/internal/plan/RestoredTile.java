package org.sstem.internal.plan;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.sstem.method.Plane;

/**
 * Restored grey values of one tile with the provenance of each.
 *
 * @param pixels     for a further step: counted from black, smooth where there is no tissue
 * @param finished   for the stack: its own levels, its own pixels wherever they are kept
 * @param provenance one code a pixel
 */
public record RestoredTile(Plane pixels, Plane finished, byte[] provenance) {

    /** Writes the codes into an image of the tile's size. */
    void storeProvenance(RandomAccessibleInterval<UnsignedByteType> target) {
        Cursor<UnsignedByteType> to = Views.flatIterable(target).cursor();
        for (byte code : provenance) {
            to.next().set(code);
        }
    }
}
