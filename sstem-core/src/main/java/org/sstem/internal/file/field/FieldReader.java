package org.sstem.internal.file.field;

import org.sstem.method.Flow;

import java.io.IOException;
import java.util.List;

/** Flows of the sections of a stack. */
public interface FieldReader {

    /** The sections that have a flow, ascending. */
    List<Integer> sections() throws IOException;

    /**
     * Reads the flow of a section.
     *
     * @return displacements in pixels, held in memory
     * @throws IOException if it cannot be read, or the section has none
     */
    Flow read(int z) throws IOException;
}
