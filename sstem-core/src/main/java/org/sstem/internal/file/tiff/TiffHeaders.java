package org.sstem.internal.file.tiff;

import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.SectionHeader;
import org.sstem.stack.VoxelSize;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The headers of a TIFF file, classic or BigTIFF.
 *
 * <p>ImageIO reads no BigTIFF, and a stack of more than 4 GB cannot be anything else. Only the few tags that a grey
 * section needs are looked at.
 *
 * @param big         whether it is a BigTIFF file
 * @param pages       its pages, not yet checked against each other
 * @param description the text of the first page, or an empty one
 * @param resolution  pixels a unit in x and y as the first page says, or zeros
 */
record TiffHeaders(boolean big, List<TiffPage> pages, String description, double[] resolution) {

    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int DESCRIPTION = 270;
    static final int STRIP_OFFSETS = 273;
    static final int SAMPLES = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTES = 279;
    static final int X_RESOLUTION = 282;
    static final int Y_RESOLUTION = 283;
    static final int RESOLUTION_UNIT = 296;
    static final int SAMPLE_FORMAT = 339;
    private static final int FILL_ORDER = 266;
    private static final int NEW_SUBFILE = 254;
    private static final int MAX_VALUES = 1 << 24;
    private static final String RULE = "; a section is grey, 8 or 16 bit unsigned or 32-bit float";

    /** Bytes of a value by the number of its type, from TIFF 6.0 and BigTIFF. */
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

