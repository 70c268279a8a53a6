package org.sstem.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bare pixels: how sections wait until a multi-page TIFF or an HDF5 file is put together from them. */
public final class RawCodec implements SectionCodec {

    @Override
    public SectionHeader header(Path file) {
        throw new UnsupportedOperationException("bare pixels have no header");
    }

    @Override
    public Object read(Path file, SectionHeader expected) {
        throw new UnsupportedOperationException("bare pixels are only copied");
    }

    @Override
    public void write(Path file, SectionHeader header, Object raw) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            write(out, header, raw);
            out.getFD().sync();
        } catch (IOException e) {
            throw new IOException(file + " cannot be written: " + ImageFiles.reason(e), e);
        }
    }

    /** Appends the pixels at the position of a file. */
    public static void write(RandomAccessFile out, SectionHeader header, Object raw) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(RawPixels.BLOCK_BYTES).order(RawPixels.ORDER);
        RawPixels.inBlocks(header.pixels(), header.type().bytes(), (pixel, count) -> {
            RawPixels.encode(raw, pixel, count, block);
            out.write(block.array(), 0, block.limit());
        });
    }

    /** Appends the pixels of a file written here at the position of another one. */
    public static void copy(Path from, RandomAccessFile out) throws IOException {
        byte[] block = new byte[RawPixels.BLOCK_BYTES];
        try (InputStream in = Files.newInputStream(from)) {
            for (int count = in.read(block); count > 0; count = in.read(block)) {
                out.write(block, 0, count);
            }
        }
    }

    @Override
    public String extension() {
        return ".raw";
    }
}
