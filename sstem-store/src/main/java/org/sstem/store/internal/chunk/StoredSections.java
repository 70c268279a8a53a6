package org.sstem.store.internal.chunk;

import org.sstem.internal.file.Finite;
import org.sstem.internal.file.LabelReader;
import org.sstem.internal.file.LabelType;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.RawPixels;
import org.sstem.internal.file.SectionHeader;
import org.sstem.internal.file.SectionReader;
import org.sstem.internal.file.chunk.ChunkLayers;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The sections of an array. */
public final class StoredSections {

    /** The part of the heap that one chunk may take. */
    private static final int HEAP_SHARE = 4;

    private final StoredArray array;
    private final ChunkLayers layers;
    private final Optional<VoxelSize> voxelSize;

    private StoredSections(StoredArray array, Optional<VoxelSize> voxelSize) throws IOException {
        this.array = array;
        this.voxelSize = voxelSize;
        this.layers = new ChunkLayers(array);
        int[] chunk = array.chunk();
        long bytes = (long) array.bytes() * chunk[0] * chunk[1];
        long most = Math.min(Runtime.getRuntime().maxMemory() / HEAP_SHARE, PixelType.MAX_PIXELS);
        if (bytes > most || bytes * chunk[2] > most) {
            throw new IOException(array.name() + " has chunks of " + Arrays.toString(chunk) + " numbers of "
                    + array.bytes() + " bytes; with this Java heap one may have " + most + " bytes: give it more with"
                    + " -Xmx");
        }
    }

    /** The sections of an array of grey values. */
    public static SectionReader pixels(StoredArray array, Optional<VoxelSize> voxelSize, List<String> remarks)
            throws IOException {
        PixelType type = array.type()
                .pixels()
                .orElseThrow(() -> new IOException(array.name() + " holds "
                        + array.type().id() + "; the pixels of a stack are uint8, uint16 or float32"));
        StoredSections sections = new StoredSections(array, voxelSize);
        int[] size = array.size();
        SectionHeader header = SectionHeader.of(array.name(), type, size[2], size[1]);
        return sections.new Pixels(header, remarks);
    }

    /** The sections of an array of labels. */
    public static LabelReader labels(StoredArray array, Optional<VoxelSize> voxelSize) throws IOException {
        LabelType type = array.type()
                .labels()
                .orElseThrow(() ->
                        new IOException(array.name() + " holds " + array.type().id() + "; labels are whole numbers"));
        StoredSections sections = new StoredSections(array, voxelSize);
        int[] size = array.size();
        SectionHeader.of(array.name(), PixelType.FLOAT32, size[2], size[1]);
        return sections.new Labels(type);
    }

    private final class Pixels implements SectionReader {

        private final SectionHeader header;
        private final List<String> remarks;

        Pixels(SectionHeader header, List<String> remarks) {
            this.header = header;
            this.remarks = List.copyOf(remarks);
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
            return array.size()[0];
        }

        @Override
        public Optional<VoxelSize> voxelSize() {
            return voxelSize;
        }

        @Override
        public List<String> remarks() {
            return remarks;
        }

        @Override
        public Object read(int z) throws IOException {
            Object raw = header.type().newArray(header.pixels());
            header.type().fill(raw, array.fill());
            layers.read(z, (bytes, pixel, count) -> RawPixels.decode(bytes, raw, pixel, count));
            return Finite.check(raw, header.width(), () -> "section " + z + " of " + array.name());
        }

        @Override
        public void close() throws IOException {
            layers.close();
        }
    }

    private final class Labels implements LabelReader {

        private final LabelType type;

        Labels(LabelType type) {
            this.type = type;
        }

        @Override
        public int width() {
            return array.size()[2];
        }

        @Override
        public int height() {
            return array.size()[1];
        }

        @Override
        public int sections() {
            return array.size()[0];
        }

        @Override
        public Optional<VoxelSize> voxelSize() {
            return voxelSize;
        }

        @Override
        public long[] read(int z) throws IOException {
            long[] out = new long[Math.multiplyExact(width(), height())];
            Arrays.fill(out, array.fill().longValue());
            layers.read(z, (bytes, pixel, count) -> type.decode(bytes, out, pixel, count));
            return out;
        }

        @Override
        public void close() throws IOException {
            layers.close();
        }
    }
}
