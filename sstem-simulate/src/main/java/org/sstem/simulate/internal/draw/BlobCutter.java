package org.sstem.simulate.internal.draw;

import boofcv.alg.filter.binary.BinaryImageOps;
import boofcv.struct.ConnectRule;
import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;

/** Cuts the blobs out of a section's mask, each into a plane of its own. */
public final class BlobCutter {

    private BlobCutter() {}

    public static List<Plane> cut(boolean[] mask, int width, int height, int minArea) {
        GrayU8 binary = new GrayU8(width, height);
        for (int i = 0; i < mask.length; i++) {
            binary.data[i] = (byte) (mask[i] ? 1 : 0);
        }
        GrayS32 labels = new GrayS32(width, height);
        int count = BinaryImageOps.contour(binary, ConnectRule.EIGHT, labels).size();
        // Per blob: left, top, right, bottom, area.
        int[][] found = new int[count][];
        for (int i = 0; i < mask.length; i++) {
            int label = labels.data[i] - 1;
            if (label >= 0) {
                int x = i % width;
                int y = i / width;
                if (found[label] == null) {
                    found[label] = new int[] {x, y, x, y, 0};
                }
                int[] b = found[label];
                b[0] = Math.min(b[0], x);
                b[2] = Math.max(b[2], x);
                b[3] = y;
                b[4]++;
            }
        }
        List<Plane> cut = new ArrayList<>();
        for (int label = 0; label < count; label++) {
            int[] b = found[label];
            boolean whole = b[0] > 0 && b[1] > 0 && b[2] < width - 1 && b[3] < height - 1;
            if (whole && b[4] >= minArea) {
                Plane plane = new Plane(b[2] - b[0] + 1, b[3] - b[1] + 1);
                for (int y = b[1]; y <= b[3]; y++) {
                    for (int x = b[0]; x <= b[2]; x++) {
                        plane.set(x - b[0], y - b[1], labels.data[y * width + x] == label + 1 ? 1 : 0);
                    }
                }
                cut.add(plane);
            }
        }
        return cut;
    }
}
