package org.sstem.cli.internal.option;

import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.view.Views;
import org.sstem.stack.StackReader;

import java.util.List;
import java.util.Optional;

/** Whether the grey values of a 16-bit stack use the range of their type, which scores are measured against. */
public final class GreyRange {

    private static final int TYPE_MAX = 65535;

    private GreyRange() {}

    /** Says what is wrong with the range of the type, from the largest grey value; empty if nothing is. */
    public static Optional<String> of(StackReader<?> stack, List<Integer> sections) {
        if (!(stack.type() instanceof UnsignedShortType)) {
            return Optional.empty();
        }
        int max = 0;
        for (int z : sections) {
            for (Object pixel : Views.flatIterable(Views.hyperSlice(stack.pixels(), 2, z))) {
                max = Math.max(max, ((UnsignedShortType) pixel).get());
            }
        }
        return warning(max);
    }

    public static Optional<String> warning(int max) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, max));
        return bits > 15
                ? Optional.empty()
                : Optional.of("the true stack has grey values of " + bits + " bits (up to " + max
                        + "), but the data range is " + TYPE_MAX + ", that of its type: PSNR and SSIM come out too"
                        + " high; --data-range " + ((1 << bits) - 1) + " would fit");
    }
}
