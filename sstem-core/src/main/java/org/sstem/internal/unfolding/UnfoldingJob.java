package org.sstem.internal.unfolding;

import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

/**
 * Puts the tissue of a cut sheet back in an area as a whole: on a device, from the section as it is stored to the unfolded tissue. A
 * {@link org.sstem.internal.kernel.KernelProvider} may offer it as a {@linkplain
 * org.sstem.internal.kernel.KernelProvider#job job}; where none does, the sheet's unfolder computes on the CPU.
 *
 * <p>What is computed is what that class computes, and differs from it by no more than 1e-5 of the range of the grey
 * values; where two pixels of tissue come equally near to a place, by what those differ in. The same input gives the same output. Implementations are
 * thread-safe.
 */
public interface UnfoldingJob {

    /** Pulls whose sides fit into a number: more are not taken. */
    int MOST_PULLS = 31;

    /** Numbers that stand before the lists of a pull. */
    int HEAD = 21;

    /**
     * A sheet.
     *
     * @param source   reads the section, finite values. The same section whenever it is read
     * @param z        its number there
     * @param pulls    where its tissue belongs: pull by pull the {@link #HEAD} numbers, how many follow in all with them,
     *     the axis (x, y, tx, ty, bend), the band's beginning and end along it, 1 if it is open there and 1 if it is here, how many waves,
     *     the splines' beginning and end, then per side the lengths and how far before the ends half is left (from, to), how many coefficients
     *     along on both sides and across on both sides; then these lists
     * @param count    how many pulls, at most {@link #MOST_PULLS}
     * @param factor   pixels of the section a pixel of the pulls
     * @param fallback the grey value where no tissue is near
     */
    record Sheet(SectionSource source, int z, double[] pulls, int count, int factor, float fallback) {}

    /**
     * What is looked at to unfold an area.
     *
     * @param area   what is unfolded
     * @param window where tissue may have come from, within the section
     * @param read   what is read of the section, the window and around it
     * @param band   where there is no tissue, of {@code read}
     * @param tissue how much of each pixel is tissue of the section, 0 to 1, of the window
     */
    record Looked(Area area, Area window, Area read, boolean[] band, Plane tissue) {}

    /**
     * Tissue put back.
     *
     * @param pixels grey values; a smooth continuation where there is no tissue
     * @param weight 1 where the tissue is the section's own, 0 where it was swallowed, between in the seam
     * @param moved  true where the tissue came from another place
     */
    record Made(Plane pixels, Plane weight, boolean[] moved) {}

    /**
     * Names what computes, as in {@code "cuda (NVIDIA H200)"}.
     *
     * @return a short name
     */
    String name();

    /**
     * Unfolds an area.
     *
     * @param sheet  the sheet
     * @param looked the area, and what there is around it
     * @return the tissue in the area
     * @throws java.io.UncheckedIOException if the section cannot be read
     * @throws IllegalStateException if the device cannot do it, because its memory is full or it reports an error
     */
    Made unfold(Sheet sheet, Looked looked);
}
