package org.sstem.cli.internal.option;

/** Whether this program was packed with the libraries that networks need. */
public final class Networks {

    private static final String NEEDED = "org.nd4j.linalg.factory.Nd4j";

    private Networks() {}

    /** Refuses what cannot be done without networks, before anything is done. */
    public static void require(String what) {
        try {
            Class.forName(NEEDED, false, Networks.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    what + " cannot be done by the package without networks: take the one with them", e);
        }
    }
}
