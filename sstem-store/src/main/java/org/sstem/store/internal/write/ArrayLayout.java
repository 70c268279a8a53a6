package org.sstem.store.internal.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** How a format lays an array out in files. Implementations hold no state that changes. */
public interface ArrayLayout {

    /** Sections, rows and columns in one file; fewer at the end of the array. */
    int[] unit();

    /** The byte order of pixels in files. */
    ByteOrder order();

    /**
     * Names the file of a unit.
     *
     * @param from where it begins in z, y and x
     * @param size its size in z, y and x, as far as the array reaches
     */
    String key(Level level, int[] from, int[] size);

    /**
     * Writes the file of a unit.
     *
     * @param pixels its pixels in this byte order, x fastest
     * @param size   its size in z, y and x, as far as the array reaches
     */
    void encode(byte[] pixels, int[] size, OutputStream out) throws IOException;

    /** The files that say what the others are, written last. */
    Map<String, String> metadata(List<Level> levels);
}
