package org.sstem.cli.internal.option;

import org.sstem.net.Engine;

/** Whether this program was packed with the libraries that networks need. */
public final class Networks {

    private static final String TO_TRAIN = "org.nd4j.linalg.factory.Nd4j";
    private static final String TO_RUN = "ai.onnxruntime.OrtEnvironment";

    private Networks() {}

    /** Refuses a training that cannot be done, before anything is done. */
    public static void require(String what) {
        require(what, TO_TRAIN);
    }

    /** Refuses what runs networks and cannot, before anything is done. */
    public static void requireToRun(String what, Engine engine) {
        require(what, engine == Engine.DL4J ? TO_TRAIN : TO_RUN);
    }

    /** Whether networks can be run by ONNX Runtime. */
    public static boolean canRun() {
        return has(TO_RUN);
    }

    private static void require(String what, String needed) {
        if (!has(needed)) {
            throw new IllegalStateException(
                    what + " cannot be done by the package without networks: take the one with them");
        }
    }

    private static boolean has(String needed) {
        try {
            Class.forName(needed, false, Networks.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
