package org.sstem.internal.output;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An output of many files, a folder or one file put together from them, that is there as a whole or not at all: it is
 * built in {@code NAME.sstem-partial} beside the target and moved to its place by {@link #commit}.
 *
 * <p>What exists already is replaced only with permission, and only if a {@link Manifest} says that all of it was made
 * here and is unchanged; a single file, which the caller has named, needs no manifest. What an interrupted run has left is
 * never deleted unasked: it is gone on with, if everything that decides the result is as it was, or deleted, as the caller
 * says. Nobody else writes the output meanwhile ({@link OutputLock}).
 *
 * <p>{@link #add} may be called by several threads for different files; everything else belongs to one thread.
 */
public final class WholeFolder implements AutoCloseable {

    /** What is behind the target's name in that of the folder it is built in. */
    public static final String PARTIAL = ".sstem-partial";

    private static final Logger LOG = LoggerFactory.getLogger(WholeFolder.class);
    private static final String OLD = ".sstem-old";

    private final Path given;
    private final Path target;
    private final Path work;
    private final boolean single;
    private final Permission permission;
    private final OutputLock lock;
    private Manifest manifest;
    private boolean complete;
    private boolean placed;
    private boolean closed;

    private WholeFolder(Path given, boolean single, Permission permission, OutputLock lock) throws IOException {
        this.given = given;
        this.target = resolved(given);
        this.work = workOf(given);
        this.single = single;
        this.permission = permission;
        this.lock = lock;
    }

    /**
     * Opens a folder to be written.
     *
     * @param target     the folder
     * @param record     what decides the result, in words, name to value
     * @param permission what may happen to what is there already
     * @return the folder, to be closed in the end
     * @throws IOException              if it exists, was begun by another run, is being written, or cannot be written
     * @throws IllegalArgumentException if it is, contains or lies in a stack that is open for reading
     */
    public static WholeFolder forFolder(Path target, Map<String, String> record, Permission permission)
            throws IOException {
        return open(target, false, record, permission);
    }

    /**
     * Opens the folder in which one file is put together.
     *
     * @param target     the file
     * @param record     what decides the result, in words, name to value
     * @param permission what may happen to what is there already
     * @return the folder, to be closed in the end
     * @throws IOException              if the file exists, was begun by another run, is being written, or cannot be written
     * @throws IllegalArgumentException if it is, or lies in, a stack that is open for reading
     */
    public static WholeFolder forFile(Path target, Map<String, String> record, Permission permission)
            throws IOException {
        return open(target, true, record, permission);
    }

    /**
     * Returns the folder that a target is built in.
     *
     * @param target the target
     * @return the folder beside it
     * @throws IOException if the target is a link that leads nowhere
     */
    public static Path workOf(Path target) throws IOException {
        Path place = resolved(target);
        return place.resolveSibling(place.getFileName() + PARTIAL);
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

    /**
     * Checks, before any work, all that can be known before the record is.
     *
     * @param target     a folder, or a file
     * @param single     whether it is a file
     * @param permission what may happen to what is there already
     * @throws IOException              as {@link #forFolder} throws it
     * @throws IllegalArgumentException as {@link #forFolder} throws it
     */
    public static void check(Path target, boolean single, Permission permission) throws IOException {
        OpenInputs.check(target);
        Path folder = target.toAbsolutePath().normalize().getParent();
        if (!Files.isDirectory(folder)) {
            // Then nothing is there; the folder is made in the end, unless something is in its way.
            for (Path above = folder; above != null; above = above.getParent()) {
                if (Files.exists(above) && !Files.isDirectory(above)) {
                    throw new IOException(target + " cannot be written: " + above + " is a file");
                }
            }
            return;
        }
        try (WholeFolder there = new WholeFolder(target, single, permission, OutputLock.acquire(target))) {
            there.checkThere(null);
        }
    }

    private static WholeFolder open(Path target, boolean single, Map<String, String> record, Permission permission)
            throws IOException {
        OpenInputs.check(target);
        try {
            Files.createDirectories(target.toAbsolutePath().normalize().getParent());
        } catch (IOException e) {
            throw new IOException(target + " cannot be written: " + Reason.of(e), e);
        }
        OutputLock lock = OutputLock.acquire(target);
        try {
            WholeFolder folder = new WholeFolder(target, single, permission, lock);
            folder.recover();
            folder.begin(new LinkedHashMap<>(record));
            return folder;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Puts right what a run has left that was ended between two renames. */
    private void recover() throws IOException {
        Optional<Path> old = old(work);
        if (old.isPresent() && !exists(target)) {
            AtomicFile.move(old.get(), target);
        }
        if (!single && exists(target)) {
            Optional<Path> replaced = old(target);
            if (replaced.isPresent()) {
                deleteOld(replaced.get());
            }
        }
    }

    private Optional<Path> old(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Optional<String> name = Manifest.read(folder).flatMap(Manifest::replaced);
        // Manifests may come from strangers: only a name that is given here is believed.
        return name.filter(n -> n.startsWith("." + target.getFileName() + ".") && n.endsWith(OLD))
                .map(target::resolveSibling)
                .filter(Files::isDirectory);
    }

    /** Checks what is there; where the record is not known yet, null, all that does not depend on it. */
    private void checkThere(Map<String, String> record) throws IOException {
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

    private void begin(Map<String, String> record) throws IOException {
        checkThere(record);
        Optional<Manifest> begun = begun();
        boolean resume = permission.resume();
        if (single && begun.isPresent() && begun.get().isPlaced(target)) {
            // All that is left of a run that had put the file to its place.
            complete = resume && differs(begun.get(), record).isEmpty();
            placed = complete;
            if (!complete) {
                begun.get().delete();
                begun = Optional.empty();
            }
        } else if (!single && resume && isComplete(record)) {
            complete = true;
            manifest = Manifest.read(target).orElseThrow();
            return;
        }
        if (begun.isPresent() && permission.restart() && !complete) {
            begun.get().delete();
            begun = Optional.empty();
        }
        if (begun.isPresent()) {
            manifest = begun.get();
            manifest.deleteTemporaries();
            return;
        }
        try {
            if (!Files.isDirectory(work)) {
                Files.createDirectory(work);
            }
            manifest = Manifest.create(work, record);
            manifest.deleteTemporaries();
        } catch (IOException e) {
            throw new IOException(given + " cannot be written: " + Reason.of(e), e);
        }
    }

    /** What an earlier run has begun, if there is something. */
    private Optional<Manifest> begun() throws IOException {
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

    private static Optional<String> differs(Manifest before, Map<String, String> record) {
        return record == null ? Optional.empty() : before.difference(record);
    }

    private boolean isComplete(Map<String, String> record) throws IOException {
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
    private void checkTarget() throws IOException {
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

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    private static Optional<String> anything(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.sorted().findFirst().map(file -> file + ", and nothing says that sstem made it");
        }
    }

    /**
     * Returns the files that are there as a whole, written now or by the run that is gone on with.
     *
     * @return their names
     */
    public Set<String> names() {
        return manifest.names().stream()
                .filter(name -> exists(work().resolve(name)))
                .collect(Collectors.toSet());
    }

    /**
     * Returns where to write: the folder that is moved to the target's place, or put together to it.
     *
     * @return an existing folder
     */
    public Path work() {
        return complete && !single ? target : work;
    }

    /**
     * Tells whether an earlier run with the same record has finished already, so that there is nothing to do.
     *
     * @return true if the target is there as a whole
     */
    public boolean isComplete() {
        return complete;
    }

    /**
     * Says that a file or a folder is about to be written in the folder. A file that a run before was writing when it was
     * ended is deleted.
     *
     * @param name its name in the folder
     * @throws IOException if that cannot be noted down
     */
    public void announce(String name) throws IOException {
        manifest.announce(name);
    }

    /**
     * Builds one file of the folder.
     *
     * @param name     its name in the folder
     * @param building what builds it
     * @throws IOException if that fails; the file is as it was
     */
    public void add(String name, AtomicFile.Building building) throws IOException {
        manifest.build(name, building);
    }

    /**
     * Moves the folder to its place. Does nothing if the target is complete already.
     *
     * @throws IOException if that fails; the target is as it was, and what was written remains for a run that resumes
     */
    public void commit() throws IOException {
        if (complete || placed) {
            return;
        }
        try {
            manifest.finish();
            checkTarget();
            if (exists(target) && !isEmpty(target)) {
                replace();
            } else {
                if (exists(target)) {
                    Files.delete(target.toRealPath());
                }
                AtomicFile.move(work, target);
            }
        } catch (IOException e) {
            throw new IOException(given + " cannot be written: " + Reason.of(e), e);
        }
        placed = true;
    }

    private void replace() throws IOException {
        Path old = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + OLD);
        manifest.replaced(old.getFileName().toString());
        AtomicFile.move(target, old);
        try {
            AtomicFile.move(work, target);
        } catch (IOException e) {
            AtomicFile.move(old, target);
            throw e;
        }
        deleteOld(old);
    }

    /** What cannot be deleted stays: the target is whole already. */
    private static void deleteOld(Path old) {
        try {
            Optional<Manifest> manifest = Manifest.read(old);
            if (manifest.isPresent()) {
                manifest.get().delete();
            }
        } catch (IOException e) {
            LOG.warn("what was replaced stays in {}: {}", old, e.getMessage());
        }
    }

    /**
     * Puts the one file together and moves it to its place. Does nothing if it is complete already. Until this is closed,
     * a run that resumes finds that all is done.
     *
     * @param building what puts it together
     * @throws IOException if that fails; the target is as it was, and what was written remains for a run that resumes
     */
    public void commit(AtomicFile.Building building) throws IOException {
        if (complete || placed) {
            return;
        }
        checkTarget();
        AtomicFile.build(target, work, building, manifest::placed);
        placed = true;
    }

    /**
     * Deletes what was written. Does nothing after {@link #commit}.
     *
     * @throws IOException if that fails
     */
    public void discard() throws IOException {
        if (!placed && !complete && exists(work)) {
            manifest.delete();
        }
    }

    /**
     * Removes what is no longer needed: all after {@link #commit}, else a folder in which nothing was begun. What was
     * written without being committed remains for a later run.
     *
     * @throws IOException if that fails
     */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            if (manifest == null || !exists(work)) {
                return;
            }
            if (placed && single) {
                manifest.delete();
            } else if (!placed && !complete && manifest.isUntouched()) {
                manifest.delete();
            }
        }
    }
}
