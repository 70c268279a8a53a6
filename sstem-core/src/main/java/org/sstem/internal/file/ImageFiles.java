package org.sstem.internal.file;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.FileImageOutputStream;
import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferFloat;
import java.awt.image.DataBufferUShort;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;

/**
 * Grey images through ImageIO, their pixel arrays handed over without a copy.
 *
 * <p>The streams are opened here rather than by {@code ImageIO.createImageInputStream}, whose cache would copy every
 * file into a temporary one.
 */
public final class ImageFiles {

    private ImageFiles() {}

    /** Reads one image of a file into an array of the expected type. */
    static Object read(Path file, String format, int index, SectionHeader expected) throws IOException {
        ImageReader reader = reader(format);
        try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
            reader.setInput(in, false, true);
            return pixels(file, reader.read(index), expected);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // The decoders throw all of them on damaged data.
            throw failure(file, "as a " + format.toUpperCase(Locale.ROOT) + " section", e);
        } finally {
            reader.dispose();
        }
    }

    /**
     * Says why something cannot be read: that there is too little memory is one thing, that it is damaged another.
     *
     * @param where begins the message: the file, or the section of it
     * @param as    what it was to be read as; may be empty
     * @param e     what was thrown
     */
    public static IOException failure(Object where, String as, Throwable e) {
        String what = where + " cannot be read" + (as.isEmpty() ? "" : " " + as);
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                long heap = Runtime.getRuntime().maxMemory() >> 20;
                return new IOException(
                        what + ", the memory of Java, " + heap + " MiB, is not enough for what it claims to hold: give"
                                + " it more with -Xmx",
                        e);
            }
        }
        return new IOException(what + ", it is damaged or cut off: " + reason(e), e);
    }

    static ImageReader reader(String format) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new IOException("this Java has no reader for " + format + " images");
        }
        return readers.next();
    }

    private static Object pixels(Path file, BufferedImage image, SectionHeader expected) throws IOException {
        DataBuffer buffer = image.getRaster().getDataBuffer();
        Object raw = null;
        if (image.getRaster().getNumBands() == 1) {
            if (buffer instanceof DataBufferByte b) {
                raw = b.getData();
            } else if (buffer instanceof DataBufferUShort b) {
                raw = b.getData();
            } else if (buffer instanceof DataBufferFloat b) {
                raw = b.getData();
            }
        }
        if (raw == null
                || raw.getClass() != expected.type().newArray(0).getClass()
                || Array.getLength(raw) != expected.pixels()) {
            throw new IOException("its pixels are not " + expected);
        }
        return raw;
    }

    /** Writes a grey image into a new file, and sees to it that it is on the disk. */
    static void write(Path file, String format, SectionHeader header, Object raw) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
            try (FileImageOutputStream out = new FileImageOutputStream(random)) {
                writer.setOutput(out);
                writer.write(null, new IIOImage(image(header, raw), null, null), null);
                out.flush();
                random.getFD().sync();
            }
        } catch (IOException e) {
            throw new IOException(file + " cannot be written: " + reason(e), e);
        } finally {
            writer.dispose();
        }
    }

    private static BufferedImage image(SectionHeader header, Object raw) {
        int w = header.width();
        int h = header.height();
        DataBuffer buffer =
                switch (header.type()) {
                    case UINT8 -> new DataBufferByte((byte[]) raw, w * h);
                    case UINT16 -> new DataBufferUShort((short[]) raw, w * h);
                    case FLOAT32 -> new DataBufferFloat((float[]) raw, w * h);
                    case UINT64 -> throw new IllegalArgumentException("no image holds pixels of 64 bits");
                };
        SampleModel samples = new PixelInterleavedSampleModel(buffer.getDataType(), w, h, 1, w, new int[] {0});
        WritableRaster raster = Raster.createWritableRaster(samples, buffer, new Point(0, 0));
        ColorModel grey = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY), false, false, ColorModel.OPAQUE, buffer.getDataType());
        return new BufferedImage(grey, raster, false, null);
    }

    /** The innermost message of an exception: what the decoder or the operating system said. */
    public static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
