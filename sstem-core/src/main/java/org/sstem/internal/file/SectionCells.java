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
 * The sections of a file as the cells of an image, one section a cell. A section is read when it is first
 * touched, once however many threads ask for it, and stays until the memory is needed.
 */
public final class SectionCells<A extends DataAccess> {

    /** Reads one section into an array that an image can use. */
    @FunctionalInterface
    public interface Reading<A> {
        A read(int z) throws IOException;
    }

    private final int width;
    private final int height;
    private final Reading<A> reading;
    private final SoftCache<Integer, Cell<A>> cells;

    private SectionCells(int width, int height, int sections, Reading<A> reading) {
        this.width = width;
        this.height = height;
        this.reading = reading;
        this.cells = new SoftCache<>(sections);
    }

    /** Makes the lazy image of a file. */
    public static <T extends NativeType<T>, A extends DataAccess> RandomAccessibleInterval<T> image(
            int width, int height, int sections, T type, Reading<A> reading) {
        SectionCells<A> cells = new SectionCells<>(width, height, sections, reading);
        CellGrid grid = new CellGrid(new long[] {width, height, sections}, new int[] {width, height, 1});
        return new LazyCellImg<>(grid, type, z -> cells.cells.getOnce((int) z, cells::read));
    }

    private Cell<A> read(int z) {
        try {
            return new Cell<>(new int[] {width, height, 1}, new long[] {0, 0, z}, reading.read(z));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
