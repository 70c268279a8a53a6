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

    /** A chunk may be in memory packed, unpacked and arranged at the same time. */
    private static final int COPIES = 3;

    private final StoredArray array;
    private final ChunkLayers layers;
    private final Optional<VoxelSize> voxelSize;

    private StoredSections(StoredArray array, Optional<VoxelSize> voxelSize, int pixelBytes) throws IOException {
        this.array = array;
        this.voxelSize = voxelSize;
        this.layers = new ChunkLayers(array);
        int[] size = array.size();
        int[] chunk = array.chunk();
        long section = Math.multiplyFull(size[1], size[2]) * pixelBytes;
        // Each factor is below 2^31, and their product was checked to be so, too.
        long needed = section + COPIES * (long) chunk[0] * chunk[1] * chunk[2] * array.bytes();
        long heap = Runtime.getRuntime().maxMemory();
        if (section > PixelType.MAX_PIXELS * (long) pixelBytes || needed > heap - heap / 5) {
            throw new IOException(array.name() + " claims sections of " + size[2] + " x " + size[1]
                    + " pixels in chunks of " + Arrays.toString(chunk) + ", which need " + (needed >> 20)
                    + " MB where the Java heap is limited to " + (heap >> 20) + " MB: give it more with -Xmx");
        }
    }

    /** The sections of an array of grey values. */
    public static SectionReader pixels(Found found) throws IOException {
        StoredArray array = found.array();
        PixelType type = array.type()
                .pixels()
                .orElseThrow(() -> new IOException(array.name() + " holds "
                        + array.type().id() + "; the pixels of a stack are uint8, uint16 or float32"));
        StoredSections sections = new StoredSections(array, found.voxelSize(), type.bytes());
        int[] size = array.size();
        SectionHeader header = SectionHeader.of(array.name(), type, size[2], size[1]);
        return sections.new Pixels(header, found.remarks());
    }

    /** The sections of an array of labels. */
    public static LabelReader labels(Found found) throws IOException {
        StoredArray array = found.array();
        LabelType type = array.type()
                .labels()
                .orElseThrow(() ->
                        new IOException(array.name() + " holds " + array.type().id() + "; labels are whole numbers"));
        StoredSections sections = new StoredSections(array, found.voxelSize(), Long.BYTES);
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
