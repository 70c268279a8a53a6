package org.sstem.stack;

import org.sstem.internal.file.SectionCells;
import org.sstem.internal.file.SectionReader;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.DataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * An open stack: what its headers say, and its pixels, read section by section when they are touched.
 *
 * <p>What was read is kept softly: it is read again if the memory was needed in between. Thread-safe; each section is
 * read once even if several threads touch it at the same time.
 *
 * @param <T> 8 or 16 bit unsigned, or float
 */
public final class StackReader<T extends NativeType<T> & RealType<T>> implements AutoCloseable {

    private final SectionReader file;
    private final RandomAccessibleInterval<T> pixels;

    private StackReader(SectionReader file, RandomAccessibleInterval<T> pixels) {
        this.file = file;
        this.pixels = pixels;
    }

    static StackReader<?> of(SectionReader file) {
        return switch (file.type()) {
            case UINT8 -> of(file, new UnsignedByteType(), z -> new ByteArray((byte[]) file.read(z)));
            case UINT16 -> of(file, new UnsignedShortType(), z -> new ShortArray((short[]) file.read(z)));
            case FLOAT32 -> of(file, new FloatType(), z -> new FloatArray((float[]) file.read(z)));
        };
    }

    private static <T extends NativeType<T> & RealType<T>, A extends DataAccess> StackReader<T> of(
            SectionReader file, T type, SectionCells.Reading<A> reading) {
        return new StackReader<>(file, SectionCells.image(file.width(), file.height(), file.sections(), type, reading));
    }

    /**
     * Returns the pixels. Touching a section that cannot be read throws an {@link java.io.UncheckedIOException} that
     * names the file. Writing into the pixels is not supported: it changes what is held in memory, and may be lost.
     *
     * @return a lazy image, axes (x, y, z), valid until this reader is closed
     */
    public RandomAccessibleInterval<T> pixels() {
        return pixels;
    }

    /**
     * Returns the pixel type.
     *
     * @return a fresh value of the type
     */
    public T type() {
        return pixels.getType().createVariable();
    }

    /**
     * Returns the size in x.
     *
     * @return pixels in x
     */
    public int width() {
        return file.width();
    }

    /**
     * Returns the size in y.
     *
     * @return pixels in y
     */
    public int height() {
        return file.height();
    }

    /**
     * Returns the number of sections.
     *
     * @return sections in z
     */
    public int sections() {
        return file.sections();
    }

    /**
     * Returns the size of a voxel, if the file tells it.
     *
     * @return the voxel size; empty if the file says nothing
     */
    public Optional<VoxelSize> voxelSize() {
        return file.voxelSize();
    }

    /**
     * Returns what has to be said of the stack: what its files state and is not followed, as a unit that is not known,
     * or what they seem to lack, as numbers left out of the names.
     *
     * @return sentences, mostly none
     */
    public List<String> remarks() {
        return file.remarks();
    }

    /**
     * Returns the sections that the stack lacks and that were put in for {@link ReadOption#GAPS_ARE_MISSING}; their
     * pixels are 0.
     *
     * @return section numbers, ascending
     */
    public List<Integer> gaps() {
        return file.gaps();
    }

    /**
     * Closes the file. Sections that were not read before cannot be read any more.
     *
     * @throws IOException if closing fails
     */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
