package org.sstem.internal.file;

import org.sstem.internal.image.Finite;
import org.sstem.internal.file.tiff.TiffCodec;
import org.sstem.stack.VoxelSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A directory of PNG or of TIFF sections, in the natural order of their names. */
final class SectionDirectory implements SectionReader {

    private final List<Path> files;
    private final SectionCodec codec;
    private final SectionHeader header;
    private final Optional<VoxelSize> voxelSize;

    private SectionDirectory(
            List<Path> files, SectionCodec codec, SectionHeader header, Optional<VoxelSize> voxelSize) {
        this.files = files;
        this.codec = codec;
        this.header = header;
        this.voxelSize = voxelSize;
    }

    /** Opens a directory; reads the header of every section and no pixel. */
    static SectionDirectory open(Path directory) throws IOException {
        List<Path> png = sections(directory, ".png");
        List<Path> tiff = sections(directory, ".tif", ".tiff");
        if (png.isEmpty() && tiff.isEmpty()) {
            throw new IOException(directory + " holds no sections: a stack is a directory of PNG or TIFF files");
        }
        if (!png.isEmpty() && !tiff.isEmpty()) {
            throw new IOException(
                    directory + " holds both PNG and TIFF files (" + png.get(0).getFileName() + ", "
                            + tiff.get(0).getFileName() + "); the sections of a stack are of one kind");
        }
        List<Path> files = png.isEmpty() ? tiff : png;
        SectionCodec codec = png.isEmpty() ? new TiffCodec() : new PngCodec();
        Optional<VoxelSize> voxelSize = StackSidecar.read(directory).flatMap(StackSidecar::voxelSize);
        return new SectionDirectory(files, codec, commonHeader(files, codec), voxelSize);
    }

    private static SectionHeader commonHeader(List<Path> files, SectionCodec codec) throws IOException {
        SectionHeader first = codec.header(files.get(0));
        for (Path file : files.subList(1, files.size())) {
            SectionHeader other = codec.header(file);
            if (!other.equals(first)) {
                throw new IOException(
                        file + " is " + other + " where " + files.get(0).getFileName() + " is " + first
                                + "; the sections of a stack have one size and one bit depth");
            }
        }
        return first;
    }

    private static List<Path> sections(Path directory, String... endings) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(file -> isSection(file, endings))
                    .sorted((a, b) -> NaturalOrder.INSTANCE.compare(
                            a.getFileName().toString(), b.getFileName().toString()))
                    .toList();
        }
    }

    private static boolean isSection(Path file, String... endings) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && Stream.of(endings).anyMatch(name::endsWith) && Files.isRegularFile(file);
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
        return files.size();
    }

    @Override
    public Optional<VoxelSize> voxelSize() {
        return voxelSize;
    }

    @Override
    public Object read(int z) throws IOException {
        return Finite.check(codec.read(files.get(z), header), header.width(), files.get(z)::toString);
    }

    @Override
    public void close() {
        // Nothing is open between two reads.
    }
}
