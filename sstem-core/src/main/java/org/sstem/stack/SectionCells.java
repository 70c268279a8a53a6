package org.sstem.stack;

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
import java.util.function.Function;

/**
 * The sections of an open file as the cells of an image, one section a cell. A section is read when it is first
 * touched, once however many threads ask for it, and stays until the memory is needed.
 */
final class SectionCells<A extends DataAccess> {

    private final SectionReader file;
    private final Function<Object, A> access;
    private final AtomicReferenceArray<SoftReference<Cell<A>>> cells;
    private final Object[] locks;

    private SectionCells(SectionReader file, Function<Object, A> access) {
        this.file = file;
        this.access = access;
        this.cells = new AtomicReferenceArray<>(file.sections());
        this.locks = new Object[file.sections()];
        for (int z = 0; z < locks.length; z++) {
            locks[z] = new Object();
        }
    }

    /**
     * Makes the lazy image of a file.
     *
     * @param access wraps an array as the file's reader returns it
     */
    static <T extends NativeType<T>, A extends DataAccess> RandomAccessibleInterval<T> image(
            SectionReader file, T type, Function<Object, A> access) {
        SectionCells<A> cells = new SectionCells<>(file, access);
        long[] size = {file.width(), file.height(), file.sections()};
        CellGrid grid = new CellGrid(size, new int[] {file.width(), file.height(), 1});
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
            A pixels = access.apply(file.read(z));
            return new Cell<>(new int[] {file.width(), file.height(), 1}, new long[] {0, 0, z}, pixels);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
