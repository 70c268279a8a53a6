package org.sstem.internal.file;

import java.io.IOException;
import java.nio.file.Path;

/** Reads and writes the one image file of one section. Implementations hold no state. */
public interface SectionCodec {

    /** Reads what the file's header says, and nothing else. */
    SectionHeader header(Path file) throws IOException;

    /**
     * Reads the pixels.
     *
     * @param expected what {@link #header} said when the stack was opened
     * @return an array as {@link PixelType#newArray} makes it
     */
    Object read(Path file, SectionHeader expected) throws IOException;

    /** Writes a section into a new file, and sees to it that it is on the disk. */
    void write(Path file, SectionHeader header, Object raw) throws IOException;

    /** The ending of the file's name, with its dot. */
    String extension();
}
