package org.sstem.store.internal.chunk;

import com.scalableminds.bloscjava.Blosc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What Blosc packs. Its library believes what the head of a chunk says; so the head is checked before.
 *
 * @param typeSize bytes of a number, for the shuffling
 */
public record BloscCodec(int typeSize) implements Codec {

    private static final int HEAD = 16;
    private static final int NEWEST_FORMAT = 2;
    private static final int LEVEL = 5;

    @Override
    public byte[] decode(byte[] packed, int most) throws IOException {
        if (packed.length < HEAD) {
            throw new IOException("it is cut off in its head");
        }
        ByteBuffer head = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        int bytes = head.getInt(4);
        int block = head.getInt(8);
        int length = head.getInt(12);
        if (packed[0] < 1 || packed[0] > NEWEST_FORMAT || packed[3] == 0) {
            throw new IOException("it is not what Blosc 1 has packed");
        }
        if (bytes < 0 || bytes > most) {
            throw new IOException("it unpacks to " + (bytes & 0xffffffffL) + " bytes, more than " + most);
        }
        if (length != packed.length) {
            throw new IOException("it has " + packed.length + " bytes where it says " + (length & 0xffffffffL));
        }
        if (bytes == 0) {
            return new byte[0];
        }
        if (block < 1 || block > bytes) {
            throw new IOException("it says that it is packed in blocks of " + (block & 0xffffffffL) + " bytes");
        }
        byte[] out = library(() -> Blosc.decompress(packed, 1));
        if (out == null || out.length != bytes) {
            throw new IOException("Blosc cannot unpack it");
        }
        return out;
    }

    @Override
    public byte[] encode(byte[] bytes) throws IOException {
        return library(
                () -> Blosc.compress(bytes, typeSize, Blosc.Compressor.LZ4, LEVEL, Blosc.Shuffle.BYTE_SHUFFLE, 0, 1));
    }

    private interface Call {
        byte[] run();
    }

    private static byte[] library(Call call) throws IOException {
        try {
            return call.run();
        } catch (LinkageError e) {
            throw new IOException("the library of Blosc does not run on this system: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new IOException("Blosc cannot unpack it: " + e.getMessage(), e);
        }
    }
}
