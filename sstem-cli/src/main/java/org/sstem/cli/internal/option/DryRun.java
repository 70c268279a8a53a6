package org.sstem.cli.internal.option;

import picocli.CommandLine.Option;

import java.io.IOException;

/** Whether a command only says what it would do. */
public final class DryRun {

    @Option(
            names = "--dry-run",
            description = "Say what would be done, with an estimate of memory and time, and write nothing.")
    private boolean asked;

    public boolean isAsked() {
        return asked;
    }

    /** Checks what a command is to write; for a dry run nothing is made and nothing kept from others. */
    public Targets check(Targets targets) throws IOException {
        return asked ? targets.foresee() : targets.check();
    }
}
