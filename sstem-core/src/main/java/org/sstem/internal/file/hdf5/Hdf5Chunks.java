package org.sstem.internal.file.hdf5;

import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfException;
import org.sstem.internal.file.chunk.ChunkLayers;

import java.nio.ByteOrder;

/** The chunks of a dataset. */
record Hdf5Chunks(ChunkedDataset dataset, int[] size, int bytes, ByteOrder order) implements ChunkLayers.Source {

    @Override
    public int[] chunk() {
        return dataset.getChunkDimensions();
    }

    @Override
    public byte[] decode(int z, int y, int x) {
        try {
            byte[] decoded = dataset.getDecompressedChunk(new int[] {z, y, x});
            int[] chunk = chunk();
            long needed = (long) chunk[0] * chunk[1] * chunk[2] * bytes;
            if (decoded.length < needed) {
                throw new HdfException("a chunk holds " + decoded.length + " of " + needed + " bytes");
            }
            return decoded;
        } catch (HdfException e) {
            // The only way to learn that a chunk was never written.
            if (String.valueOf(e.getMessage()).startsWith("No chunk")) {
                return null;
            }
            throw e;
        }
    }
}
