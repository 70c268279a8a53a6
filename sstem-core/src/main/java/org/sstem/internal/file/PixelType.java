package org.sstem.internal.file;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.cell.AbstractCellImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Locale;

/** The three pixel types of a stack and that of labels, each with the primitive array that holds a section of it. */
public enum PixelType {
    UINT8(1, "8-bit"),
    UINT16(2, "16-bit"),
    FLOAT32(4, "float"),
    /** Labels: only written, and read by a {@link LabelReader}. */
    UINT64(8, "64-bit");

    /** The largest array that every JVM can make. */
    public static final int MAX_PIXELS = Integer.MAX_VALUE - 8;

    /** The scaled values of bytes: a division a pixel would take longer. */
    private static final float[] OF_BYTES = new float[256];

    static {
        for (int i = 0; i < OF_BYTES.length; i++) {
            OF_BYTES[i] = i / 255f;
        }
    }

    private final int bytes;
    private final String label;

    PixelType(int bytes, String label) {
        this.bytes = bytes;
        this.label = label;
    }

    /** Finds the pixel type of an imglib2 type. */
    public static PixelType of(Object type) {
        if (type instanceof UnsignedByteType) {
            return UINT8;
        }
        if (type instanceof UnsignedShortType) {
            return UINT16;
        }
        if (type instanceof FloatType) {
            return FLOAT32;
        }
        throw new IllegalArgumentException("a stack holds UnsignedByteType, UnsignedShortType or FloatType, was "
                + type.getClass().getSimpleName());
    }

    /** Finds the type that values of an imglib2 type are written as. */
    public static PixelType written(Object type) {
        return type instanceof UnsignedLongType ? UINT64 : of(type);
    }

    public int bytes() {
        return bytes;
    }

    /** The name in files: uint8, uint16, float32. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PixelType byId(String id) {
        for (PixelType type : values()) {
            if (type.id().equals(id)) {
                return type;
            }
        }
        throw new IllegalArgumentException("type must be uint8, uint16, float32 or uint64, was " + id);
    }

    /** The name for people. */
    public String label() {
        return label;
    }

    public Object newArray(int pixels) {
        return switch (this) {
            case UINT8 -> new byte[pixels];
            case UINT16 -> new short[pixels];
            case FLOAT32 -> new float[pixels];
            case UINT64 -> new long[pixels];
        };
    }

    public void fill(Object raw, Number value) {
        switch (this) {
            case UINT8 -> Arrays.fill((byte[]) raw, value.byteValue());
            case UINT16 -> Arrays.fill((short[]) raw, value.shortValue());
            case FLOAT32 -> Arrays.fill((float[]) raw, value.floatValue());
            case UINT64 -> Arrays.fill((long[]) raw, value.longValue());
        }
    }

    /**
     * Scales raw pixels to floats as {@link org.sstem.method.Plane} says.
     *
     * @param raw an array as {@link #newArray} makes it; a {@code float[]} is returned as it is
     */
    float[] toFloats(Object raw) {
        if (this == FLOAT32) {
            return (float[]) raw;
        }
        float[] out = new float[Array.getLength(raw)];
        if (this == UINT8) {
            byte[] in = (byte[]) raw;
            for (int i = 0; i < out.length; i++) {
                out[i] = OF_BYTES[in[i] & 0xff];
            }
        } else {
            short[] in = (short[]) raw;
            for (int i = 0; i < out.length; i++) {
                out[i] = (in[i] & 0xffff) / 65535f;
            }
        }
        return out;
    }

    /**
     * Rounds scaled values into an array of raw pixels: half up, clipped to the type's range; floats as they are.
     *
     * @param from   values to store
     * @param first  index of the first one
     * @param raw    an array as {@link #newArray} makes it
     * @param index  where the first value goes
     * @param length how many
     */
    public void store(float[] from, int first, Object raw, int index, int length) {
        switch (this) {
            case UINT8 -> {
                byte[] out = (byte[]) raw;
                for (int i = 0; i < length; i++) {
                    out[index + i] = (byte) round(from[first + i], 255);
                }
            }
            case UINT16 -> {
                short[] out = (short[]) raw;
                for (int i = 0; i < length; i++) {
                    out[index + i] = (short) round(from[first + i], 65535);
                }
            }
            case FLOAT32 -> System.arraycopy(from, first, raw, index, length);
            case UINT64 -> throw new IllegalArgumentException("labels are no grey values");
        }
    }

    private static int round(float value, int max) {
        // In double, so that a value just below a half stays below it. A NaN becomes 0.
        return (int) Math.min(Math.max(value * (double) max + 0.5, 0), max);
    }

    /** Gives the pixels of a whole 2-D section, without copying where the section is one array already. */
    public <T extends NativeType<T>> Object rawPixels(RandomAccessibleInterval<T> section) {
        int width = Math.toIntExact(section.dimension(0));
        int height = Math.toIntExact(section.dimension(1));
        if (section instanceof ArrayImg<?, ?> img
                && img.update(null) instanceof ArrayDataAccess<?> access
                && Array.getLength(access.getCurrentStorageArray()) == width * height) {
            return access.getCurrentStorageArray();
        }
        Object raw = newArray(width * height);
        PrimitiveBlocks.of(section, OnFallback.ACCEPT)
                .copy(new long[] {section.min(0), section.min(1)}, raw, new int[] {width, height});
        return raw;
    }

    /** Gives the pixels of one section of a stack, without copying where the stack's cells are sections. */
    public <T extends NativeType<T>> Object rawSection(RandomAccessibleInterval<T> stack, int z) {
        if (stack instanceof AbstractCellImg<?, ?, ?, ?> img
                && img.getCellGrid().cellDimension(0) == img.dimension(0)
                && img.getCellGrid().cellDimension(1) == img.dimension(1)
                && img.getCellGrid().cellDimension(2) == 1
                && img.getCells().getAt(0, 0, z).getData() instanceof ArrayDataAccess<?> access) {
            return access.getCurrentStorageArray();
        }
        return rawPixels(Views.hyperSlice(stack, 2, stack.min(2) + z));
    }
}
