package org.sstem.internal.file;

import org.sstem.internal.file.hdf5.Hdf5Dataset;
import org.sstem.internal.file.hdf5.Hdf5Stack;
import org.sstem.internal.file.tiff.TiffCodec;
import org.sstem.internal.file.tiff.TiffStack;
import org.sstem.internal.output.Permission;
import org.sstem.internal.output.WholeFolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The folder in which a stack is built up, one complete file a section, beside its target. */
public final class PartialStack implements AutoCloseable {

    private final StackPath target;
    private final WholeFolder folder;
    private final StackSidecar stack;
    private final SectionCodec codec;
    private final Permission permission;
    private final Set<String> written = ConcurrentHashMap.newKeySet();

    private PartialStack(StackPath target, StackSidecar stack, WholeFolder folder, Permission permission) {
        this.target = target;
        this.folder = folder;
        this.stack = stack;
        this.codec = codec(target, stack.section().type());
        this.permission = permission;
    }

    private static SectionCodec codec(StackPath target, PixelType type) {
        if (target.kind() != StackPath.Kind.DIRECTORY) {
            return new RawCodec();
        }
        return type == PixelType.FLOAT32 ? new TiffCodec() : new PngCodec();
    }

    /** Checks, before any work, what can be checked before it is known what the stack will be made of. */
    public static void check(StackPath target, Permission permission) throws IOException {
        WholeFolder.check(target.file(), target.kind() != StackPath.Kind.DIRECTORY, permission);
        checkNoOtherDataset(target, permission);
    }

    /** Checks that the target may be written, and finds or makes the folder beside it. */
    public static PartialStack open(
            StackPath target, StackSidecar stack, Map<String, String> record, Permission permission)
            throws IOException {
        checkNoOtherDataset(target, permission);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("stack", stack.words() + (target.dataset().isEmpty() ? "" : " in " + target.dataset()));
        all.putAll(record);
        WholeFolder folder = target.kind() == StackPath.Kind.DIRECTORY
                ? WholeFolder.forFolder(target.file(), all, permission)
                : WholeFolder.forFile(target.file(), all, permission);
        try {
            PartialStack partial = new PartialStack(target, stack, folder, permission);
            partial.written.addAll(folder.names());
            if (!folder.isComplete() && !partial.written.contains(StackSidecar.NAME)) {
                folder.add(StackSidecar.NAME, stack::write);
            }
            return partial;
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static void checkNoOtherDataset(StackPath target, Permission permission) throws IOException {
        if (target.kind() == StackPath.Kind.HDF5 && permission.overwrite() && Files.isRegularFile(target.file())) {
            for (String dataset : Hdf5Dataset.datasets(target.file())) {
                if (!dataset.equals(target.dataset())) {
                    throw new IOException(
                            target.file() + " cannot be replaced, because it holds something else too: " + dataset);
                }
            }
        }
    }

    public StackPath target() {
        return target;
    }

    public boolean isWritten(int z) {
        return folder.isComplete() || written.contains(name(z));
    }

    private String name(int z) {
        int digits = Math.max(4, String.valueOf(stack.sections() - 1).length());
        return String.format(Locale.ROOT, "%0" + digits + "d", z) + codec.extension();
    }

    public void write(int z, Object raw) throws IOException {
        if (folder.isComplete()) {
            return;
        }
        folder.add(name(z), empty -> codec.write(empty, stack.section(), raw));
        written.add(name(z));
    }

    public void commit() throws IOException {
        if (target.kind() == StackPath.Kind.DIRECTORY) {
            folder.commit();
            return;
        }
        if (!folder.isComplete()) {
            checkNoOtherDataset(target, permission);
        }
        List<Path> files = IntStream.range(0, stack.sections())
                .mapToObj(z -> folder.work().resolve(name(z)))
                .toList();
        folder.commit(whole -> {
            if (target.kind() == StackPath.Kind.TIFF) {
                TiffStack.assemble(whole, stack, files);
            } else {
                Hdf5Stack.assemble(whole, target.dataset(), stack, files);
            }
        });
    }

    /** Removes what was written. */
    public void delete() throws IOException {
        folder.discard();
    }

    /** Lets go of the target. Sections that were written and not committed stay; a folder without any does not. */
    @Override
    public void close() throws IOException {
        if (!folder.isComplete() && written.stream().allMatch(StackSidecar.NAME::equals)) {
            folder.discard();
        }
        folder.close();
    }
}
