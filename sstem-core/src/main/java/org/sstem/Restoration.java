package org.sstem;

import net.imglib2.Cursor;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.cell.CellImgFactory;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.image.GreyValues;
import org.sstem.internal.tile.Improvement;
import org.sstem.internal.tile.LazyStack;
import org.sstem.internal.tile.RestorationLayer;
import org.sstem.internal.tile.RestorationPlan;
import org.sstem.internal.tile.RestoredTile;
import org.sstem.internal.tile.TileGrid;
import org.sstem.method.Area;
import org.sstem.method.RestorationMethod;
import org.sstem.stack.GreyLevels;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A stack being restored: looks like the finished stack, and computes each tile of a damaged section when it is first
 * read. Undamaged sections are the originals, bit for bit.
 *
 * <p>Tiles are held softly: under memory pressure one may be computed again, with the same result. To write a stack,
 * take it {@linkplain #section section by section}. Reading pixels in a thread that is interrupted ends by a
 * {@link java.util.concurrent.CancellationException}, the flag set. Thread-safe; uses the threads that the reader's
 * {@link net.imglib2.parallel.Parallelization} context grants.
 *
 * @param <T> pixel type: 8 or 16 bit unsigned, or float
 */
public final class Restoration<T extends NativeType<T> & RealType<T>> {

    private final RandomAccessibleInterval<T> stack;
    private final RestorationPlan plan;
    private final TileGrid grid;

    Restoration(
            RandomAccessibleInterval<T> stack,
            Damage damage,
            Map<DamageKind, RestorationMethod> methods,
            int tileSize,
            Map<Integer, SectionMask> absent,
            Optional<GreyLevels> levels) {
        if (stack.numDimensions() != 3) {
            throw new IllegalArgumentException(
                    "a stack has the three axes x, y and z, this one had " + stack.numDimensions());
        }
        this.stack = Views.zeroMin(stack);
        this.grid = new TileGrid(Math.toIntExact(stack.dimension(0)), Math.toIntExact(stack.dimension(1)), tileSize);
        this.plan = new RestorationPlan(this.stack, damage, methods, grid, absent, levels);
    }

    /**
     * Returns the sections that are restored.
     *
     * @return section numbers, ascending
     */
    public SortedSet<Integer> damagedSections() {
        return plan.damagedSections();
    }

    /**
     * Returns the restored stack.
     *
     * @return axes (x, y, z), the size and type of the original, read-only
     */
    public RandomAccessibleInterval<T> pixels() {
        return LazyStack.create(stack.getType(), stack, grid.tileSize(), cancellable(this::fillPixels));
    }

    /**
     * Returns where every pixel comes from.
     *
     * @return axes (x, y, z), codes of {@link Provenance}, read-only
     */
    public RandomAccessibleInterval<UnsignedByteType> provenance() {
        return LazyStack.create(new UnsignedByteType(), stack, grid.tileSize(), cancellable(this::fillProvenance));
    }

    /**
     * Says what is done to a damaged section. Looks at the section as a whole, but restores nothing.
     *
     * @param z section, one of {@link #damagedSections}
     * @return the repairs, in their order
     * @throws IllegalArgumentException if the section is not damaged
     * @throws java.io.UncheckedIOException if a section cannot be read
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; its flag is set
     */
    public List<Repair> repairs(int z) {
        try {
            return plan.repairs(z);
        } catch (RuntimeException e) {
            throw Cancellation.unless(e, "in section " + z);
        }
    }

    /**
     * Says where black is in the stack; looks at some of its sections if nobody said so.
     *
     * @return the levels that grey values are counted from
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public GreyLevels levels() {
        return plan.levels();
    }

    /**
     * Restores one damaged section completely.
     *
     * @param z section, one of {@link #damagedSections}
     * @return the section, held in memory
     * @throws IllegalArgumentException if the section is not damaged
     * @throws java.io.UncheckedIOException if a section cannot be read
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; its flag is set
     */
    public RestoredSection<T> section(int z) {
        try {
            return restored(z);
        } catch (RuntimeException e) {
            throw Cancellation.unless(e, "in section " + z);
        }
    }

    private RestoredSection<T> restored(int z) {
        RestorationLayer layer = plan.layer(z);
        Img<T> pixels = new CellImgFactory<>(stack.getType(), grid.tileSize()).create(grid.width(), grid.height());
        Img<UnsignedByteType> provenance =
                new CellImgFactory<>(new UnsignedByteType(), grid.tileSize()).create(grid.width(), grid.height());
        Improvement improvement = plan.improvement(z);
        for (int i = 0; i < grid.tiles(); i++) {
            Area area = grid.tile(i);
            RestoredTile tile = layer.compute(i);
            GreyValues.store(tile.finished(), area.x(), area.y(), pixels);
            improvement.add(z, area, tile);
            storeProvenance(tile, Views.interval(provenance, interval(area)));
        }
        return new RestoredSection<>(z, pixels, provenance, improvement.judged(plan.repairs(z)));
    }

    private static <P> LazyStack.TileFiller<P> cancellable(LazyStack.TileFiller<P> filler) {
        return (z, area, target) -> {
            try {
                filler.fill(z, area, target);
            } catch (RuntimeException e) {
                throw Cancellation.unless(e, "in section " + z);
            }
        };
    }

    private void fillPixels(int z, Area area, RandomAccessibleInterval<T> target) {
        if (plan.isDamaged(z)) {
            GreyValues.store(plan.layer(z).tile(tileIndex(area)).finished(), 0, 0, target);
        } else {
            Cursor<T> from = Views.flatIterable(Views.interval(Views.hyperSlice(stack, 2, z), interval(area)))
                    .cursor();
            Views.flatIterable(target).forEach(pixel -> pixel.set(from.next()));
        }
    }

    private void fillProvenance(int z, Area area, RandomAccessibleInterval<UnsignedByteType> target) {
        if (plan.isDamaged(z)) {
            storeProvenance(plan.layer(z).tile(tileIndex(area)), target);
        }
    }

    private static void storeProvenance(RestoredTile tile, RandomAccessibleInterval<UnsignedByteType> target) {
        Cursor<UnsignedByteType> to = Views.flatIterable(target).cursor();
        for (byte code : tile.provenance()) {
            to.next().set(code);
        }
    }

    private int tileIndex(Area area) {
        return area.y() / grid.tileSize() * grid.columns() + area.x() / grid.tileSize();
    }

    private static Interval interval(Area area) {
        return FinalInterval.createMinSize(area.x(), area.y(), area.width(), area.height());
    }
}
