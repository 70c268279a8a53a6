package org.sstem.internal.file.field;

import org.sstem.method.Flow;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * How a displacement field lies in the files of a store: one file for each tile of a section, none where all of a tile stays
 * where it is. Implementations hold no state that changes.
 */
public interface FieldLayout {

    /** The edge of a tile, pixels; tiles at the right and lower border may be smaller. */
    int tilePx();

    /**
     * Names the file of a tile.
     *
     * @param z      the section
     * @param row    of the tile, from above
     * @param column of the tile, from the left
     */
    String key(int z, int row, int column);

    /**
     * Makes the file of a tile.
     *
     * @param tile displacements in pixels, of the tile's size
     */
    byte[] encode(Flow tile) throws IOException;

    /**
     * The files that say what the others are, written last.
     *
     * @param sections those that have a flow, ascending
     */
    Map<String, String> metadata(List<Integer> sections);
}
