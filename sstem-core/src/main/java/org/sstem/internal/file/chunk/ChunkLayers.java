package org.sstem.internal.file.chunk;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.tile.SoftCache;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;

/**
 * The chunks of a stack, sorted into layers: a section needs all chunks of its layer, and a layer serves as many
 * sections as its chunks are deep.
 *
 * <p>A chunk is decoded once while its layer is in use. The decoded chunks of a layer are kept softly; where they would
 * take more of the heap than they may, they wait in a temporary file of the layer's size instead. Two layers are kept,
 * because neighbours of a section may lie in the next one.
 */
public final class ChunkLayers implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkLayers.class);
    private static final int KEPT_LAYERS = 2;
    /** The part of the heap that the decoded chunks of one layer may take. */
    private static final int HEAP_SHARE = 8;

    /** Where chunks come from. Asked by several threads at a time. */
    public interface Source {
        /** The size in z, y and x. */
        int[] size();

        /** The size of a chunk in z, y and x; those at the end reach beyond it. */
        int[] chunk();

        /** Bytes of a number. */
        int bytes();

        ByteOrder order();

        /**
         * Decodes the chunk that begins at a place.
         *
         * @return its numbers, x fastest, all of a chunk's size; null if it was never written
         */
        byte[] decode(int z, int y, int x) throws IOException;
    }

    /** Takes pixels as they come: {@code count} of them, from index {@code pixel} of the section on. */
    @FunctionalInterface
    public interface Sink {
        void put(ByteBuffer bytes, int pixel, int count);
    }

    private final Source source;
    private final int height;
    private final int width;
    private final int bytes;
    private final ByteOrder order;
    private final int[] chunk;
    private final long heapBytes;
    private final Deque<Layer> layers = new ArrayDeque<>();
    private boolean noFile;

    /**
     * Makes chunks known.
     *
     * @param heapBytes how many decoded bytes of one layer may be held in memory
     */
    public ChunkLayers(Source source, long heapBytes) {
        this.source = source;
        this.height = source.size()[1];
        this.width = source.size()[2];
        this.bytes = source.bytes();
        this.order = source.order();
        this.chunk = source.chunk().clone();
        this.heapBytes = heapBytes;
    }

    /** Makes chunks known, of one layer an eighth of the heap at most. */
    public ChunkLayers(Source source) {
        this(source, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /** Says what is wrong with the chunks, or null. */
    public String fault() {
        if (chunk.length != 3 || chunk[0] < 1 || chunk[1] < 1 || chunk[2] < 1) {
            return "has chunks of " + Arrays.toString(chunk);
        }
        long chunkBytes = Math.multiplyFull(chunk[1], chunk[2]);
        return chunkBytes > PixelType.MAX_PIXELS / chunk[0] / bytes
                ? "has chunks of " + chunk[0] + " x " + chunk[1] + " x " + chunk[2] + ", which no array can hold"
                : null;
    }

    private int across() {
        return (width + chunk[2] - 1) / chunk[2];
    }

    private int down() {
        return (height + chunk[1] - 1) / chunk[1];
    }

    private int planeBytes() {
        return chunk[1] * chunk[2] * bytes;
    }

    /** Reads one section; what was never written is left out. */
    public void read(int z, Sink sink) throws IOException {
        if (chunk[0] == 1) {
            // Every chunk is used once: sections can be read side by side.
            for (int i = 0; i < across() * down(); i++) {
                byte[] decoded = decode(z, i);
                if (decoded != null) {
                    put(ByteBuffer.wrap(decoded), 0, i, sink);
                }
            }
            return;
        }
        synchronized (this) {
            try {
                layer(z / chunk[0]).read(z % chunk[0], sink);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    private Layer layer(int number) throws IOException {
        for (Layer layer : layers) {
            if (layer.number == number) {
                layers.remove(layer);
                layers.addFirst(layer);
                return layer;
            }
        }
        while (layers.size() >= KEPT_LAYERS) {
            layers.removeLast().close();
        }
        Layer layer = new Layer(number);
        layers.addFirst(layer);
        return layer;
    }

    private byte[] decode(int z, int index) throws IOException {
        return source.decode(z, index / across() * chunk[1], index % across() * chunk[2]);
    }

    /** Hands out the rows of one plane of a chunk, which begins at a position of the buffer. */
    private void put(ByteBuffer plane, int from, int index, Sink sink) {
        plane.order(order);
        int y = index / across() * chunk[1];
        int x = index % across() * chunk[2];
        int rows = Math.min(chunk[1], height - y);
        int columns = Math.min(chunk[2], width - x);
        for (int row = 0; row < rows; row++) {
            plane.position(from + row * chunk[2] * bytes);
            sink.put(plane, (y + row) * width + x, columns);
        }
    }

    /** Chunks that serve the same sections. */
    private final class Layer implements Closeable {

        private final int number;
        private final SoftCache<Integer, byte[]> kept = new SoftCache<>(across() * down());
        private final BitSet written = new BitSet();
        private final BitSet empty = new BitSet();
        private FileChannel file;

        Layer(int number) {
            this.number = number;
            long layerBytes = (long) across() * down() * chunk[0] * planeBytes();
            if (layerBytes > heapBytes && !noFile) {
                try {
                    Path path = Files.createTempFile("sstem-layer-", ".raw");
                    file = FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
                } catch (IOException e) {
                    withoutFile(e);
                }
            }
        }

        /** Without room for a file chunks are decoded again for every section: slow, and right. */
        private void withoutFile(IOException e) {
            noFile = true;
            LOG.warn(
                    "no temporary file for chunks of {} sections, so that they are decoded again for each: {}",
                    chunk[0],
                    e.getMessage());
        }

        void read(int z, Sink sink) throws IOException {
            for (int i = 0; i < across() * down(); i++) {
                if (!empty.get(i)) {
                    readChunk(z, i, sink);
                }
            }
        }

        private void readChunk(int z, int index, Sink sink) throws IOException {
            if (written.get(index)) {
                try {
                    ByteBuffer plane = ByteBuffer.allocate(planeBytes());
                    long at = ((long) index * chunk[0] + z) * planeBytes();
                    while (plane.hasRemaining()) {
                        if (file.read(plane, at + plane.position()) < 0) {
                            throw new IOException("the temporary file of a layer was cut off");
                        }
                    }
                    put(plane, 0, index, sink);
                    return;
                } catch (IOException e) {
                    written.clear();
                    withoutFile(e);
                }
            }
            boolean inFile = file != null && !noFile;
            byte[] decoded = inFile ? chunk(index) : kept.get(index, this::chunk);
            if (decoded == null) {
                empty.set(index);
                return;
            }
            if (inFile) {
                keep(index, decoded);
            }
            put(ByteBuffer.wrap(decoded), z * planeBytes(), index, sink);
        }

        private byte[] chunk(int index) {
            try {
                return decode(number * chunk[0], index);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }

        private void keep(int index, byte[] decoded) {
            try {
                ByteBuffer all = ByteBuffer.wrap(decoded, 0, chunk[0] * planeBytes());
                long at = (long) index * chunk[0] * planeBytes();
                while (all.hasRemaining()) {
                    at += file.write(all, at);
                }
                written.set(index);
            } catch (IOException e) {
                withoutFile(e);
            }
        }

        @Override
        public void close() throws IOException {
            if (file != null) {
                file.close();
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        while (!layers.isEmpty()) {
            layers.removeLast().close();
        }
    }
}
