package org.sstem.internal.file.tiff;

import javax.imageio.stream.ImageInputStreamImpl;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * A TIFF file as the decoder is to see it: with one page, and of that page only the fields that were checked before.
 *
 * <p>So any page of a long file is found at once, BigTIFF is like any other file, and nothing that a stranger wrote
 * into other fields can make the decoder read or allocate anything. The address {@code a} of the file is {@code a + 16}
 * here, behind a header of our own; the page lies far behind the end.
 */
final class TiffPageStream extends ImageInputStreamImpl {

    /** What an address of the file is moved by. */
    static final int HEAD = 16;

    private static final long DIRECTORY_AT = 1L << 50;
    private static final int LONG8 = 16;
    private static final int UNDEFINED = 7;

    private final RandomAccessFile in;
    private final long end;
    private final byte[] head;
    private final byte[] directory;
    private final byte[] window = new byte[1 << 16];
    private long windowAt;
    private int windowBytes;

    TiffPageStream(RandomAccessFile in, ByteOrder order, Map<Integer, long[]> numbers, Map<Integer, byte[]> bytes)
            throws IOException {
        this.in = in;
        this.end = in.length();
        this.head = ByteBuffer.allocate(HEAD)
                .order(order)
                .putShort((short) (order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4d4d))
                .putShort((short) 43)
                .putShort((short) 8)
                .putShort((short) 0)
                .putLong(DIRECTORY_AT)
                .array();
        this.directory = directory(order, numbers, bytes);
    }

    private static byte[] directory(ByteOrder order, Map<Integer, long[]> numbers, Map<Integer, byte[]> bytes) {
        // Fields are sorted by their tags; a page ends with the address of the next one, which there is not.
        Map<Integer, byte[]> values = new TreeMap<>(bytes);
        numbers.forEach((tag, value) -> {
            ByteBuffer encoded = ByteBuffer.allocate(8 * value.length).order(order);
            encoded.asLongBuffer().put(value);
            values.put(tag, encoded.array());
        });
        int fixed = 8 + 20 * values.size() + 8;
        int total = fixed + values.values().stream().mapToInt(v -> v.length).sum();
        ByteBuffer out = ByteBuffer.allocate(total).order(order).putLong(values.size());
        int behind = fixed;
        for (Map.Entry<Integer, byte[]> entry : values.entrySet()) {
            byte[] value = entry.getValue();
            boolean number = numbers.containsKey(entry.getKey());
            out.putShort((short) (int) entry.getKey()).putShort((short) (number ? LONG8 : UNDEFINED));
            out.putLong(number ? value.length / 8 : value.length);
            if (value.length <= 8) {
                out.put(value).position(out.position() + 8 - value.length);
            } else {
                out.putLong(DIRECTORY_AT + behind);
                out.put(behind, value);
                behind += value.length;
            }
        }
        return out.array();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        checkClosed();
        bitOffset = 0;
        int count;
        if (streamPos < HEAD) {
            count = copy(head, (int) streamPos, HEAD, to, offset, length);
        } else if (streamPos >= DIRECTORY_AT) {
            long at = Math.min(streamPos - DIRECTORY_AT, directory.length);
            count = copy(directory, (int) at, directory.length, to, offset, length);
        } else {
            count = readFile(streamPos - HEAD, to, offset, length);
        }
        streamPos += Math.max(count, 0);
        return count;
    }

    private static int copy(byte[] from, int at, int end, byte[] to, int offset, int length) {
        int count = Math.min(length, end - at);
        if (count <= 0) {
            return length == 0 ? 0 : -1;
        }
        System.arraycopy(from, at, to, offset, count);
        return count;
    }

    private int readFile(long at, byte[] to, int offset, int length) throws IOException {
        if (at >= end) {
            return length == 0 ? 0 : -1;
        }
        if (at < windowAt || at >= windowAt + windowBytes) {
            in.seek(at);
            windowAt = at;
            windowBytes = Math.max(0, in.read(window));
        }
        return copy(window, (int) (at - windowAt), windowBytes, to, offset, length);
    }

    @Override
    public long length() {
        return DIRECTORY_AT + directory.length;
    }
}
