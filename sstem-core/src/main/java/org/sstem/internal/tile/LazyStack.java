package org.sstem.internal.tile;

import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.ArrayDataAccessFactory;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.NativeTypeFactory;
import org.sstem.method.Area;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A stack of tiles that are filled when they are first read and held softly. */
final class LazyStack {

    /** Fills one tile of one section. */
    @FunctionalInterface
    interface TileFiller<T> {
        void fill(int z, Area area, RandomAccessibleInterval<T> target);
    }

    private LazyStack() {}

    static <T extends NativeType<T>> RandomAccessibleInterval<T> create(
            T type, Interval size, int tileSize, TileFiller<T> filler) {
        // Which array holds the pixels is the type's business and is not known here: ByteArray stands for any.
        return LazyStack.<T, ByteArray>tiles(type, size, tileSize, filler);
    }

    private static <T extends NativeType<T>, A extends ArrayDataAccess<A>> RandomAccessibleInterval<T> tiles(
            T type, Interval size, int tileSize, TileFiller<T> filler) {
        A factory = ArrayDataAccessFactory.get(type);
        CellGrid grid = new CellGrid(size.dimensionsAsLongArray(), new int[] {tileSize, tileSize, 1});
        Map<Long, SoftReference<Cell<A>>> held = new ConcurrentHashMap<>();
        return new LazyCellImg<>(grid, type, index -> {
            SoftReference<Cell<A>> reference = held.get(index);
            Cell<A> cell = reference == null ? null : reference.get();
            if (cell == null) {
                cell = fill(type, factory, grid, index, filler);
                held.put(index, new SoftReference<>(cell));
            }
            return cell;
        });
    }

    @SuppressWarnings("unchecked") // the factory was asked of the type itself
    private static <T extends NativeType<T>, A extends ArrayDataAccess<A>> Cell<A> fill(
            T type, A factory, CellGrid grid, long index, TileFiller<T> filler) {
        long[] min = new long[3];
        int[] dimensions = new int[3];
        grid.getCellDimensions(index, min, dimensions);
        A data = factory.createArray(dimensions[0] * dimensions[1]);
        ArrayImg<T, A> target =
                new ArrayImg<>(data, new long[] {dimensions[0], dimensions[1]}, type.getEntitiesPerPixel());
        target.setLinkedType(((NativeTypeFactory<T, A>) type.getNativeTypeFactory()).createLinkedType(target));
        filler.fill((int) min[2], new Area((int) min[0], (int) min[1], dimensions[0], dimensions[1]), target);
        return new Cell<>(dimensions, min, data);
    }
}
