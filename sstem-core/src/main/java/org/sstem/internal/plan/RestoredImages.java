package org.sstem.internal.plan;

import net.imglib2.Cursor;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellImgFactory;
import net.imglib2.parallel.Parallelization;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.sstem.ProgressListener;
import org.sstem.Repair;
import org.sstem.Restoration.RestoredSection;
import org.sstem.internal.image.GreyValues;
import org.sstem.internal.progress.Cancellation;
import org.sstem.internal.tile.SoftCache;
import org.sstem.internal.tile.TileImage;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A restored stack and its provenance as images that are computed as they are read. A tile is restored once, whichever of the
 * two is read first, and however often they are asked for. Thread-safe.
 *
 * @param <T> pixel type
 * @param <A> the array that holds its pixels
 */
public final class RestoredImages<T extends NativeType<T> & RealType<T>, A extends ArrayDataAccess<A>> {

    /** Tiles of each sort that are held at most: 512 MB of 8-bit pixels in tiles of 256 px. */
    private static final int MOST_TILES = 8192;

    private final RandomAccessibleInterval<T> stack;
    private final RestorationPlan plan;
    private final TileImage<T, A> pixels;
    private final TileImage<UnsignedByteType, ByteArray> provenance;
    private final SoftCache<Long, Restored<A>> restored = new SoftCache<>(MOST_TILES);
    private final SoftCache<Long, Cell<A>> intact = new SoftCache<>(MOST_TILES);

    private record Restored<A>(Cell<A> pixels, Cell<ByteArray> provenance) {}

    /** Restores nothing yet. */
    private RestoredImages(RandomAccessibleInterval<T> stack, RestorationPlan plan) {
        this.stack = stack;
        this.plan = plan;
        this.pixels = new TileImage<>(stack.getType(), stack, plan.tiles().tileSize());
        this.provenance =
                new TileImage<>(new UnsignedByteType(), stack, plan.tiles().tileSize());
    }

    /** Shows what a plan makes of a stack. */
    public static <T extends NativeType<T> & RealType<T>> RestoredImages<T, ?> of(
            RandomAccessibleInterval<T> stack, RestorationPlan plan) {
        // Which array holds the pixels is the type's business and is not known here: ByteArray stands for any.
        return new RestoredImages<T, ByteArray>(stack, plan);
    }

    /** The restored stack. */
    public RandomAccessibleInterval<T> pixels() {
        return pixels.image(cell -> plan.isDamaged(pixels.section(cell))
                ? restored.get(cell, this::restore).pixels()
                : intact.get(cell, this::copy));
    }

    /** Where every pixel comes from. */
    public RandomAccessibleInterval<UnsignedByteType> provenance() {
        return provenance.image(cell -> plan.isDamaged(provenance.section(cell))
                ? restored.get(cell, this::restore).provenance()
                : provenance.fill(cell, nothing -> {}));
    }

    private Restored<A> restore(long cell) {
        int z = pixels.section(cell);
        try {
            RestoredTile tile = plan.restore(z, pixels.area(cell));
            return new Restored<>(
                    pixels.fill(cell, target -> GreyValues.store(tile.finished(), 0, 0, target)),
                    provenance.fill(cell, tile::storeProvenance));
        } catch (RuntimeException e) {
            throw Cancellation.unless(e, "in section " + z);
        }
    }

    private Cell<A> copy(long cell) {
        int z = pixels.section(cell);
        try {
            Cursor<T> from = Views.flatIterable(
                            Views.interval(Views.hyperSlice(stack, 2, z), interval(pixels.area(cell))))
                    .cursor();
            return pixels.fill(cell, target -> Views.flatIterable(target).forEach(pixel -> pixel.set(from.next())));
        } catch (RuntimeException e) {
            throw Cancellation.unless(e, "in section " + z);
        }
    }

    /**
     * A part of a restored section, complete and held in memory.
     *
     * @param pixels     grey values, axes (x, y), from 0 on
     * @param provenance codes, likewise
     * @param judgement  what is thought of it; empty if that was not asked for
     */
    public record Part<T>(Img<T> pixels, Img<UnsignedByteType> provenance, Optional<Judgement> judgement) {}

    /**
     * Restores one damaged section completely, without keeping its tiles.
     *
     * @param z        section, damaged
     * @param progress hears of every tile
     * @return the section, held in memory
     */
    public RestoredSection<T> section(int z, ProgressListener progress) {
        Tiles tiles = plan.tiles();
        Part<T> whole = part(z, new Area(0, 0, tiles.width(), tiles.height()), true, progress);
        List<Repair> repairs = whole.judgement().orElseThrow().judged();
        return new RestoredSection<>(z, whole.pixels(), whole.provenance(), repairs);
    }

    /**
     * Restores some tiles of a damaged section, without keeping them.
     *
     * @param z        section, damaged
     * @param part     what whole tiles cover
     * @param judged   whether it is to be told what is thought of it
     * @param progress hears of every tile
     */
    public Part<T> part(int z, Area part, boolean judged, ProgressListener progress) {
        int cell = plan.tiles().tileSize();
        Img<T> restored = new CellImgFactory<>(stack.getType(), cell).create(part.width(), part.height());
        Img<UnsignedByteType> codes =
                new CellImgFactory<>(new UnsignedByteType(), cell).create(part.width(), part.height());
        List<Repair> repairs = judged ? plan.repairs(z) : List.of();
        Improvement improvement = plan.improvement(z);
        List<Judgement.Tile> told = new ArrayList<>();
        List<Area> areas = plan.tiles().touching(part);
        int atOnce = plan.tilesAtOnce(z);
        int done = 0;
        while (done < areas.size()) {
            for (RestoredTile tile : restored(z, areas.subList(done, Math.min(done + atOnce, areas.size())))) {
                Area area = areas.get(done);
                Area there = new Area(area.x() - part.x(), area.y() - part.y(), area.width(), area.height());
                GreyValues.store(tile.finished(), there.x(), there.y(), restored);
                tile.storeProvenance(Views.interval(codes, interval(there)));
                if (judged) {
                    told.add(new Judgement.Tile(area, improvement.of(z, area, tile)));
                }
                progress.progress(++done, areas.size(), "section " + z);
            }
        }
        return new Part<>(restored, codes, judged ? Optional.of(new Judgement(repairs, told)) : Optional.empty());
    }

    /** Some tiles, on the threads of the caller if there are several. */
    private List<RestoredTile> restored(int z, List<Area> areas) {
        if (areas.size() == 1) {
            return List.of(plan.restore(z, areas.get(0)));
        }
        Cancellation.check("in section " + z);
        RestoredTile[] tiles = new RestoredTile[areas.size()];
        Parallelization.getTaskExecutor()
                .forEach(
                        IntStream.range(0, tiles.length).boxed().toList(),
                        i -> tiles[i] = plan.restore(z, areas.get(i)));
        return List.of(tiles);
    }

    private static Interval interval(Area area) {
        return FinalInterval.createMinSize(area.x(), area.y(), area.width(), area.height());
    }
}
