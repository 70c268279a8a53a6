package org.sstem.internal.file.spool;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sstem.internal.file.RawPixels;
import org.sstem.internal.file.SectionReader;

import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Sections that can only be read as a whole, and are too large to be held in memory side by side: each is read once while it is in
 * use, and waits as bare pixels in a temporary file, of which parts are read. The file holds as many sections as
 * restoring one looks at; those go first that were not asked for longest. Thread-safe.
 */
public final class SectionSpool implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(SectionSpool.class);

    /** A damaged section, and the neighbours on both sides that are looked at for it. */
    private static final int KEPT_SECTIONS = 8;

    /** Makes an empty file. */
    @FunctionalInterface
    interface Place {
        Path makeFile() throws IOException;
    }

    private final SectionReader sections;
    private final Place place;
    private final int bytes;
    private final long sectionBytes;
    /** Where in the file sections are, by their numbers. */
    private final Map<Integer, Integer> slots = new LinkedHashMap<>(16, 0.75f, true);

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private FileChannel file;
    private volatile boolean noFile;
    private int last = -1;
    private SoftReference<Object> lastRead = new SoftReference<>(null);

    /** Makes a spool in {@code java.io.tmpdir}; there is no file before the first section is read. */
    public SectionSpool(SectionReader sections) {
        this(sections, () -> Files.createTempFile("sstem-sections-", ".raw"));
    }

    SectionSpool(SectionReader sections, Place place) {
        this.sections = sections;
        this.place = place;
        this.bytes = sections.type().bytes();
        this.sectionBytes = sections.width() * (long) sections.height() * bytes;
    }

    /**
     * Reads some rows of a section.
     *
     * @return a new array of {@code width * rows} pixels
     * @throws IOException if the section cannot be read
     */
    public Object rows(int z, int from, int rows) throws IOException {
        Object out = sections.type().newArray(sections.width() * rows);
        if (!copy(z, from, out)) {
            synchronized (this) {
                // One at a time: two sections side by side are what there is no memory for.
                if (!copy(z, from, out)) {
                    System.arraycopy(whole(z), sections.width() * from, out, 0, Array.getLength(out));
                }
            }
        }
        return out;
    }

    /** Copies rows from the file, if the section is there. */
    private boolean copy(int z, int from, Object out) {
        lock.readLock().lock();
        try {
            Integer slot = slot(z);
            if (slot == null) {
                return false;
            }
            long at = slot * sectionBytes + (long) from * sections.width() * bytes;
            RawPixels.inBlocks(Array.getLength(out), bytes, (pixel, count) -> {
                ByteBuffer block = ByteBuffer.allocate(count * bytes).order(RawPixels.ORDER);
                while (block.hasRemaining()) {
                    if (file.read(block, at + (long) pixel * bytes + block.position()) < 0) {
                        throw new IOException("the temporary file of sections was cut off");
                    }
                }
                RawPixels.decode(block.flip(), out, pixel, count);
            });
            return true;
        } catch (ClosedChannelException e) {
            // Who is interrupted while it reads closes the file for all: the next one makes another.
            return false;
        } catch (IOException e) {
            withoutFile(e);
            return false;
        } finally {
            lock.readLock().unlock();
        }
    }

    private Integer slot(int z) {
        synchronized (slots) {
            return noFile ? null : slots.get(z);
        }
    }

    /** Reads a section as a whole and puts it into the file. */
    private Object whole(int z) throws IOException {
        Object read = z == last ? lastRead.get() : null;
        if (read != null) {
            return read;
        }
        Object raw = sections.read(z);
        lock.writeLock().lock();
        try {
            if (!noFile) {
                keep(z, raw);
                return raw;
            }
        } catch (ClosedChannelException e) {
            return raw;
        } catch (IOException e) {
            withoutFile(e);
        } finally {
            lock.writeLock().unlock();
        }
        last = z;
        lastRead = new SoftReference<>(raw);
        return raw;
    }

    private void keep(int z, Object raw) throws IOException {
        if (file == null || !file.isOpen()) {
            slots.clear();
            file = FileChannel.open(
                    place.makeFile(),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        }
        int slot = slots.size();
        if (slot == KEPT_SECTIONS) {
            Iterator<Integer> places = slots.values().iterator();
            slot = places.next();
            places.remove();
        }
        long at = slot * sectionBytes;
        RawPixels.inBlocks(Array.getLength(raw), bytes, (pixel, count) -> {
            ByteBuffer block = ByteBuffer.allocate(count * bytes).order(RawPixels.ORDER);
            RawPixels.encode(raw, pixel, count, block);
            while (block.hasRemaining()) {
                file.write(block, at + (long) pixel * bytes + block.position());
            }
        });
        slots.put(z, slot);
    }

    /** Without room for a file sections are read again whenever others were in between: slow, and right. */
    private void withoutFile(IOException e) {
        if (!noFile) {
            noFile = true;
            LOG.warn(
                    "no temporary file for sections of {} bytes, so that they are read again and again: {}",
                    sectionBytes,
                    e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
