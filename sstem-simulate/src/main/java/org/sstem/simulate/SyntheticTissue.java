package org.sstem.simulate;

import net.imglib2.parallel.Parallelization;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.simulate.internal.tissue.Camera;
import org.sstem.simulate.internal.tissue.Cells;
import org.sstem.simulate.internal.tissue.Hash;
import org.sstem.simulate.internal.tissue.Organelles;
import org.sstem.simulate.internal.tissue.Slab;
import org.sstem.simulate.internal.tissue.Tile;
import org.sstem.simulate.internal.tissue.Warp;
import org.sstem.stack.VoxelSize;

import java.util.ArrayList;
import java.util.List;

/**
 * Synthetic neural tissue as a serial-section transmission electron microscope shows it: a stack of sections through
 * neuropil that is grown from a seed, with the cells' labels.
 *
 * <p>The tissue holds branched and bent cell processes of many sizes, glia in the gaps between them, membranes that are
 * thin dark lines where they stand upright in the section and grey smears where they lie oblique in its thickness,
 * mitochondria with cristae, vesicles, endoplasmic reticulum, synaptic densities, granular cytoplasm, optical blur, shot
 * noise and a brightness that differs a little between sections.
 *
 * <p>Nothing is stored: every pixel is computed from the seed and its place in nanometres when it is read, in tiles on an
 * absolute grid. So a stack may have any size, a rectangle read alone equals the same rectangle of the whole section bit
 * for bit, the number of threads does not matter, and memory is bounded by what is read. Work is shared among the threads
 * of the caller's {@link Parallelization} context. Immutable and thread-safe.
 *
 * <p>Grey values lie in [0, 1] (membranes dark), computed in double precision and rounded to float.
 */
public final class SyntheticTissue implements SectionSource {

    /** Tiles on a side that share one collection of the cells around, at most. */
    private static final int BLOCK = 10;

    private final long seed;
    private final int width;
    private final int height;
    private final int sections;
    private final VoxelSize voxelSize;
    private final double noise;
    private final Slab slab;

    private SyntheticTissue(Builder b) {
        seed = Hash.mix(b.seed);
        width = b.width;
        height = b.height;
        sections = b.sections;
        voxelSize = b.voxelSize;
        noise = b.noise;
        slab = new Slab(b.voxelSize.zNm());
    }

    /**
     * Starts to describe a tissue: 512 x 512 x 16 voxels of 4 x 4 x 45 nm, seed 0, unless told otherwise.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int sections() {
        return sections;
    }

    /**
     * Returns the size of a voxel; its extent in z is also the thickness of a section.
     *
     * @return the voxel size
     */
    public VoxelSize voxelSize() {
        return voxelSize;
    }

    /**
     * Paints a rectangle of one section; what lies outside the section repeats the nearest pixel of its border.
     *
     * @param z    section, 0 to {@link #sections()} - 1
     * @param area what to paint
     * @return grey values in [0, 1]; the caller may change them
     * @throws IllegalArgumentException if there is no such section
     */
    @Override
    public Plane read(int z, Area area) {
        checkSection(z);
        Area inside = inside(area);
        Area grown = inside.grow(Camera.REACH);
        Plane light = new Plane(grown.width(), grown.height());
        paint(z, grown, light.pixels(), null);
        Plane picture = new Camera(seed, z, noise).photograph(light, inside);
        return inside.equals(area)
                ? picture
                : picture.crop(area.x() - inside.x(), area.y() - inside.y(), area.width(), area.height());
    }

    /**
     * Tells which cell each pixel of a rectangle belongs to, as an expert would outline it: 0 where membrane covers the
     * pixel, elsewhere the cell's number, 1 to 2^24, the same in every section. The glia has one number throughout.
     *
     * @param z    section, 0 to {@link #sections()} - 1
     * @param area what to label, within the section
     * @return labels in row-major order; every one of them is exact as a float
     * @throws IllegalArgumentException if there is no such section, or the area leaves it
     */
    public int[] labels(int z, Area area) {
        checkSection(z);
        if (!inside(area).equals(area)) {
            throw new IllegalArgumentException("area must lie within " + width + " x " + height + ", was " + area);
        }
        int[] labels = new int[area.width() * area.height()];
        paint(z, area, null, labels);
        return labels;
    }

    /** The part of an area that has to be painted: of one beyond the border, the nearest pixels of the border. */
    private Area inside(Area area) {
        int x0 = Math.max(0, Math.min(area.x(), width - 1));
        int y0 = Math.max(0, Math.min(area.y(), height - 1));
        int x1 = Math.max(x0 + 1, Math.min(area.x() + area.width(), width));
        int y1 = Math.max(y0 + 1, Math.min(area.y() + area.height(), height));
        return new Area(x0, y0, x1 - x0, y1 - y0);
    }

    private void checkSection(int z) {
        if (z < 0 || z >= sections) {
            throw new IllegalArgumentException("z must be 0 to " + (sections - 1) + ", was " + z);
        }
    }

