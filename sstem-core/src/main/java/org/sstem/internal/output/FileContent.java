package org.sstem.internal.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;

/** The bytes of a file, by their number and their hash. */
record FileContent(long bytes, String sha256) {

    static FileContent of(Path file) throws IOException {
        return new FileContent(Files.size(file), Sha256.of(file));
    }

    /** Tells whether a file has one of these contents; hashes it only if it is as long as one of them. */
    static boolean isOneOf(Collection<FileContent> contents, Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        long bytes = Files.size(file);
        return contents.stream().anyMatch(content -> content.bytes == bytes)
                && contents.contains(new FileContent(bytes, Sha256.of(file)));
    }
}
