package org.sstem.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Turns what goes wrong into one line on standard error: exit code 1 for a failure, the stack trace only with
 * {@code --debug}. Wrong usage, exit code 2, has a second line, which says what may be meant or where to read on.
 */
final class Failure implements IExecutionExceptionHandler, IParameterExceptionHandler {

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, ParseResult parsed) {
        boolean resumable = exception instanceof CancellationException
                && command.getCommandSpec().findOption("--resume") != null;
        command.getErr()
                .println("sstem " + command.getCommandName() + ": " + sentence(exception)
                        + (resumable ? "; run again with --resume to go on from there" : ""));
        if (isDebug(command)) {
            exception.printStackTrace(command.getErr());
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** The options of a command are in its own result; that of the whole line has those of {@code sstem} only. */
    private static boolean isDebug(CommandLine command) {
        ParseResult own = command.getParseResult();
        return own != null && own.hasMatchedOption("--debug");
    }

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        boolean root = command.getParent() == null;
        String name = root ? "sstem" : "sstem " + command.getCommandName();
        String message = firstLine(exception);
        command.getErr().println(name + ": " + message);
        command.getErr().println(suggestion(exception).orElse(name + " --help says what there is"));
        if (Arrays.asList(arguments).contains("--debug")) {
            exception.printStackTrace(command.getErr());
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** What may have been meant by a word that there is not. */
    private static Optional<String> suggestion(ParameterException exception) {
        if (exception instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            if (!near.isEmpty()) {
                return Optional.of("did you mean " + String.join(", or ", near) + "?");
            }
        }
        return Optional.empty();
    }

    private static String sentence(Throwable exception) {
        if (Memory.isShort(exception)) {
            return Memory.sentence(exception);
        }
        if (exception instanceof UncheckedIOException unchecked) {
            return sentence(unchecked.getCause());
        }
        if (exception instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (exception instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be read or written by this user";
        }
        if (exception instanceof FileSystemException failed && failed.getReason() != null) {
            return failed.getFile() + ": " + failed.getReason();
        }
        boolean expected = exception instanceof IOException
                || exception instanceof IllegalArgumentException
                || exception instanceof CancellationException
                || exception instanceof IllegalStateException;
        String line = firstLine(exception);
        return expected ? line : "unexpected " + exception.getClass().getSimpleName() + ": " + line + " (see --debug)";
    }

    private static String firstLine(Throwable exception) {
        String message = exception.getMessage() == null ? exception.getClass().getName() : exception.getMessage();
        return message.lines().findFirst().orElse(message);
    }
}