    private void paint(int z, Area area, float[] light, int[] labels) {
        // How the tiles are shared out does not matter to what they hold.
        List<Area> blocks = new ArrayList<>();
        int x0 = Math.floorDiv(area.x(), Tile.SIZE);
        int y0 = Math.floorDiv(area.y(), Tile.SIZE);
        int across = Math.floorDiv(area.x() + area.width() - 1, Tile.SIZE) - x0 + 1;
        int down = Math.floorDiv(area.y() + area.height() - 1, Tile.SIZE) - y0 + 1;
        int columns = (across + BLOCK - 1) / BLOCK;
        int rows = (down + BLOCK - 1) / BLOCK;
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < columns; i++) {
                int x = across * i / columns;
                int y = down * j / rows;
                blocks.add(new Area(x0 + x, y0 + y, across * (i + 1) / columns - x, down * (j + 1) / rows - y));
            }
        }
        Parallelization.getTaskExecutor().forEach(blocks, tiles -> paintTiles(z, area, tiles, light, labels));
    }

    private void paintTiles(int z, Area area, Area tiles, float[] light, int[] labels) {
        double sizeX = Tile.SIZE * voxelSize.xNm();
        double sizeY = Tile.SIZE * voxelSize.yNm();
        double depth = z * voxelSize.zNm();
        double[] low = {tiles.x() * sizeX, tiles.y() * sizeY, depth};
        double[] high = {(tiles.x() + tiles.width()) * sizeX, (tiles.y() + tiles.height()) * sizeY, depth};
        for (int c = 0; c < 3; c++) {
            low[c] -= Warp.REACH_NM;
            high[c] += Warp.REACH_NM;
        }
        Cells around = Cells.around(seed, low, high, 900);
        Tile tile = new Tile(seed, voxelSize.xNm(), voxelSize.yNm(), slab);
        List<Organelles.Mitochondrion> mitochondria = tile.organelles().mitochondria(low, high, around);
        for (int j = tiles.y(); j < tiles.y() + tiles.height(); j++) {
            for (int i = tiles.x(); i < tiles.x() + tiles.width(); i++) {
                tile.open(z, i * sizeX, j * sizeY, depth, around, mitochondria);
                int tx = i * Tile.SIZE;
                int ty = j * Tile.SIZE;
                int x0 = Math.max(tx, area.x());
                int x1 = Math.min(tx + Tile.SIZE, area.x() + area.width());
                int y0 = Math.max(ty, area.y());
                int y1 = Math.min(ty + Tile.SIZE, area.y() + area.height());
                for (int y = y0; y < y1; y++) {
                    for (int x = x0; x < x1; x++) {
                        int at = (y - area.y()) * area.width() + x - area.x();
                        if (light != null) {
                            light[at] = (float) Math.exp(-tile.density(x - tx, y - ty));
                        } else {
                            labels[at] = tile.label(x - tx, y - ty);
                        }
                    }
                }
            }
        }
    }

    /** Says what tissue to make. Not thread-safe. */
    public static final class Builder {
        private int width = 512;
        private int height = 512;
        private int sections = 16;
        private long seed;
        private VoxelSize voxelSize = new VoxelSize(4, 4, 45);
        private double noise = 1;

        private Builder() {}

        /**
         * Sets the size of the stack.
         *
         * @param width    pixels in x, at least 1
         * @param height   pixels in y, at least 1
         * @param sections sections in z, at least 1
         * @return this builder
         * @throws IllegalArgumentException if one is below 1
         */
        public Builder size(int width, int height, int sections) {
            if (width < 1 || height < 1 || sections < 1) {
                throw new IllegalArgumentException(
                        "size must be at least 1 x 1 x 1, was " + width + " x " + height + " x " + sections);
            }
            this.width = width;
            this.height = height;
            this.sections = sections;
            return this;
        }

        /**
         * Sets the seed; different seeds give unrelated tissue.
         *
         * @param seed any number
         * @return this builder
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets the size of a voxel. The tissue keeps its size in nanometres: coarser pixels see more of it.
         *
         * @param voxelSize pixel size 1 to 50 nm, section thickness 5 to 200 nm
         * @return this builder
         * @throws IllegalArgumentException if a size is outside these ranges
         */
        public Builder voxelSize(VoxelSize voxelSize) {
            double min = Math.min(voxelSize.xNm(), voxelSize.yNm());
            double max = Math.max(voxelSize.xNm(), voxelSize.yNm());
            if (min < 1 || max > 50 || voxelSize.zNm() < 5 || voxelSize.zNm() > 200) {
                throw new IllegalArgumentException(
                        "voxelSize must be 1 to 50 nm in x and y and 5 to 200 nm in z, was " + voxelSize);
            }
            this.voxelSize = voxelSize;
            return this;
        }

        /**
         * Sets how noisy sections are.
         *
         * @param share of the usual shot noise, 0 to 4; 1 unless told otherwise
         * @return this builder
         * @throws IllegalArgumentException if it is outside this range
         */
        public Builder noise(double share) {
            if (!(share >= 0 && share <= 4)) {
                throw new IllegalArgumentException("noise must be 0 to 4 times the usual, was " + share);
            }
            noise = share;
            return this;
        }

        /**
         * Makes the tissue; nothing is computed yet.
         *
         * @return the tissue
         */
        public SyntheticTissue build() {
            return new SyntheticTissue(this);
        }
    }
}
