package org.sstem.internal.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Files that cannot be written to their end, for any user, as on a full disk. */
public final class Obstacles implements AutoCloseable {

    private static final Path FULL = Path.of("/dev/full");

    private Obstacles() {}

    /** Tells whether this system can play a full disk. */
    public static boolean canFill() {
        return Files.isWritable(FULL);
    }

    /** The disk is full from the n-th file on, counted from 1. */
    public static Obstacles fullDiskFromFile(int n) {
        AtomicInteger count = new AtomicInteger();
        AtomicFile.obstacle = temporary -> {
            if (count.incrementAndGet() >= n) {
                try {
                    Files.delete(temporary);
                    Files.createSymbolicLink(temporary, FULL);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        return new Obstacles();
    }

    @Override
    public void close() {
        AtomicFile.obstacle = temporary -> {};
    }
}
