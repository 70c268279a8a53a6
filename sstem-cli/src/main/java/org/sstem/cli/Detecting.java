package org.sstem.cli;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.cli.internal.option.Bar;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.LevelOptions;
import org.sstem.damage.DamageDetector;
import org.sstem.damage.Detection;
import org.sstem.stack.StackReader;

import java.io.IOException;
import java.time.Duration;

/** Looks for damage in a stack, with a progress bar. */
final class Detecting {

    /** Measured: the least heap in which a run went through. */
    private static final long BYTES_A_PIXEL = 40;

    private Detecting() {}

    static <T extends NativeType<T> & RealType<T>> Detection in(
            StackReader<T> stack, LevelOptions known, boolean unaligned, CommonOptions common) throws IOException {
        try (Bar bar = common.bar("detect")) {
            DamageDetector.Builder detector =
                    DamageDetector.builder().progress(bar).absent(known.absent(stack));
            known.levels(stack).ifPresent(detector::levels);
            if (unaligned) {
                detector.unaligned();
            }
            return detector.build().detect(stack.pixels());
        }
    }

    /** How long it takes, from a trial on a piece of the stack. */
    static <T extends NativeType<T> & RealType<T>> Duration time(StackReader<T> stack) throws IOException {
        DamageDetector detector = DamageDetector.builder().build();
        return new Trial<>(stack).everySection(detector::detect);
    }

    /** The memory that it takes at least, in bytes. */
    static long memory(StackReader<?> stack) {
        return Foreseen.BASE_BYTES + BYTES_A_PIXEL * stack.width() * stack.height();
    }
}
