package org.sstem.internal.registration;

/** How large sections have to be: neighbours are brought into register, and there is nothing to do it by in less. */
public final class LeastSize {

    /** Width and height, pixels. */
    public static final int PX = 16;

    private LeastSize() {}

    /**
     * Refuses sections that are too small.
     *
     * @param what   what has the sections, for the message
     * @param width  their width, pixels
     * @param height their height, pixels
     * @throws IllegalArgumentException if they are too small
     */
    public static void require(String what, int width, int height) {
        if (width < PX || height < PX) {
            throw new IllegalArgumentException(what + " has sections of " + width + " x " + height
                    + " pixels; nothing can be told of damage in less than " + PX + " x " + PX);
        }
    }
}
