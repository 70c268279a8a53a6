package org.sstem.internal.file;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.DataAccess;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.NativeType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The sections of a file as the cells of an image, one section a cell. A section is read when it is first
 * touched, once however many threads ask for it, and stays until the memory is needed.
 */
final class SectionCells<A extends DataAccess> {

    /** Reads one section into an array that an image can use. */
    @FunctionalInterface
    interface Reading<A> {
        A read(int z) throws IOException;
    }

    private final int width;
    private final int height;
    private final Reading<A> reading;
    private final AtomicReferenceArray<SoftReference<Cell<A>>> cells;
    private final Object[] locks;

    private SectionCells(int width, int height, int sections, Reading<A> reading) {
        this.width = width;
        this.height = height;
        this.reading = reading;
        this.cells = new AtomicReferenceArray<>(sections);
        this.locks = new Object[sections];
        for (int z = 0; z < locks.length; z++) {
            locks[z] = new Object();
        }
    }

    /** Makes the lazy image of a file. */
    static <T extends NativeType<T>, A extends DataAccess> RandomAccessibleInterval<T> image(
            int width, int height, int sections, T type, Reading<A> reading) {
        SectionCells<A> cells = new SectionCells<>(width, height, sections, reading);
        CellGrid grid = new CellGrid(new long[] {width, height, sections}, new int[] {width, height, 1});
        return new LazyCellImg<>(grid, type, z -> cells.get((int) z));
    }

    private Cell<A> get(int z) {
        Cell<A> cell = peek(z);
        if (cell == null) {
            synchronized (locks[z]) {
                cell = peek(z);
                if (cell == null) {
                    cell = read(z);
                    cells.set(z, new SoftReference<>(cell));
                }
            }
        }
        return cell;
    }

    private Cell<A> peek(int z) {
        SoftReference<Cell<A>> reference = cells.get(z);
        return reference == null ? null : reference.get();
    }

    private Cell<A> read(int z) {
        try {
            return new Cell<>(new int[] {width, height, 1}, new long[] {0, 0, z}, reading.read(z));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
