package org.sstem.internal.report;

import org.sstem.internal.output.AtomicFile;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes a text file that is there as a whole or not at all. */
final class WholeFile {

    private WholeFile() {}

    /** What goes into the file. */
    @FunctionalInterface
    interface Content {
        void write(Writer out) throws IOException;
    }

    static void write(Path file, Content content) throws IOException {
        AtomicFile.write(file, bytes -> {
            Writer out = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
            content.write(out);
            out.flush();
        });
    }
}
