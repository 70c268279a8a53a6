package org.sstem.internal.tissue;

import org.sstem.damage.SectionMask;
import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Rows;
import org.sstem.internal.kernel.StoredSections;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A stack that knows where its sections have tissue. Where one has none, {@link #read} gives the smooth brightness of its
 * surroundings in place of the padding, so that nobody sees an edge that is none of tissue's, and {@link #tissue} gives 0.
 *
 * <p>Each section is looked at when it is first needed, in strips; what is kept of it is a few runs of pixels a row and one
 * number for each 32 x 32 pixels. Thread-safe; two threads may look at one section at the same time, with the same result.
 */
public final class TissueSource implements SectionSource, StoredSections, RecordedSections {

    private static final int CELL_PX = 32;
    /** Pixels this near to an edge of tissue may be mixed with what lies outside. */
    public static final int RIM_PX = 2;

    private final SectionSource source;
    private final Map<Integer, SectionMask> given;
    private final Map<Integer, SectionMask> lost;
    private final Map<Integer, SectionMask> other;
    private final Map<Integer, SectionTissue> found;
    private final Map<Integer, Plane> brightness = new ConcurrentHashMap<>();

    private TissueSource(
            SectionSource source,
            Map<Integer, ? extends SectionMask> given,
            Map<Integer, ? extends SectionMask> lost,
            Map<Integer, ? extends SectionMask> other,
            Map<Integer, SectionTissue> found) {
        this.source = source;
        this.found = found;
        this.given = Map.copyOf(given);
        this.lost = Map.copyOf(lost);
        this.other = Map.copyOf(other);
    }

    /**
     * Looks for tissue in every section.
     *
     * @param source the stack
     * @return the same stack, with its tissue
     */
    public static TissueSource of(SectionSource source) {
        return new TissueSource(source, Map.of(), Map.of(), Map.of(), new ConcurrentHashMap<>());
    }

    /**
     * Says where sections have no tissue, in place of what would be found.
     *
     * @param absent masks of the pixels without tissue, by section; other sections are looked at
     * @return a new source over the same stack
     */
    public TissueSource withAbsent(Map<Integer, ? extends SectionMask> absent) {
        return new TissueSource(source, absent, lost, other, found);
    }

    /**
     * Names damage that is known: lost parts have no tissue, even where they do not look like it; what another damage
     * covers is not taken for a place without tissue, even where it does.
     *
     * @param lostParts masks of lost parts, by section
     * @param damaged   masks of folds, precipitates and cracks, by section
     * @return a new source over the same stack
     */
    public TissueSource withDamage(
            Map<Integer, ? extends SectionMask> lostParts, Map<Integer, ? extends SectionMask> damaged) {
        return new TissueSource(source, given, lostParts, damaged, found);
    }

    /**
     * Returns what a section shows by itself.
     *
     * @param z the section
     * @return where it has tissue, without the masks that were given
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    public SectionTissue section(int z) {
        SectionTissue tissue = found.get(z);
        if (tissue == null) {
            tissue = SectionTissue.of(source, z);
            found.put(z, tissue);
        }
        return tissue;
    }

    /**
     * Reads a section as the stack holds it.
     *
     * @param z    the section
     * @param area what to read
     * @return a new plane
     */
    public Plane original(int z, Area area) {
        return source.read(z, area);
    }

    /**
     * Returns the stack without what was found out about it.
     *
     * @return what this was made of
     */
    public SectionSource stack() {
        return source;
    }

    /**
     * Reads where a section has no tissue, lost parts included.
     *
     * @param z    the section
     * @param area what to read
     * @return one flag a pixel; empty if there is tissue throughout
     */
    public Optional<boolean[]> absent(int z, Area area) {
        boolean[] flags = null;
        if (given.containsKey(z)) {
            flags = given.get(z).read(area);
        } else if (section(z).touches(area)) {
            flags = section(z).absent(area);
            if (other.containsKey(z) && section(z).hasHoles()) {
                boolean[] marked = other.get(z).read(area);
                boolean[] holes = section(z).holes(area);
                for (int i = 0; i < flags.length; i++) {
                    flags[i] &= !(holes[i] && marked[i]);
                }
            }
        }
        if (lost.containsKey(z)) {
            boolean[] gone = lost.get(z).read(area);
            if (flags == null) {
                flags = gone;
            } else {
                for (int i = 0; i < flags.length; i++) {
                    flags[i] |= gone[i];
                }
            }
        }
        if (flags != null) {
            for (boolean flag : flags) {
                if (flag) {
                    return Optional.of(flags);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Reads the pixels of a section that stay as they are, whatever is restored: those without tissue that no damage
     * explains.
     *
     * @param z    the section
     * @param area what to read
     * @return one flag a pixel; empty if there are none
     */
    public Optional<boolean[]> padding(int z, Area area) {
        Optional<boolean[]> absent = absent(z, area);
        if (absent.isPresent() && lost.containsKey(z)) {
            boolean[] gone = lost.get(z).read(area);
            for (int i = 0; i < gone.length; i++) {
                absent.get()[i] &= !gone[i];
            }
        }
        return absent;
    }

    /**
     * Reads what lies outside the window of a section's alignment, whatever is damaged in it.
     *
     * @param z    the section
     * @param area what to read
     * @return one flag a pixel: of the mask that was given, else of what the section shows
     */
    public boolean[] outside(int z, Area area) {
        return given.containsKey(z) ? given.get(z).read(area) : section(z).padding(area);
    }

    /**
     * Reads the lost part of a section that is known.
     *
     * @param z    the section
     * @param area what to read
     * @return one flag a pixel
     */
    public boolean[] lost(int z, Area area) {
        SectionMask mask = lost.get(z);
        return mask == null ? new boolean[Math.multiplyExact(area.width(), area.height())] : mask.read(area);
    }

    @Override
    public int width() {
        return source.width();
    }

    @Override
    public int height() {
        return source.height();
    }

    @Override
    public int sections() {
        return source.sections();
    }

    @Override
    public Plane read(int z, Area area) {
        Plane plane = source.read(z, area);
        Optional<boolean[]> absent = absent(z, area);
        if (absent.isPresent()) {
            fill(z, area, plane, absent.get());
        }
        return plane;
    }

    @Override
    public Optional<Plane> recorded(int z, Area area) {
        return Optional.of(original(z, area));
    }

    @Override
    public Optional<Stored> stored(int z, Area area) {
        return absent(z, area).isPresent() ? Optional.empty() : StoredSections.read(source, z, area);
    }

    @Override
    public Plane tissue(int z, Area area) {
        Plane out = Plane.filled(area.width(), area.height(), 1);
        Area wide = area.grow(RIM_PX);
        absent(z, wide).ifPresent(flags -> {
            for (int y = 0; y < wide.height(); y++) {
                int row = y * wide.width();
                for (int x = 0; x < wide.width(); x++) {
                    if (flags[row + x]) {
                        int from = x;
                        while (x + 1 < wide.width() && flags[row + x + 1]) {
                            x++;
                        }
                        clear(out, from - RIM_PX, x - RIM_PX, y - RIM_PX);
                    }
                }
            }
        });
        return out;
    }

    /** A run of pixels without tissue, and its rim. */
    private static void clear(Plane out, int from, int to, int y) {
        int left = Math.max(0, from - RIM_PX);
        int right = Math.min(out.width(), to + RIM_PX + 1);
        for (int v = Math.max(0, y - RIM_PX); left < right && v <= Math.min(out.height() - 1, y + RIM_PX); v++) {
            Arrays.fill(out.pixels(), v * out.width() + left, v * out.width() + right, 0);
        }
    }

    private void fill(int z, Area area, Plane plane, boolean[] absent) {
        Plane cells = brightness(z);
        for (int y = 0; y < area.height(); y++) {
            double cy = cell(area.y() + y, height(), cells.height());
            int y0 = Math.min((int) cy, Math.max(0, cells.height() - 2));
            int y1 = Math.min(y0 + 1, cells.height() - 1);
            for (int x = 0; x < area.width(); x++) {
                int i = y * area.width() + x;
                if (absent[i]) {
                    double cx = cell(area.x() + x, width(), cells.width());
                    int x0 = Math.min((int) cx, Math.max(0, cells.width() - 2));
                    int x1 = Math.min(x0 + 1, cells.width() - 1);
                    double above = cells.get(x0, y0) + (cx - x0) * (cells.get(x1, y0) - cells.get(x0, y0));
                    double below = cells.get(x0, y1) + (cx - x0) * (cells.get(x1, y1) - cells.get(x0, y1));
                    plane.pixels()[i] = (float) (above + (cy - y0) * (below - above));
                }
            }
        }
    }

    private static double cell(int place, int size, int cells) {
        int inside = Math.min(Math.max(place, 0), size - 1);
        return Math.min(Math.max((inside + 0.5) / CELL_PX - 0.5, 0), cells - 1.0);
    }

    /** The mean brightness of each cell's tissue, carried on to where there is none. */
    private Plane brightness(int z) {
        Plane cells = brightness.get(z);
        if (cells == null) {
            cells = cells(z);
            brightness.put(z, cells);
        }
        return cells;
    }

    private Plane cells(int z) {
        int columns = (width() + CELL_PX - 1) / CELL_PX;
        int rows = (height() + CELL_PX - 1) / CELL_PX;
        Plane sum = new Plane(columns, rows);
        Plane weight = new Plane(columns, rows);
        double[] all = new double[rows];
        long[] n = new long[rows];
        Rows.forEach(rows, (from, to) -> {
            for (int row = from; row < to; row++) {
                Area strip = new Area(0, row * CELL_PX, width(), Math.min(CELL_PX, height() - row * CELL_PX));
                Plane grey = source.read(z, strip);
                Plane tissue = tissue(z, strip);
                for (int i = 0; i < grey.pixels().length; i++) {
                    if (tissue.pixels()[i] > 0) {
                        int cell = row * columns + i % width() / CELL_PX;
                        sum.pixels()[cell] += grey.pixels()[i];
                        weight.pixels()[cell]++;
                        all[row] += grey.pixels()[i];
                        n[row]++;
                    }
                }
            }
        });
        for (int i = 0; i < sum.pixels().length; i++) {
            sum.pixels()[i] = weight.pixels()[i] > 0 ? sum.pixels()[i] / weight.pixels()[i] : 0;
        }
        long pixels = Arrays.stream(n).sum();
        float mean = pixels > 0 ? (float) (Arrays.stream(all).sum() / pixels) : 0;
        Plane near = Filters.gaussian(sum, weight, 1, Float.NaN);
        Plane far = Filters.gaussian(sum, weight, 4, mean);
        for (int i = 0; i < near.pixels().length; i++) {
            near.pixels()[i] = Float.isNaN(near.pixels()[i]) ? far.pixels()[i] : near.pixels()[i];
        }
        return near;
    }
}
