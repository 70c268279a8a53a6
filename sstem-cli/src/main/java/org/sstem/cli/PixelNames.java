package org.sstem.cli;

import net.imglib2.type.numeric.IntegerType;
import org.sstem.stack.StackReader;

/** What people call the pixel types. */
final class PixelNames {

    private PixelNames() {}

    static String of(StackReader<?> stack) {
        return stack.type() instanceof IntegerType ? stack.type().getBitsPerPixel() + " bit" : "float";
    }
}
