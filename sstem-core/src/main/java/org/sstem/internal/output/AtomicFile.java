package org.sstem.internal.output;

import net.imglib2.parallel.Parallelization;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Writes files that are there as a whole or not at all: under a unique name beside the target first, then on the disk,
 * then moved to its place, where it replaces what was there. After a failure the first is removed and the target is as
 * it was. After the end of the whole process a file {@code .sstem-UUID.tmp} may remain; nobody reads it.
 *
 * <p>An interrupted thread writes like any other. Thread-safe.
 */
public final class AtomicFile {

    private static final Pattern TEMPORARY = Pattern.compile("\\.sstem-[0-9a-f-]{36}\\.tmp");
    private static final int BUFFER = 1 << 16;

    /** What tests put in the way of a file, given its temporary name. */
    static volatile Consumer<Path> obstacle = file -> {};

    private AtomicFile() {}

    /** Writes what a file is to contain. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes all of it.
         *
         * @param out where to; need not be closed
         * @throws IOException if that fails
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Builds a file under another name. */
    @FunctionalInterface
    public interface Building {
        /**
         * Builds all of it.
         *
         * @param empty an empty file that takes it
         * @throws IOException if that fails
         */
        void build(Path empty) throws IOException;
    }

    /**
     * Writes a file.
     *
     * @param file    what is written or replaced; its folder must exist
     * @param content what it is to contain
     * @throws IOException if that fails, with the file's name and the reason; the file is as it was
     */
    public static void write(Path file, Content content) throws IOException {
        build(file, temporary -> {
            try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
                OutputStream buffered = new BufferedOutputStream(out, BUFFER) {
                    @Override
                    public void close() throws IOException {
                        flush(); // the file itself is closed out here
                    }
                };
                content.writeTo(buffered);
                buffered.flush();
            }
        });
    }

    /**
     * Writes a file.
     *
     * @param file    what is written or replaced; its folder must exist
     * @param content its bytes
     * @throws IOException if that fails, with the file's name and the reason; the file is as it was
     */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, out -> out.write(content));
    }

    /**
     * Writes a text file in UTF-8.
     *
     * @param file    what is written or replaced; its folder must exist
     * @param content its text
     * @throws IOException if that fails, with the file's name and the reason; the file is as it was
     */
    public static void write(Path file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Builds a file by something that wants a path rather than a stream.
     *
     * @param file     what is built or replaced; its folder must exist
     * @param building what builds it
     * @throws IOException if that fails, with the file's name and the reason; the file is as it was
     */
    public static void build(Path file, Building building) throws IOException {
        build(file, file.toAbsolutePath().getParent(), building, whole -> {});
    }

    /** What has to be done between a file's last byte and its appearance. */
    @FunctionalInterface
    interface BeforeMoving {
        void accept(Path whole) throws IOException;
    }

    /** Builds a file under a unique name in a folder of the same file system. */
    static void build(Path file, Path folder, Building building, BeforeMoving before) throws IOException {
        Path place = file.toAbsolutePath();
        Path temporary = null;
        try {
            checkPlace(place);
            temporary = Files.createFile(folder.resolve(".sstem-" + UUID.randomUUID() + ".tmp"));
            obstacle.accept(temporary);
            building.build(temporary);
            synchronise(temporary);
            before.accept(temporary);
            move(temporary, place);
        } catch (IOException e) {
            throw new IOException(file + " cannot be written: " + Reason.of(e), e);
        } finally {
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /** What has to be done between the last byte of several files and their appearance. */
    @FunctionalInterface
    interface BeforeMovingAll {
        void accept(Map<String, Path> wholes) throws IOException;
    }

    /** Builds several files of a folder under unique names in it, with the threads of the caller. */
    static void buildAll(Path folder, Map<String, Building> buildings, BeforeMovingAll before) throws IOException {
        Map<String, Path> temporaries = buildLoose(folder, buildings);
        try {
            before.accept(temporaries);
            moveAll(folder, temporaries);
        } catch (IOException e) {
            throw new IOException(folder + " cannot be written: " + Reason.of(e), e);
        } finally {
            for (Path temporary : temporaries.values()) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /** Builds files under unique names in a folder, which they keep; none if one fails. */
    static Map<String, Path> buildLoose(Path folder, Map<String, Building> buildings) throws IOException {
        Map<String, Path> temporaries = new LinkedHashMap<>();
        boolean whole = false;
        try {
            for (String name : buildings.keySet()) {
                temporaries.put(name, Files.createFile(folder.resolve(".sstem-" + UUID.randomUUID() + ".tmp")));
            }
            Parallelization.getTaskExecutor().forEach(List.copyOf(temporaries.keySet()), name -> {
                try {
                    Path temporary = temporaries.get(name);
                    obstacle.accept(temporary);
                    buildings.get(name).build(temporary);
                    synchronise(temporary);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            whole = true;
            return temporaries;
        } catch (IOException e) {
            throw new IOException(folder + " cannot be written: " + Reason.of(e), e);
        } catch (RuntimeException e) {
            IOException failure = failure(e);
            if (failure == null) {
                throw e;
            }
            throw new IOException(folder + " cannot be written: " + Reason.of(failure), failure);
        } finally {
            for (Path temporary : whole ? List.<Path>of() : temporaries.values()) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /** Gives files of a folder the names that they are to have in it. */
    static void moveAll(Path folder, Map<String, Path> temporaries) throws IOException {
        Set<Path> folders = new HashSet<>();
        for (Map.Entry<String, Path> temporary : temporaries.entrySet()) {
            Path place = folder.resolve(temporary.getKey());
            checkPlace(place);
            rename(temporary.getValue(), place);
            folders.add(place.getParent());
        }
        folders.forEach(AtomicFile::synchroniseFolder);
    }

    /** ImgLib2 wraps what a task throws. */
    private static IOException failure(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException failure) {
                return failure;
            }
        }
        return null;
    }

    private static void checkPlace(Path place) throws IOException {
        boolean link = Files.isSymbolicLink(place);
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !link && !Files.isRegularFile(place)) {
            throw new IOException(Files.isDirectory(place) ? "it is a directory" : "it is no regular file");
        }
    }

    private static void synchronise(Path file) throws IOException {
        try (RandomAccessFile written = new RandomAccessFile(file.toFile(), "rw")) {
            written.getFD().sync();
        }
    }

    /** Moves a file or a folder within its file system, and sees to it that its new name is on the disk. */
    static void move(Path from, Path to) throws IOException {
        rename(from, to);
        synchroniseFolder(to.toAbsolutePath().getParent());
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void synchroniseFolder(Path place) {
        try (FileChannel folder = FileChannel.open(place)) {
            folder.force(true);
        } catch (IOException e) {
            // Not every system opens folders. The file is whole in any case.
            return;
        }
    }

    /** Tells whether a name is one that only this class gives. */
    static boolean isTemporary(Path file) {
        return TEMPORARY.matcher(file.getFileName().toString()).matches();
    }
}
