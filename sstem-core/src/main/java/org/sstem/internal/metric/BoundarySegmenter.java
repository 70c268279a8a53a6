package org.sstem.internal.metric;

import org.sstem.internal.image.Filters;
import org.sstem.method.Plane;
import org.sstem.metric.Evaluation.Segmenter;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Segments a section by a watershed of how likely each pixel is membrane.
 *
 * <p>The probability, smoothed, is flooded from its minima, level by level. Where two basins meet, they become one if the
 * shallower is less than a certain depth below that level, or if one has been smaller than a cell by then; else both stay, with
 * the watershed between them. So one pass gives what a flood from all minima of that depth would. Every pixel gets a label
 * from 1, in the order of the cells' first pixels. Deterministic; as thread-safe as what finds the membranes.
 *
 * @param membranes  a section's probabilities, 0 to 1, of its size
 * @param smoothPx   standard deviation of the Gaussian that smoothes them
 * @param depth      by how much the membrane around a cell is more likely than its inside, at least
 * @param smallestPx pixels that a cell has, at least
 */
public record BoundarySegmenter(UnaryOperator<Plane> membranes, double smoothPx, double depth, int smallestPx)
        implements Segmenter {

    /** Levels of the flood. */
    private static final int LEVELS = 1024;

    private static final double SMOOTH_PX = 1.5;
    private static final double DEPTH = 0.2;
    private static final int SMALLEST_PX = 100;

    /** With the settings that served best on sections that networks learnt from. */
    public BoundarySegmenter(UnaryOperator<Plane> membranes) {
        this(membranes, SMOOTH_PX, DEPTH, SMALLEST_PX);
    }

    @Override
    public long[] segment(Plane section) {
        Plane smooth = Filters.gaussian(membranes.apply(section), smoothPx);
        return new Flood(smooth).labels();
    }

    /** One flood. Basins are trees of pixels: each points to another of its basin, the root to itself. */
    private final class Flood {

        private final int width;
        private final int[] level;
        private final int[] root;
        private final int[] area;

        Flood(Plane probability) {
            width = probability.width();
            level = new int[probability.pixels().length];
            for (int i = 0; i < level.length; i++) {
                level[i] = Math.max(0, Math.min(LEVELS - 1, (int) (probability.pixels()[i] * LEVELS)));
            }
            root = new int[level.length];
            area = new int[level.length];
            Arrays.fill(root, -1);
        }

        long[] labels() {
            for (int pixel : byLevel()) {
                flood(pixel);
            }
            long[] labels = new long[root.length];
            long[] names = new long[root.length];
            long next = 1;
            for (int i = 0; i < labels.length; i++) {
                int basin = find(i);
                if (names[basin] == 0) {
                    names[basin] = next++;
                }
                labels[i] = names[basin];
            }
            return labels;
        }

        /** All pixels, the least likely ones first, equal ones in the order of the section. */
        private int[] byLevel() {
            int[] starts = new int[LEVELS + 1];
            for (int l : level) {
                starts[l + 1]++;
            }
            for (int l = 0; l < LEVELS; l++) {
                starts[l + 1] += starts[l];
            }
            int[] order = new int[level.length];
            for (int i = 0; i < level.length; i++) {
                order[starts[level[i]]++] = i;
            }
            return order;
        }

        /** Adds a pixel to a basin beside it, or begins a new one; joins basins that meet in it. */
        private void flood(int pixel) {
            root[pixel] = pixel;
            area[pixel] = 1;
            int own = pixel;
            boolean added = false;
            for (int side = 0; side < 4; side++) {
                int beside = SectionLabels.neighbour(pixel, side, width, root.length);
                if (beside < 0 || root[beside] < 0) {
                    continue;
                }
                int other = find(beside);
                if (other == own) {
                    continue;
                }
                if (!added) {
                    own = join(own, other);
                    added = true;
                } else if (isOne(own, other, level[pixel])) {
                    own = join(own, other);
                }
            }
        }

        /** Roots are the pixels where basins began, so their level is the basin's deepest. */
        private boolean isOne(int a, int b, int at) {
            return at - Math.max(level[a], level[b]) < depth * LEVELS || Math.min(area[a], area[b]) < smallestPx;
        }

        private int join(int a, int b) {
            boolean first = level[a] < level[b] || level[a] == level[b] && a < b;
            int deep = first ? a : b;
            int shallow = first ? b : a;
            root[shallow] = deep;
            area[deep] += area[shallow];
            return deep;
        }

        private int find(int pixel) {
            int top = pixel;
            while (root[top] != top) {
                top = root[top];
            }
            while (root[pixel] != top) {
                int next = root[pixel];
                root[pixel] = top;
                pixel = next;
            }
            return top;
        }
    }
}
