package org.sstem.internal.file.tiff;

import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.RawPixels;
import org.sstem.internal.file.SectionHeader;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes grey TIFF pages, uncompressed, one after the other: a classic file where 4 GB are enough, else BigTIFF. The pixels of
 * all pages come first, without a gap, as ImageJ takes for granted of a file that says how many images it holds; what is
 * said of the pages comes behind them.
 *
 * <p>ImageIO writes no BigTIFF, and none of its files can be appended to without reading them again.
 */
final class TiffStackWriter {

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int ASCII = 2;
    private static final int LONG8 = 16;

    private final RandomAccessFile out;
    private final SectionHeader section;
    private final Optional<VoxelSize> voxelSize;
    private final String description;
    private final int rowsPerStrip;
    private final int strips;
    private final boolean big;
    private final long pageBytes;
    private long linkAt;
    private long pixelsAt;
    private long directoryAt;
    private boolean first = true;

    /** One field of a page; its values are encoded as it demands. */
    private record Field(int tag, int type, long[] values) {}

    TiffStackWriter(RandomAccessFile out, SectionHeader section, int pages, Optional<VoxelSize> voxelSize, boolean big)
            throws IOException {
        this.out = out;
        this.section = section;
        this.voxelSize = voxelSize;
        this.description = TiffDescription.of(pages, voxelSize);
        this.rowsPerStrip = rowsPerStrip(section);
        this.strips = strips(section);
        this.big = big;
        this.pageBytes = (long) section.pixels() * section.type().bytes();
        begin();
        this.pixelsAt = out.getFilePointer();
        this.directoryAt = even(pixelsAt + pages * pageBytes);
    }

    /** Directories begin at even addresses. */
    private static long even(long address) {
        return address + (address & 1);
    }

    private static int rowsPerStrip(SectionHeader section) {
        return Math.max(
                1, RawPixels.BLOCK_BYTES / (section.width() * section.type().bytes()));
    }

    private static int strips(SectionHeader section) {
        int rows = rowsPerStrip(section);
        return (section.height() + rows - 1) / rows;
    }

    /** Tells whether a stack is too large for a classic file, whose addresses have 32 bits. */
    static boolean needsBig(SectionHeader section, int pages) {
        long pageBytes = (long) section.pixels() * section.type().bytes() + 16L * strips(section) + 1024;
        return pages * pageBytes > 0xfffff000L;
    }

    private void begin() throws IOException {
        ByteBuffer head = buffer(big ? 16 : 8);
        short mark = (short) (RawPixels.ORDER == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4d4d);
        head.putShort(mark).putShort((short) (big ? 43 : 42));
        if (big) {
            head.putShort((short) 8).putShort((short) 0);
        }
        linkAt = head.position();
        out.write(head.array());
    }

    /** Something that puts the bytes of one section at the position of the file. */
    interface Pixels {
        void writeTo(RandomAccessFile out) throws IOException;
    }

    /** Writes the next page; the file is whole when all have been written. */
    void write(Pixels pixels) throws IOException {
        out.seek(pixelsAt);
        pixels.writeTo(out);
        long written = out.getFilePointer() - pixelsAt;
        if (written != pageBytes) {
            throw new IOException("a section has " + written + " bytes instead of " + pageBytes);
        }
        out.seek(directoryAt);
        long nextAt = directory(directoryAt, fields(pixelsAt));
        long end = even(out.getFilePointer());
        out.seek(linkAt);
        out.write(pointer(directoryAt));
        linkAt = nextAt;
        pixelsAt += pageBytes;
        directoryAt = end;
        first = false;
    }

