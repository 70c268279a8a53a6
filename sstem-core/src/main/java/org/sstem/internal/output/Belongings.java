package org.sstem.internal.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What in a folder belongs to its manifest, so that it may be deleted, and what does not.
 *
 * @param folder    the folder
 * @param manifest  the manifest's file
 * @param files     what it lists with its bytes, those of every time it was written
 * @param announced what it says is about to be written
 */
record Belongings(Path folder, Path manifest, Map<String, Set<FileContent>> files, Set<String> announced) {

    /** The first thing that does not belong, or was changed since it was written, and what is the matter with it. */
    Optional<String> foreign() throws IOException {
        Set<String> above = above();
        for (Path entry : entries(folder)) {
            String name = entry.getFileName().toString();
            boolean ours = name.equals(Manifest.NAME)
                    || Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS) && AtomicFile.isTemporary(entry)
                    || OutputLock.isLock(entry)
                    || announced.contains(name)
                            && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
                            && !files.containsKey(name);
            if (ours) {
                continue;
            }
            boolean inner = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && announced.contains(name);
            Optional<String> foreign = inner ? foreignIn(entry) : foreign(entry, name, above);
            if (foreign.isPresent()) {
                return foreign;
            }
        }
        return Optional.empty();
    }

    /** Looks at a file by its name in the folder, or at all that lies in a folder of the folder. */
    private Optional<String> foreign(Path entry, String name, Set<String> above) throws IOException {
        if (files.containsKey(name)) {
            return FileContent.isOneOf(files.get(name), entry)
                    ? Optional.empty()
                    : Optional.of(entry + ", which was changed since it was written");
        }
        if (!above.contains(name) || !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(entry + ", which was not made by sstem");
        }
        for (Path deeper : entries(entry)) {
            Optional<String> foreign = foreign(deeper, name + "/" + deeper.getFileName(), above);
            if (foreign.isPresent()) {
                return foreign;
            }
        }
        return Optional.empty();
    }

    /** The folders that listed files lie in, by their names in the folder. */
    private Set<String> above() {
        Set<String> above = new HashSet<>();
        for (String name : files.keySet()) {
            int slash = name.lastIndexOf('/');
            while (slash > 0 && above.add(name.substring(0, slash))) {
                slash = name.lastIndexOf('/', slash - 1);
            }
        }
        return above;
    }

    private static Optional<String> foreignIn(Path inner) throws IOException {
        Optional<Manifest> manifest = Manifest.read(inner);
        if (manifest.isPresent()) {
            return manifest.get().foreign();
        }
        List<Path> inside = entries(inner);
        inside.removeIf(AtomicFile::isTemporary);
        return inside.isEmpty() ? Optional.empty() : Optional.of(inside.get(0) + ", which was not made by sstem");
    }

    /** Deletes what is listed and nothing else, be it that something has come into the folder meanwhile. */
    void delete() throws IOException {
        Set<String> above = above();
        for (Path entry : entries(folder)) {
            String name = entry.getFileName().toString();
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                if (announced.contains(name)) {
                    deleteInner(entry);
                } else if (above.contains(name)) {
                    deleteListed(entry, name, above);
                }
            } else if (files.containsKey(name)
                    || announced.contains(name)
                    || AtomicFile.isTemporary(entry)
                    || OutputLock.isLock(entry)) {
                Files.deleteIfExists(entry);
            }
        }
        // It goes last: as long as something is left the folder can be recognised.
        Files.deleteIfExists(manifest);
        Files.deleteIfExists(folder);
    }

    private void deleteListed(Path inner, String name, Set<String> above) throws IOException {
        for (Path entry : entries(inner)) {
            String deeper = name + "/" + entry.getFileName();
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && above.contains(deeper)) {
                deleteListed(entry, deeper, above);
            } else if (files.containsKey(deeper)) {
                Files.deleteIfExists(entry);
            }
        }
        Files.deleteIfExists(inner);
    }

    private static void deleteInner(Path inner) throws IOException {
        Optional<Manifest> manifest = Manifest.read(inner);
        if (manifest.isPresent()) {
            manifest.get().belongings().delete();
            return;
        }
        for (Path entry : entries(inner)) {
            if (AtomicFile.isTemporary(entry)) {
                Files.deleteIfExists(entry);
            }
        }
        Files.deleteIfExists(inner);
    }

    void deleteTemporaries() throws IOException {
        for (Path entry : entries(folder)) {
            if (AtomicFile.isTemporary(entry) && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(entry);
            }
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return new ArrayList<>(inside.sorted().toList());
        }
    }
}
