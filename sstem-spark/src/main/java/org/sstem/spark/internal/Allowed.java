package org.sstem.spark.internal;

import org.sstem.internal.output.Permission;
import org.sstem.stack.StackWriter.WriteOption;

import java.util.Set;

/** What the options of a job allow. */
public final class Allowed {

    private Allowed() {}

    /** What may happen to what is there already. */
    public static Permission by(Set<WriteOption> options) {
        return new Permission(
                options.contains(WriteOption.OVERWRITE),
                options.contains(WriteOption.RESUME),
                options.contains(WriteOption.RESTART));
    }
}
