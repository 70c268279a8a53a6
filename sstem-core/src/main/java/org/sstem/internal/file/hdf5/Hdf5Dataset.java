package org.sstem.internal.file.hdf5;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OrderedDataType;
import org.sstem.internal.file.RawPixels;
import org.sstem.internal.file.chunk.ChunkLayers;
import org.sstem.stack.VoxelSize;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A dataset with the axes (z, y, x) in an HDF5 file, its sections read as bytes.
 *
 * <p>jhdf would hand out a section as nested arrays of wider numbers, several times its size; so the bytes are taken
 * from where it says they are.
 */
public final class Hdf5Dataset implements Closeable {

    private final Hdf5Links links;
    private final String name;
    private final Dataset dataset;
    private final int[] size;
    private final int bytes;
    private final ByteOrder order;
    private final Number fillValue;
    private final Optional<VoxelSize> voxelSize;
    private final ChunkLayers chunks;
    private final Path dataFile;
    private final long dataAddress;

    private Hdf5Dataset(Hdf5Links links, String name, Hdf5Links.Place place, Dataset dataset) {
        this.links = links;
        this.name = name;
        this.dataset = dataset;
        this.size = dataset.getDimensions();
        DataType type = dataset.getDataType();
        this.bytes = type.getSize();
        this.order = type instanceof OrderedDataType ordered ? ordered.getByteOrder() : ByteOrder.LITTLE_ENDIAN;
        this.fillValue = dataset.getFillValue() instanceof Number value ? value : 0;
        this.voxelSize = readVoxelSize();
        this.chunks = dataset instanceof ChunkedDataset chunked && bytes > 0
                ? new ChunkLayers(new Hdf5Chunks(chunked, size, bytes, order))
                : null;
        this.dataFile = place.file();
        this.dataAddress = dataset instanceof ContiguousDataset contiguous && !dataset.isEmpty()
                ? place.hdf().getUserBlockSize() + contiguous.getDataAddress()
                : -1;
    }

    /** Opens a dataset of three dimensions. */
    public static Hdf5Dataset open(Path file, String path) throws IOException {
        Hdf5Links links = new Hdf5Links();
        try {
            Hdf5Links.Place place = links.find(file, path);
            String name = file + ":" + path;
            Dataset dataset = Hdf5Links.threeDimensional(place, name);
            Hdf5Dataset out = Hdf5Failure.guard(name, () -> new Hdf5Dataset(links, name, place, dataset));
            out.check();
            return out;
        } catch (IOException e) {
            links.close();
            throw e;
        }
    }

    /** Lists the paths of what a file holds besides groups: datasets, links, and what cannot be read. */
    public static List<String> datasets(Path file) throws IOException {
        try (Hdf5Links links = new Hdf5Links()) {
            return links.datasets(file);
        }
    }

    private void check() throws IOException {
        if (bytes < 1) {
            throw new IOException(this + " is damaged: its numbers have " + bytes + " bytes");
        }
        String fault = chunks == null ? null : chunks.fault();
        if (fault != null) {
            throw new IOException(this + " is damaged: it " + fault);
        }
        if (chunks == null && !(dataset instanceof ContiguousDataset)) {
            throw new IOException(this + " is stored as " + dataset.getDataLayout()
                    + ", which is not supported; chunked and contiguous datasets can be read");
        }
    }

    public int width() {
        return size[2];
    }

    public int height() {
        return size[1];
    }

    public int sections() {
        return size[0];
    }

    /** The type of the numbers, for messages: uint8, int64, float32. */
    public String typeName() {
        DataType type = dataset.getDataType();
        int bits = 8 * type.getSize();
        if (type instanceof FixedPoint fixed) {
            return (fixed.isSigned() ? "int" : "uint") + bits;
        }
        return type instanceof FloatingPoint ? "float" + bits : type.getClass().getSimpleName();
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * The size of a voxel: the attribute {@code resolution}, nanometres in z, y and x as in the CREMI files, or
     * {@code element_size_um}, micrometres in z, y and x as ilastik and Fiji write it.
     */
    public Optional<VoxelSize> voxelSize() {
        return voxelSize;
    }

    private Optional<VoxelSize> readVoxelSize() {
        return attribute("resolution", 1).or(() -> attribute("element_size_um", 1e3));
    }

    private Optional<VoxelSize> attribute(String attributeName, double nanometres) {
        try {
            Attribute attribute = dataset.getAttribute(attributeName);
            Object size = attribute == null ? null : attribute.getData();
            if (size == null || !size.getClass().isArray() || Array.getLength(size) != 3) {
                return Optional.empty();
            }
            return Optional.of(new VoxelSize(
                    nanometres * Array.getDouble(size, 2),
                    nanometres * Array.getDouble(size, 1),
                    nanometres * Array.getDouble(size, 0)));
        } catch (RuntimeException e) {
            // An attribute of another kind, or a damaged one: then the voxel size is not told.
            return Optional.empty();
        }
    }

    /** The value of pixels that were never written into the file. */
    public Number fillValue() {
        return fillValue;
    }

    /** Reads one section; what was never written into the file is left out. */
    public void read(int z, ChunkLayers.Sink sink) throws IOException {
        String where = "section " + z + " of " + this;
        if (chunks == null) {
            readContiguous(where, z, sink);
            return;
        }
        Hdf5Failure.guard(where, () -> {
            chunks.read(z, sink);
            return null;
        });
    }

    private void readContiguous(String where, int z, ChunkLayers.Sink sink) throws IOException {
        if (dataAddress < 0) {
            return;
        }
        long pixels = (long) width() * height();
        ByteBuffer block = ByteBuffer.allocate(RawPixels.BLOCK_BYTES).order(order);
        try (RandomAccessFile in = new RandomAccessFile(dataFile.toFile(), "r")) {
            in.seek(dataAddress + z * pixels * bytes);
            RawPixels.inBlocks(pixels, bytes, (pixel, count) -> {
                in.readFully(block.array(), 0, count * bytes);
                sink.put(block.clear(), pixel, count);
            });
        } catch (IOException | RuntimeException e) {
            throw Hdf5Failure.of(where, e);
        }
    }

    @Override
    public void close() {
        try {
            if (chunks != null) {
                chunks.close();
            }
        } catch (IOException e) {
            // A temporary file that would not close is nothing that the caller could mend.
            throw new UncheckedIOException(e);
        } finally {
            links.close();
        }
    }
}
