package org.sstem.store.internal.chunk;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import net.jpountz.lz4.LZ4BlockInputStream;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/** The codecs that are known; each is a library's, here are only the frames around. */
public final class Codecs {

    /** A packed chunk may be larger than the chunk by an eighth and a page. */
    private static final int SLACK = 4096;

    private Codecs() {}

    /** The most bytes that a chunk of so many bytes can be packed to. */
    public static long mostPacked(long bytes) {
        return bytes + bytes / 8 + SLACK;
    }

    /** Undoes codecs, the last one first. */
    public static byte[] decode(List<Codec> codecs, byte[] packed, int bytes) throws IOException {
        byte[] out = packed;
        for (int i = codecs.size() - 1; i >= 0; i--) {
            out = codecs.get(i).decode(out, i == 0 ? bytes : (int) Math.min(mostPacked(bytes), Integer.MAX_VALUE - 8));
        }
        return out;
    }

    /** Applies codecs, the first one first. */
    public static byte[] encode(List<Codec> codecs, byte[] bytes) throws IOException {
        byte[] out = bytes;
        for (Codec codec : codecs) {
            out = codec.encode(out);
        }
        return out;
    }

    private interface Reading {
        InputStream over(InputStream packed) throws IOException;
    }

    private interface Writing {
        OutputStream over(OutputStream packed) throws IOException;
    }

    private record Stream(Reading reading, Writing writing) implements Codec {

        @Override
        public byte[] decode(byte[] packed, int most) throws IOException {
            try (InputStream in = reading.over(new ByteArrayInputStream(packed))) {
                byte[] out = in.readNBytes(most);
                if (in.read() >= 0) {
                    throw tooMany(most);
                }
                return out;
            }
        }

        @Override
        public byte[] encode(byte[] bytes) throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 2 + SLACK);
            try (OutputStream out = writing.over(packed)) {
                out.write(bytes);
            }
            return packed.toByteArray();
        }
    }

    private static IOException tooMany(int most) {
        return new IOException("it unpacks to more than " + most + " bytes");
    }

    /** What gzip packs. */
    public static Codec gzip() {
        return new Stream(GZIPInputStream::new, GZIPOutputStream::new);
    }

    /** What zlib packs, with its head. */
    public static Codec zlib() {
        return new Stream(InflaterInputStream::new, out -> new DeflaterOutputStream(out, new Deflater()));
    }

    /** Blocks of LZ4 in the frame of lz4-java, as N5 has them. */
    public static Codec lz4Blocks() {
        return new Stream(Codecs::lz4Stream, out -> {
            throw new UnsupportedOperationException("lz4 is only read");
        });
    }

    private static InputStream lz4Stream(InputStream packed) {
        return LZ4BlockInputStream.newBuilder()
                .withDecompressor(LZ4Factory.safeInstance().safeDecompressor())
                .build(packed);
    }

    private interface Function {
        byte[] apply(byte[] in, int most) throws IOException;
    }

    private record Functions(Function decoding, Function encoding) implements Codec {

        @Override
        public byte[] decode(byte[] packed, int most) throws IOException {
            return decoding.apply(packed, most);
        }

        @Override
        public byte[] encode(byte[] bytes) throws IOException {
            return encoding.apply(bytes, bytes.length);
        }
    }

    /** What Zstandard packs. */
    public static Codec zstd(int level) {
        return new Functions(Codecs::unzstd, (bytes, most) -> Zstd.compress(bytes, level));
    }

    private static byte[] unzstd(byte[] packed, int most) throws IOException {
        try {
            byte[] out = new byte[most];
            long count = Zstd.decompressByteArray(out, 0, most, packed, 0, packed.length);
            if (Zstd.isError(count)) {
                throw new IOException(Zstd.getErrorName(count));
            }
            return count == most ? out : Arrays.copyOf(out, (int) count);
        } catch (ZstdException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** One block of LZ4 behind its length, as numcodecs has it. */
    public static Codec lz4() {
        return new Functions(Codecs::unlz4, (bytes, most) -> {
            byte[] packed = LZ4Factory.safeInstance().fastCompressor().compress(bytes);
            return ByteBuffer.allocate(packed.length + 4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(bytes.length)
                    .put(packed)
                    .array();
        });
    }

    private static byte[] unlz4(byte[] packed, int most) throws IOException {
        if (packed.length < 4) {
            throw new IOException("it is cut off");
        }
        int length = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (length < 0 || length > most) {
            throw tooMany(most);
        }
        byte[] out = new byte[length];
        try {
            int count = LZ4Factory.safeInstance()
                    .safeDecompressor()
                    .decompress(packed, 4, packed.length - 4, out, 0, length);
            return count == length ? out : Arrays.copyOf(out, count);
        } catch (LZ4Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** A checksum behind the bytes. */
    public static Codec crc32c() {
        return new Functions(Codecs::checkCrc32c, (bytes, most) -> {
            byte[] out = Arrays.copyOf(bytes, bytes.length + 4);
            ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length, crc(bytes, bytes.length));
            return out;
        });
    }

    private static byte[] checkCrc32c(byte[] bytes, int most) throws IOException {
        int length = bytes.length - 4;
        if (length < 0) {
            throw new IOException("it is cut off");
        }
        int said = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(length);
        if (said != crc(bytes, length)) {
            throw new IOException("its checksum is wrong");
        }
        return Arrays.copyOf(bytes, length);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
