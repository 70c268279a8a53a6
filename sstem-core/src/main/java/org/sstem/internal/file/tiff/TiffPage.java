package org.sstem.internal.file.tiff;

import org.sstem.internal.file.ImageFiles;
import org.sstem.internal.file.RawPixels;
import org.sstem.internal.file.SectionHeader;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * One section of a TIFF file.
 *
 * @param layout how the pixels are stored
 * @param fields the page that it lies in, for the tables of its strips or tiles
 * @param plane  0, or which of the sections it is that lie behind one another, uncompressed, where the page says the
 *     first one lies
 */
record TiffPage(SectionHeader header, TiffLayout layout, TiffFields fields, int plane) {

    /** The section {@code z} of those that this page claims. */
    TiffPage at(int z) {
        return new TiffPage(header, layout, fields, z);
    }

    long bytes() {
        return (long) header.pixels() * header.type().bytes();
    }

    /** Tells whether the pixels lie there as they are, from first to last, with nothing between. */
    boolean isContiguous(RandomAccessFile in) throws IOException {
        if (!layout.plain()) {
            return false;
        }
        long[] offsets = layout.offsets(in, fields);
        for (int i = 1; i < offsets.length; i++) {
            if (offsets[i] != offsets[0] + (long) i * layout.stripBytes(header, 0)) {
                return false;
            }
        }
        return true;
    }

    /** Reads the pixels. */
    Object read(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            return layout.plain() ? readPlain(in) : TiffDecoder.read(in, this);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // The decoders throw both on damaged data; and they trust what a tile or a table says of its size.
            throw ImageFiles.failure(file, "as a TIFF section", e);
        }
    }

    private Object readPlain(RandomAccessFile in) throws IOException {
        long[] offsets = layout.offsets(in, fields);
        layout.checkLengths(in, fields, header);
        for (int strip = 0; strip < offsets.length; strip++) {
            long end = offsets[strip] + plane * bytes() + layout.stripBytes(header, strip);
            if (offsets[strip] < 0 || end > in.length()) {
                throw new EOFException("its strip " + strip + " ends behind the end of the file");
            }
        }
        Object raw = header.type().newArray(header.pixels());
        int size = header.type().bytes();
        ByteBuffer block = ByteBuffer.allocate(RawPixels.BLOCK_BYTES).order(fields.order());
        int pixel = 0;
        for (int strip = 0; strip < offsets.length; strip++) {
            in.seek(offsets[strip] + plane * bytes());
            long left = layout.stripBytes(header, strip) / size;
            while (left > 0) {
                int count = (int) Math.min(left, RawPixels.BLOCK_BYTES / size);
                block.clear().limit(count * size);
                in.readFully(block.array(), 0, count * size);
                RawPixels.decode(block, raw, pixel, count);
                pixel += count;
                left -= count;
            }
        }
        return raw;
    }
}
