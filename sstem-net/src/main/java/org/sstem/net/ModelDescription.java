package org.sstem.net;

import java.util.Objects;

/**
 * Where the parameters of a network come from; kept in its model file. Immutable, thread-safe.
 *
 * @param seed                seed of the training, or of the first parameters
 * @param training            what was trained, how and how well, in words; empty if untrained
 * @param trainingDataLicence licence of the data that it was trained on; empty if there is none
 */
public record ModelDescription(long seed, String training, String trainingDataLicence) {

    /**
     * Checks the arguments.
     *
     * @throws NullPointerException if one is null
     */
    public ModelDescription {
        Objects.requireNonNull(training, "training");
        Objects.requireNonNull(trainingDataLicence, "trainingDataLicence");
    }

    /**
     * Describes a network as it was created.
     *
     * @param seed seed of its parameters
     * @return a description without training
     */
    public static ModelDescription untrained(long seed) {
        return new ModelDescription(seed, "", "");
    }
}
