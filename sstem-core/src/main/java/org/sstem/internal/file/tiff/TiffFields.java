package org.sstem.internal.file.tiff;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The fields of one page of a TIFF file, of the few tags that a grey section needs.
 *
 * <p>Only where values lie is kept, and they are read when they are asked for: a small file can claim large tables for
 * very many pages.
 */
final class TiffFields {

    /** No text and no table that is read whole is longer. */
    private static final int MAX_BYTES = 1 << 24;

    /** Bytes of a value by the number of its type, from TIFF 6.0 and BigTIFF. */
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

    private static final int ASCII = 2;
    private static final int RATIONAL = 5;

    private final ByteOrder order;
    private final Map<Integer, Field> fields = new HashMap<>();

    private record Field(int type, long count, byte[] inline, long offset) {

        int size() {
            return TYPE_BYTES[type];
        }
    }

    TiffFields(ByteOrder order) {
        this.order = order;
    }

    /**
     * Adds a field.
     *
     * @param value the bytes of the page where the value lies, if it is short, or where its place is told
     * @return false if the type is unknown or there are no values
     */
    boolean add(int tag, int type, long count, ByteBuffer value) {
        int size = type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0;
        int inline = value.remaining();
        if (size == 0 || count < 1 || count > Long.MAX_VALUE / 16) {
            return false;
        }
        if (size * count <= inline) {
            byte[] bytes = new byte[inline];
            value.get(value.position(), bytes);
            fields.put(tag, new Field(type, count, bytes, 0));
        } else {
            int at = value.position();
            long offset = inline == 8 ? value.getLong(at) : value.getInt(at) & 0xffffffffL;
            fields.put(tag, new Field(type, count, null, offset));
        }
        return true;
    }

    ByteOrder order() {
        return order;
    }

    boolean has(int tag) {
        return fields.containsKey(tag);
    }

    long count(int tag) {
        Field field = fields.get(tag);
        return field == null ? 0 : field.count();
    }

    /** The first {@code length} bytes of a field's values. */
    private ByteBuffer bytes(RandomAccessFile in, Field field, long length) throws IOException {
        if (field.inline() != null) {
            return ByteBuffer.wrap(field.inline()).order(order);
        }
        if (length > Integer.MAX_VALUE - 8 || field.offset() < 0 || field.offset() > in.length() - length) {
            throw new EOFException();
        }
        byte[] out = new byte[(int) length];
        in.seek(field.offset());
        in.readFully(out);
        return ByteBuffer.wrap(out).order(order);
    }

    private static long number(Field field, ByteBuffer value, int i) {
        return switch (field.type()) {
            case 1 -> value.get(i) & 0xff;
            case 3 -> value.getShort(2 * i) & 0xffff;
            case 4, 13 -> value.getInt(4 * i) & 0xffffffffL;
            case 16, 18 -> value.getLong(8 * i);
            default -> -1;
        };
    }

    /** The first value of a tag, or {@code missing}. */
    long number(RandomAccessFile in, int tag, long missing) throws IOException {
        Field field = fields.get(tag);
        return field == null ? missing : number(field, bytes(in, field, field.size()), 0);
    }

    /** The first {@code count} values of a tag, which has so many. */
    long[] numbers(RandomAccessFile in, int tag, int count) throws IOException {
        Field field = fields.get(tag);
        ByteBuffer values = bytes(in, field, (long) count * field.size());
        long[] out = new long[count];
        for (int i = 0; i < count; i++) {
            out[i] = number(field, values, i);
        }
        return out;
    }

    /** A fraction, or 0. */
    double rational(RandomAccessFile in, int tag) throws IOException {
        Field field = fields.get(tag);
        if (field == null || field.type() != RATIONAL) {
            return 0;
        }
        ByteBuffer value = bytes(in, field, 8);
        double divisor = value.getInt(4) & 0xffffffffL;
        return divisor > 0 ? (value.getInt(0) & 0xffffffffL) / divisor : 0;
    }

    /** The bytes of a field of whatever type, at most 16 MB of them. */
    byte[] raw(RandomAccessFile in, int tag) throws IOException {
        Field field = fields.get(tag);
        if (field == null) {
            return new byte[0];
        }
        int length = (int) Math.min(field.size() * field.count(), MAX_BYTES);
        byte[] out = new byte[length];
        bytes(in, field, length).get(0, out);
        return out;
    }

    /** A text: UTF-8, or Latin-1 where it is not; empty if there is none. */
    String text(RandomAccessFile in, int tag) throws IOException {
        Field field = fields.get(tag);
        if (field == null || field.type() != ASCII && field.type() != 1) {
            return "";
        }
        byte[] bytes = raw(in, tag);
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            text = new String(bytes, StandardCharsets.ISO_8859_1);
        }
        return text.replace("\0", "");
    }
}
