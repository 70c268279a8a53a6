package org.sstem.internal.file.hdf5;

import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.file.RawPixels;

import java.lang.reflect.Proxy;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Chunks that several sections share are decoded once, however little of the heap they may take. */
class Hdf5ChunksTest {

    private static final int[] SIZE = {10, 7, 9};
    private static final int[] CHUNK = {4, 3, 5};

    private final Map<String, Integer> decoded = new HashMap<>();

    /** Every byte tells its place; the chunk at (4, 0, 5) was never written. */
    private ChunkedDataset dataset() {
        return (ChunkedDataset) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ChunkedDataset.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getChunkDimensions")) {
                        return CHUNK;
                    }
                    int[] offset = (int[]) arguments[0];
                    decoded.merge(Arrays.toString(offset), 1, Integer::sum);
                    if (Arrays.equals(offset, new int[] {4, 0, 5})) {
                        throw new HdfException("No chunk with offset");
                    }
                    byte[] out = new byte[4 * 3 * 5];
                    for (int i = 0; i < out.length; i++) {
                        out[i] = value(offset[0] + i / 15, offset[1] + i / 5 % 3, offset[2] + i % 5);
                    }
                    return out;
                });
    }

    private static byte value(int z, int y, int x) {
        return (byte) (100 * z + 10 * y + x);
    }

    @ParameterizedTest
    @ValueSource(longs = {1 << 20, 1})
    void everyChunkIsDecodedOnceWhileNeighboursAreReadTogether(long heapBytes) throws Exception {
        try (Hdf5Chunks chunks = new Hdf5Chunks(dataset(), SIZE, 1, ByteOrder.LITTLE_ENDIAN, heapBytes)) {
            for (int z = 0; z < 10; z++) {
                for (int neighbour = Math.max(0, z - 1); neighbour <= Math.min(9, z + 1); neighbour++) {
                    byte[] section = new byte[63];
                    chunks.read(neighbour, (bytes, pixel, count) -> bytes.get(section, pixel, count));
                    for (int i = 0; i < 63; i++) {
                        boolean lacking = neighbour / 4 == 1 && i / 9 < 3 && i % 9 >= 5;
                        assertThat(section[i]).isEqualTo(lacking ? 0 : value(neighbour, i / 9, i % 9));
                    }
                }
            }
        }

        // 3 layers of 3 x 2 chunks; a section of one layer has neighbours in the next.
        assertThat(decoded).hasSize(18);
        assertThat(decoded.values()).allMatch(times -> times == 1);
    }

    @Test
    void theLargestSectionIsGoneThroughOnce() throws Exception {
        long pixels = 46_340L * 46_340;
        long[] seen = {0, 0};

        RawPixels.inBlocks(pixels, 1, (pixel, count) -> {
            assertThat((long) pixel).isEqualTo(seen[0]);
            seen[0] += count;
            seen[1]++;
        });

        assertThat(seen[0]).isEqualTo(pixels);
        assertThat(seen[1]).isEqualTo(2048);
    }
}
