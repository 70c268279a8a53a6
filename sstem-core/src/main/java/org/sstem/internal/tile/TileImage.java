package org.sstem.internal.tile;

import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.ArrayDataAccessFactory;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.NativeTypeFactory;
import org.sstem.method.Area;

import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * A stack of which each section is cut into tiles, and the tiles as cells of an image. Where a cell is kept is its caller's
 * business.
 *
 * @param <T> pixel type
 * @param <A> the array that holds its pixels
 */
public final class TileImage<T extends NativeType<T>, A extends ArrayDataAccess<A>> {

    private final T type;
    private final A factory;
    private final CellGrid grid;

    /** Cuts a stack; which array holds the pixels is the type's business. */
    public TileImage(T type, Interval stack, int tileSize) {
        this.type = type;
        this.factory = ArrayDataAccessFactory.get(type);
        this.grid = new CellGrid(stack.dimensionsAsLongArray(), new int[] {tileSize, tileSize, 1});
    }

    /** Which section a cell belongs to. */
    public int section(long cell) {
        long[] position = new long[3];
        grid.getCellGridPositionFlat(cell, position);
        return (int) position[2];
    }

    /** Which pixels of its section a cell has. */
    public Area area(long cell) {
        long[] min = new long[3];
        int[] size = new int[3];
        grid.getCellDimensions(cell, min, size);
        return new Area((int) min[0], (int) min[1], size[0], size[1]);
    }

    /** Makes a cell; its pixels are filled through an image from (0, 0). */
    @SuppressWarnings("unchecked") // the factory was asked of the type itself
    public Cell<A> fill(long cell, Consumer<RandomAccessibleInterval<T>> filler) {
        Area area = area(cell);
        A data = factory.createArray(area.width() * area.height());
        ArrayImg<T, A> target =
                new ArrayImg<>(data, new long[] {area.width(), area.height()}, type.getEntitiesPerPixel());
        target.setLinkedType(((NativeTypeFactory<T, A>) type.getNativeTypeFactory()).createLinkedType(target));
        filler.accept(target);
        return new Cell<>(
                new int[] {area.width(), area.height(), 1}, new long[] {area.x(), area.y(), section(cell)}, data);
    }

    /** Shows cells as an image. */
    public RandomAccessibleInterval<T> image(LongFunction<Cell<A>> cells) {
        return new LazyCellImg<>(grid, type, cells::apply);
    }
}
