package org.sstem.internal.output;

import java.io.IOException;
import java.util.Map;

/** Takes files of a folder that is being built. */
public interface FileSink {

    /**
     * Builds several files, which may lie in folders of the folder, with the threads of the caller.
     *
     * @param buildings what builds them, by their names in the folder, such as {@code 0/3/1}
     * @throws IOException if that fails; the files are as they were
     */
    void addAll(Map<String, AtomicFile.Building> buildings) throws IOException;

    /**
     * Builds one file.
     *
     * @param name     its name in the folder
     * @param building what builds it
     * @throws IOException if that fails; the file is as it was
     */
    default void add(String name, AtomicFile.Building building) throws IOException {
        addAll(Map.of(name, building));
    }
}
