package org.sstem.store.internal.chunk;

import java.io.IOException;

/** A way in which the bytes of a chunk are packed. Implementations hold no state. */
public interface Codec {

    /**
     * Unpacks.
     *
     * @param most bytes that may come out at most; no more memory than that is taken
     * @throws IOException if the bytes are damaged, or unpack to more
     */
    byte[] decode(byte[] packed, int most) throws IOException;

    /** Packs. */
    byte[] encode(byte[] bytes) throws IOException;
}
