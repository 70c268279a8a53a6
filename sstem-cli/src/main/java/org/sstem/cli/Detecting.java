package org.sstem.cli;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.cli.internal.option.LevelOptions;
import org.sstem.damage.DamageDetector;
import org.sstem.damage.Detection;
import org.sstem.stack.StackReader;

import java.io.IOException;

/** Looks for damage in a stack, with a progress bar. */
final class Detecting {

    private Detecting() {}

    static <T extends NativeType<T> & RealType<T>> Detection in(StackReader<T> stack, LevelOptions known)
            throws IOException {
        try (Bar bar = new Bar("detect")) {
            DamageDetector.Builder detector =
                    DamageDetector.builder().progress(bar).absent(known.absent(stack));
            known.levels(stack).ifPresent(detector::levels);
            return detector.build().detect(stack.pixels());
        }
    }
}
