package org.sstem.internal.file.tiff;

import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.SectionHeader;
import org.sstem.stack.VoxelSize;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The headers of a TIFF file, classic or BigTIFF.
 *
 * <p>The pages are looked at here and not by a library, because a stack is more than its pages: programs describe
 * many sections in one of them, keep thumbnails between them, and a stranger's file must not decide how much memory is
 * taken before it was checked. What is in a page is decoded by {@link TiffDecoder}.
 *
 * @param pages     its sections, not yet checked against each other
 * @param voxelSize the size of a voxel, if the file tells it
 * @param remarks   what the file says and is not followed
 */
record TiffHeaders(List<TiffPage> pages, Optional<VoxelSize> voxelSize, List<String> remarks) {

    static final int NEW_SUBFILE = 254;
    static final int OLD_SUBFILE = 255;
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int FILL_ORDER = 266;
    static final int DESCRIPTION = 270;
    static final int STRIP_OFFSETS = 273;
    static final int ORIENTATION = 274;
    static final int SAMPLES = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTES = 279;
    static final int X_RESOLUTION = 282;
    static final int Y_RESOLUTION = 283;
    static final int RESOLUTION_UNIT = 296;
    static final int PREDICTOR = 317;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTES = 325;
    static final int SAMPLE_FORMAT = 339;
    static final int JPEG_TABLES = 347;
    static final int IMAGE_DEPTH = 32997;
    static final int STK_PLANES = 33629;
    static final int LSM_INFO = 34412;

    private static final Set<Integer> KNOWN = Set.of(
            NEW_SUBFILE,
            OLD_SUBFILE,
            WIDTH,
            HEIGHT,
            BITS,
            COMPRESSION,
            PHOTOMETRIC,
            FILL_ORDER,
            DESCRIPTION,
            STRIP_OFFSETS,
            ORIENTATION,
            SAMPLES,
            ROWS_PER_STRIP,
            STRIP_BYTES,
            X_RESOLUTION,
            Y_RESOLUTION,
            RESOLUTION_UNIT,
            PREDICTOR,
            TILE_WIDTH,
            TILE_HEIGHT,
            TILE_OFFSETS,
            TILE_BYTES,
            SAMPLE_FORMAT,
            JPEG_TABLES,
            IMAGE_DEPTH,
            STK_PLANES,
            LSM_INFO);

    private static final String RULE = "; a section is grey, 8 or 16 bit unsigned or 32-bit float";

    /** More than any stack has, and few enough to be held. */
    private static final int MAX_PAGES = 200_000;

