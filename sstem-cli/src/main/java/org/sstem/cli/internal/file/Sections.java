package org.sstem.cli.internal.file;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.sstem.internal.image.GreyValues;
import org.sstem.method.Area;
import org.sstem.method.SectionSource;

/** Sections as images to be written. */
public final class Sections {

    private Sections() {}

    /** Reads a whole section as 8 bit. */
    public static ArrayImg<UnsignedByteType, ByteArray> bytes(SectionSource source, int z) {
        ArrayImg<UnsignedByteType, ByteArray> section = ArrayImgs.unsignedBytes(source.width(), source.height());
        GreyValues.store(source.read(z, new Area(0, 0, source.width(), source.height())), 0, 0, section);
        return section;
    }
}
