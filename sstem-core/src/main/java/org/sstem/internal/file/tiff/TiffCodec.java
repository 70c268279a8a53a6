package org.sstem.internal.file.tiff;

import org.sstem.internal.file.ImageFiles;
import org.sstem.internal.file.RawCodec;
import org.sstem.internal.file.SectionCodec;
import org.sstem.internal.file.SectionHeader;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Optional;

/** Grey TIFF with 8 or 16 bits or floats, one image a file. */
public final class TiffCodec implements SectionCodec {

    @Override
    public SectionHeader header(Path file) throws IOException {
        return TiffHeaders.readSection(file).pages().get(0).header();
    }

    @Override
    public Object read(Path file, SectionHeader expected) throws IOException {
        TiffPage page = TiffHeaders.readSection(file).pages().get(0);
        if (!page.header().equals(expected)) {
            throw new IOException(
                    file + " changed since the stack was opened: it was " + expected + ", is " + page.header());
        }
        return page.read(file);
    }

    @Override
    public void write(Path file, SectionHeader header, Object raw) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            boolean big = TiffStackWriter.needsBig(header, 1);
            new TiffStackWriter(out, header, 1, Optional.empty(), big).write(o -> RawCodec.write(o, header, raw));
            out.getFD().sync();
        } catch (IOException e) {
            throw new IOException(file + " cannot be written: " + ImageFiles.reason(e), e);
        }
    }

    @Override
    public String extension() {
        return ".tif";
    }
}
