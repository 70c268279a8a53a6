package org.sstem.internal.file.tiff;

import org.sstem.internal.file.Finite;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.RawCodec;
import org.sstem.internal.file.SectionHeader;
import org.sstem.internal.file.SectionReader;
import org.sstem.internal.file.StackSidecar;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A multi-page TIFF file, one page a section. */
public final class TiffStack implements SectionReader {

    private final Path file;
    private final TiffHeaders headers;
    private final SectionHeader header;

    private TiffStack(Path file, TiffHeaders headers) {
        this.file = file;
        this.headers = headers;
        this.header = headers.pages().get(0).header();
    }

    /** Opens a file; reads the headers of its pages and no pixel. */
    public static TiffStack open(Path file) throws IOException {
        TiffHeaders headers = TiffHeaders.read(file);
        SectionHeader first = headers.pages().get(0).header();
        for (int z = 1; z < headers.pages().size(); z++) {
            SectionHeader other = headers.pages().get(z).header();
            if (!other.equals(first)) {
                throw new IOException("page " + z + " of " + file + " is " + other + " where page 0 is " + first
                        + "; the sections of a stack have one size and one bit depth");
            }
        }
        return new TiffStack(file, headers);
    }

    @Override
    public PixelType type() {
        return header.type();
    }

    @Override
    public int width() {
        return header.width();
    }

    @Override
    public int height() {
        return header.height();
    }

    @Override
    public int sections() {
        return headers.pages().size();
    }

    @Override
    public Optional<VoxelSize> voxelSize() {
        return headers.voxelSize();
    }

    @Override
    public List<String> remarks() {
        return headers.remarks();
    }

    @Override
    public Object read(int z) throws IOException {
        Object raw = headers.pages().get(z).read(file);
        return Finite.check(raw, header.width(), () -> "page " + z + " of " + file);
    }

    @Override
    public void close() {
        // Nothing is open between two reads.
    }

    /** Puts a file together from sections that wait as bare pixels. */
    public static void assemble(Path target, StackSidecar stack, List<Path> sections) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(target.toFile(), "rw")) {
            boolean big = TiffStackWriter.needsBig(stack.section(), stack.sections());
            TiffStackWriter writer =
                    new TiffStackWriter(out, stack.section(), stack.sections(), stack.voxelSize(), big);
            for (Path section : sections) {
                writer.write(o -> RawCodec.copy(section, o));
            }
            out.getFD().sync();
        }
    }
}
