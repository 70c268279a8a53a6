package org.sstem.cli;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.method.SectionSource;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackWriter;
import org.sstem.stack.VoxelSize;
import org.sstem.stack.WriteOption;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What may happen to what is there already. */
final class OutputOptions {

    @Option(names = "--overwrite", description = "Replace what is there already; refused otherwise.")
    private boolean overwrite;

    @Option(names = "--resume", description = "Go on where an interrupted run stopped; the result is the same.")
    private boolean resume;

    boolean overwrite() {
        return overwrite;
    }

    boolean resume() {
        return resume;
    }

    /** Refuses a file that could not be written at the end, before the work begins. */
    void checkFile(Path file) throws IOException {
        checkFile(file, overwrite);
    }

    static void checkFile(Path file, boolean overwrite) throws IOException {
        if (file == null) {
            return;
        }
        if (Files.exists(file) && !overwrite) {
            throw new IOException(file + " exists already; --overwrite replaces it");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new IOException(file + " cannot be written: " + folder + " must be a folder that can be written to");
        }
    }

    <T extends NativeType<T> & RealType<T>> StackWriter<T> writer(
            Path target, StackReader<?> like, T type, String recipe) throws IOException {
        return writer(target, like.voxelSize(), type, like.width(), like.height(), like.sections(), recipe);
    }

    <T extends NativeType<T> & RealType<T>> StackWriter<T> writer(
            Path target, SectionSource like, VoxelSize voxelSize, T type, String recipe) throws IOException {
        return writer(target, Optional.of(voxelSize), type, like.width(), like.height(), like.sections(), recipe);
    }

    private <T extends NativeType<T> & RealType<T>> StackWriter<T> writer(
            Path target, Optional<VoxelSize> voxelSize, T type, int width, int height, int sections, String recipe)
            throws IOException {
        List<WriteOption> options = new ArrayList<>();
        if (overwrite) {
            options.add(WriteOption.OVERWRITE);
        }
        if (resume) {
            options.add(WriteOption.RESUME);
        }
        return StackWriter.to(target)
                .voxelSize(voxelSize)
                .options(options.toArray(WriteOption[]::new))
                .recipe(recipe)
                .open(type, width, height, sections);
    }
}
