package org.sstem.stack;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.array.LongArray;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.SectionCells;
import org.sstem.internal.file.SectionHeader;
import org.sstem.internal.file.SectionReader;
import org.sstem.internal.file.StackPath;
import org.sstem.internal.file.hdf5.Hdf5Dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An open stack of labels, one number a pixel, read section by section. Of a float stack the values have to be whole
 * numbers.
 *
 * <p>Thread-safe.
 */
public final class LabelReader implements AutoCloseable {

    private interface Source extends AutoCloseable {
        long[] read(int z) throws IOException;

        @Override
        void close() throws IOException;
    }

    private final Source source;
    private final int width;
    private final int height;
    private final int sections;

    private LabelReader(Source source, int width, int height, int sections) {
        this.source = source;
        this.width = width;
        this.height = height;
        this.sections = sections;
    }

    static LabelReader open(StackPath place) throws IOException {
        if (place.isHdf5File()) {
            return of(Hdf5Dataset.open(place.file(), place.dataset()));
        }
        SectionReader stack = place.open();
        return of(place, stack);
    }

    private static LabelReader of(StackPath place, SectionReader stack) {
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
            public void close() throws IOException {
                stack.close();
            }
        };
        return new LabelReader(source, stack.width(), stack.height(), stack.sections());
    }

    private static long whole(float value, StackPath place, int z) throws IOException {
        if (value != (long) value) {
            throw new IOException("section " + z + " of " + place + " holds " + value + "; labels are whole numbers");
        }
        return (long) value;
    }

    private static LabelReader of(Hdf5Dataset dataset) throws IOException {
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
            public void close() {
                dataset.close();
            }
        };
        return new LabelReader(source, dataset.width(), dataset.height(), dataset.sections());
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

    /**
     * Returns the size in x.
     *
     * @return pixels in x
     */
    public int width() {
        return width;
    }

    /**
     * Returns the size in y.
     *
     * @return pixels in y
     */
    public int height() {
        return height;
    }

    /**
     * Returns the number of sections.
     *
     * @return sections in z
     */
    public int sections() {
        return sections;
    }

    /**
     * Returns the labels as an image; a section is read when it is touched and kept softly.
     *
     * @return a lazy image, axes (x, y, z), valid until this reader is closed; touching a section that cannot be read
     *     throws an {@link java.io.UncheckedIOException}
     */
    public RandomAccessibleInterval<UnsignedLongType> pixels() {
        return SectionCells.image(width, height, sections, new UnsignedLongType(), z -> new LongArray(read(z)));
    }

    /**
     * Reads the labels of one section.
     *
     * @param z section, 0 to {@link #sections()} - 1
     * @return one label a pixel, row-major; unsigned 64-bit labels as the {@code long} of the same bits
     * @throws IOException if the section cannot be read; the message names the file
     */
    public long[] read(int z) throws IOException {
        if (z < 0 || z >= sections) {
            throw new IllegalArgumentException("z must be 0 to " + (sections - 1) + ", was " + z);
        }
        return source.read(z);
    }

    /**
     * Closes the file.
     *
     * @throws IOException if closing fails
     */
    @Override
    public void close() throws IOException {
        source.close();
    }
}
