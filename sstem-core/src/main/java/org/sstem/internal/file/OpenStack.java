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
import org.sstem.internal.output.OpenInputs;
import org.sstem.stack.StackReader;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A stack over a file, its sections read when they are touched and kept softly. */
public final class OpenStack<T extends NativeType<T> & RealType<T>> implements StackReader<T> {

    private final SectionReader file;
    private final RandomAccessibleInterval<T> pixels;

    private OpenStack(SectionReader file, RandomAccessibleInterval<T> pixels) {
        this.file = file;
        this.pixels = pixels;
    }

    /** Makes a stack of the pixel type that the file has. */
    public static StackReader<?> of(SectionReader file) {
        return switch (file.type()) {
            case UINT8 -> of(file, new UnsignedByteType(), z -> new ByteArray((byte[]) file.read(z)));
            case UINT16 -> of(file, new UnsignedShortType(), z -> new ShortArray((short[]) file.read(z)));
            case FLOAT32 -> of(file, new FloatType(), z -> new FloatArray((float[]) file.read(z)));
            case UINT64 -> throw new IllegalArgumentException("labels are opened as labels");
        };
    }

    private static <T extends NativeType<T> & RealType<T>, A extends DataAccess> StackReader<T> of(
            SectionReader file, T type, SectionCells.Reading<A> reading) {
        return new OpenStack<>(file, SectionCells.image(file.width(), file.height(), file.sections(), type, reading));
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
        file.close();
    }
}
