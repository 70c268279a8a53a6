package org.sstem.stack;

/** How a stack is to be read. */
public enum ReadOption {
    /**
     * A number left out of the names of a directory's sections is a section that is missing: it is put in, its pixels
     * 0, and told by {@link StackReader#gaps()}. Without this the sections that are there follow one another, and the
     * gap is told by {@link StackReader#remarks()}.
     */
    GAPS_ARE_MISSING
}
