package org.sstem.internal.missing;

import org.sstem.internal.registration.Windows;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

/**
 * Makes a tile of a section from its neighbours as a whole: on a device, from upload to download. A
 * {@link org.sstem.internal.kernel.KernelProvider} may offer it as a {@linkplain
 * org.sstem.internal.kernel.KernelProvider#job job}; where none does, {@link SectionInterpolator} computes on the CPU.
 *
 * <p>What is computed is what that class computes, border rules included, and differs from it by no more than 1e-5 of the
 * range of the grey values. The same input gives the same output. Implementations are thread-safe.
 */
public interface TileInterpolation {

    /**
     * What there is of a neighbour around a tile. It is read when it is needed: what of it a device has kept from the tile
     * before need not be read again. {@code z} of a source is the same section whenever it is read.
     *
     * @param source reads the section, finite values
     * @param z      its number there
     * @param area   what is looked at, possibly beyond the section
     * @param tissue how much each pixel counts, 0 to 1, of the size of the area
     * @param sd     standard deviation of the grey values of the whole section, greater than 0
     * @param gain   what its grey values are multiplied by to have the contrast of the section between
     * @param offset what is then added to have its brightness
     */
    record Neighbour(SectionSource source, int z, Area area, Plane tissue, double sd, float gain, float offset) {}

    /**
     * Says how much the neighbour above counts where both are put together: what a neighbour is wrong by grows with its distance, so
     * both are weighted by the inverse squares of their distances.
     *
     * @param fraction where the section lies between them, 0 to 1
     * @return the weight, 0 to 1; that of the neighbour below is what is lacking to 1
     */
    static double weightOfAbove(double fraction) {
        double above = fraction * fraction;
        return above / (above + (1 - fraction) * (1 - fraction));
    }

    /**
     * Names what computes, as in {@code "cuda (NVIDIA H200)"}.
     *
     * @return a short name
     */
    String name();

    /**
     * Interpolates.
     *
     * @param below    the neighbour below
     * @param above    the one above, an area of the same size
     * @param fraction where the section lies between them, greater than 0 and less than 1
     * @param windows  what the levels of the registration hold; its target is the tile and what fusion looks at around it
     * @param target   the tile, as seen from the origin of the windows' target
     * @param inRegister whether the neighbours in register are wanted, too
     * @return the tile; where the neighbours in register are not wanted, the grey values stand for both
     * @throws java.io.UncheckedIOException if a section cannot be read
     * @throws IllegalStateException if the device cannot do it, because its memory is full or it reports an error
     */
    Interpolated interpolate(
            Neighbour below, Neighbour above, double fraction, Windows windows, Area target, boolean inRegister);
}
