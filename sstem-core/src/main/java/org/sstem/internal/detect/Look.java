package org.sstem.internal.detect;

import java.io.Serializable;
import java.util.List;

/**
 * What is found out about sections one by one, here or on another computer: it travels, and so do its answers.
 *
 * @param <T> the answer for a section
 */
public interface Look<T extends Serializable> extends Serializable {

    /** Looks at sections of one stack, which are best asked about in their order. */
    interface Eye<T> {

        /**
         * Looks side by side, with the threads of the caller, at what is needed for sections that are asked about next, and
         * forgets what is not.
         */
        default void ahead(List<Integer> sections) {}

        /** What is to be known of a section; several threads may ask about those that were looked at ahead. */
        T at(int z);
    }

    /** Begins to look at a stack. */
    Eye<T> open(Looking.View stack);

    /** The same, knowing only what it takes to look at some sections. */
    default Look<T> near(int first, int last) {
        return this;
    }
}
