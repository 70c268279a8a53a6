package org.sstem.internal.file;

import java.io.IOException;

/** What the header of one section says. */
public record SectionHeader(PixelType type, int width, int height) {

    /** Deflate makes at most 1032 bytes of one, LZW with its 12 bits 2731; JPEG of a grey page does no better. */
    private static final int MAX_RATIO = 4096;

    /**
     * Makes the header of a section that can be held in memory.
     *
     * @param where the file, for the message
     * @throws IOException if one array cannot hold the section, or the heap cannot
     */
    public static SectionHeader of(Object where, PixelType type, long width, long height) throws IOException {
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

    /**
     * Checks that a compressed section can be in a file at all, before memory is taken for what it claims.
     *
     * @throws IOException if the file is too short for it
     */
    public void checkPlausible(Object where, long fileBytes) throws IOException {
        long bytes = (long) pixels() * type.bytes();
        if (bytes / MAX_RATIO > fileBytes) {
            throw new IOException(where + " claims a section of " + this + ", which a file of " + fileBytes
                    + " bytes cannot hold: it is damaged or cut off");
        }
    }

    public int pixels() {
        return width * height;
    }

    @Override
    public String toString() {
        return width + " x " + height + ", " + type.label();
    }
}
