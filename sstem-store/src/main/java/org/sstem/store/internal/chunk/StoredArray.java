package org.sstem.store.internal.chunk;

import org.sstem.internal.file.chunk.ChunkLayers;

/** An array of a store, its axes brought into the order z, y, x. Thread-safe. */
public interface StoredArray extends ChunkLayers.Source {

    ElementType type();

    /** What a chunk holds that is not there. */
    Number fill();

    @Override
    default int bytes() {
        return type().bytes();
    }

    /** Names the array, for messages. */
    String name();
}