    private List<Field> fields(long start) {
        long rowBytes = (long) section.width() * section.type().bytes();
        long[] offsets = new long[strips];
        long[] bytes = new long[strips];
        for (int i = 0; i < strips; i++) {
            offsets[i] = start + i * rowsPerStrip * rowBytes;
            bytes[i] = Math.min(rowsPerStrip, section.height() - i * rowsPerStrip) * rowBytes;
        }
        List<Field> fields = new ArrayList<>();
        add(fields, TiffHeaders.WIDTH, LONG, section.width());
        add(fields, TiffHeaders.HEIGHT, LONG, section.height());
        add(fields, TiffHeaders.BITS, SHORT, 8L * section.type().bytes());
        add(fields, TiffHeaders.COMPRESSION, SHORT, 1);
        add(fields, TiffHeaders.PHOTOMETRIC, SHORT, 1);
        if (first) {
            byte[] text = (description + "\0").getBytes(StandardCharsets.UTF_8);
            long[] values = new long[text.length];
            for (int i = 0; i < text.length; i++) {
                values[i] = text[i];
            }
            add(fields, TiffHeaders.DESCRIPTION, ASCII, values);
        }
        add(fields, TiffHeaders.STRIP_OFFSETS, big ? LONG8 : LONG, offsets);
        add(fields, TiffHeaders.SAMPLES, SHORT, 1);
        add(fields, TiffHeaders.ROWS_PER_STRIP, LONG, rowsPerStrip);
        add(fields, TiffHeaders.STRIP_BYTES, LONG, bytes);
        voxelSize.ifPresent(v -> {
            add(fields, TiffHeaders.X_RESOLUTION, RATIONAL, rational(v.xNm()));
            add(fields, TiffHeaders.Y_RESOLUTION, RATIONAL, rational(v.yNm()));
            add(fields, TiffHeaders.RESOLUTION_UNIT, SHORT, 1);
        });
        add(fields, TiffHeaders.SAMPLE_FORMAT, SHORT, section.type() == PixelType.FLOAT32 ? 3 : 1);
        return fields;
    }

    private static void add(List<Field> fields, int tag, int type, long... values) {
        fields.add(new Field(tag, type, values));
    }

    /** Pixels a nanometre as a fraction, to the picometre. */
    private static long[] rational(double nm) {
        long divisor = Math.max(1, Math.min(Math.round(nm * 1000), 0xffffffffL));
        return new long[] {1000, divisor};
    }

    /** Writes a directory and what does not fit into it; returns where the pointer to the next one has to go. */
    private long directory(long at, List<Field> fields) throws IOException {
        int inline = big ? 8 : 4;
        int head = (big ? 8 : 2) + fields.size() * (big ? 20 : 12) + inline;
        ByteBuffer entries = buffer(head);
        if (big) {
            entries.putLong(fields.size());
        } else {
            entries.putShort((short) fields.size());
        }
        long valuesAt = at + head + (head & 1);
        List<byte[]> behind = new ArrayList<>();
        for (Field field : fields) {
            byte[] values = encode(field);
            long count = field.type() == RATIONAL ? field.values().length / 2 : field.values().length;
            entries.putShort((short) field.tag()).putShort((short) field.type());
            if (big) {
                entries.putLong(count);
            } else {
                entries.putInt((int) count);
            }
            if (values.length <= inline) {
                entries.put(values).position(entries.position() + inline - values.length);
            } else {
                entries.put(pointer(valuesAt));
                behind.add(values);
                valuesAt += values.length + (values.length & 1);
            }
        }
        long nextAt = at + entries.position();
        out.write(entries.array());
        out.write(new byte[head & 1]);
        for (byte[] values : behind) {
            out.write(values);
            out.write(new byte[values.length & 1]);
        }
        return nextAt;
    }

    private static byte[] encode(Field field) {
        int size = field.type() == ASCII ? 1 : field.type() == SHORT ? 2 : field.type() == LONG8 ? 8 : 4;
        ByteBuffer out = buffer(size * field.values().length);
        for (long value : field.values()) {
            switch (size) {
                case 1 -> out.put((byte) value);
                case 2 -> out.putShort((short) value);
                case 4 -> out.putInt((int) value);
                default -> out.putLong(value);
            }
        }
        return out.array();
    }

    private byte[] pointer(long at) {
        return big ? buffer(8).putLong(at).array() : buffer(4).putInt((int) at).array();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(RawPixels.ORDER);
    }
}
