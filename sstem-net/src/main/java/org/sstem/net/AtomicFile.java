package org.sstem.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that are either there as a whole or not at all. */
final class AtomicFile {

    private AtomicFile() {}

    static void write(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path part = null;
        try {
            part = Files.createTempFile(folder, file.getFileName().toString(), ".part");
            Files.write(part, content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            if (part != null) {
                Files.deleteIfExists(part);
            }
            throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
