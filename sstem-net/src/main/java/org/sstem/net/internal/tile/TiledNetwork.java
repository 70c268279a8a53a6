package org.sstem.net.internal.tile;

import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.progress.Cancellation;
import org.sstem.internal.tile.SoftCache;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.array.Planes;
import org.sstem.net.internal.inference.SharedSession;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What a network makes of a whole section, worked out cell by cell when it is first asked for: an area gets the same
 * values whatever it is part of.
 *
 * <p>Cells are held softly, no more than the section has: under memory pressure one may be run again, with the same result. Thread-safe; two threads
 * may run one cell at the same time. Interruption is honoured before every run.
 */
public final class TiledNetwork {

    private final Architecture architecture;
    private final UnaryOperator<Tensor> network;
    private final int width;
    private final int height;
    private final Tiling tiling;
    private final Tiles tiles;
    private final Function<Area, List<Plane>> input;
    private final SoftCache<Area, List<Plane>> cells;

    /**
     * Lays a network over a section.
     *
     * @param network what to run
     * @param width   pixels of the section in x
     * @param height  pixels of the section in y
     * @param tiling  how to cut it
     * @param input   makes what the network takes of an area inside the section, in [0, 1], one plane for each channel
     */
    public TiledNetwork(
            SharedSession network, int width, int height, Tiling tiling, Function<Area, List<Plane>> input) {
        this(network.architecture(), network::run, width, height, tiling, input);
    }

    /**
     * Lays over a section what is made by a network in some way, as by running it several times.
     *
     * @param architecture that of the network
     * @param network      makes of an input what the network would
     * @param width        pixels of the section in x
     * @param height       pixels of the section in y
     * @param tiling       how to cut it
     * @param input        as above
     */
    public TiledNetwork(
            Architecture architecture,
            UnaryOperator<Tensor> network,
            int width,
            int height,
            Tiling tiling,
            Function<Area, List<Plane>> input) {
        this.architecture = architecture;
        this.network = network;
        this.width = width;
        this.height = height;
        this.tiling = tiling;
        this.tiles = new Tiles(width, height, tiling.cellPx());
        this.cells = new SoftCache<>(tiles.count());
        this.input = input;
    }

    /** Lays a network over a section in cells as its architecture has them. */
    public static TiledNetwork of(
            SharedSession network, int width, int height, int cellPx, Function<Area, List<Plane>> input) {
        return new TiledNetwork(network, width, height, Tiling.of(network.architecture(), cellPx), input);
    }

    /** Everything that is read for a target: inside the section. */
    public Area readArea(Area target) {
        Area all = null;
        for (Area cell : touching(target)) {
            Area read = inside(tiling.read(cell, width, height));
            all = all == null ? read : all.union(read);
        }
        return all;
    }

    /**
     * Reads an area of all planes that the network makes: its result, or where it refines something, the change.
     *
     * @param target the area, inside the section
     * @return new planes that the caller may change
     */
    public List<Plane> read(Area target) {
        return read(target, area -> true);
    }

    /**
     * Reads an area, but runs only those cells that are needed; where only others count, the planes are 0.
     *
     * @param target the area, inside the section
     * @param needed is asked for that part of the target in which a cell counts
     * @return new planes that the caller may change
     */
    public List<Plane> read(Area target, Predicate<Area> needed) {
        List<Plane> out = new ArrayList<>();
        for (int i = 0; i < architecture.outputChannels(); i++) {
            out.add(new Plane(target.width(), target.height()));
        }
        for (Area cell : touching(target)) {
            Area counts = tiling.counts(cell, width, height);
            if (needed.test(counts.intersect(target))) {
                add(cell, counts, target, out);
            }
        }
        return out;
    }

    private void add(Area cell, Area counts, Area target, List<Plane> out) {
        List<Plane> made = cells.get(cell, this::run);
        Area shared = counts.intersect(target);
        float[] columns = new float[shared.width()];
        for (int x = 0; x < columns.length; x++) {
            columns[x] = tiling.weight(cell.x(), cell.x() + cell.width(), width, shared.x() + x);
        }
        for (int y = shared.y(); y < shared.y() + shared.height(); y++) {
            float row = tiling.weight(cell.y(), cell.y() + cell.height(), height, y);
            int from = (y - counts.y()) * counts.width() + shared.x() - counts.x();
            int to = (y - target.y()) * target.width() + shared.x() - target.x();
            for (int i = 0; i < out.size(); i++) {
                float[] source = made.get(i).pixels();
                float[] sum = out.get(i).pixels();
                for (int x = 0; x < columns.length; x++) {
                    sum[to + x] += row * columns[x] * source[from + x];
                }
            }
        }
    }

    private List<Plane> run(Area cell) {
        Cancellation.check("before a network ran on the area at " + cell.x() + ", " + cell.y() + " of " + cell.width()
                + " x " + cell.height() + " px");
        Area read = tiling.read(cell, width, height);
        Area inside = inside(read);
        List<Plane> inputs = input.apply(inside);
        // Beyond the section its border pixels are repeated; the areas begin at the same place.
        Tensor tensor = Planes.tensor(inputs, read.width(), read.height());
        Tensor result = network.apply(tensor);
        Area counts = tiling.counts(cell, width, height);
        boolean change = architecture.refines();
        List<Plane> outputs = new ArrayList<>();
        for (int i = 0; i < result.channels(); i++) {
            Plane plane = Planes.plane(
                    result, i, counts.x() - read.x(), counts.y() - read.y(), counts.width(), counts.height());
            if (change) {
                subtract(inputs.get(inputs.size() - 1), inside, counts, plane);
            }
            outputs.add(plane);
        }
        return List.copyOf(outputs);
    }

    private static void subtract(Plane refined, Area area, Area counts, Plane plane) {
        for (int y = 0; y < counts.height(); y++) {
            int from = (counts.y() + y - area.y()) * area.width() + counts.x() - area.x();
            for (int x = 0; x < counts.width(); x++) {
                plane.pixels()[y * counts.width() + x] -= refined.pixels()[from + x];
            }
        }
    }

    /** The cells that count somewhere in a target, row by row. */
    private List<Area> touching(Area target) {
        return tiles.touching(target.grow(tiling.rampPx())).stream()
                .filter(cell -> tiling.counts(cell, width, height).meets(target))
                .toList();
    }

    private Area inside(Area area) {
        return area.intersect(new Area(0, 0, width, height));
    }
}
