package org.sstem.internal.file;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.DataAccess;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.NativeType;
import org.sstem.internal.tile.SoftCache;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The sections of a file as the cells of an image, one section a cell, or one part of it where sections are large. A cell is
 * read when it is first touched, once however many threads ask for it, and stays until the memory is needed.
 */
public final class SectionCells<A extends DataAccess> {

    /** Reads one section into an array that an image can use. */
    @FunctionalInterface
    public interface Reading<A> {
        A read(int z) throws IOException;
    }

    /** Reads some rows of a section into an array that an image can use. */
    @FunctionalInterface
    public interface RowsReading<A> {
        A read(int z, int from, int rows) throws IOException;
    }

    private final int width;
    private final int height;
    private final int rows;
    private final int down;
    private final RowsReading<A> reading;
    private final SoftCache<Long, Cell<A>> cells;

    private SectionCells(int width, int height, int sections, int rows, RowsReading<A> reading) {
        this.width = width;
        this.height = height;
        this.rows = rows;
        this.down = (height + rows - 1) / rows;
        this.reading = reading;
        this.cells = new SoftCache<>((int) Math.min((long) sections * down, Integer.MAX_VALUE));
    }

    /** Makes the lazy image of a file, one section a cell. */
    public static <T extends NativeType<T>, A extends DataAccess> RandomAccessibleInterval<T> image(
            int width, int height, int sections, T type, Reading<A> reading) {
        return image(width, height, sections, height, type, (z, from, rows) -> reading.read(z));
    }

    /** Makes the lazy image of a file, so many rows of a section a cell, fewer at its end. */
    static <T extends NativeType<T>, A extends DataAccess> RandomAccessibleInterval<T> image(
            int width, int height, int sections, int rows, T type, RowsReading<A> reading) {
        SectionCells<A> cells = new SectionCells<>(width, height, sections, rows, reading);
        CellGrid grid = new CellGrid(new long[] {width, height, sections}, new int[] {width, rows, 1});
        return new LazyCellImg<>(grid, type, i -> cells.cells.getOnce(i, cells::read));
    }

    private Cell<A> read(long index) {
        int z = (int) (index / down);
        int from = (int) (index % down) * rows;
        int count = Math.min(rows, height - from);
        try {
            return new Cell<>(new int[] {width, count, 1}, new long[] {0, from, z}, reading.read(z, from, count));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
