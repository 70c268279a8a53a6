package org.sstem.cli;

import org.sstem.cli.internal.option.Version;
import org.sstem.cli.internal.study.StudyCommand;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.kernel.Kernels;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The {@code sstem} command line.
 *
 * <p>Exit codes: 0 done, 1 failed (one line on standard error), 2 wrong usage. Progress goes to standard error, results
 * to standard output.
 */
@Command(
        name = "sstem",
        description = "Repairs serial-section electron microscopy: folds, precipitates, missing sections.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            PhantomCommand.class,
            SimulateCommand.class,
            MeasureCommand.class,
            DetectCommand.class,
            RestoreCommand.class,
            AssembleCommand.class,
            ConvertCommand.class,
            TrainCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            PairsCommand.class,
            EvaluateCommand.class,
            StudyCommand.class,
            InfoCommand.class
        })
public final class Sstem implements Runnable {

    private static final Set<String> HELP = Set.of("-h", "--help", "-V", "--version");

    @Spec
    private CommandSpec spec;

    /**
     * Runs the command line and ends the virtual machine with its exit code.
     *
     * @param arguments what the user typed
     */
    public static void main(String[] arguments) {
        // An eighth of the start, which nobody waits for who asks for help only.
        if (Stream.of(arguments).noneMatch(HELP::contains)) {
            VectorModule.add(System.getProperty(Kernels.PROPERTY));
        }
        PrintWriter err = new PrintWriter(System.err, true);
        Memory.watch(err);
        // Whatever prints numbers, also a library's progress bar: digits are ASCII.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        System.exit(run(new PrintWriter(System.out, true), err, arguments));
    }

    /**
     * Runs the command line in this virtual machine.
     *
     * @param out       receives results
     * @param err       receives progress and errors
     * @param arguments what the user typed
     * @return the exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        int code = commandLine(out, err).execute(arguments);
        // A writer keeps silent about what it could not write.
        if (out.checkError() && code == CommandLine.ExitCode.OK) {
            err.println("sstem: the results could not be written to standard output");
            return CommandLine.ExitCode.SOFTWARE;
        }
        return code;
    }

    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        Failure failure = new Failure();
        CommandLine all = new CommandLine(new Sstem());
        all.getSubcommands().values().forEach(command -> command.getCommandSpec()
                .versionProvider(new Version()));
        return all.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Path.class, Sstem::path)
                .setExecutionExceptionHandler(failure)
                .setParameterExceptionHandler(failure);
    }

    /** An empty name would be the folder that the program runs in, and an address one in it: nobody means that. */
    private static Path path(String name) {
        if (name.isBlank()) {
            throw new TypeConversionException("the name of a file is empty");
        }
        if (StackPlace.hasScheme(name)) {
            throw new TypeConversionException("\"" + name + "\" is no file or folder on this computer");
        }
        return Path.of(name);
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
