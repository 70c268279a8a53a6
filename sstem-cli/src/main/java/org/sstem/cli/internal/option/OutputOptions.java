package org.sstem.cli.internal.option;

import org.sstem.internal.output.Permission;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What may happen to what is there already, for commands that write single files. */
public class OutputOptions {

    @Option(
            names = "--overwrite",
            description = "Replace what is there already; refused otherwise. A folder is replaced only if sstem made"
                    + " all that is in it, and it is unchanged.")
    private boolean overwrite;

    public boolean overwrite() {
        return overwrite;
    }

    public Permission permission() {
        return new Permission(overwrite, false, false);
    }

    /** Starts to name what a command reads and writes. */
    public Targets targets(CommandSpec spec) {
        return new Targets(spec, permission());
    }
}
