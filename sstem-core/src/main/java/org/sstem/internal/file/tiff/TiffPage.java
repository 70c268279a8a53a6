package org.sstem.internal.file.tiff;

import org.sstem.internal.file.ImageFiles;
import org.sstem.internal.file.RawPixels;
import org.sstem.internal.file.SectionHeader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * One page of a TIFF file: a grey section.
 *
 * @param plain      whether the pixels lie uncompressed in strips, so that they can be read here; all else is left to
 *     ImageIO
 * @param order      the byte order of the pixels
 * @param offsets    where the strips begin
 * @param stripBytes how long they are
 */
record TiffPage(SectionHeader header, boolean plain, ByteOrder order, long[] offsets, long[] stripBytes) {

    /** Reads the pixels of a plain page. */
    Object readPlain(Path file) throws IOException {
        Object raw = header.type().newArray(header.pixels());
        int size = header.type().bytes();
        ByteBuffer block = ByteBuffer.allocate(RawPixels.BLOCK_BYTES).order(order);
        int pixel = 0;
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            for (int strip = 0; strip < offsets.length; strip++) {
                in.seek(offsets[strip]);
                long left = Math.min(stripBytes[strip] / size, header.pixels() - pixel);
                while (left > 0) {
                    int count = (int) Math.min(left, RawPixels.BLOCK_BYTES / size);
                    block.clear().limit(count * size);
                    in.readFully(block.array(), 0, count * size);
                    RawPixels.decode(block, raw, pixel, count);
                    pixel += count;
                    left -= count;
                }
            }
        } catch (IOException e) {
            throw new IOException(
                    file + " cannot be read as a TIFF section, it is damaged or cut off: " + ImageFiles.reason(e), e);
        }
        if (pixel != header.pixels()) {
            throw new IOException(file + " cannot be read as a TIFF section, its strips hold " + pixel + " of "
                    + header.pixels() + " pixels");
        }
        return raw;
    }
}
