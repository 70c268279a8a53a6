package org.sstem.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Grey PNG with 8 or 16 bits, without palette or transparency. */
public final class PngCodec implements SectionCodec {

    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int IHDR = 0x49484452;
    private static final String RULE = "; a section is grey, 8 or 16 bit, without palette or transparency";

    @Override
    public SectionHeader header(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(29);
            ByteBuffer bytes = ByteBuffer.wrap(head);
            if (head.length < 29 || bytes.getLong(0) != SIGNATURE || bytes.getInt(12) != IHDR) {
                throw new IOException(file + " is not a PNG file, or is cut off in its header");
            }
            long width = bytes.getInt(16) & 0xffffffffL;
            long height = bytes.getInt(20) & 0xffffffffL;
            SectionHeader header = SectionHeader.of(file, type(file, bytes.get(24), bytes.get(25)), width, height);
            header.checkPlausible(file, Files.size(file));
            return header;
        }
    }

    private static PixelType type(Path file, int depth, int colour) throws IOException {
        String kind =
                switch (colour) {
                    case 0 -> "grey";
                    case 2 -> "RGB";
                    case 3 -> "a palette image";
                    case 4 -> "grey with transparency";
                    case 6 -> "RGB with transparency";
                    default -> "of colour type " + colour;
                };
        if (colour != 0) {
            throw new IOException(file + " is " + kind + RULE);
        }
        if (depth != 8 && depth != 16) {
            throw new IOException(file + " has " + depth + " bit" + (depth == 1 ? "" : "s") + " a pixel" + RULE);
        }
        return depth == 8 ? PixelType.UINT8 : PixelType.UINT16;
    }

    @Override
    public Object read(Path file, SectionHeader expected) throws IOException {
        SectionHeader now = header(file);
        if (!now.equals(expected)) {
            throw new IOException(file + " changed since the stack was opened: it was " + expected + ", is " + now);
        }
        return ImageFiles.read(file, "png", 0, expected);
    }

    @Override
    public void write(Path file, SectionHeader header, Object raw) throws IOException {
        ImageFiles.write(file, "png", header, raw);
    }

    @Override
    public String extension() {
        return ".png";
    }
}
