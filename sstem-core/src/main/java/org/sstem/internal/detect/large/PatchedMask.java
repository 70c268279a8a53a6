package org.sstem.internal.detect.large;

import org.sstem.damage.SectionMask;
import org.sstem.internal.tissue.MaskRuns;
import org.sstem.method.Area;

import java.util.List;

/**
 * A mask of a large section, put together of patches that were seen reduced or as they are. Nothing of the section's size is
 * held. Immutable.
 *
 * @param width   pixels in x
 * @param height  pixels in y
 * @param patches in the order in which they are laid on
 */
record PatchedMask(int width, int height, List<Patch> patches) implements SectionMask {

    /**
     * What was seen in an area of the section.
     *
     * @param area    the area of which it is told
     * @param x       where the mask begins, pixels of the section
     * @param y       where it begins
     * @param factor  pixels of the section a pixel of the mask, in each direction
     * @param mask    what is damaged
     * @param instead whether it stands in place of what other patches say, rather than beside it
     */
    record Patch(Area area, int x, int y, int factor, MaskRuns mask, boolean instead) {

        private void lay(Area wanted, boolean[] out) {
            Area common = area.intersect(wanted);
            Area own = own(common);
            boolean[] seen = mask.read(own);
            for (int v = common.y(); v < common.y() + common.height(); v++) {
                int row = (pixel(v - y, mask.height()) - own.y()) * own.width() - own.x();
                int at = (v - wanted.y()) * wanted.width() - wanted.x();
                for (int u = common.x(); u < common.x() + common.width(); u++) {
                    boolean marked = seen[row + pixel(u - x, mask.width())];
                    out[at + u] = marked || !instead && out[at + u];
                }
            }
        }

        /** Whether it marks something in an area of the section. */
        boolean marks(Area wanted) {
            return area.meets(wanted) && mask.marks(own(area.intersect(wanted)));
        }

        /** The pixels of the mask that stand for some of the area. */
        private Area own(Area common) {
            int x0 = pixel(common.x() - x, mask.width());
            int y0 = pixel(common.y() - y, mask.height());
            int x1 = pixel(common.x() + common.width() - 1 - x, mask.width());
            int y1 = pixel(common.y() + common.height() - 1 - y, mask.height());
            return new Area(x0, y0, x1 - x0 + 1, y1 - y0 + 1);
        }

        /** The pixels at the end of a section that do not make up a whole one of the mask belong to the last. */
        private int pixel(int place, int size) {
            return Math.min(place / factor, size - 1);
        }
    }

    /** Copies the list. */
    PatchedMask {
        patches = List.copyOf(patches);
    }

    @Override
    public boolean[] read(Area area) {
        boolean[] out = new boolean[Math.multiplyExact(area.width(), area.height())];
        for (Patch patch : patches) {
            if (patch.area().meets(area)) {
                patch.lay(area, out);
            }
        }
        return out;
    }
}
