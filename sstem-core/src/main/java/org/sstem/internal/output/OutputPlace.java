package org.sstem.internal.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where an output goes, and what is there already: the target, the folder beside it that it is built in, and whether what
 * is found in either may be replaced, gone on with or deleted. Changes nothing.
 *
 * @param given      the target as it was named
 * @param target     where it lies
 * @param work       the folder it is built in
 * @param single     whether it is one file
 * @param permission what may happen to what is there already
 */
record OutputPlace(Path given, Path target, Path work, boolean single, Permission permission) {

    static OutputPlace of(Path given, boolean single, Permission permission) throws IOException {
        return new OutputPlace(given, resolved(given), workOf(given), single, permission);
    }

    /** The folder that a target is built in, beside where it lies. */
    static Path workOf(Path target) throws IOException {
        Path place = resolved(target);
        return place.resolveSibling(place.getFileName() + WholeFolder.PARTIAL);
    }

    /** Where a target lies, if it is a link: what is built there is moved there. */
    private static Path resolved(Path target) throws IOException {
        Path place = target.toAbsolutePath().normalize();
        if (Files.exists(place)) {
            return place.toRealPath();
        }
        if (Files.isSymbolicLink(place)) {
            throw new IOException(target + " cannot be written: it is a link that leads nowhere");
        }
        return place;
    }

    /** Checks what is there; where the record is not known yet, null, all that does not depend on it. */
    void check(Map<String, String> record) throws IOException {
        Optional<Manifest> begun = begun();
        boolean done =
                single ? begun.isPresent() && begun.get().isPlaced(target) : permission.resume() && isComplete(record);
        if (!done) {
            checkTarget();
            if (begun.isPresent()) {
                checkBegun(begun.get(), record);
            }
        } else if (single
                && !(permission.resume() && differs(begun.get(), record).isEmpty())) {
            checkTarget();
        }
    }

    /** What an earlier run has begun, if there is something. */
    Optional<Manifest> begun() throws IOException {
        if (!exists(work)) {
            return Optional.empty();
        }
        Optional<Manifest> begun =
                Files.isDirectory(work, LinkOption.NOFOLLOW_LINKS) ? Manifest.read(work) : Optional.empty();
        if (begun.isEmpty() && !isFresh(work)) {
            throw new IOException(work + " is in the way: it was not begun by a run of sstem");
        }
        return begun;
    }

    /** A run that was ended at its very beginning leaves a folder with nothing in it. */
    private static boolean isFresh(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.allMatch(AtomicFile::isTemporary);
        }
    }

    private void checkBegun(Manifest begun, Map<String, String> record) throws IOException {
        if (!permission.resume() && !permission.restart()) {
            throw new IOException(given + " was begun by a run that did not end (" + work
                    + "): go on with it (--resume), or start anew and delete what it has done (--restart)");
        }
        Optional<String> difference = permission.resume() ? differs(begun, record) : Optional.empty();
        if (difference.isPresent()) {
            throw new IOException(
                    given + " cannot be gone on with, it would be put together from two different results: "
                            + difference.get() + "; start anew with --restart");
        }
        Optional<String> foreign = begun.foreign();
        if (foreign.isPresent()) {
            throw new IOException(given + " cannot be " + (permission.resume() ? "gone on with" : "started anew")
                    + ": its unfinished folder holds " + foreign.get());
        }
    }

    static Optional<String> differs(Manifest before, Map<String, String> record) {
        return record == null ? Optional.empty() : before.difference(record);
    }

    /** Tells whether an earlier run with this record, null if it is not known yet, has put a folder to its place. */
    boolean isComplete(Map<String, String> record) throws IOException {
        if (exists(work) && !isFresh(work) || !Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Optional<Manifest> there = Manifest.read(target);
        if (there.isEmpty()) {
            return false;
        }
        Optional<String> difference = differs(there.get(), record);
        if (difference.isPresent() && !permission.overwrite()) {
            throw new IOException(
                    given + " exists already and was made differently, so there is nothing to go on with: "
                            + difference.get() + "; it is replaced only if overwriting is asked for (--overwrite)");
        }
        return difference.isEmpty() && there.get().foreign().isEmpty();
    }

    /** Refuses to replace what must not be replaced. */
    void checkTarget() throws IOException {
        if (!exists(target)) {
            return;
        }
        if (Files.isDirectory(target) == single) {
            throw new IOException(given + " cannot be written: it is " + (single ? "a directory" : "a file"));
        }
        if (single) {
            if (!permission.overwrite()) {
                throw new IOException(
                        given + " exists already; it is replaced only if overwriting is asked for (--overwrite)");
            }
            return;
        }
        if (isEmpty(target)) {
            return;
        }
        if (!permission.overwrite()) {
            throw new IOException(
                    given
                            + " exists already and is not empty; it is replaced only if overwriting is asked for (--overwrite)");
        }
        Optional<Manifest> there = Manifest.read(target);
        Optional<String> foreign = there.isPresent() ? there.get().foreign() : anything(target);
        if (foreign.isPresent()) {
            throw new IOException(given + " cannot be replaced: it holds " + foreign.get());
        }
    }

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    private static Optional<String> anything(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.sorted().findFirst().map(file -> file + ", and nothing says that sstem made it");
        }
    }
}
