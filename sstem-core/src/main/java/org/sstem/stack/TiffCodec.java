package org.sstem.stack;

import java.io.IOException;
import java.nio.file.Path;

/** Grey TIFF with 8 or 16 bits or floats, one image a file. */
final class TiffCodec implements SectionCodec {

    @Override
    public SectionHeader header(Path file) throws IOException {
        throw new IOException(file + " is a TIFF file, which this version cannot read yet");
    }

    @Override
    public Object read(Path file, SectionHeader expected) throws IOException {
        return ImageFiles.read(file, "tiff", 0, expected);
    }

    @Override
    public void write(Path file, SectionHeader header, Object raw) throws IOException {
        ImageFiles.write(file, "tiff", header, raw);
    }

    @Override
    public String extension() {
        return ".tif";
    }
}
