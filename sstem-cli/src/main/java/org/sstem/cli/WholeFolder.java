package org.sstem.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is written aside and then moved to its place: it is there completely or not at all. */
final class WholeFolder implements AutoCloseable {

    private final Path target;
    private final Path unfinished;

    private WholeFolder(Path target, Path unfinished) {
        this.target = target;
        this.unfinished = unfinished;
    }

    static WholeFolder open(Path target, boolean overwrite) throws IOException {
        Path absolute = target.toAbsolutePath();
        if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
            throw new IOException(target + " is a file; a directory is written");
        }
        if (Files.exists(absolute) && !overwrite && !isEmpty(absolute)) {
            throw new IOException(target + " exists already; --overwrite replaces it");
        }
        Path parent = absolute.getParent();
        if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new IOException(
                    target + " cannot be written: " + parent + " must be a folder that can be written to");
        }
        Path unfinished = absolute.resolveSibling(absolute.getFileName() + ".unfinished");
        delete(unfinished);
        Files.createDirectory(unfinished);
        return new WholeFolder(absolute, unfinished);
    }

    Path unfinished() {
        return unfinished;
    }

    void commit() throws IOException {
        Path old = target.resolveSibling(target.getFileName() + ".replaced");
        if (Files.exists(target)) {
            delete(old);
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    /** Takes away what was not committed. */
    @Override
    public void close() throws IOException {
        delete(unfinished);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> inside = Files.walk(folder)) {
            all = inside.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
