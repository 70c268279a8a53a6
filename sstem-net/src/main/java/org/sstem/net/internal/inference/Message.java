package org.sstem.net.internal.inference;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of Google's protocol buffers while it is written: fields in the order in which they are added, which is to be
 * that of their numbers. What is large is not copied before the whole is. Not thread-safe.
 */
final class Message {

    private static final int VARINT = 0;
    private static final int LENGTH = 2;
    private static final int FOUR_BYTES = 5;

    private final List<byte[]> parts = new ArrayList<>();
    private int size;

    /** Adds a whole number or the number of an enum's constant. */
    Message integer(int field, long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, (long) field << 3 | VARINT);
        varint(out, value);
        return add(out.toByteArray());
    }

    /** Adds a repeated field of whole numbers, one by one. */
    Message integers(int field, long... values) {
        for (long value : values) {
            integer(field, value);
        }
        return this;
    }

    /** Adds a repeated field of whole numbers in one piece. */
    Message packed(int field, long... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long value : values) {
            varint(out, value);
        }
        return bytes(field, out.toByteArray());
    }

    Message number(int field, float value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, (long) field << 3 | FOUR_BYTES);
        out.writeBytes(ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array());
        return add(out.toByteArray());
    }

    Message text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds bytes, which are not to be changed any more. */
    Message bytes(int field, byte[] value) {
        return head(field, value.length).add(value);
    }

    /** Adds another message as it is now. */
    Message message(int field, Message value) {
        head(field, value.size);
        value.parts.forEach(this::add);
        return this;
    }

    /** Adds a repeated field of messages. */
    Message messages(int field, List<Message> values) {
        values.forEach(value -> message(field, value));
        return this;
    }

    byte[] toByteArray() {
        ByteBuffer all = ByteBuffer.allocate(size);
        parts.forEach(all::put);
        return all.array();
    }

    private Message head(int field, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, (long) field << 3 | LENGTH);
        varint(out, length);
        return add(out.toByteArray());
    }

    private Message add(byte[] part) {
        parts.add(part);
        size = Math.addExact(size, part.length);
        return this;
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.write((int) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }
}
