package org.sstem.internal.file.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import org.sstem.internal.file.Finite;
import org.sstem.internal.file.ImageFiles;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.RawPixels;
import org.sstem.internal.file.SectionHeader;
import org.sstem.internal.file.SectionReader;
import org.sstem.internal.file.StackSidecar;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A dataset of an HDF5 file, laid out as in the CREMI files: axes (z, y, x), voxel size in {@code resolution}. */
public final class Hdf5Stack implements SectionReader {

    private final Hdf5Dataset dataset;
    private final SectionHeader header;

    private Hdf5Stack(Hdf5Dataset dataset, SectionHeader header) {
        this.dataset = dataset;
        this.header = header;
    }

    public static Hdf5Stack open(Path file, String path) throws IOException {
        Hdf5Dataset dataset = Hdf5Dataset.open(file, path);
        try {
            PixelType type =
                    switch (dataset.typeName()) {
                        case "uint8" -> PixelType.UINT8;
                        case "uint16" -> PixelType.UINT16;
                        case "float32" -> PixelType.FLOAT32;
                        default ->
                            throw new IOException(dataset + " holds " + dataset.typeName()
                                    + "; the pixels of a stack are uint8, uint16 or float32");
                    };
            if (dataset.sections() < 1) {
                throw new IOException(dataset + " holds no sections");
            }
            return new Hdf5Stack(dataset, SectionHeader.of(dataset, type, dataset.width(), dataset.height()));
        } catch (IOException | RuntimeException e) {
            dataset.close();
            throw e;
        }
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
        return dataset.sections();
    }

    @Override
    public Optional<VoxelSize> voxelSize() {
        return dataset.voxelSize();
    }

    @Override
    public Object read(int z) throws IOException {
        Object raw = header.type().newArray(header.pixels());
        header.type().fill(raw, dataset.fillValue());
        dataset.read(z, (bytes, pixel, count) -> RawPixels.decode(bytes, raw, pixel, count));
        return Finite.check(raw, header.width(), () -> "section " + z + " of " + dataset);
    }

    @Override
    public void close() {
        dataset.close();
    }

    /** Puts a file together from sections that wait as bare pixels. */
    public static void assemble(Path target, String dataset, StackSidecar stack, List<Path> sections)
            throws IOException {
        String[] names = dataset.substring(1).split("/+");
        try (WritableHdfFile hdf = HdfFile.write(target)) {
            WritableGroup group = hdf;
            for (int i = 0; i < names.length - 1; i++) {
                group = group.putGroup(names[i]);
            }
            String name = names[names.length - 1];
            Hdf5SectionsNode node = new Hdf5SectionsNode(name, group, stack, sections);
            stack.voxelSize().ifPresent(v -> node.putAttribute("resolution", new double[] {v.zNm(), v.yNm(), v.xNm()}));
            group.putDataset(name, node);
        } catch (RuntimeException e) {
            throw new IOException(ImageFiles.reason(e), e);
        }
        try (RandomAccessFile whole = new RandomAccessFile(target.toFile(), "rw")) {
            whole.getFD().sync();
        }
    }
}
