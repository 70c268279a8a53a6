package org.sstem.internal.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes a text file aside and moves it into place, so that it is there as a whole or not at all. */
final class WholeFile {

    private WholeFile() {}

    /** What goes into the file. */
    @FunctionalInterface
    interface Content {
        void write(Writer out) throws IOException;
    }

    static void write(Path file, Content content) throws IOException {
        Path place = file.toAbsolutePath();
        Path aside = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (BufferedWriter out = Files.newBufferedWriter(aside, StandardCharsets.UTF_8)) {
                content.write(out);
            }
            try {
                Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(aside, place, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new IOException("could not write " + file + ": " + e, e);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
