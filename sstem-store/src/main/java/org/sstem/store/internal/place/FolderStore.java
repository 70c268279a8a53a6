package org.sstem.store.internal.place;

import org.sstem.internal.output.Manifest;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * A store in a folder. Links are followed, as the user's own file system has them.
 *
 * @param root the folder
 */
public record FolderStore(Path root) implements Store {

    /** Lists all files of a store, in a fixed order. */
    public static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(Manifest.NAME))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public byte[] read(String key, long most) throws IOException {
        long size = size(key);
        if (size < 0) {
            return null;
        }
        if (size > most) {
            throw new IOException(name(key) + " has " + size + " bytes; it can have at most " + most);
        }
        return read(key, 0, (int) size);
    }

    @Override
    public byte[] read(String key, long from, int count) throws IOException {
        long size = size(key);
        if (size < 0) {
            return null;
        }
        if (from < 0 || count < 0 || from > size - count) {
            throw new IOException(name(key) + " is cut off: of its " + size + " bytes " + count + " from " + from
                    + " on are missing");
        }
        byte[] out = new byte[count];
        try (RandomAccessFile file = new RandomAccessFile(root.resolve(key).toFile(), "r")) {
            file.seek(from);
            file.readFully(out);
            return out;
        } catch (EOFException e) {
            throw new IOException(name(key) + " became shorter while it was read", e);
        } catch (IOException e) {
            throw failure(key, e);
        }
    }

    @Override
    public long size(String key) throws IOException {
        Path file = root.resolve(key);
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                return attributes.size();
            }
            if (attributes.isDirectory()) {
                return -1;
            }
            throw new IOException(name(key) + " is no regular file");
        } catch (NoSuchFileException e) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(name(key) + " is a link to a file that is not there", e);
            }
            return -1;
        } catch (FileSystemException e) {
            if (isBelowFile(file)) {
                return -1;
            }
            throw failure(key, e);
        }
    }

    /** A key whose folder is a file has no value; the systems say so in different ways. */
    private static boolean isBelowFile(Path file) {
        for (Path above = file.getParent(); above != null; above = above.getParent()) {
            if (Files.isRegularFile(above)) {
                return true;
            }
        }
        return false;
    }

    private IOException failure(String key, IOException e) {
        String reason = e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : e instanceof FileSystemLoopException ? "its links go round in a circle" : e.getMessage();
        return new IOException(name(key) + " cannot be read: " + reason, e);
    }

    @Override
    public List<String> children(String key) throws IOException {
        try (Stream<Path> inside = Files.list(root.resolve(key))) {
            return inside.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public String name(String key) {
        return (key.isEmpty() ? root : root.resolve(key)).toString();
    }
}
