package org.sstem.internal.file;

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
import org.sstem.internal.file.spool.SectionSpool;
import org.sstem.internal.output.OpenInputs;
import org.sstem.stack.StackReader;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A stack over a file, its sections read when they are touched and kept softly; sections of which few fit into the heap are
 * kept in parts, and wait on the disk.
 */
public final class OpenStack<T extends NativeType<T> & RealType<T>> implements StackReader<T> {

    /** A section that takes a larger part of the heap waits on the disk. */
    private static final int HEAP_SHARE = 16;

    /** What a part of such a section takes in memory. */
    private static final int PART_BYTES = 1 << 22;

    private final SectionReader file;
    private final SectionSpool spool;
    private final RandomAccessibleInterval<T> pixels;

    private OpenStack(SectionReader file, SectionSpool spool, RandomAccessibleInterval<T> pixels) {
        this.file = file;
        this.spool = spool;
        this.pixels = pixels;
    }

    /** Makes a stack of the pixel type that the file has. */
    public static StackReader<?> of(SectionReader file) {
        return of(file, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /** The same with a greatest number of bytes of a section that is kept as a whole. */
    static StackReader<?> of(SectionReader file, long mostBytes) {
        return switch (file.type()) {
            case UINT8 -> of(file, mostBytes, new UnsignedByteType(), raw -> new ByteArray((byte[]) raw));
            case UINT16 -> of(file, mostBytes, new UnsignedShortType(), raw -> new ShortArray((short[]) raw));
            case FLOAT32 -> of(file, mostBytes, new FloatType(), raw -> new FloatArray((float[]) raw));
            case UINT64 -> throw new IllegalArgumentException("labels are opened as labels");
        };
    }

    private static <T extends NativeType<T> & RealType<T>, A extends DataAccess> StackReader<T> of(
            SectionReader file, long mostBytes, T type, Function<Object, A> access) {
        int width = file.width();
        int height = file.height();
        int sections = file.sections();
        long rowBytes = (long) width * file.type().bytes();
        if (rowBytes * height <= mostBytes) {
            return new OpenStack<>(
                    file, null, SectionCells.image(width, height, sections, type, z -> access.apply(file.read(z))));
        }
        SectionSpool spool = new SectionSpool(file);
        int rows = (int) Math.max(1, Math.min(height, PART_BYTES / rowBytes));
        return new OpenStack<>(
                file,
                spool,
                SectionCells.image(
                        width,
                        height,
                        sections,
                        rows,
                        type,
                        (z, from, count) -> access.apply(spool.rows(z, from, count))));
    }

    @Override
    public RandomAccessibleInterval<T> pixels() {
        return pixels;
    }

    @Override
    public T type() {
        return pixels.getType().createVariable();
    }

    @Override
    public int width() {
        return file.width();
    }

    @Override
    public int height() {
        return file.height();
    }

    @Override
    public int sections() {
        return file.sections();
    }

    @Override
    public Optional<VoxelSize> voxelSize() {
        return file.voxelSize();
    }

    @Override
    public List<String> remarks() {
        return file.remarks();
    }

    @Override
    public List<Integer> gaps() {
        return file.gaps();
    }

    @Override
    public List<String> names() {
        return file.names();
    }

    @Override
    public void close() throws IOException {
        OpenInputs.closed(file);
        try (SectionReader closed = file) {
            if (spool != null) {
                spool.close();
            }
        }
    }
}
