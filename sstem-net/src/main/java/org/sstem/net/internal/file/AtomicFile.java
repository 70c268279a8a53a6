package org.sstem.net.internal.file;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes files that are either there as a whole or not at all. */
public final class AtomicFile {

    private AtomicFile() {}

    /** Writes what a file is to contain. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    public static void write(Path file, byte[] content) throws IOException {
        write(file, out -> out.write(content));
    }

    public static void write(Path file, Content content) throws IOException {
        Path place = file.toAbsolutePath();
        Path part = place.resolveSibling(place.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (FileOutputStream out = new FileOutputStream(part.toFile())) {
                OutputStream buffered = new BufferedOutputStream(out, 1 << 16) {
                    @Override
                    public void close() throws IOException {
                        flush(); // the file is closed here, after it has been synchronised
                    }
                };
                content.writeTo(buffered);
                buffered.flush();
                // On the disk before it takes the place of what was there.
                out.getFD().sync();
            }
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
