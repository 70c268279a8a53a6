package org.sstem.internal.precipitate;

import net.imglib2.parallel.Parallelization;
import org.sstem.damage.SectionMask;
import org.sstem.internal.image.Boxes;
import org.sstem.internal.precipitate.PrecipitateParameters.Part;
import org.sstem.internal.precipitate.blob.Discs;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Estimates a section that is too large to be looked at as a whole. Its contrast is told from samples spread over it; each
 * place where precipitates are marked is looked at with what is around it, as if it were a section. Immutable.
 */
final class PartwisePreparation {

    /** Pixels that are looked at around what is marked. */
    private static final int AROUND_PX = 1024;
    /** Marks are told apart in squares of this size, which has to divide that of the tiles. */
    private static final int CELL_PX = 64;

    private static final int TILE_PX = 2048;
    /** Samples in x and in y. */
    private static final int SAMPLES = 10;

    private static final int SAMPLE_PX = 256;
    /** Pixels around marks that are taken neither for stained nor for clean. */
    private static final int MARGIN_PX = 8;

    private static final int STATED_STEP = 1;

    private final Task task;
    private final SectionSource source;
    private final SectionMask marked;
    private final Neighbours neighbours;
    private final int around;

    /** What a sample shows. */
    private record Sample(Plane own, List<Plane> intact, boolean[] use) {}

    PartwisePreparation(Task task) {
        this(task, AROUND_PX);
    }

    /**
     * Prepares nothing yet.
     *
     * @param task   a section whose precipitates are marked
     * @param around pixels that are looked at around what is marked, in steps of 64
     */
    PartwisePreparation(Task task, int around) {
        this.task = task;
        this.around = around;
        this.source = task.source();
        this.marked = task.mask().or(task::seen).orElseThrow();
        this.neighbours = Neighbours.of(task);
    }

    /** Whether a section is large, and what is stained is marked. */
    static boolean suits(Task task) {
        SectionSource source = task.source();
        return Tiles.inPartsOnly(source.width(), source.height())
                && (task.mask().isPresent() || task.seen().isPresent());
    }

    PrecipitateParameters result() {
        Contrast contrast = contrast();
        List<Part> parts = new ArrayList<>();
        List<Summary.Measured> measured = new ArrayList<>();
        for (Area place : places()) {
            Task inside = TaskPart.of(task, place);
            Preparation.Estimated estimated = new Preparation(
                            inside, Working.forSize(place.width(), place.height()), Optional.of(contrast))
                    .result();
            parts.add(new Part(place, estimated.parameters()));
            estimated.measured().ifPresent(measured::add);
        }
        double pixels = (double) source.width() * source.height();
        boolean oneSided = neighbours.nearest().size() == 1;
        return PrecipitateParameters.nothing(
                        STATED_STEP,
                        contrast,
                        Summary.of(Summary.Measured.together(contrast, pixels, measured), oneSided))
                .of(parts);
    }

    /** Where something is marked, and what is around it; no pixel is in two places. */
    private List<Area> places() {
        int columns = (source.width() + CELL_PX - 1) / CELL_PX;
        int rows = (source.height() + CELL_PX - 1) / CELL_PX;
        boolean[] any = new boolean[Math.multiplyExact(columns, rows)];
        List<Area> tiles = new Tiles(source.width(), source.height(), TILE_PX).all();
        // A cell lies in one tile.
        Parallelization.getTaskExecutor().forEach(tiles, tile -> {
            boolean[] flags = marked.read(tile);
            for (int i = 0; i < flags.length; i++) {
                if (flags[i]) {
                    int row = (tile.y() + i / tile.width()) / CELL_PX;
                    any[row * columns + (tile.x() + i % tile.width()) / CELL_PX] = true;
                }
            }
        });
        Area section = new Area(0, 0, source.width(), source.height());
        return Boxes.apart(any, new Area(0, 0, columns, rows), around / CELL_PX).stream()
                .map(cells -> new Area(
                        cells.x() * CELL_PX, cells.y() * CELL_PX, cells.width() * CELL_PX, cells.height() * CELL_PX))
                .map(section::intersect)
                .toList();
    }

    private Contrast contrast() {
        List<Area> areas = new ArrayList<>();
        for (int row = 0; row < SAMPLES; row++) {
            for (int column = 0; column < SAMPLES; column++) {
                areas.add(new Area(
                        place(column, source.width()),
                        place(row, source.height()),
                        Math.min(SAMPLE_PX, source.width()),
                        Math.min(SAMPLE_PX, source.height())));
            }
        }
        List<Sample> samples = Parallelization.getTaskExecutor().forEachApply(areas, this::sample);
        int each = areas.get(0).width() * areas.get(0).height();
        boolean[] use = new boolean[each * samples.size()];
        for (int i = 0; i < samples.size(); i++) {
            System.arraycopy(samples.get(i).use, 0, use, i * each, each);
        }
        List<Plane> intact = IntStream.range(0, neighbours.nearest().size())
                .mapToObj(k -> joined(samples.stream().map(s -> s.intact.get(k)).toList()))
                .toList();
        return Contrast.between(joined(samples.stream().map(Sample::own).toList()), intact, use);
    }

    /** The middle of one of so many equal stretches. */
    private static int place(int which, int size) {
        int middle = (int) ((which + 0.5) * size / SAMPLES);
        return Math.max(0, Math.min(middle - SAMPLE_PX / 2, size - SAMPLE_PX));
    }

    private Sample sample(Area area) {
        Area wide = area.grow(MARGIN_PX);
        boolean[] near = Discs.dilate(marked.read(wide), wide.width(), wide.height(), MARGIN_PX);
        boolean[] use = new boolean[area.width() * area.height()];
        for (int i = 0; i < use.length; i++) {
            int x = i % area.width() + MARGIN_PX;
            int y = i / area.width() + MARGIN_PX;
            use[i] = !near[y * wide.width() + x];
        }
        heed(source.tissue(task.firstZ(), area), use);
        List<Plane> intact = new ArrayList<>();
        for (int z : neighbours.nearest()) {
            intact.add(source.read(z, area));
            heed(source.tissue(z, area), use);
        }
        return new Sample(source.read(task.firstZ(), area), intact, use);
    }

    private static void heed(Plane tissue, boolean[] use) {
        for (int i = 0; i < use.length; i++) {
            use[i] &= tissue.pixels()[i] >= 1;
        }
    }

    /** Planes of one size below each other. */
    private static Plane joined(List<Plane> planes) {
        Plane first = planes.get(0);
        Plane all = new Plane(first.width(), first.height() * planes.size());
        for (int i = 0; i < planes.size(); i++) {
            System.arraycopy(planes.get(i).pixels(), 0, all.pixels(), i * first.pixels().length, first.pixels().length);
        }
        return all;
    }
}
