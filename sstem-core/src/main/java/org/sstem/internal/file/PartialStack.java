package org.sstem.internal.file;

import org.sstem.internal.file.hdf5.Hdf5Dataset;
import org.sstem.internal.file.hdf5.Hdf5Stack;
import org.sstem.internal.file.tiff.TiffCodec;
import org.sstem.internal.file.tiff.TiffStack;
import org.sstem.stack.WriteOption;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The directory in which a stack is built up, one complete file a section, beside its target.
 *
 * <p>It is recognised by its {@code stack.json}; whatever else may lie in a directory of that name is never touched.
 */
final class PartialStack {

    private static final String UNFINISHED = ".unfinished";

    private final StackPath target;
    private final Path directory;
    private final StackSidecar stack;
    private final SectionCodec codec;
    private final boolean overwrite;

    private PartialStack(StackPath target, StackSidecar stack, boolean overwrite) {
        this.target = target;
        this.directory = target.partial();
        this.stack = stack;
        this.codec = codec(target, stack.section().type());
        this.overwrite = overwrite;
    }

    private static SectionCodec codec(StackPath target, PixelType type) {
        if (target.kind() != StackPath.Kind.DIRECTORY) {
            return new RawCodec();
        }
        return type == PixelType.FLOAT32 ? new TiffCodec() : new PngCodec();
    }

    /** Checks that the target may be written, and finds or makes the directory beside it. */
    static PartialStack open(StackPath target, StackSidecar stack, Set<WriteOption> options) throws IOException {
        PartialStack partial = new PartialStack(target, stack, options.contains(WriteOption.OVERWRITE));
        partial.checkTarget();
        Path directory = partial.directory;
        try {
            if (Files.exists(directory) && !options.contains(WriteOption.RESUME)) {
                partial.delete();
            }
            if (!Files.exists(directory)) {
                Files.createDirectories(directory);
                stack.write(directory);
            }
        } catch (IOException e) {
            throw new IOException(target + " cannot be written: " + ImageFiles.reason(e), e);
        }
        partial.checkSame();
        partial.deleteUnfinished();
        return partial;
    }

    private void checkTarget() throws IOException {
        if (!Files.exists(target.file())) {
            return;
        }
        boolean isDirectory = Files.isDirectory(target.file());
        if (isDirectory != (target.kind() == StackPath.Kind.DIRECTORY)) {
            throw new IOException(
                    target.file() + " cannot be written: it is " + (isDirectory ? "a directory" : "a file"));
        }
        if (!isDirectory) {
            if (!overwrite) {
                throw new IOException(target.file() + " exists; it is replaced only if overwriting is asked for");
            }
            checkNoOtherDataset();
            return;
        }
        try (Stream<Path> entries = Files.list(target.file())) {
            List<Path> inside = entries.sorted().toList();
            if (!inside.isEmpty() && !overwrite) {
                throw new IOException(
                        target + " exists and is not empty; it is replaced only if overwriting is asked" + " for");
            }
            Optional<Path> foreign = inside.stream().filter(f -> !isOurs(f)).findFirst();
            if (foreign.isPresent()) {
                throw new IOException(target + " cannot be replaced, because it holds something that is no section: "
                        + foreign.get().getFileName());
            }
        }
    }

    private void checkNoOtherDataset() throws IOException {
        if (target.kind() == StackPath.Kind.HDF5) {
            for (String dataset : Hdf5Dataset.datasets(target.file())) {
                if (!dataset.equals(target.dataset())) {
                    throw new IOException(
                            target.file() + " cannot be replaced, because it holds something else too: " + dataset);
                }
            }
        }
    }

    /** What a directory that is a stack and nothing else may hold. */
    private static boolean isOurs(Path file) {
        return Files.isRegularFile(file)
                && file.getFileName().toString().matches("(?i)stack\\.json|.*\\.(png|tiff?)|[0-9]+\\.raw");
    }

    private void checkSame() throws IOException {
        Optional<StackSidecar> found = StackSidecar.read(directory);
        if (found.isEmpty()) {
            throw new IOException(directory + " is in the way: it is no stack that was begun by an earlier run");
        }
        if (!found.get().equals(stack)) {
            throw new IOException(directory + " was begun with other sizes, pixels or parameters, so it cannot be gone"
                    + " on with: start anew without resuming");
        }
    }

    private void deleteUnfinished() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path file : entries.toList()) {
                if (file.getFileName().toString().endsWith(UNFINISHED)) {
                    Files.delete(file);
                }
            }
        }
    }

    StackPath target() {
        return target;
    }

    boolean isWritten(int z) {
        return Files.exists(file(z));
    }

    private Path file(int z) {
        int digits = Math.max(4, String.valueOf(stack.sections() - 1).length());
        return directory.resolve(String.format(Locale.ROOT, "%0" + digits + "d", z) + codec.extension());
    }

    void write(int z, Object raw) throws IOException {
        Path file = file(z);
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            if (Files.isRegularFile(unfinished, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(unfinished);
            }
            codec.write(unfinished, stack.section(), raw);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    void commit() throws IOException {
        checkTarget();
        try {
            switch (target.kind()) {
                case DIRECTORY -> replaceDirectory();
                case TIFF, HDF5 -> replaceFile();
            }
        } catch (IOException e) {
            throw new IOException(target + " cannot be written: " + ImageFiles.reason(e), e);
        }
    }

    private void replaceFile() throws IOException {
        Path whole = directory.resolve("whole" + UNFINISHED);
        List<Path> files =
                IntStream.range(0, stack.sections()).mapToObj(this::file).toList();
        try {
            if (target.kind() == StackPath.Kind.TIFF) {
                TiffStack.assemble(whole, stack, files);
            } else {
                Hdf5Stack.assemble(whole, target.dataset(), stack, files);
            }
            Files.move(whole, target.file().toAbsolutePath(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
        deleteStack(directory);
    }

    private void replaceDirectory() throws IOException {
        Path place = target.file().toAbsolutePath().normalize();
        Path old = place.resolveSibling(target.name() + ".replaced");
        boolean exists = Files.exists(place);
        if (exists) {
            Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(directory, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (exists) {
                Files.move(old, place, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
        if (exists) {
            deleteStack(old);
        }
    }

    /** Removes the directory, if it is one that a run has begun. */
    void delete() throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        if (StackSidecar.read(directory).isEmpty()) {
            throw new IOException(directory + " is in the way: it is no stack that was begun by an earlier run");
        }
        deleteStack(directory);
    }

    private static void deleteStack(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            // The sidecar goes last: as long as something is left the directory can be recognised.
            for (Path file : entries.sorted((a, b) -> Boolean.compare(isSidecar(a), isSidecar(b)))
                    .toList()) {
                if (isOurs(file) || file.toString().endsWith(UNFINISHED)) {
                    Files.delete(file);
                }
            }
        }
        try {
            Files.delete(directory);
        } catch (DirectoryNotEmptyException e) {
            throw new IOException(directory + " cannot be removed: it holds files that do not belong to a stack", e);
        }
    }

    private static boolean isSidecar(Path file) {
        return file.endsWith(StackSidecar.NAME);
    }
}
