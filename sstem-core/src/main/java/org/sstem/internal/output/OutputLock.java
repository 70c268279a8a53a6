package org.sstem.internal.output;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The right to write one output, for one run at a time: a file {@code .NAME.sstem-lock} beside it that the operating
 * system locks. It sets the lock free however the process ends, so a file that remained is no obstacle.
 *
 * <p>Who has {@linkplain #reserve reserved} an output may {@linkplain #acquire acquire} it once more in the same thread:
 * a command reserves all its outputs before its work begins, and writers made later acquire theirs. Where the file system
 * has no locks, the log says so and two runs are not kept apart. Thread-safe.
 */
public final class OutputLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutputLock.class);
    private static final String SIGN = "sstem lock, process ";
    private static final long PLACE = 1L << 40;
    private static final int LONGEST = 4096;
    private static final Map<Path, Held> HELD = new HashMap<>();

    private final Path file;
    private final boolean reservation;
    private boolean closed;

    /** A lock of this process. */
    private static final class Held {
        private final Thread owner = Thread.currentThread();
        private RandomAccessFile lock;
        private boolean reserved;
        private boolean acquired;
    }

    private OutputLock(Path file, boolean reservation) {
        this.file = file;
        this.reservation = reservation;
    }

    /**
     * Reserves an output for what this thread will write.
     *
     * @param output the file or folder to be written; its folder must exist
     * @return the lock, to be closed in the end
     * @throws IOException if another run writes it, or the folder cannot be written to
     */
    public static OutputLock reserve(Path output) throws IOException {
        return take(output, true);
    }

    /**
     * Takes the right to write an output now.
     *
     * @param output the file or folder to be written; its folder must exist
     * @return the lock, to be closed in the end
     * @throws IOException if another run writes it, or the folder cannot be written to
     */
    public static OutputLock acquire(Path output) throws IOException {
        return take(output, false);
    }

    private static OutputLock take(Path output, boolean reservation) throws IOException {
        Path absolute = Files.exists(output)
                ? output.toRealPath()
                : output.toAbsolutePath().normalize();
        Path folder = absolute.getParent().toRealPath();
        Path file = folder.resolve("." + absolute.getFileName() + ".sstem-lock");
        synchronized (HELD) {
            Held held = HELD.get(file);
            if (held == null) {
                held = new Held();
                held.lock = lock(file, output);
                HELD.put(file, held);
            } else if (held.acquired || reservation || held.owner != Thread.currentThread()) {
                throw new IOException(output + " is being written by this very process; wait until it is done");
            }
            held.reserved |= reservation;
            held.acquired |= !reservation;
            return new OutputLock(file, reservation);
        }
    }

    /** Locks the file, made if need be; null where there are no locks. */
    private static RandomAccessFile lock(Path file, Path output) throws IOException {
        while (true) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isLock(file)) {
                throw new IOException(file + " is in the way: it is no lock of sstem");
            }
            RandomAccessFile open = open(file, output);
            boolean keep = false;
            try {
                FileLock lock = tryLock(open, output);
                if (lock == null) {
                    return null;
                }
                // Whoever held it may have removed the file between opening and locking.
                keep = isSame(open, file);
                if (keep) {
                    return open;
                }
            } finally {
                if (!keep) {
                    open.close();
                }
            }
        }
    }

    private static RandomAccessFile open(Path file, Path output) throws IOException {
        try {
            return new RandomAccessFile(file.toFile(), "rw");
        } catch (IOException e) {
            String folder = file.getParent().toString();
            throw new IOException(
                    output + " cannot be written: " + folder + " must be a folder that can be written to", e);
        }
    }

    /** Locks a place behind all content, so that the content can be read; null where there are no locks. */
    private static FileLock tryLock(RandomAccessFile open, Path output) throws IOException {
        FileLock lock;
        try {
            lock = open.getChannel().tryLock(PLACE, 1, false);
        } catch (OverlappingFileLockException e) {
            throw new IOException(output + " is being written by this very process; wait until it is done", e);
        } catch (UnsupportedOperationException | IOException e) {
            LOG.warn("{} cannot be locked here, do not write it by two runs at once: {}", output, e.getMessage());
            return null;
        }
        if (lock == null) {
            String holder = open.readLine();
            throw new IOException(output + " is being written by another run"
                    + (holder == null ? "" : " (" + holder.replace(SIGN, "process ") + ")")
                    + "; wait until it is done, or choose another place");
        }
        return lock;
    }

    /**
     * Gives what was locked a length of its own and looks whether that is what the name leads to. The file must not be
     * opened again: closing it would, by POSIX, give up the lock.
     */
    private static boolean isSame(RandomAccessFile open, Path file) throws IOException {
        String blank = " ".repeat(ThreadLocalRandom.current().nextInt(LONGEST - 100));
        String text = SIGN + ProcessHandle.current().pid() + "\n" + blank;
        open.setLength(0);
        open.write(text.getBytes(StandardCharsets.US_ASCII));
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == text.length();
    }

    /** Tells whether a file is a lock that some run made, held or not. */
    static boolean isLock(Path file) throws IOException {
        if (!file.getFileName().toString().matches("\\..+\\.sstem-lock")
                || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        // One that was made a moment ago is still empty.
        return Files.size(file) == 0
                || Files.size(file) < LONGEST && Files.readString(file).startsWith(SIGN);
    }

    /** Sets the output free, unless it is reserved still. Does nothing the second time. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (closed) {
                return;
            }
            closed = true;
            Held held = HELD.get(file);
            if (reservation) {
                held.reserved = false;
            } else {
                held.acquired = false;
            }
            if (held.reserved || held.acquired) {
                return;
            }
            HELD.remove(file);
            if (held.lock != null) {
                // While it is locked: nobody else's lock is removed.
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    LOG.debug("{} stays: {}", file, e.getMessage());
                }
                held.lock.close();
            }
        }
    }
}
