package org.sstem.net.internal.array;

import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * As many threads for native operations as the caller's context grants to Java, until it is closed. Convolutions count
 * their threads for each calling thread, the other operations for the process: other networks that run meanwhile feel it
 * in their speed, never in their results.
 */
public final class NativeThreads implements AutoCloseable {

    private final int linear;
    private final int most;
    private final int master;

    public NativeThreads(int threads) {
        Environment environment = Nd4j.getEnvironment();
        linear = NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
        most = environment.maxThreads();
        master = environment.maxMasterThreads();
        set(threads, threads, threads);
    }

    private static void set(int linear, int most, int master) {
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(linear);
        Environment environment = Nd4j.getEnvironment();
        environment.setMaxThreads(most);
        environment.setMaxMasterThreads(master);
    }

    @Override
    public void close() {
        set(linear, most, master);
    }
}