    /** Reads the headers of a stack; every page but thumbnails, pyramids and masks has to be a section. */
    static TiffHeaders read(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            return new Parser(file, in).parse();
        } catch (EOFException e) {
            throw new IOException(file + " is cut off: its headers point behind its end", e);
        }
    }

    /** Reads the headers of a file that holds one section. */
    static TiffHeaders readSection(Path file) throws IOException {
        TiffHeaders headers = read(file);
        if (headers.pages().size() > 1) {
            throw new IOException(file + " holds several pages; in a directory of sections each file holds one");
        }
        return headers;
    }

    private static final class Parser {

        private final Path file;
        private final RandomAccessFile in;
        private final List<String> remarks = new ArrayList<>();
        private ByteOrder order;
        private boolean big;

        Parser(Path file, RandomAccessFile in) {
            this.file = file;
            this.in = in;
        }

        TiffHeaders parse() throws IOException {
            long next = firstDirectory();
            List<TiffPage> pages = new ArrayList<>();
            TiffFields first = null;
            Set<Long> seen = new HashSet<>();
            while (next != 0 && seen.add(next)) {
                if (seen.size() > MAX_PAGES) {
                    throw new IOException(file + " claims more than " + MAX_PAGES + " pages");
                }
                TiffFields fields = new TiffFields(order);
                next = directory(next, fields);
                if (isPreview(fields)) {
                    continue;
                }
                if (first == null) {
                    first = fields;
                }
                pages.add(page(fields));
            }
            if (pages.isEmpty()) {
                throw new IOException(file + " holds no pages");
            }
            TiffClaim claim = TiffClaim.of(file, in, first);
            List<String> all = new ArrayList<>(claim.remarks());
            all.addAll(remarks);
            return new TiffHeaders(claim.sections(file, in, pages), claim.voxelSize(), List.copyOf(all));
        }

        /** Thumbnails, the levels of a pyramid and transparency masks are marked as such. */
        private boolean isPreview(TiffFields fields) throws IOException {
            return (fields.number(in, NEW_SUBFILE, 0) & 5) != 0 || fields.number(in, OLD_SUBFILE, 1) == 2;
        }

        private long firstDirectory() throws IOException {
            if (in.length() < 8) {
                throw new IOException(file + " is not a TIFF file");
            }
            ByteBuffer head = bytes(0, 8);
            short mark = head.getShort(0);
            order = mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            head.order(order);
            int magic = head.getShort(2);
            if (mark != 0x4949 && mark != 0x4d4d || magic != 42 && magic != 43) {
                throw new IOException(file + " is not a TIFF file");
            }
            big = magic == 43;
            return big ? bytes(8, 8).getLong(0) : head.getInt(4) & 0xffffffffL;
        }

        private ByteBuffer bytes(long offset, int length) throws IOException {
            if (offset < 0 || offset > in.length() - length) {
                throw new EOFException();
            }
            byte[] out = new byte[length];
            in.seek(offset);
            in.readFully(out);
            ByteBuffer buffer = ByteBuffer.wrap(out);
            return order == null ? buffer : buffer.order(order);
        }

        /** Reads one directory of fields and returns where the next one is. */
        private long directory(long offset, TiffFields fields) throws IOException {
            int countBytes = big ? 8 : 2;
            int entryBytes = big ? 20 : 12;
            int inline = big ? 8 : 4;
            ByteBuffer count = bytes(offset, countBytes);
            long entries = big ? count.getLong(0) : count.getShort(0) & 0xffff;
            if (entries < 0 || entries > 0xffff) {
                throw new IOException(file + " is damaged: one of its pages claims " + entries + " fields");
            }
            ByteBuffer all = bytes(offset + countBytes, (int) entries * entryBytes + inline);
            for (int i = 0; i < entries; i++) {
                int at = i * entryBytes;
                int tag = all.getShort(at) & 0xffff;
                if (KNOWN.contains(tag)) {
                    int type = all.getShort(at + 2) & 0xffff;
                    long values = big ? all.getLong(at + 4) : all.getInt(at + 4) & 0xffffffffL;
                    int valueAt = at + (big ? 12 : 8);
                    fields.add(tag, type, values, all.slice(valueAt, inline).order(order));
                }
            }
            int end = (int) entries * entryBytes;
            return big ? all.getLong(end) : all.getInt(end) & 0xffffffffL;
        }

        private TiffPage page(TiffFields fields) throws IOException {
            long photometric = fields.number(in, PHOTOMETRIC, 1);
            long samples = fields.number(in, SAMPLES, 1);
            if (photometric != 1 || samples != 1) {
                throw new IOException(file + " is " + colour(photometric, samples) + RULE);
            }
            PixelType type = type(fields.number(in, BITS, 1), fields.number(in, SAMPLE_FORMAT, 1));
            if (fields.number(in, IMAGE_DEPTH, 1) != 1) {
                throw new IOException(file + " holds pages of several sections each (ImageDepth), which is not"
                        + " supported; one page holds one section");
            }
            SectionHeader header =
                    SectionHeader.of(file, type, fields.number(in, WIDTH, 0), fields.number(in, HEIGHT, 0));
            header.checkPlausible(file, in.length());
            TiffLayout layout = TiffLayout.of(file, in, fields, header);
            if (layout.compression() == TiffLayout.JPEG && type != PixelType.UINT8) {
                throw new IOException(file + " holds JPEG sections of " + type.label()
                        + " pixels, which is not supported; of JPEG only 8-bit is");
            }
            long orientation = fields.number(in, ORIENTATION, 1);
            if (orientation != 1 && remarks.isEmpty()) {
                remarks.add("its orientation tag is " + orientation + " (not top left): the pixels are taken as they"
                        + " are stored, neither turned nor mirrored");
            }
            return new TiffPage(header, layout, fields, 0);
        }

        private PixelType type(long bits, long format) throws IOException {
            if (bits == 8 && format == 1) {
                return PixelType.UINT8;
            }
            if (bits == 16 && format == 1) {
                return PixelType.UINT16;
            }
            if (bits == 32 && format == 3) {
                return PixelType.FLOAT32;
            }
            String kind = format == 1 ? "unsigned" : format == 2 ? "signed" : format == 3 ? "float" : "other";
            throw new IOException(file + " has pixels of " + bits + " bits, " + kind + RULE);
        }

        private static String colour(long photometric, long samples) {
            if (photometric == 0) {
                return "grey with white as 0";
            }
            if (photometric == 1) {
                return "grey with " + samples + " samples a pixel";
            }
            return photometric == 2
                    ? "RGB"
                    : photometric == 3 ? "a palette image" : "of photometric interpretation " + photometric;
        }
    }
}
