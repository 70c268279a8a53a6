package org.sstem.cli;

import org.sstem.internal.output.Permission;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What may happen to what is there already, for commands that write single files. */
class OutputOptions {

    @Option(
            names = "--overwrite",
            description = "Replace what is there already; refused otherwise. A folder is replaced only if sstem made"
                    + " all that is in it, and it is unchanged.")
    private boolean overwrite;

    boolean overwrite() {
        return overwrite;
    }

    Permission permission() {
        return new Permission(overwrite, false, false);
    }

    /** Starts to name what a command reads and writes. */
    Targets targets(CommandSpec spec) {
        return new Targets(spec, permission());
    }
}
