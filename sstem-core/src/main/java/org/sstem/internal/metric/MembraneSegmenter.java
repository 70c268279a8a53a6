package org.sstem.internal.metric;

import org.sstem.internal.image.Components;
import org.sstem.internal.image.Filters;
import org.sstem.internal.math.Moments;
import org.sstem.method.Plane;
import org.sstem.metric.Evaluation.Segmenter;

import java.util.Arrays;

/**
 * A plain segmentation of neural tissue, with nothing to train: cells are what dark membranes enclose.
 *
 * <p>Brightness and contrast are taken out locally, what is brighter than the membranes is cell, the inner parts of
 * cells are the seeds, and a watershed grows them over all pixels, bright ones first. It is meant for comparing sections
 * with each other (restored, degraded and true ones segmented in the same way), not for reconstruction: organelles with
 * dark membranes of their own are cut out of their cells. The result depends on neither the brightness nor the contrast
 * of the section as a whole. Immutable and thread-safe; deterministic. Borders of the section repeat their last pixel.
 */
public final class MembraneSegmenter implements Segmenter {

    /** Grey levels that the watershed tells apart. */
    private static final int LEVELS = 256;
    /** For a constant section; its square is still a normal float. */
    private static final double SMALLEST_SD = 1e-15;
    /** Local standard deviations that a membrane is darker than its surroundings, at least. */
    private static final float MEMBRANE_DEPTH = 0.5f;
    /** Share of cell in the neighbourhood of a seed's pixel. */
    private static final float SEED_SHARE = 0.9f;

    private final double membranePx;

    /**
     * Makes a segmenter for membranes about 30 nm thick.
     *
     * @param pixelSizeNm pixel size in x and y, nm, from 1 to 16
     * @throws IllegalArgumentException if the pixel size is outside
     */
    public MembraneSegmenter(double pixelSizeNm) {
        if (!(pixelSizeNm >= 1 && pixelSizeNm <= 16)) {
            throw new IllegalArgumentException("pixel size must be within 1 to 16 nm, was " + pixelSizeNm);
        }
        this.membranePx = 30 / pixelSizeNm;
    }

    /**
     * Labels every pixel; labels count from 1 in the order in which the seeds' first pixels stand.
     *
     * @param section grey values of any range
     * @return labels, row-major
     */
    @Override
    public long[] segment(Plane section) {
        Plane smooth = Filters.gaussian(section, membranePx / 4);
        Plane everywhere = Plane.filled(section.width(), section.height(), 1);
        Plane relief = Filters.normalise(smooth, everywhere, 4 * membranePx, smallestSd(smooth));
        Plane cell = new Plane(section.width(), section.height());
        for (int i = 0; i < cell.pixels().length; i++) {
            cell.pixels()[i] = relief.pixels()[i] > -MEMBRANE_DEPTH ? 1 : 0;
        }
        Plane inner = Filters.gaussian(cell, membranePx / 2);
        int[] labels = new int[cell.pixels().length];
        label(inner, labels);
        flood(relief, labels);
        return Arrays.stream(labels).asLongStream().toArray();
    }

    /** A hundredth of the section's own spread, so that flat regions are not blown up. */
    private static double smallestSd(Plane plane) {
        return Math.max(0.01 * Moments.of(plane.pixels()).sd(), SMALLEST_SD);
    }

    /** Numbers the connected components (four neighbours) of the seeds that are as large as a membrane is thick. */
    private void label(Plane inner, int[] labels) {
        int smallest = Math.max(1, (int) (membranePx * membranePx));
        boolean[] seed = new boolean[labels.length];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = inner.pixels()[i] >= SEED_SHARE;
        }
        int next = 1;
        for (int[] component : Components.of(seed, inner.width(), inner.height(), false)) {
            if (component.length >= smallest) {
                for (int i : component) {
                    labels[i] = next;
                }
                next++;
            }
        }
    }

    /** Grows the labels, bright pixels first and among equally bright ones in the order in which they are reached. */
    private static void flood(Plane relief, int[] labels) {
        int[][] buckets = new int[LEVELS][64];
        int[] filled = new int[LEVELS];
        int[] taken = new int[LEVELS];
        boolean[] waiting = new boolean[labels.length];
        int[] owner = labels.clone();
        int level = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] > 0) {
                level = Math.min(level, push(relief, owner, waiting, i, buckets, filled, 0));
            }
        }
        while (level < LEVELS) {
            if (taken[level] == filled[level]) {
                level++;
                continue;
            }
            int i = buckets[level][taken[level]++];
            labels[i] = owner[i];
            level = push(relief, owner, waiting, i, buckets, filled, level);
        }
    }

    /** Queues the neighbours of a pixel that has its label; never above the level reached. */
    private static int push(
            Plane relief, int[] owner, boolean[] waiting, int i, int[][] buckets, int[] filled, int level) {
        for (int side = 0; side < 4; side++) {
            int j = SectionLabels.neighbour(i, side, relief.width(), owner.length);
            if (j >= 0 && owner[j] == 0 && !waiting[j]) {
                waiting[j] = true;
                owner[j] = owner[i];
                // within three standard deviations of the local mean, dark ones last
                int depth = (int) ((3 - relief.pixels()[j]) * LEVELS / 6);
                int at = Math.max(level, Math.min(LEVELS - 1, depth));
                if (filled[at] == buckets[at].length) {
                    buckets[at] = Arrays.copyOf(buckets[at], 2 * filled[at]);
                }
                buckets[at][filled[at]++] = j;
            }
        }
        return level;
    }
}
