package org.sstem.cuda.internal;

/** An error that the CUDA driver reports. */
final class DriverException extends IllegalStateException {

    private static final int OUT_OF_MEMORY = 2;

    private final int code;

    DriverException(String call, int code, String name) {
        super("the CUDA driver refused " + call + ": " + name + " (" + code + ")");
        this.code = code;
    }

    boolean outOfMemory() {
        return code == OUT_OF_MEMORY;
    }
}
