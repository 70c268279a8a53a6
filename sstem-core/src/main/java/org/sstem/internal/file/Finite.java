package org.sstem.internal.file;

import java.io.IOException;
import java.util.function.Supplier;

/** The rule that a section holds numbers only. */
public final class Finite {

    private Finite() {}

    /**
     * Lets integer pixels and finite floats pass.
     *
     * @param where names the section, for the message
     * @return {@code raw}
     */
    public static Object check(Object raw, int width, Supplier<String> where) throws IOException {
        if (raw instanceof float[] values) {
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    throw new IOException(where.get() + " holds " + values[i] + " at (" + i % width + ", " + i / width
                            + "); the pixels of a section must be finite");
                }
            }
        }
        return raw;
    }
}
