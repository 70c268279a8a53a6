package org.sstem.cuda.internal;

/**
 * Where the tiles of a section lie: tile (i, j) begins at row {@code min(i stepY, height - tileHeight)} and column
 * {@code min(j stepX, width - tileWidth)}, so that the last ones end with the section. Immutable.
 *
 * @param height     rows of the section
 * @param width      columns of the section
 * @param tileHeight rows of a tile, at most the section's
 * @param tileWidth  columns of a tile, at most the section's
 * @param stepY      rows from one tile to the next, at most a tile's
 * @param stepX      columns from one tile to the next, at most a tile's
 * @param overlap    pixels over which a tile's weight rises from its rim
 */
public record TileLayout(int height, int width, int tileHeight, int tileWidth, int stepY, int stepX, int overlap) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a tile is larger than the section, a step larger than a tile, or the overlap
     *     negative
     */
    public TileLayout {
        if (tileHeight < 1 || tileWidth < 1 || tileHeight > height || tileWidth > width) {
            throw new IllegalArgumentException("tiles must fit into the section of " + width + " x " + height
                    + ", were " + tileWidth + " x " + tileHeight);
        }
        if (stepY < 1 || stepX < 1 || stepY > tileHeight || stepX > tileWidth) {
            throw new IllegalArgumentException("steps must be 1 to the tile's size, " + tileWidth + " x " + tileHeight
                    + ", were " + stepX + " x " + stepY);
        }
        if (overlap < 0) {
            throw new IllegalArgumentException("overlap must not be negative, was " + overlap);
        }
    }

    /**
     * Counts the rows of tiles.
     *
     * @return tiles below each other, as many as it takes to cover the section
     */
    public int rows() {
        return (height - tileHeight + stepY - 1) / stepY + 1;
    }

    /**
     * Counts the columns of tiles.
     *
     * @return tiles beside each other, as many as it takes to cover the section
     */
    public int columns() {
        return (width - tileWidth + stepX - 1) / stepX + 1;
    }

    /**
     * Counts the tiles.
     *
     * @return rows times columns
     */
    public int tiles() {
        return Math.multiplyExact(rows(), columns());
    }
}
