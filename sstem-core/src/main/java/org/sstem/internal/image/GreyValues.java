package org.sstem.internal.image;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import org.sstem.internal.file.PixelType;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

/**
 * The way back from the floats of a {@link Plane} to the pixels of a section.
 *
 * <p>The way there is {@link SectionSource#of}. A section that goes there and back is unchanged to the last bit.
 */
public final class GreyValues {

    private GreyValues() {}

    /**
     * Writes a plane into a section: scaled by 255 or 65535, rounded half up and clipped to the type's range; into a
     * float section as it is. A NaN becomes 0 in an integer section.
     *
     * <p>Concurrent calls for areas that do not overlap are safe if the section's storage allows it, as arrays do.
     *
     * @param <T>     8 or 16 bit unsigned, or float
     * @param plane   values scaled as {@link Plane} says
     * @param x       column of the section that the plane's first column goes to
     * @param y       row of the section that the plane's first row goes to
     * @param section a 2-D section, axes (x, y), its first pixel at (0, 0)
     * @throws IllegalArgumentException if the plane does not lie inside the section or the pixel type is another one
     */
    public static <T extends NativeType<T> & RealType<T>> void store(
            Plane plane, int x, int y, RandomAccessibleInterval<T> section) {
        PixelType type = PixelType.of(section.getType());
        if (section.numDimensions() != 2 || section.min(0) != 0 || section.min(1) != 0) {
            throw new IllegalArgumentException("section must have the axes (x, y) and start at (0, 0)");
        }
        long width = section.dimension(0);
        long height = section.dimension(1);
        if (x < 0 || y < 0 || (long) x + plane.width() > width || (long) y + plane.height() > height) {
            throw new IllegalArgumentException("a plane of " + plane.width() + " x " + plane.height() + " at (" + x
                    + ", " + y + ") must lie inside the section of " + width + " x " + height);
        }
        if (section instanceof ArrayImg<?, ?> img && img.update(null) instanceof ArrayDataAccess<?> access) {
            Object raw = access.getCurrentStorageArray();
            for (int row = 0; row < plane.height(); row++) {
                int index = (int) ((y + row) * width + x);
                type.store(plane.pixels(), row * plane.width(), raw, index, plane.width());
            }
        } else {
            storeByAccess(type, plane, x, y, section);
        }
    }

    private static <T extends NativeType<T> & RealType<T>> void storeByAccess(
            PixelType type, Plane plane, int x, int y, RandomAccessibleInterval<T> section) {
        // The types that there are have an array element a pixel: threads can write side by side.
        Rows.forEach(plane.height(), (from, to) -> storeByAccess(type, plane, from, to, x, y, section));
    }

    private static <T extends NativeType<T> & RealType<T>> void storeByAccess(
            PixelType type, Plane plane, int from, int to, int x, int y, RandomAccessibleInterval<T> section) {
        RandomAccess<T> access = section.randomAccess();
        Object line = type.newArray(plane.width());
        for (int row = from; row < to; row++) {
            type.store(plane.pixels(), row * plane.width(), line, 0, plane.width());
            access.setPosition(x, 0);
            access.setPosition(y + row, 1);
            for (int i = 0; i < plane.width(); i++) {
                T pixel = access.get();
                if (pixel instanceof UnsignedByteType p) {
                    p.set(((byte[]) line)[i]);
                } else if (pixel instanceof UnsignedShortType p) {
                    p.set(((short[]) line)[i]);
                } else if (pixel instanceof FloatType p) {
                    p.set(((float[]) line)[i]);
                }
                access.fwd(0);
            }
        }
    }
}
