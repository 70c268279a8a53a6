package org.sstem.internal.file.tiff;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.SectionHeader;

import javax.imageio.ImageReader;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferFloat;
import java.awt.image.DataBufferUShort;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Array;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pages that are compressed or tiled, through TwelveMonkeys' reader. */
final class TiffDecoder {

    private TiffDecoder() {}

    static Object read(RandomAccessFile in, TiffPage page) throws IOException {
        // By its class: whatever other readers there are on the class path, this one knows the predictors.
        ImageReader reader = new TIFFImageReaderSpi().createReaderInstance();
        try (TiffPageStream stream = stream(in, page)) {
            reader.setInput(stream, false, true);
            DataBuffer buffer = page.header().type() == PixelType.FLOAT32
                    // An image of floats would be cut to [0, 1].
                    ? reader.readRaster(0, null).getDataBuffer()
                    : reader.read(0).getRaster().getDataBuffer();
            return pixels(buffer, page.header());
        } finally {
            reader.dispose();
        }
    }

    private static TiffPageStream stream(RandomAccessFile in, TiffPage page) throws IOException {
        TiffLayout layout = page.layout();
        SectionHeader header = page.header();
        Map<Integer, long[]> numbers = new LinkedHashMap<>();
        numbers.put(TiffHeaders.WIDTH, one(header.width()));
        numbers.put(TiffHeaders.HEIGHT, one(header.height()));
        numbers.put(TiffHeaders.BITS, one(8L * header.type().bytes()));
        numbers.put(TiffHeaders.COMPRESSION, one(layout.compression()));
        numbers.put(TiffHeaders.PHOTOMETRIC, one(1));
        numbers.put(TiffHeaders.FILL_ORDER, one(layout.fillOrder()));
        numbers.put(TiffHeaders.SAMPLES, one(1));
        numbers.put(TiffHeaders.PREDICTOR, one(layout.predictor()));
        numbers.put(TiffHeaders.SAMPLE_FORMAT, one(header.type() == PixelType.FLOAT32 ? 3 : 1));
        if (layout.tiled()) {
            numbers.put(TiffHeaders.TILE_WIDTH, one(layout.width()));
            numbers.put(TiffHeaders.TILE_HEIGHT, one(layout.height()));
        } else {
            numbers.put(TiffHeaders.ROWS_PER_STRIP, one(layout.height()));
        }
        long[] offsets = layout.offsets(in, page.fields());
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] < 0 || offsets[i] >= in.length()) {
                throw new IOException("its part " + i + " lies behind the end of the file");
            }
            offsets[i] += TiffPageStream.HEAD;
        }
        numbers.put(layout.tiled() ? TiffHeaders.TILE_OFFSETS : TiffHeaders.STRIP_OFFSETS, offsets);
        long[] lengths = layout.lengths(in, page.fields());
        if (lengths.length > 0) {
            numbers.put(layout.tiled() ? TiffHeaders.TILE_BYTES : TiffHeaders.STRIP_BYTES, lengths);
        }
        Map<Integer, byte[]> bytes = new LinkedHashMap<>();
        if (layout.compression() == TiffLayout.JPEG && page.fields().has(TiffHeaders.JPEG_TABLES)) {
            bytes.put(TiffHeaders.JPEG_TABLES, page.fields().raw(in, TiffHeaders.JPEG_TABLES));
        }
        return new TiffPageStream(in, page.fields().order(), numbers, bytes);
    }

    private static long[] one(long value) {
        return new long[] {value};
    }

    private static Object pixels(DataBuffer buffer, SectionHeader expected) throws IOException {
        Object raw = null;
        if (buffer instanceof DataBufferByte b) {
            raw = b.getData();
        } else if (buffer instanceof DataBufferUShort b) {
            raw = b.getData();
        } else if (buffer instanceof DataBufferFloat b) {
            raw = b.getData();
        }
        if (raw == null
                || raw.getClass() != expected.type().newArray(0).getClass()
                || Array.getLength(raw) != expected.pixels()) {
            throw new IOException("its pixels are not " + expected);
        }
        return raw;
    }
}
