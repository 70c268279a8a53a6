package org.sstem.spark.internal;

import org.sstem.internal.file.PixelType;
import org.sstem.internal.output.WholeFolder;
import org.sstem.method.Area;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a damaged section that one task restores: some tiles beside each other. It waits as bare pixels until its section
 * is put together; one in which nothing was changed waits as empty files.
 *
 * @param z    the section
 * @param area where in it
 * @param run  the sections that were surveyed together with it; null if it is all of one section, which is surveyed when it is
 *     restored
 */
public record Piece(int z, Area area, Slab run) implements Serializable {

    /** Tiles beside and below each other: so many make up for opening the stack and reading what lies around them. */
    private static final int TILES = 2;

    private static final String PIXELS = ".pixels";
    private static final String CODES = ".codes";
    private static final String JUDGEMENT = ".judgement";

    /**
     * Cuts a section. One of floats stays whole: all of it and of its neighbours is looked through for what is no number, and
     * that is not to be done for each part.
     */
    public static List<Piece> of(int z, int width, int height, int tile, PixelType type, Slab run) {
        boolean whole = type == PixelType.FLOAT32;
        int across = whole ? width : (int) Math.min(width, (long) TILES * tile);
        int down = whole ? height : (int) Math.min(height, (long) TILES * tile);
        boolean alone = across == width && down == height && run.end() - run.first() == 1;
        List<Piece> pieces = new ArrayList<>();
        for (int y = 0; y < height; y += down) {
            for (int x = 0; x < width; x += across) {
                Area area = new Area(x, y, Math.min(across, width - x), Math.min(down, height - y));
                pieces.add(new Piece(z, area, alone ? null : run));
            }
        }
        return pieces;
    }

    /** Where its grey values wait. */
    public String pixels() {
        return name() + PIXELS;
    }

    /** Where it waits where they come from. */
    public String codes() {
        return name() + CODES;
    }

    /** Where waits what is thought of it. */
    public String judgement() {
        return name() + JUDGEMENT;
    }

    /** All that may wait of it. */
    public List<String> names() {
        return List.of(pixels(), codes(), judgement());
    }

    private String name() {
        return "piece-" + z + "-" + area.x() + "-" + area.y();
    }

    /** Deletes pieces that are no longer needed, as of a job that was ended before it could. */
    public static void forget(WholeFolder folder) throws IOException {
        for (String name : folder.names()) {
            if (name.endsWith(PIXELS) || name.endsWith(CODES) || name.endsWith(JUDGEMENT)) {
                folder.remove(name);
            }
        }
    }

    @Override
    public String toString() {
        return "section " + z + " from " + area.x() + ", " + area.y();
    }
}
