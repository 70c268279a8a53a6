package org.sstem.internal.file;

import java.io.IOException;

/** What the header of one section says. */
record SectionHeader(PixelType type, int width, int height) {

    /**
     * Makes the header of a section that can be held in memory.
     *
     * @param where the file, for the message
     * @throws IOException if one array cannot hold the section, or the heap cannot
     */
    static SectionHeader of(Object where, PixelType type, long width, long height) throws IOException {
        if (width < 1 || height < 1) {
            throw new IOException(where + " claims a section of " + width + " x " + height + " pixels, which is empty");
        }
        // The quotient cannot overflow, the product could.
        if (width > PixelType.MAX_PIXELS / height) {
            throw new IOException(where + " claims a section of " + width + " x " + height
                    + " pixels; a section can hold at most " + PixelType.MAX_PIXELS);
        }
        long needed = width * height * type.bytes();
        long heap = Runtime.getRuntime().maxMemory();
        // A section never comes alone: a fifth of the heap is for everything else.
        if (needed > heap - heap / 5) {
            throw new IOException(where + " claims a section of " + width + " x " + height + " pixels, which needs "
                    + (needed >> 20) + " MB where the Java heap is limited to " + (heap >> 20)
                    + " MB: give it more with -Xmx");
        }
        return new SectionHeader(type, (int) width, (int) height);
    }

    int pixels() {
        return width * height;
    }

    @Override
    public String toString() {
        return width + " x " + height + ", " + type.label();
    }
}
