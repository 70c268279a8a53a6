package org.sstem.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Turns an exception into one line on standard error and exit code 1; the stack trace only with {@code --debug}. */
final class Failure implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, ParseResult parsed) {
        command.getErr().println("sstem " + command.getCommandName() + ": " + sentence(exception));
        if (parsed.hasMatchedOption("--debug")) {
            exception.printStackTrace(command.getErr());
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String sentence(Throwable exception) {
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
                || exception instanceof IllegalStateException;
        String message = exception.getMessage() == null ? exception.getClass().getName() : exception.getMessage();
        String line = message.lines().findFirst().orElse(message);
        return expected ? line : "unexpected " + exception.getClass().getSimpleName() + ": " + line + " (see --debug)";
    }
}
