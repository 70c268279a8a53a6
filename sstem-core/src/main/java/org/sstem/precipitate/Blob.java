package org.sstem.precipitate;

import boofcv.alg.filter.binary.BinaryImageOps;
import boofcv.struct.ConnectRule;
import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import org.sstem.image.Area;

import java.util.ArrayList;
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
record Blob(Area box, boolean[] inside, int pixels, double cx, double cy) {

    /** Finds the blobs of a mask, connected by sides and corners, in the order of their first pixel. */
    static List<Blob> of(boolean[] mask, int width, int height) {
        GrayU8 binary = new GrayU8(width, height);
        for (int i = 0; i < mask.length; i++) {
            binary.data[i] = (byte) (mask[i] ? 1 : 0);
        }
        GrayS32 labels = new GrayS32(width, height);
        int count = BinaryImageOps.contour(binary, ConnectRule.EIGHT, labels).size();
        int[][] boxes = new int[count][];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int label = labels.data[y * width + x] - 1;
                if (label >= 0) {
                    if (boxes[label] == null) {
                        boxes[label] = new int[] {x, y, x, y};
                    }
                    int[] box = boxes[label];
                    box[0] = Math.min(box[0], x);
                    box[2] = Math.max(box[2], x);
                    box[3] = y;
                }
            }
        }
        List<Blob> blobs = new ArrayList<>();
        for (int label = 0; label < count; label++) {
            blobs.add(cut(labels, label + 1, boxes[label]));
        }
        return blobs;
    }

    private static Blob cut(GrayS32 labels, int label, int[] box) {
        Area area = new Area(box[0], box[1], box[2] - box[0] + 1, box[3] - box[1] + 1);
        boolean[] inside = new boolean[area.width() * area.height()];
        int pixels = 0;
        double sx = 0;
        double sy = 0;
        for (int y = 0; y < area.height(); y++) {
            for (int x = 0; x < area.width(); x++) {
                if (labels.data[(area.y() + y) * labels.width + area.x() + x] == label) {
                    inside[y * area.width() + x] = true;
                    pixels++;
                    sx += area.x() + x;
                    sy += area.y() + y;
                }
            }
        }
        return new Blob(area, inside, pixels, sx / pixels, sy / pixels);
    }

    /** The same blob elsewhere. */
    Blob moved(int dx, int dy) {
        Area there = new Area(box.x() + dx, box.y() + dy, box.width(), box.height());
        return new Blob(there, inside, pixels, cx + dx, cy + dy);
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
