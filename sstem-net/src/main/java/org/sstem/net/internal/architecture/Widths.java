package org.sstem.net.internal.architecture;

import java.util.List;

/** Checks the numbers of channels that configurations are made of. */
public final class Widths {

    private Widths() {}

    static List<Integer> checked(List<Integer> widths, int levels) {
        if (widths.size() != levels || widths.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException(
                    "widths must be " + levels + " positive numbers of channels, was " + widths);
        }
        return List.copyOf(widths);
    }

    public static int atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
        }
        return value;
    }
}
