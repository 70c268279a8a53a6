package org.sstem.cli;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.damage.DamageDetector;
import org.sstem.damage.Detection;
import org.sstem.stack.StackReader;

/** Looks for damage in a stack, with a progress bar. */
final class Detecting {

    private Detecting() {}

    static <T extends NativeType<T> & RealType<T>> Detection in(StackReader<T> stack) {
        try (Bar bar = new Bar("detect")) {
            return DamageDetector.builder().progress(bar).build().detect(stack.pixels());
        }
    }
}
