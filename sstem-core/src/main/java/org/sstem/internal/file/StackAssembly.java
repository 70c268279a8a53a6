package org.sstem.internal.file;

import org.sstem.internal.output.WholeFolder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How the sections that wait in an unfinished folder become a stack. */
public interface StackAssembly {

    /** How a section waits; where the folder becomes the stack, how it stays. */
    SectionCodec codec();

    /** Tells whether a section is in the unfinished stack already and waits no more. */
    default boolean holds(WholeFolder folder, int z) {
        return false;
    }

    /** Puts the sections together and moves the stack to its place. */
    void commit(WholeFolder folder, List<Path> sections) throws IOException;
}
