package org.sstem.net.internal.graph;

/** Whether the libraries are there that train networks. Running them by ONNX Runtime does without. */
public final class Dl4j {

    private static final String NEEDED = "org.nd4j.linalg.factory.Nd4j";

    private Dl4j() {}

    /**
     * Refuses what cannot be done without these libraries.
     *
     * @param what for the message, as in {@code "training"}
     * @throws IllegalStateException if they are not on the class path
     */
    public static void require(String what) {
        try {
            Class.forName(NEEDED, false, Dl4j.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    what + " needs deeplearning4j-nn and nd4j-native, which are not on the class path", e);
        }
    }
}
