package org.sstem.cuda.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The kernels: the PTX file each one is in, and how its threads divide the work. The .cu files have the same numbers. */
public enum KernelFunction {
    WARP_FORWARD("warp", 32, 8),
    WARP_GRADIENT_FLOW("warp", 32, 8),
    WARP_SCATTER("warp", 32, 8),
    WARP_COLLECT("warp", 256, 1),
    ABSOLUTE_MAXIMUM("warp", 256, 1),
    FUSE_FORWARD("fuse", 256, 1),
    FUSE_GRADIENT("fuse", 256, 1),
    SEPCONV_FORWARD_1("sepconv", 32, 4),
    SEPCONV_FORWARD_3("sepconv", 32, 4),
    SEPCONV_FORWARD_WHOLE("sepconv", 32, 4),
    SEPCONV_GRADIENT_VERTICAL("sepconv", 32, 4),
    SEPCONV_GRADIENT_HORIZONTAL("sepconv", 32, 4),
    SEPCONV_GRADIENT_IMAGE("sepconv", 32, 4),
    SMOOTH("stencil", 32, 8),
    HALVE("stencil", 32, 8),
    ENLARGE("stencil", 32, 8),
    CROP("stencil", 32, 8),
    WIDEN_8("section", 32, 8),
    WIDEN_16("section", 32, 8),
    LAY_FLOATS("section", 32, 8),
    WEIGH("register", 256, 1),
    FILL_GAPS("register", 256, 1),
    DEVIATE("register", 256, 1),
    NORMALISE("register", 256, 1),
    CURVATURE("register", 32, 8),
    VIEW_LEVEL("register", 32, 8),
    SHIFT_PRODUCTS("register", 32, 8),
    SHIFT_MEAN("register", 256, 1),
    MOVE_VIEWS("register", 32, 8),
    EQUATIONS("register", 32, 8),
    SOLVE_STEP("register", 32, 8),
    AGREEMENT_TERMS("register", 256, 1),
    AGREEMENT("register", 256, 1),
    BRING_TOGETHER("bands", 32, 8),
    GRAIN("bands", 256, 1),
    SPLIT_BANDS("bands", 32, 8),
    GAIN_TERMS("bands", 32, 8),
    RAISE_STRUCTURE("bands", 32, 8),
    MOVE_SECTION("bands", 32, 8),
    EXCHANGE("bands", 256, 1),
    SHEET_SAMPLE("bands", 32, 8),
    SHEET_TISSUE("sheet", 256, 1),
    SHEET_CONTINUED("sheet", 256, 1),
    SHEET_BELONGS("sheet", 32, 8),
    SHEET_NEAREST("sheet", 32, 8),
    SHEET_TRACE("sheet", 32, 8);

    private final String module;
    private final int threadsX;
    private final int threadsY;

    KernelFunction(String module, int threadsX, int threadsY) {
        this.module = module;
        this.threadsX = threadsX;
        this.threadsY = threadsY;
    }

    /** Name of the PTX resource, without its ending. */
    public String module() {
        return module;
    }

    /** Name in the PTX. */
    public String symbol() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Enough blocks for every pixel of some planes, a thread each. */
    Driver.Grid grid(int width, int height, int planes) {
        return threadsY == 1
                ? grid(width * height, threadsX, planes, 1, 1)
                : grid(width, threadsX, height, threadsY, planes);
    }

    /** Enough blocks for a result, where one block covers {@code blockWidth x blockHeight} of it. */
    Driver.Grid grid(int width, int blockWidth, int height, int blockHeight, int depth) {
        return new Driver.Grid(ceilDiv(width, blockWidth), ceilDiv(height, blockHeight), depth, threadsX, threadsY);
    }

    private static int ceilDiv(int a, int b) {
        return (int) (((long) a + b - 1) / b);
    }

    /** Reads the PTX of a module. */
    public static String ptx(String module) {
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
