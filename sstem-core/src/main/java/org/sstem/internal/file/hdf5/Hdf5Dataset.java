package org.sstem.internal.file.hdf5;

import org.sstem.internal.file.ImageFiles;
import org.sstem.internal.file.RawPixels;
import org.sstem.stack.VoxelSize;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OrderedDataType;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ref.SoftReference;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A dataset with the axes (z, y, x) in an HDF5 file, its sections read as bytes.
 *
 * <p>jhdf would hand out a section as nested arrays of wider numbers, several times its size; so the bytes are taken
 * from where it says they are.
 */
final class Hdf5Dataset implements Closeable {

    private static final int MAX_LISTED = 20;
    private static final int MAX_DEPTH = 16;

    private final HdfFile hdf;
    private final Path file;
    private final Dataset dataset;
    private final int[] size;
    private final Map<Long, SoftReference<byte[]>> chunks = new ConcurrentHashMap<>();
    private volatile int slab = -1;

    private Hdf5Dataset(HdfFile hdf, Path file, Dataset dataset) {
        this.hdf = hdf;
        this.file = file;
        this.dataset = dataset;
        this.size = dataset.getDimensions();
    }

    /** Takes pixels as they come: {@code count} of them, from index {@code pixel} of the section on. */
    interface Sink {
        void put(ByteBuffer bytes, int pixel, int count);
    }

    /** Opens a dataset of three dimensions. */
    static Hdf5Dataset open(Path file, String path) throws IOException {
        HdfFile hdf = openFile(file);
        try {
            Node node = path.isEmpty() ? null : find(hdf, path);
            if (!(node instanceof Dataset dataset)) {
                String wanted = path.isEmpty()
                        ? file + " is an HDF5 file, name one of its datasets"
                        : file + " has no dataset " + path;
                throw new IOException(wanted + "; it holds " + list(datasets(hdf)));
            }
            if (dataset.getDimensions().length != 3) {
                throw new IOException(file + ":" + path + " has the size " + Arrays.toString(dataset.getDimensions())
                        + "; a stack has three dimensions (z, y, x)");
            }
            return new Hdf5Dataset(hdf, file, dataset);
        } catch (IOException e) {
            hdf.close();
            throw e;
        } catch (RuntimeException e) {
            hdf.close();
            throw damaged(file, e);
        }
    }

    private static HdfFile openFile(Path file) throws IOException {
        try {
            return new HdfFile(file);
        } catch (RuntimeException e) {
            throw new IOException(file + " is not an HDF5 file, or is damaged: " + ImageFiles.reason(e), e);
        }
    }

    private static IOException damaged(Path file, RuntimeException e) {
        return new IOException(file + " cannot be read, it is damaged or cut off: " + ImageFiles.reason(e), e);
    }

    private static Node find(HdfFile hdf, String path) {
        Node node = hdf;
        for (String name : path.split("/")) {
            if (!name.isEmpty()) {
                node = node instanceof Group group ? group.getChild(name) : null;
            }
        }
        return node;
    }

    /** Lists the paths of all datasets of a file. */
    static List<String> datasets(Path file) throws IOException {
        try (HdfFile hdf = openFile(file)) {
            return datasets(hdf);
        } catch (RuntimeException e) {
            throw damaged(file, e);
        }
    }

    private static List<String> datasets(HdfFile hdf) {
        List<String> out = new ArrayList<>();
        collect(hdf, "", 0, out);
        return out;
    }

