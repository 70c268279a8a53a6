package org.sstem.internal.file;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** The whole numbers that labels are kept in. */
public enum LabelType {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    UINT64(8),
    INT64(8);

    private final int bytes;

    LabelType(int bytes) {
        this.bytes = bytes;
    }

    public int bytes() {
        return bytes;
    }

    /** Finds a type by its name in files, such as uint32; empty if it is no whole number. */
    public static Optional<LabelType> byId(String id) {
        for (LabelType type : values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(id)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Decodes {@code count} numbers from the buffer's position into an array, from {@code index} on. */
    public void decode(ByteBuffer from, long[] out, int index, int count) {
        for (int i = index; i < index + count; i++) {
            out[i] = switch (this) {
                case UINT8 -> from.get() & 0xff;
                case INT8 -> from.get();
                case UINT16 -> from.getShort() & 0xffff;
                case INT16 -> from.getShort();
                case UINT32 -> from.getInt() & 0xffffffffL;
                case INT32 -> from.getInt();
                default -> from.getLong();
            };
        }
    }
}
