package org.sstem.internal.output;

import org.sstem.internal.progress.Cancellation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
public final class WholeFolder implements FileSink, AutoCloseable {

    /** What is behind the target's name in that of the folder it is built in. */
    public static final String PARTIAL = ".sstem-partial";

    private final OutputPlace place;
    private final OutputLock lock;
    private Manifest manifest;
    private boolean complete;
    private boolean placed;
    private boolean closed;

    private WholeFolder(OutputPlace place, OutputLock lock) {
        this.place = place;
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
        return OutputPlace.workOf(target);
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
        try (OutputLock lock = OutputLock.acquire(target)) {
            OutputPlace.of(target, single, permission).check(null);
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
            OutputPlace place = OutputPlace.of(target, single, permission);
            Replacement.recover(place);
            WholeFolder folder = new WholeFolder(place, lock);
            folder.begin(new LinkedHashMap<>(record));
            return folder;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void begin(Map<String, String> record) throws IOException {
        place.check(record);
        Optional<Manifest> begun = place.begun();
        boolean resume = place.permission().resume();
        if (place.single() && begun.isPresent() && begun.get().isPlaced(place.target())) {
            // All that is left of a run that had put the file to its place.
            complete = resume && OutputPlace.differs(begun.get(), record).isEmpty();
            placed = complete;
            if (!complete) {
                begun.get().delete();
                begun = Optional.empty();
            }
        } else if (!place.single() && resume && place.isComplete(record)) {
            complete = true;
            manifest = Manifest.read(place.target()).orElseThrow();
            return;
        }
        if (begun.isPresent() && place.permission().restart() && !complete) {
            begun.get().delete();
            begun = Optional.empty();
        }
        if (begun.isPresent()) {
            manifest = begun.get();
            manifest.deleteTemporaries();
            return;
        }
        try {
            if (!Files.isDirectory(place.work())) {
                Files.createDirectory(place.work());
            }
            manifest = Manifest.create(place.work(), record);
            manifest.deleteTemporaries();
        } catch (IOException e) {
            throw new IOException(place.given() + " cannot be written: " + Reason.of(e), e);
        }
    }

    /**
     * Returns the files that are there as a whole, written now or by the run that is gone on with.
     *
     * @return their names
     */
    public Set<String> names() {
        return manifest.names().stream()
                .filter(name -> OutputPlace.exists(work().resolve(name)))
                .collect(Collectors.toSet());
    }

    /**
     * Returns where to write: the folder that is moved to the target's place, or put together to it.
     *
     * @return an existing folder
     */
    public Path work() {
        return complete && !place.single() ? place.target() : place.work();
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

    @Override
    public void add(String name, AtomicFile.Building building) throws IOException {
        manifest.build(name, building);
    }

    @Override
    public void addAll(Map<String, AtomicFile.Building> buildings) throws IOException {
        manifest.buildAll(buildings);
    }

    /**
     * Gives files their names that another process has built in the folder.
     *
     * @param files what {@link LooseFiles} there has built in {@link #work}
     * @throws IOException if that fails
     */
    public void take(List<LooseFiles.Loose> files) throws IOException {
        manifest.take(files);
    }

    /**
     * Deletes what was built in the folder and never got its name, as by processes that were ended or came too late.
     *
     * @throws IOException if that fails
     */
    public void sweep() throws IOException {
        manifest.deleteTemporaries();
    }

    /**
     * Deletes a file that was only needed on the way.
     *
     * @param name its name in the folder
     * @throws IOException if that fails
     */
    public void remove(String name) throws IOException {
        manifest.delete(name);
    }

    /**
     * Deletes a file that was only needed on the way.
     *
     * @param file where it lies in {@link #work}
     * @throws IOException if that fails
     */
    public void remove(Path file) throws IOException {
        remove(work().relativize(file).toString().replace('\\', '/'));
    }

    /**
     * Notes down that a step of the work is done, for a run that goes on.
     *
     * @param step any name
     * @throws IOException if that fails
     */
    public void done(String step) throws IOException {
        manifest.done(step);
    }

    /**
     * Tells whether a step of the work is done, by this run or the one that is gone on with.
     *
     * @param step its name
     * @return whether it was noted down
     */
    public boolean isDone(String step) {
        return manifest.isDone(step);
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
            place.checkTarget();
            Path target = place.target();
            if (OutputPlace.exists(target) && !OutputPlace.isEmpty(target)) {
                Replacement.replace(target, place.work(), manifest);
            } else {
                if (OutputPlace.exists(target)) {
                    Files.delete(target.toRealPath());
                }
                AtomicFile.move(place.work(), target);
            }
        } catch (IOException e) {
            throw new IOException(place.given() + " cannot be written: " + Reason.of(e), e);
        }
        placed = true;
    }

    /**
     * Brings the folder, which is in its place, to another computer, in the order in which its files were written and its
     * manifest last, and deletes it here.
     *
     * @param delivery how it gets there
     * @throws IOException if that fails, or something in the folder was changed meanwhile; the folder stays, and a run that
     *                     resumes brings the rest
     */
    public void deliver(Delivery delivery) throws IOException {
        Path folder = place.target();
        Manifest whole = Manifest.read(folder).orElseThrow();
        for (String name : whole.names()) {
            if (OutputPlace.exists(folder.resolve(name))) {
                Cancellation.check("before " + name + " was brought away");
                delivery.bring(name, folder.resolve(name));
            }
        }
        delivery.bring(Manifest.NAME, folder.resolve(Manifest.NAME));
        whole.delete();
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
        place.checkTarget();
        AtomicFile.build(place.target(), place.work(), building, manifest::placed);
        placed = true;
    }

    /**
     * Deletes what was written. Does nothing after {@link #commit}.
     *
     * @throws IOException if that fails
     */
    public void discard() throws IOException {
        if (!placed && !complete && OutputPlace.exists(place.work())) {
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
            if (manifest == null || !OutputPlace.exists(place.work())) {
                return;
            }
            if (placed && place.single()) {
                manifest.delete();
            } else if (!placed && !complete && manifest.isUntouched()) {
                manifest.delete();
            }
        }
    }
}
