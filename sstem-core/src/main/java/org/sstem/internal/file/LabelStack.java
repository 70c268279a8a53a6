package org.sstem.internal.file;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.array.LongArray;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import org.sstem.internal.file.hdf5.Hdf5Dataset;
import org.sstem.stack.StackReader;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An open stack of labels, one number a pixel, read section by section. Of a float stack the values have to be whole
 * numbers.
 */
public final class LabelStack implements StackReader<UnsignedLongType> {

    private interface Source extends AutoCloseable {
        long[] read(int z) throws IOException;

        Optional<VoxelSize> voxelSize();

        @Override
        void close() throws IOException;
    }

    private final Source source;
    private final RandomAccessibleInterval<UnsignedLongType> pixels;

    private LabelStack(Source source, int width, int height, int sections) {
        this.source = source;
        this.pixels =
                SectionCells.image(width, height, sections, new UnsignedLongType(), z -> new LongArray(source.read(z)));
    }

    public static StackReader<UnsignedLongType> open(StackPath place) throws IOException {
        if (place.isHdf5File()) {
            return of(Hdf5Dataset.open(place.file(), place.dataset()));
        }
        SectionReader stack = place.open();
        return of(place, stack);
    }

    private static LabelStack of(StackPath place, SectionReader stack) {
        Source source = new Source() {
            @Override
            public long[] read(int z) throws IOException {
                Object raw = stack.read(z);
                long[] out = new long[stack.width() * stack.height()];
                for (int i = 0; i < out.length; i++) {
                    if (raw instanceof float[] floats) {
                        out[i] = whole(floats[i], place, z);
                    } else {
                        out[i] = raw instanceof byte[] bytes ? bytes[i] & 0xff : ((short[]) raw)[i] & 0xffff;
                    }
                }
                return out;
            }

            @Override
            public Optional<VoxelSize> voxelSize() {
                return stack.voxelSize();
            }

            @Override
            public void close() throws IOException {
                stack.close();
            }
        };
        return new LabelStack(source, stack.width(), stack.height(), stack.sections());
    }

    private static long whole(float value, StackPath place, int z) throws IOException {
        if (value != (long) value) {
            throw new IOException("section " + z + " of " + place + " holds " + value + "; labels are whole numbers");
        }
        return (long) value;
    }

    private static LabelStack of(Hdf5Dataset dataset) throws IOException {
        String type = dataset.typeName();
        if (!type.matches("u?int(8|16|32|64)")) {
            dataset.close();
            throw new IOException(dataset + " holds " + type + "; labels are whole numbers");
        }
        Source source = new Source() {
            @Override
            public long[] read(int z) throws IOException {
                SectionHeader header = SectionHeader.of(dataset, PixelType.UINT8, dataset.width(), dataset.height());
                long[] out = new long[header.pixels()];
                Arrays.fill(out, dataset.fillValue().longValue());
                dataset.read(z, (bytes, pixel, count) -> decode(type, bytes, out, pixel, count));
                return out;
            }

            @Override
            public Optional<VoxelSize> voxelSize() {
                return dataset.voxelSize();
            }

            @Override
            public void close() {
                dataset.close();
            }
        };
        return new LabelStack(source, dataset.width(), dataset.height(), dataset.sections());
    }

    private static void decode(String type, ByteBuffer bytes, long[] out, int pixel, int count) {
        for (int i = pixel; i < pixel + count; i++) {
            out[i] = switch (type) {
                case "uint8" -> bytes.get() & 0xff;
                case "int8" -> bytes.get();
                case "uint16" -> bytes.getShort() & 0xffff;
                case "int16" -> bytes.getShort();
                case "uint32" -> bytes.getInt() & 0xffffffffL;
                case "int32" -> bytes.getInt();
                default -> bytes.getLong();
            };
        }
    }

    @Override
    public RandomAccessibleInterval<UnsignedLongType> pixels() {
        return pixels;
    }

    @Override
    public UnsignedLongType type() {
        return new UnsignedLongType();
    }

    @Override
    public int width() {
        return Math.toIntExact(pixels.dimension(0));
    }

    @Override
    public int height() {
        return Math.toIntExact(pixels.dimension(1));
    }

    @Override
    public int sections() {
        return Math.toIntExact(pixels.dimension(2));
    }

    @Override
    public Optional<VoxelSize> voxelSize() {
        return source.voxelSize();
    }

    @Override
    public List<String> remarks() {
        return List.of();
    }

    @Override
    public List<Integer> gaps() {
        return List.of();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
