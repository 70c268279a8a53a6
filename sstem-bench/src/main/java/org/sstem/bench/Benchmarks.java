package org.sstem.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the benchmarks of this module, renders and compares their results. */
@Command(
        name = "benchmarks",
        description = "Benchmarks of sstem.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RunCommand.class,
            RenderCommand.class,
            CompareCommand.class,
            DetectionCommand.class,
            NetworksCommand.class,
            PicturesCommand.class
        })
public final class Benchmarks {

    private Benchmarks() {}

    /**
     * Runs a command and ends the virtual machine with its exit code.
     *
     * @param arguments the command
     */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Benchmarks()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
