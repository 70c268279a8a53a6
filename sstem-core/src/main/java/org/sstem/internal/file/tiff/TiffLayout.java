package org.sstem.internal.file.tiff;

import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.SectionHeader;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * How the pixels of a page are stored.
 *
 * @param compression as TIFF numbers it
 * @param predictor   1, 2 or 3
 * @param fillOrder   1 or 2
 * @param tiled       whether in tiles, else in strips
 * @param width       of a tile or strip, pixels
 * @param height      of a tile or strip, rows
 * @param parts       how many tiles or strips there are
 */
record TiffLayout(int compression, int predictor, int fillOrder, boolean tiled, int width, int height, int parts) {

    static final int NONE = 1;
    static final int LZW = 5;
    static final int JPEG = 7;
    static final int DEFLATE = 8;
    static final int PACKBITS = 32773;
    static final int OLD_DEFLATE = 32946;
    static final int FLOATING = 3;
    private static final int MAX_TILE = 1 << 16;

    /** Takes a page apart. */
    static TiffLayout of(Path file, RandomAccessFile in, TiffFields fields, SectionHeader header) throws IOException {
        int compression = compression(file, fields.number(in, TiffHeaders.COMPRESSION, NONE));
        long predictor = fields.number(in, TiffHeaders.PREDICTOR, 1);
        // As libtiff has it: other compressions know no predictor, whatever the page says.
        boolean predicts = compression == LZW || compression == DEFLATE || compression == OLD_DEFLATE;
        boolean known = predictor == 1 || predictor == 2 || predictor == FLOATING && header.type() == PixelType.FLOAT32;
        if (predicts && !known) {
            throw notSupported(file, "is compressed with predictor " + predictor);
        }
        long fillOrder = fields.number(in, TiffHeaders.FILL_ORDER, 1);
        if (fillOrder != 1 && fillOrder != 2) {
            throw new IOException(file + " is damaged: its fill order is " + fillOrder);
        }
        boolean tiled = fields.has(TiffHeaders.TILE_OFFSETS) || fields.has(TiffHeaders.TILE_WIDTH);
        long width = tiled ? fields.number(in, TiffHeaders.TILE_WIDTH, 0) : header.width();
        long height = tiled
                ? fields.number(in, TiffHeaders.TILE_HEIGHT, 0)
                : fields.number(in, TiffHeaders.ROWS_PER_STRIP, header.height());
        if (width < 1 || height < 1 || tiled && (width > MAX_TILE || height > MAX_TILE)) {
            throw new IOException(file + " is damaged: it claims " + (tiled ? "tiles" : "strips") + " of " + width
                    + " x " + height + " pixels");
        }
        height = Math.min(height, tiled ? height : header.height());
        long parts = ((header.width() + width - 1) / width) * ((header.height() + height - 1) / height);
        checkTables(file, fields, tiled, parts);
        return new TiffLayout(
                compression,
                predicts ? (int) predictor : 1,
                (int) fillOrder,
                tiled,
                (int) width,
                (int) height,
                Math.toIntExact(parts));
    }

    private static void checkTables(Path file, TiffFields fields, boolean tiled, long parts) throws IOException {
        String what = tiled ? " tiles" : " strips";
        long offsets = fields.count(tiled ? TiffHeaders.TILE_OFFSETS : TiffHeaders.STRIP_OFFSETS);
        if (offsets < parts) {
            throw new IOException(file + " is damaged: it tells the places of " + offsets + " of its " + parts + what);
        }
        int lengthTag = tiled ? TiffHeaders.TILE_BYTES : TiffHeaders.STRIP_BYTES;
        long lengths = fields.count(lengthTag);
        // Some programs leave the table out altogether.
        if (fields.has(lengthTag) && lengths < parts) {
            throw new IOException(file + " is damaged: it tells the lengths of " + lengths + " of its " + parts + what);
        }
    }

    private static IOException notSupported(Path file, String what) {
        return new IOException(file + " " + what + ", which is not supported; uncompressed, LZW, deflate, PackBits and"
                + " JPEG sections with predictors 1, 2 and, of floats, 3 can be read");
    }

    private static int compression(Path file, long number) throws IOException {
        if (number == NONE
                || number == LZW
                || number == JPEG
                || number == DEFLATE
                || number == PACKBITS
                || number == OLD_DEFLATE) {
            return (int) number;
        }
        String name =
                switch ((int) number) {
                    case 2, 3, 4 -> "CCITT";
                    case 6 -> "old-style JPEG";
                    case 34712, 33003, 33004, 33005 -> "JPEG 2000";
                    case 34887 -> "LERC";
                    case 34925 -> "LZMA";
                    case 50000 -> "ZSTD";
                    case 50001 -> "WebP";
                    case 50002, 52546 -> "JPEG XL";
                    case 22610, 48124 -> "JPEG XR";
                    default -> "a compression of the number " + number;
                };
        throw notSupported(file, "is compressed with " + name);
    }

    /** Tells whether the pixels lie in strips as they are, so that nothing has to be decoded. */
    boolean plain() {
        return compression == NONE && fillOrder == 1 && !tiled;
    }

    /** Bytes of one uncompressed strip. */
    long stripBytes(SectionHeader header, int strip) {
        return (long) Math.min(height, header.height() - strip * height)
                * header.width()
                * header.type().bytes();
    }

    long[] offsets(RandomAccessFile in, TiffFields fields) throws IOException {
        return fields.numbers(in, tiled ? TiffHeaders.TILE_OFFSETS : TiffHeaders.STRIP_OFFSETS, parts);
    }

    /** The lengths of the parts; empty where the file does not tell them. */
    long[] lengths(RandomAccessFile in, TiffFields fields) throws IOException {
        int tag = tiled ? TiffHeaders.TILE_BYTES : TiffHeaders.STRIP_BYTES;
        return fields.has(tag) ? fields.numbers(in, tag, parts) : new long[0];
    }

    /** Checks that uncompressed strips are as long as they have to be. */
    void checkLengths(RandomAccessFile in, TiffFields fields, SectionHeader header) throws IOException {
        long[] lengths = lengths(in, fields);
        for (int i = 0; i < lengths.length; i++) {
            // 0 is what programs write that do not know it.
            if (lengths[i] != 0 && lengths[i] < stripBytes(header, i)) {
                throw new IOException(
                        "its strip " + i + " holds " + lengths[i] + " of " + stripBytes(header, i) + " bytes");
            }
        }
    }
}
