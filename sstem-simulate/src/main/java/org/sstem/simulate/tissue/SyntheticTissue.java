package org.sstem.simulate.tissue;

import net.imglib2.parallel.Parallelization;
import org.sstem.image.Area;
import org.sstem.image.Plane;
import org.sstem.stack.SectionSource;
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
 * <p>Grey values lie in [0, 1] (membranes dark), computed in double precision and rounded to float. Places outside the
 * section are tissue too: {@link #read} continues beyond the border instead of repeating it.
 */
public final class SyntheticTissue implements SectionSource {

    private static final int BLOCK = 8 * Tile.SIZE;

    private final long seed;
    private final int width;
    private final int height;
    private final int sections;
    private final VoxelSize voxelSize;
    private final Slab slab;

    private SyntheticTissue(Builder b) {
        seed = Hash.mix(b.seed);
        width = b.width;
        height = b.height;
        sections = b.sections;
        voxelSize = b.voxelSize;
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
     * Paints a rectangle of one section. Outside the section the tissue goes on, there is no border to repeat.
     *
     * @param z    section, 0 to {@link #sections()} - 1
     * @param area what to paint
     * @return grey values in [0, 1]; the caller may change them
     * @throws IllegalArgumentException if there is no such section
     */
    @Override
    public Plane read(int z, Area area) {
        checkSection(z);
        Area grown = area.grow(2);
        Plane light = new Plane(grown.width(), grown.height());
        paint(z, grown, light.pixels(), null);
        return new Camera(seed, z).photograph(light, area);
    }

    /**
     * Tells which cell each pixel of a rectangle belongs to, as an expert would outline it: 0 where membrane covers the
     * pixel, elsewhere the cell's number, 1 to 2^24, the same in every section. The glia has one number throughout.
     *
     * @param z    section, 0 to {@link #sections()} - 1
     * @param area what to label
     * @return labels in row-major order; every one of them is exact as a float
     * @throws IllegalArgumentException if there is no such section
     */
    public int[] labels(int z, Area area) {
        checkSection(z);
        int[] labels = new int[area.width() * area.height()];
        paint(z, area, null, labels);
        return labels;
    }

    private void checkSection(int z) {
        if (z < 0 || z >= sections) {
            throw new IllegalArgumentException("z must be 0 to " + (sections - 1) + ", was " + z);
        }
    }

    private void paint(int z, Area area, float[] light, int[] labels) {
        List<int[]> blocks = new ArrayList<>();
        for (int by = Math.floorDiv(area.y(), BLOCK); by * BLOCK < area.y() + area.height(); by++) {
            for (int bx = Math.floorDiv(area.x(), BLOCK); bx * BLOCK < area.x() + area.width(); bx++) {
                blocks.add(new int[] {bx, by});
            }
        }
        Parallelization.getTaskExecutor().forEach(blocks, b -> paintBlock(z, area, b[0], b[1], light, labels));
    }

    private void paintBlock(int z, Area area, int bx, int by, float[] light, int[] labels) {
        Tile tile = new Tile(seed, voxelSize.xNm(), voxelSize.yNm(), slab);
        double depth = z * voxelSize.zNm();
        double cx = (bx + 0.5) * BLOCK * voxelSize.xNm();
        double cy = (by + 0.5) * BLOCK * voxelSize.yNm();
        double radius = Math.hypot(BLOCK / 2 * voxelSize.xNm(), BLOCK / 2 * voxelSize.yNm()) + Warp.REACH_NM;
        Cells cells = Cells.around(seed, cx, cy, depth, radius + 200);
        List<Organelles.Mitochondrion> mitochondria =
                tile.organelles().mitochondria(cx, cy, depth, radius, Cells.around(seed, cx, cy, depth, radius + 520));
        for (int ty = by * BLOCK; ty < (by + 1) * BLOCK; ty += Tile.SIZE) {
            for (int tx = bx * BLOCK; tx < (bx + 1) * BLOCK; tx += Tile.SIZE) {
                int x0 = Math.max(tx, area.x());
                int x1 = Math.min(tx + Tile.SIZE, area.x() + area.width());
                int y0 = Math.max(ty, area.y());
                int y1 = Math.min(ty + Tile.SIZE, area.y() + area.height());
                if (x0 >= x1 || y0 >= y1) {
                    continue;
                }
                tile.open(z, tx * voxelSize.xNm(), ty * voxelSize.yNm(), depth, cells, mitochondria);
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
         * Makes the tissue; nothing is computed yet.
         *
         * @return the tissue
         */
        public SyntheticTissue build() {
            return new SyntheticTissue(this);
        }
    }
}
