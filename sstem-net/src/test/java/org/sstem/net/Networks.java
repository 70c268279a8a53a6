package org.sstem.net;

import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.NetworkWeights;

/** Networks of any architecture, for tests. */
final class Networks {

    private Networks() {}

    static Network create(Architecture architecture, long seed) {
        return new Network(NetworkWeights.create(architecture, seed));
    }

    static Network blank(Architecture architecture) {
        return new Network(NetworkWeights.blank(architecture));
    }
}