    private static void collect(Group group, String prefix, int depth, List<String> out) {
        for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
            String path = prefix + "/" + child.getKey();
            // Links may lead anywhere, even in circles.
            if (child.getValue() instanceof Group inner && !child.getValue().isLink() && depth < MAX_DEPTH) {
                collect(inner, path, depth + 1, out);
            } else if (child.getValue() instanceof Dataset) {
                out.add(path);
            }
        }
    }

    private static String list(List<String> paths) {
        if (paths.isEmpty()) {
            return "none";
        }
        String some = String.join(", ", paths.subList(0, Math.min(MAX_LISTED, paths.size())));
        return paths.size() > MAX_LISTED ? some + " and " + (paths.size() - MAX_LISTED) + " more" : some;
    }

    int width() {
        return size[2];
    }

    int height() {
        return size[1];
    }

    int sections() {
        return size[0];
    }

    /** The type of the numbers, for messages: uint8, int64, float32. */
    String typeName() {
        DataType type = dataset.getDataType();
        int bits = 8 * type.getSize();
        if (type instanceof FixedPoint fixed) {
            return (fixed.isSigned() ? "int" : "uint") + bits;
        }
        return type instanceof FloatingPoint ? "float" + bits : type.getClass().getSimpleName();
    }

    int bytes() {
        return dataset.getDataType().getSize();
    }

    @Override
    public String toString() {
        return file + ":" + dataset.getPath();
    }

    /** The attribute {@code resolution}: nanometres in z, y and x. */
    Optional<VoxelSize> voxelSize() {
        Attribute attribute = dataset.getAttribute("resolution");
        Object nm = attribute == null ? null : attribute.getData();
        if (nm == null || !nm.getClass().isArray() || Array.getLength(nm) != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(new VoxelSize(Array.getDouble(nm, 2), Array.getDouble(nm, 1), Array.getDouble(nm, 0)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The value of pixels that were never written into the file. */
    Number fillValue() {
        return dataset.getFillValue() instanceof Number value ? value : 0;
    }

    /** Reads one section; what was never written into the file is left out. */
    void read(int z, Sink sink) throws IOException {
        try {
            if (dataset instanceof ChunkedDataset chunked) {
                readChunks(chunked, z, sink);
            } else if (dataset instanceof ContiguousDataset contiguous) {
                readContiguous(contiguous, z, sink);
            } else {
                throw new IOException(this + " is stored as " + dataset.getDataLayout()
                        + "; chunked and contiguous datasets can be read");
            }
        } catch (RuntimeException e) {
            throw new IOException(
                    "section " + z + " of " + this + " cannot be read, it is damaged or cut off: "
                            + ImageFiles.reason(e),
                    e);
        }
    }

    private ByteOrder order() {
        return dataset.getDataType() instanceof OrderedDataType ordered
                ? ordered.getByteOrder()
                : ByteOrder.LITTLE_ENDIAN;
    }

    private void readContiguous(ContiguousDataset contiguous, int z, Sink sink) throws IOException {
        if (dataset.isEmpty()) {
            return;
        }
        int pixels = width() * height();
        int step = RawPixels.BLOCK_BYTES / bytes();
        ByteBuffer block = ByteBuffer.allocate(RawPixels.BLOCK_BYTES).order(order());
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(hdf.getUserBlockSize() + contiguous.getDataAddress() + (long) z * pixels * bytes());
            for (int i = 0; i < pixels; i += step) {
                int count = Math.min(step, pixels - i);
                in.readFully(block.array(), 0, count * bytes());
                sink.put(block.clear(), i, count);
            }
        } catch (IOException e) {
            throw new IOException(
                    "section " + z + " of " + this + " cannot be read, it is damaged or cut off: "
                            + ImageFiles.reason(e),
                    e);
        }
    }

    private void readChunks(ChunkedDataset chunked, int z, Sink sink) {
        int[] chunk = chunked.getChunkDimensions();
        int slabOfZ = z / chunk[0];
        if (slab != slabOfZ) {
            chunks.clear();
            slab = slabOfZ;
        }
        for (int y = 0; y < height(); y += chunk[1]) {
            for (int x = 0; x < width(); x += chunk[2]) {
                byte[] bytes = chunk(chunked, new int[] {slabOfZ * chunk[0], y, x}, chunk[0] > 1);
                if (bytes != null) {
                    putRows(bytes, chunk, z % chunk[0], y, x, sink);
                }
            }
        }
    }

    /** Decodes a chunk. One that several sections share is kept, softly, until another layer of chunks is read. */
    private byte[] chunk(ChunkedDataset chunked, int[] offset, boolean keep) {
        long key = ((long) offset[0] * height() + offset[1]) * width() + offset[2];
        SoftReference<byte[]> kept = chunks.get(key);
        byte[] bytes = kept == null ? null : kept.get();
        if (bytes == null) {
            try {
                bytes = chunked.getDecompressedChunk(offset);
            } catch (HdfException e) {
                // The only way to learn that a chunk was never written.
                if (String.valueOf(e.getMessage()).startsWith("No chunk")) {
                    return null;
                }
                throw e;
            }
            if (keep) {
                chunks.put(key, new SoftReference<>(bytes));
            }
        }
        return bytes;
    }

    private void putRows(byte[] bytes, int[] chunk, int zInChunk, int y, int x, Sink sink) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order());
        int rows = Math.min(chunk[1], height() - y);
        int columns = Math.min(chunk[2], width() - x);
        for (int row = 0; row < rows; row++) {
            buffer.position((zInChunk * chunk[1] + row) * chunk[2] * bytes());
            sink.put(buffer, (y + row) * width() + x, columns);
        }
    }

    @Override
    public void close() {
        hdf.close();
    }
}
