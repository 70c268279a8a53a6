package org.sstem.internal.file.chunk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.file.RawPixels;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Chunks that several sections share are decoded once, however little of the heap they may take. */
class ChunkLayersTest {

    private static final int[] SIZE = {10, 7, 9};
    private static final int[] CHUNK = {4, 3, 5};

    private final Map<String, Integer> decoded = new HashMap<>();

    /** Every byte tells its place; the chunk at (4, 0, 5) was never written. */
    private final class Chunks implements ChunkLayers.Source {

        @Override
        public int[] size() {
            return SIZE;
        }

        @Override
        public int[] chunk() {
            return CHUNK;
        }

        @Override
        public int bytes() {
            return 1;
        }

        @Override
        public ByteOrder order() {
            return ByteOrder.LITTLE_ENDIAN;
        }

        @Override
        public byte[] decode(int z, int y, int x) {
            decoded.merge(z + " " + y + " " + x, 1, Integer::sum);
            if (z == 4 && y == 0 && x == 5) {
                return null;
            }
            byte[] out = new byte[4 * 3 * 5];
            for (int i = 0; i < out.length; i++) {
                out[i] = value(z + i / 15, y + i / 5 % 3, x + i % 5);
            }
            return out;
        }
    }

    private static byte value(int z, int y, int x) {
        return (byte) (100 * z + 10 * y + x);
    }

    @ParameterizedTest
    @ValueSource(longs = {1 << 20, 1})
    void everyChunkIsDecodedOnceWhileNeighboursAreReadTogether(long heapBytes) throws Exception {
        try (ChunkLayers chunks = new ChunkLayers(new Chunks(), heapBytes)) {
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