    /** Reads the headers; every page but reduced-size previews has to be a section. */
    static TiffHeaders read(Path file, boolean firstOnly) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            return new Parser(file, in).parse(firstOnly);
        } catch (EOFException e) {
            throw new IOException(file + " is cut off: its headers point behind its end", e);
        }
    }

    /** The voxel size, from the description that is written here or the one that ImageJ writes. */
    Optional<VoxelSize> voxelSize() {
        return TiffDescription.parse(description, resolution);
    }

    /** One field of a page: its raw value bytes. */
    private record Field(int type, long count, ByteBuffer value) {

        long number(int i) {
            return switch (type) {
                case 1 -> value.get(i) & 0xff;
                case 3 -> value.getShort(2 * i) & 0xffff;
                case 4, 13 -> value.getInt(4 * i) & 0xffffffffL;
                case 16, 18 -> value.getLong(8 * i);
                default -> -1;
            };
        }

        double rational() {
            double divisor = value.getInt(4) & 0xffffffffL;
            return type == 5 && divisor > 0 ? (value.getInt(0) & 0xffffffffL) / divisor : 0;
        }

        long[] numbers() {
            long[] out = new long[(int) count];
            for (int i = 0; i < out.length; i++) {
                out[i] = number(i);
            }
            return out;
        }
    }

    private static final class Parser {

        private final Path file;
        private final RandomAccessFile in;
        private ByteOrder order;
        private boolean big;

        Parser(Path file, RandomAccessFile in) {
            this.file = file;
            this.in = in;
        }

        TiffHeaders parse(boolean firstOnly) throws IOException {
            long next = firstDirectory();
            List<TiffPage> pages = new ArrayList<>();
            String description = "";
            double[] resolution = {0, 0};
            Set<Long> seen = new HashSet<>();
            while (next != 0 && seen.add(next)) {
                Map<Integer, Field> fields = new HashMap<>();
                next = directory(next, fields);
                if ((number(fields, NEW_SUBFILE, 0) & 1) != 0) {
                    continue;
                }
                if (pages.isEmpty()) {
                    description = text(fields);
                    resolution = new double[] {rational(fields, X_RESOLUTION), rational(fields, Y_RESOLUTION)};
                }
                pages.add(page(fields));
                if (firstOnly && next != 0) {
                    throw new IOException(
                            file + " holds several pages; in a directory of sections each file holds one");
                }
            }
            if (pages.isEmpty()) {
                throw new IOException(file + " holds no pages");
            }
            return new TiffHeaders(big, List.copyOf(pages), description, resolution);
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
            byte[] out = new byte[length];
            if (offset < 0) {
                throw new EOFException();
            }
            in.seek(offset);
            in.readFully(out);
            ByteBuffer buffer = ByteBuffer.wrap(out);
            return order == null ? buffer : buffer.order(order);
        }

        /** Reads one directory of fields and returns where the next one is. */
        private long directory(long offset, Map<Integer, Field> fields) throws IOException {
            int countBytes = big ? 8 : 2;
            int entryBytes = big ? 20 : 12;
            ByteBuffer count = bytes(offset, countBytes);
            long entries = big ? count.getLong(0) : count.getShort(0) & 0xffff;
            if (entries < 0 || entries > 0xffff) {
                throw new IOException(file + " is damaged: one of its pages claims " + entries + " fields");
            }
            ByteBuffer all = bytes(offset + countBytes, (int) entries * entryBytes + (big ? 8 : 4));
            for (int i = 0; i < entries; i++) {
                int at = i * entryBytes;
                int tag = all.getShort(at) & 0xffff;
                int type = all.getShort(at + 2) & 0xffff;
                long values = big ? all.getLong(at + 4) : all.getInt(at + 4) & 0xffffffffL;
                int size = type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0;
                if (size == 0 || values < 1 || values > MAX_VALUES) {
                    continue;
                }
                int valueAt = at + (big ? 12 : 8);
                int inline = big ? 8 : 4;
                if (isKnown(tag)) {
                    ByteBuffer value = size * values <= inline
                            ? all.slice(valueAt, inline).order(order)
                            : bytes(big ? all.getLong(valueAt) : all.getInt(valueAt) & 0xffffffffL, (int)
                                    (size * values));
                    fields.put(tag, new Field(type, values, value));
                }
            }
            int end = (int) entries * entryBytes;
            return big ? all.getLong(end) : all.getInt(end) & 0xffffffffL;
        }

        private static boolean isKnown(int tag) {
            return tag >= NEW_SUBFILE && tag <= RESOLUTION_UNIT || tag == SAMPLE_FORMAT;
        }

        private TiffPage page(Map<Integer, Field> fields) throws IOException {
            long photometric = number(fields, PHOTOMETRIC, 1);
            long bits = number(fields, BITS, 1);
            long format = number(fields, SAMPLE_FORMAT, 1);
            if (photometric != 1 || number(fields, SAMPLES, 1) != 1) {
                throw new IOException(file + " is " + colour(photometric, number(fields, SAMPLES, 1)) + RULE);
            }
            PixelType type;
            if (bits == 8 && format == 1) {
                type = PixelType.UINT8;
            } else if (bits == 16 && format == 1) {
                type = PixelType.UINT16;
            } else if (bits == 32 && format == 3) {
                type = PixelType.FLOAT32;
            } else {
                String kind = format == 1 ? "unsigned" : format == 2 ? "signed" : format == 3 ? "float" : "other";
                throw new IOException(file + " has pixels of " + bits + " bits, " + kind + RULE);
            }
            SectionHeader header = SectionHeader.of(file, type, number(fields, WIDTH, 0), number(fields, HEIGHT, 0));
            boolean strips = fields.containsKey(STRIP_OFFSETS) && fields.containsKey(STRIP_BYTES);
            boolean plain = strips && number(fields, COMPRESSION, 1) == 1 && number(fields, FILL_ORDER, 1) == 1;
            if (big && !plain) {
                throw new IOException(file + " is a BigTIFF file with compressed or tiled pages; of BigTIFF files only"
                        + " uncompressed strips can be read");
            }
            return new TiffPage(
                    header,
                    plain,
                    order,
                    plain ? fields.get(STRIP_OFFSETS).numbers() : new long[0],
                    plain ? fields.get(STRIP_BYTES).numbers() : new long[0]);
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

        private static long number(Map<Integer, Field> fields, int tag, long missing) {
            Field field = fields.get(tag);
            return field == null ? missing : field.number(0);
        }

        private static double rational(Map<Integer, Field> fields, int tag) {
            Field field = fields.get(tag);
            return field == null ? 0 : field.rational();
        }

        private static String text(Map<Integer, Field> fields) {
            Field field = fields.get(DESCRIPTION);
            if (field == null || field.type() != 2) {
                return "";
            }
            byte[] text = new byte[(int) Math.min(field.count(), field.value().capacity())];
            field.value().get(0, text);
            return new String(text, StandardCharsets.UTF_8).replace("\0", "");
        }
    }
}
