package org.sstem.internal.plan;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.sstem.internal.image.Rows;
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
        Rows.forEach(pixels.height(), (from, to) -> {
            RandomAccess<UnsignedByteType> access = target.randomAccess();
            for (int y = from; y < to; y++) {
                access.setPosition(target.min(0), 0);
                access.setPosition(target.min(1) + y, 1);
                for (int x = 0; x < pixels.width(); x++) {
                    access.get().set(provenance[y * pixels.width() + x]);
                    access.fwd(0);
                }
            }
        });
    }
}
