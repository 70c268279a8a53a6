package org.sstem.simulate.internal.draw;

import org.sstem.internal.precipitate.blob.Blob;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;

/** Cuts the blobs out of a section's mask, each into a plane of its own. */
public final class BlobCutter {

    private BlobCutter() {}

    /** Those that are not too small and do not touch the border. */
    public static List<Plane> cut(boolean[] mask, int width, int height, int minArea) {
        List<Plane> cut = new ArrayList<>();
        for (Blob blob : Blob.of(mask, width, height)) {
            Area box = blob.box();
            boolean whole =
                    box.x() > 0 && box.y() > 0 && box.x() + box.width() < width && box.y() + box.height() < height;
            if (whole && blob.pixels() >= minArea) {
                Plane plane = new Plane(box.width(), box.height());
                for (int i = 0; i < blob.inside().length; i++) {
                    plane.pixels()[i] = blob.inside()[i] ? 1 : 0;
                }
                cut.add(plane);
            }
        }
        return cut;
    }
}
