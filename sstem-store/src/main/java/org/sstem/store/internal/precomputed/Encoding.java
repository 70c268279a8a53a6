package org.sstem.store.internal.precomputed;

import org.sstem.store.internal.chunk.Codecs;
import org.sstem.store.internal.chunk.ElementType;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/** How the numbers of a chunk are kept. */
enum Encoding {
    /** Bare, or packed by gzip. */
    RAW,
    /** Bytes as a grey image of whatever width and height, row by row. */
    JPEG,
    /** The same, of 8 or 16 bits. */
    PNG;

    /**
     * Finds an encoding by its name.
     *
     * @throws IllegalArgumentException if numbers of this type are not read from it
     */
    static Encoding of(String name, ElementType type) {
        for (Encoding encoding : values()) {
            if (encoding.id().equals(name)) {
                if (encoding != RAW && type != ElementType.UINT8 && (encoding == JPEG || type != ElementType.UINT16)) {
                    throw new IllegalArgumentException(
                            "its chunks hold " + type.id() + " encoded as " + name + ", which is not supported");
                }
                return encoding;
            }
        }
        throw new IllegalArgumentException("its chunks are encoded as " + name + ", which is not supported");
    }

    private String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the numbers of a chunk, {@code bytes} of them, little-endian. */
    byte[] decode(byte[] file, int bytes, ElementType type) throws IOException {
        if (this == RAW) {
            boolean packed = file.length != bytes && file.length > 2 && file[0] == 0x1f && (file[1] & 0xff) == 0x8b;
            return packed ? Codecs.gzip().decode(file, bytes) : file;
        }
        int count = bytes / type.bytes();
        ImageReader reader = ImageIO.getImageReadersByFormatName(id()).next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            long pixels = Math.multiplyFull(reader.getWidth(0), reader.getHeight(0));
            if (pixels != count) {
                throw new IOException("it holds " + pixels + " of " + count + " pixels");
            }
            return numbers(reader.read(0).getRaster(), type);
        } catch (RuntimeException e) {
            // What readers of images throw at damaged files.
            throw new IOException("it is no image of type " + id() + ": " + e, e);
        } finally {
            reader.dispose();
        }
    }

    private byte[] numbers(Raster raster, ElementType type) throws IOException {
        if (raster.getNumBands() != 1 || raster.getSampleModel().getSampleSize(0) != 8 * type.bytes()) {
            throw new IOException("it is no grey image of " + 8 * type.bytes() + " bits");
        }
        Object samples = raster.getDataElements(0, 0, raster.getWidth(), raster.getHeight(), null);
        if (samples instanceof byte[] numbers) {
            return numbers;
        }
        short[] numbers = (short[]) samples;
        ByteBuffer out = ByteBuffer.allocate(2 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        out.asShortBuffer().put(numbers);
        return out.array();
    }
}
