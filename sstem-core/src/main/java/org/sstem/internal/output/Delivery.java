package org.sstem.internal.output;

import java.io.IOException;
import java.nio.file.Path;

/**
 * How an output that was built here gets to another computer. Nothing there is ever replaced. Implementations are
 * thread-safe.
 */
public interface Delivery {

    /**
     * Checks, before any work, that the output may go there.
     *
     * @param begun whether an earlier run may have brought a part of it
     * @throws IOException if something is there already, or that cannot be found out
     */
    void check(boolean begun) throws IOException;

    /**
     * Brings a file; one that is there already with the same bytes is passed over.
     *
     * @param name its name in the output, such as {@code 0/3/1}
     * @param file where it lies here
     * @throws IOException if it cannot be brought, or something else has its name
     */
    void bring(String name, Path file) throws IOException;
}
