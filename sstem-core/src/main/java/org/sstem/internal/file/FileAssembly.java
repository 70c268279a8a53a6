package org.sstem.internal.file;

import org.sstem.internal.output.WholeFolder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Puts one file together from sections that wait as bare pixels.
 *
 * @param builder what puts it together
 */
public record FileAssembly(Builder builder) implements StackAssembly {

    /** Fills an empty file with all sections. */
    @FunctionalInterface
    public interface Builder {
        void build(Path empty, List<Path> sections) throws IOException;
    }

    @Override
    public SectionCodec codec() {
        return new RawCodec();
    }

    @Override
    public void commit(WholeFolder folder, List<Path> sections) throws IOException {
        folder.commit(empty -> builder.build(empty, sections));
    }
}
