package org.sstem.cuda.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The kernels: the PTX file each one is in, and how its threads divide the work. The .cu files have the same numbers. */
enum KernelFunction {
    WARP_FORWARD("warp", 32, 8),
    WARP_GRADIENT_FLOW("warp", 32, 8),
    WARP_SCATTER("warp", 32, 8),
    WARP_COLLECT("warp", 256, 1),
    ABSOLUTE_MAXIMUM("warp", 256, 1),
    FUSE_FORWARD("fuse", 256, 1),
    FUSE_GRADIENT("fuse", 256, 1),
    BLEND_TILES("fuse", 32, 8),
    SEPCONV_FORWARD_1("sepconv", 32, 4),
    SEPCONV_FORWARD_3("sepconv", 32, 4),
    SEPCONV_GRADIENT_VERTICAL("sepconv", 32, 4),
    SEPCONV_GRADIENT_HORIZONTAL("sepconv", 32, 4),
    SEPCONV_GRADIENT_IMAGE("sepconv", 32, 4);

    private final String module;
    private final int threadsX;
    private final int threadsY;

    KernelFunction(String module, int threadsX, int threadsY) {
        this.module = module;
        this.threadsX = threadsX;
        this.threadsY = threadsY;
    }

    /** Name of the PTX resource, without its ending. */
    String module() {
        return module;
    }

    /** Name in the PTX. */
    String symbol() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Enough blocks for a result, where one block covers {@code blockWidth x blockHeight} of it. */
    Driver.Grid grid(int width, int blockWidth, int height, int blockHeight, int depth) {
        return new Driver.Grid(ceilDiv(width, blockWidth), ceilDiv(height, blockHeight), depth, threadsX, threadsY);
    }

    private static int ceilDiv(int a, int b) {
        return (int) (((long) a + b - 1) / b);
    }

    /** Reads the PTX of a module. */
    static String ptx(String module) {
        try (InputStream in = KernelFunction.class.getResourceAsStream(module + ".ptx")) {
            if (in == null) {
                throw new IllegalStateException("the jar of sstem-cuda holds no " + module + ".ptx");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + module + ".ptx from the jar of sstem-cuda", e);
        }
    }
}
