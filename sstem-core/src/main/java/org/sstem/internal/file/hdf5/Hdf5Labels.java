package org.sstem.internal.file.hdf5;

import org.sstem.internal.file.LabelReader;
import org.sstem.internal.file.LabelType;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.SectionHeader;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A dataset of whole numbers. */
final class Hdf5Labels implements LabelReader {

    private final Hdf5Dataset dataset;
    private final LabelType type;

    private Hdf5Labels(Hdf5Dataset dataset, LabelType type) {
        this.dataset = dataset;
        this.type = type;
    }

    static Hdf5Labels open(Path file, String path) throws IOException {
        Hdf5Dataset dataset = Hdf5Dataset.open(file, path);
        Optional<LabelType> type = LabelType.byId(dataset.typeName());
        if (type.isEmpty()) {
            dataset.close();
            throw new IOException(dataset + " holds " + dataset.typeName() + "; labels are whole numbers");
        }
        return new Hdf5Labels(dataset, type.get());
    }

    @Override
    public int width() {
        return dataset.width();
    }

    @Override
    public int height() {
        return dataset.height();
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
    public long[] read(int z) throws IOException {
        SectionHeader header = SectionHeader.of(dataset, PixelType.UINT8, dataset.width(), dataset.height());
        long[] out = new long[header.pixels()];
        Arrays.fill(out, dataset.fillValue().longValue());
        dataset.read(z, (bytes, pixel, count) -> type.decode(bytes, out, pixel, count));
        return out;
    }

    @Override
    public void close() {
        dataset.close();
    }
}
