package org.sstem.cli.internal.file;

import org.sstem.internal.file.field.FieldReader;
import org.sstem.method.Flow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Flows as a folder holds them, one file {@code flow_ZZZZ.npy} a section.
 *
 * @param folder the folder
 */
record FlowFolder(Path folder) implements FieldReader {

    @Override
    public List<Integer> sections() throws IOException {
        List<Integer> sections = FlowFile.sections(folder);
        if (sections.isEmpty()) {
            throw new IOException(folder + " holds no flow_ZZZZ.npy");
        }
        return sections;
    }

    @Override
    public Flow read(int z) throws IOException {
        return FlowFile.read(FlowFile.of(folder, z));
    }
}
