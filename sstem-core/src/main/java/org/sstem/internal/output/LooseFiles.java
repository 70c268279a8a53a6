package org.sstem.internal.output;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Files that are built for a folder which another process keeps: they lie in it, whole and on the disk, under names that
 * count for nothing, until {@link WholeFolder#take} gives them theirs. What nobody takes is deleted when the folder is gone
 * on with. For one thread.
 */
public final class LooseFiles implements FileSink {

    private final Path folder;
    private final List<Loose> files = new ArrayList<>();

    /**
     * A file that waits for its name.
     *
     * @param name      the name that it is to have in the folder
     * @param temporary the name that it has
     * @param bytes     how many it holds
     * @param sha256    their hash
     */
    public record Loose(String name, String temporary, long bytes, String sha256) implements Serializable {

        FileContent content() {
            return new FileContent(bytes, sha256);
        }
    }

    /**
     * Begins with no file.
     *
     * @param folder the folder that is being built, where files are put
     */
    public LooseFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public void addAll(Map<String, AtomicFile.Building> buildings) throws IOException {
        for (Map.Entry<String, Path> built :
                AtomicFile.buildLoose(folder, buildings).entrySet()) {
            FileContent content = FileContent.of(built.getValue());
            files.add(new Loose(
                    built.getKey(), built.getValue().getFileName().toString(), content.bytes(), content.sha256()));
        }
    }

    /** The files so far, to be taken. */
    public List<Loose> files() {
        return List.copyOf(files);
    }

    /**
     * Deletes what was built: it is not wanted.
     *
     * @throws IOException if that fails
     */
    public void discard() throws IOException {
        discard(folder, files);
        files.clear();
    }

    /**
     * Deletes files that were built in a folder and that nobody wants.
     *
     * @throws IOException if that fails
     */
    public static void discard(Path folder, List<Loose> files) throws IOException {
        for (Loose file : files) {
            Path temporary = folder.resolve(file.temporary());
            if (AtomicFile.isTemporary(temporary)) {
                Files.deleteIfExists(temporary);
            }
        }
    }
}
