package org.sstem.internal.precipitate.blob;

import org.sstem.method.Area;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One connected blob of a mask. Immutable.
 *
 * @param box    the rectangle it just fits in
 * @param inside one flag a pixel of the box
 * @param pixels number of pixels
 * @param cx     centroid, x of the section
 * @param cy     centroid, y of the section
 */
public record Blob(Area box, boolean[] inside, int pixels, double cx, double cy) implements Serializable {

    /** Finds the blobs of a mask, connected by sides and corners, in the order of their first pixel. */
    public static List<Blob> of(boolean[] mask, int width, int height) {
        Runs runs = Runs.of(mask, width, height);
        int n = runs.parts();
        int[] left = new int[n];
        int[] top = new int[n];
        int[] right = new int[n];
        int[] bottom = new int[n];
        int[] pixels = new int[n];
        // sums of whole numbers, exact
        double[] sx = new double[n];
        double[] sy = new double[n];
        for (int i = 0; i < runs.count(); i++) {
            int part = runs.part(i);
            int length = runs.to(i) - runs.from(i);
            boolean first = pixels[part] == 0;
            left[part] = first ? runs.from(i) : Math.min(left[part], runs.from(i));
            right[part] = Math.max(right[part], runs.to(i));
            top[part] = first ? runs.row(i) : top[part];
            bottom[part] = runs.row(i) + 1;
            pixels[part] += length;
            sx[part] += 0.5 * length * (runs.from(i) + runs.to(i) - 1);
            sy[part] += (double) length * runs.row(i);
        }
        List<Blob> blobs = new ArrayList<>();
        for (int part = 0; part < n; part++) {
            Area box = new Area(left[part], top[part], right[part] - left[part], bottom[part] - top[part]);
            boolean[] inside = new boolean[box.width() * box.height()];
            blobs.add(new Blob(box, inside, pixels[part], sx[part] / pixels[part], sy[part] / pixels[part]));
        }
        for (int i = 0; i < runs.count(); i++) {
            Blob blob = blobs.get(runs.part(i));
            int row = (runs.row(i) - blob.box.y()) * blob.box.width() - blob.box.x();
            Arrays.fill(blob.inside, row + runs.from(i), row + runs.to(i), true);
        }
        return blobs;
    }

    /** Distance of its innermost pixel from the outside, pixels. */
    public double depth() {
        return Arrays.stream(Distance.inside(inside, box.width(), box.height()))
                .max()
                .orElse(0);
    }

    /** The same blob elsewhere. */
    public Blob moved(int dx, int dy) {
        Area there = new Area(box.x() + dx, box.y() + dy, box.width(), box.height());
        return new Blob(there, inside, pixels, cx + dx, cy + dy);
    }

    /** The same with what is not farther than a radius, within a section of some size. */
    Blob grown(double radius, int width, int height) {
        Area wide = box.grow((int) Math.ceil(radius)).intersect(new Area(0, 0, width, height));
        return Blob.of(Discs.dilate(inside(wide), wide.width(), wide.height(), radius), wide.width(), wide.height())
                .get(0)
                .moved(wide.x(), wide.y());
    }

    /**
     * What is left if it is shrunk and grown again by a disc. As it is connected, that is its part of what is left of the mask
     * it was found in; the border of the section does not shrink it.
     */
    List<Blob> withoutThin(double radius, int width, int height) {
        // A ring of one pixel is enough: nothing outside is nearer.
        Area wide = box.grow(1).intersect(new Area(0, 0, width, height));
        boolean[] left = Discs.erode(inside(wide), wide.width(), wide.height(), radius);
        return Blob.of(Discs.dilate(left, wide.width(), wide.height(), radius), wide.width(), wide.height()).stream()
                .map(blob -> blob.moved(wide.x(), wide.y()))
                .toList();
    }

    /** Its flags in a rectangle that holds all of it. */
    boolean[] inside(Area area) {
        boolean[] out = new boolean[area.width() * area.height()];
        for (int y = 0; y < box.height(); y++) {
            int to = (box.y() - area.y() + y) * area.width() + box.x() - area.x();
            System.arraycopy(inside, y * box.width(), out, to, box.width());
        }
        return out;
    }

    /** Tells whether a pixel of the section belongs to the blob. */
    boolean contains(int x, int y) {
        return box.contains(x, y) && inside[(y - box.y()) * box.width() + x - box.x()];
    }

    /** Share of a place, between pixel centres, that the blob covers: bilinear in its flags. */
    double coverage(double x, double y) {
        int x0 = (int) Math.floor(x);
        int y0 = (int) Math.floor(y);
        double fx = x - x0;
        double fy = y - y0;
        double above = (contains(x0, y0) ? 1 - fx : 0) + (contains(x0 + 1, y0) ? fx : 0);
        double below = (contains(x0, y0 + 1) ? 1 - fx : 0) + (contains(x0 + 1, y0 + 1) ? fx : 0);
        return above * (1 - fy) + below * fy;
    }
}
