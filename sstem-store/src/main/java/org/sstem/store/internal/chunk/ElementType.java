package org.sstem.store.internal.chunk;

import org.sstem.internal.file.LabelType;
import org.sstem.internal.file.PixelType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/** The types of numbers that stores hold. */
public enum ElementType {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    UINT64(8),
    INT64(8),
    FLOAT32(4),
    FLOAT64(8);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    public int bytes() {
        return bytes;
    }

    /** The name that Zarr 3, N5 and precomputed volumes give to it: uint8, float32. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds a type by its name; empty if it is none of these. */
    public static Optional<ElementType> byId(String id) {
        for (ElementType type : values()) {
            if (type.id().equals(id)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    public static ElementType of(PixelType type) {
        return valueOf(type.name());
    }

    /** The pixels that numbers of this type are; empty if they are none of a stack. */
    public Optional<PixelType> pixels() {
        return switch (this) {
            case UINT8 -> Optional.of(PixelType.UINT8);
            case UINT16 -> Optional.of(PixelType.UINT16);
            case FLOAT32 -> Optional.of(PixelType.FLOAT32);
            default -> Optional.empty();
        };
    }

    /** The labels that numbers of this type are; empty if they are none. */
    public Optional<LabelType> labels() {
        return LabelType.byId(id());
    }

    public boolean isFloat() {
        return this == FLOAT32 || this == FLOAT64;
    }

    /**
     * Checks that a number is one of this type.
     *
     * @return the number, as a long where it is whole
     * @throws IllegalArgumentException if it is not
     */
    public Number checked(BigDecimal value) {
        if (isFloat()) {
            return value.doubleValue();
        }
        try {
            BigInteger whole = value.toBigIntegerExact();
            int bits = 8 * bytes;
            boolean unsigned = name().startsWith("U");
            BigInteger low = unsigned
                    ? BigInteger.ZERO
                    : BigInteger.ONE.shiftLeft(bits - 1).negate();
            BigInteger high = BigInteger.ONE.shiftLeft(unsigned ? bits : bits - 1);
            if (whole.compareTo(low) >= 0 && whole.compareTo(high) < 0) {
                return whole.longValue();
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(value + " is no number of type " + id(), e);
        }
        throw new IllegalArgumentException(value + " is no number of type " + id());
    }
}
