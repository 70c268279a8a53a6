package org.sstem.cli.internal.file;

import net.imglib2.type.numeric.IntegerType;
import org.sstem.stack.StackReader;

/** What people call the pixel types. */
public final class PixelNames {

    private PixelNames() {}

    public static String of(StackReader<?> stack) {
        return stack.type() instanceof IntegerType ? stack.type().getBitsPerPixel() + " bit" : "float";
    }
}
