package org.sstem.store.internal.write;

import org.sstem.internal.file.PixelType;

import java.lang.reflect.Array;
import java.util.List;

/** Makes one section of a pyramid's next level: every pixel is the mean of those that it stands for. */
final class Halving {

    private Halving() {}

    /**
     * Halves sections in x and y, and makes one of them.
     *
     * @param sections one section, or two neighbours
     * @return the mean; of whole numbers rounded, halves up
     */
    static Object of(PixelType type, List<Object> sections, int width, int height) {
        int narrow = (width + 1) / 2;
        int low = (height + 1) / 2;
        Object out = type.newArray(narrow * low);
        for (int y = 0; y < low; y++) {
            for (int x = 0; x < narrow; x++) {
                put(out, y * narrow + x, sections, 2 * x, 2 * y, width, height);
            }
        }
        return out;
    }

    /** Halves a section of labels in x and y: of every four the first stays. */
    static Object nearest(PixelType type, Object section, int width, int height) {
        int narrow = (width + 1) / 2;
        int low = (height + 1) / 2;
        Object out = type.newArray(narrow * low);
        for (int y = 0; y < low; y++) {
            for (int x = 0; x < narrow; x++) {
                Array.set(out, y * narrow + x, Array.get(section, 2 * y * width + 2 * x));
            }
        }
        return out;
    }

    private static void put(Object out, int index, List<Object> sections, int x, int y, int width, int height) {
        int right = Math.min(x + 2, width);
        int bottom = Math.min(y + 2, height);
        int count = sections.size() * (right - x) * (bottom - y);
        double sum = 0;
        for (Object section : sections) {
            for (int j = y; j < bottom; j++) {
                for (int i = x; i < right; i++) {
                    sum += value(section, j * width + i);
                }
            }
        }
        if (out instanceof float[] floats) {
            floats[index] = (float) (sum / count);
        } else if (out instanceof short[] shorts) {
            shorts[index] = (short) Math.floor(sum / count + 0.5);
        } else {
            ((byte[]) out)[index] = (byte) Math.floor(sum / count + 0.5);
        }
    }

    private static double value(Object section, int index) {
        if (section instanceof byte[] bytes) {
            return bytes[index] & 0xff;
        }
        return section instanceof short[] shorts ? shorts[index] & 0xffff : ((float[]) section)[index];
    }
}
