package org.sstem.internal.precipitate.blob;

import org.sstem.internal.precipitate.Working;
import org.sstem.method.Plane;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the blobs of a section as a mask: for statistics, as damage masks, for the fusion of networks.
 *
 * <p>{@link #find} is the rule to use: it knows no grey values but those of the section itself, so bit depth, range and
 * uneven background do not matter, and keeps narrow blobs. {@link #reference} is the rule of the published code, for
 * comparisons. Both compute in single and double precision, use the caller's threads and give the same result on any
 * number of them. Stateless and thread-safe.
 */
public final class BlobExtraction {

    private static final double DARK = 127.0 / 255;
    private static final double DARK_ON_AVERAGE = 220.0 / 3 / 255;
    private static final int SMALLEST = 50;
    /** A contour drawn 11 to 12 px wide covers 6 px on its outer side. */
    private static final double OUTLINE = 6;
    /** An ellipse of 70 x 70 px, of which one is its centre. */
    private static final double OPENING = 34.5;

    private BlobExtraction() {}

    /**
     * Finds blobs by the rule of the published code: dark pixels (below 127/255), components of more than 50 px with a
     * mean of at most 220/3/255, grown by 6 px, opened with a disc 70 px across.
     *
     * <p>The opening erases every blob narrower than about 60 px. What lies beyond the border counts as part of a blob
     * in the opening, and not in the growth.
     *
     * @param section grey values, [0, 1] = 8 bit
     * @return one flag a pixel, row-major, true inside blobs
     */
    public static boolean[] reference(Plane section) {
        return reference(section, OUTLINE);
    }

    /** As {@link #reference(Plane)}, grown by another radius: the published code knows a second one of 20 px. */
    static boolean[] reference(Plane section, double growth) {
        int width = section.width();
        int height = section.height();
        boolean[] dark = new boolean[width * height];
        for (int i = 0; i < dark.length; i++) {
            dark[i] = section.pixels()[i] < DARK;
        }
        boolean[] mask = darkOnAverage(section, Runs.of(dark, width, height));
        mask = Discs.dilate(mask, width, height, growth);
        return Discs.dilate(Discs.erode(mask, width, height, OPENING), width, height, OPENING);
    }

    /** Connected parts that are neither small nor too bright on average. */
    private static boolean[] darkOnAverage(Plane section, Runs runs) {
        int width = section.width();
        int[] pixels = new int[runs.parts()];
        double[] sum = new double[runs.parts()];
        for (int i = 0; i < runs.count(); i++) {
            int part = runs.part(i);
            int row = runs.row(i) * width;
            for (int x = runs.from(i); x < runs.to(i); x++) {
                sum[part] += section.pixels()[row + x];
            }
            pixels[part] += runs.to(i) - runs.from(i);
        }
        boolean[] mask = new boolean[section.pixels().length];
        for (int i = 0; i < runs.count(); i++) {
            int part = runs.part(i);
            if (pixels[part] > SMALLEST && sum[part] / pixels[part] <= DARK_ON_AVERAGE) {
                int row = runs.row(i) * width;
                Arrays.fill(mask, row + runs.from(i), row + runs.to(i), true);
            }
        }
        return mask;
    }

    /**
     * Finds blobs by what sets them apart: a place is darker than the rest of the section, or its neighbours, let
     * expect, over more than a few cells of tissue, and darkest in its middle.
     *
     * <p>Blobs below some 400 px may be missed, and where contrast is as usual those below some 6000 px. Neighbours
     * make it far surer. Value 0 is taken as no light at all. Sections of more than 12 million pixels are searched at
     * reduced resolution.
     *
     * @param section    grey values of any scale
     * @param neighbours intact sections around it, of the same size, nearly in register; may be empty
     * @return one flag a pixel, row-major, true inside blobs
     * @throws IllegalArgumentException if a neighbour has another size
     */
    public static boolean[] find(Plane section, List<Plane> neighbours) {
        for (Plane neighbour : neighbours) {
            if (!neighbour.sameSize(section)) {
                throw new IllegalArgumentException("neighbours must have the section's size " + section.width() + " x "
                        + section.height() + ", one was " + neighbour.width() + " x " + neighbour.height());
            }
        }
        Working grid = Working.forSize(section.width(), section.height());
        List<Plane> intact =
                neighbours.stream().map(plane -> reduce(grid, plane)).toList();
        Plane expected = new Plane(grid.width(), grid.height());
        for (Plane plane : intact) {
            for (int i = 0; i < expected.pixels().length; i++) {
                expected.pixels()[i] += plane.pixels()[i] / intact.size();
            }
        }
        int sample = Math.min(section.pixels().length, 64 * section.width());
        double noise = BlobSearch.quantum(Arrays.copyOf(section.pixels(), sample)) / Math.sqrt(12);
        BlobSearch.Found found = new BlobSearch(grid, reduce(grid, section), intact, expected, noise).search();
        boolean[] mask = new boolean[section.pixels().length];
        if (found != null) {
            found.blobs().forEach(blob -> draw(blob.model(), grid, section.width(), section.height(), mask));
        }
        return mask;
    }

    private static Plane reduce(Working grid, Plane plane) {
        return grid.step() == 1
                ? plane
                : grid.reduce(area -> plane.crop(area.x(), area.y(), area.width(), area.height()));
    }

    private static void draw(BlobModel model, Working grid, int width, int height, boolean[] mask) {
        Gauge gauge = model.gauge();
        int step = grid.step();
        int x0 = (int) Math.max(0, (gauge.cx() - model.reach()) * step);
        int y0 = (int) Math.max(0, (gauge.cy() - model.reach()) * step);
        int x1 = (int) Math.min(width, (gauge.cx() + model.reach() + 1) * step);
        int y1 = (int) Math.min(height, (gauge.cy() + model.reach() + 1) * step);
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                mask[y * width + x] |= gauge.at((x + 0.5) / step - 0.5, (y + 0.5) / step - 0.5) <= 1;
            }
        }
    }
}
