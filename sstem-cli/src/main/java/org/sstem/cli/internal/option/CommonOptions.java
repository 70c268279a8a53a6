package org.sstem.cli.internal.option;

import net.imglib2.parallel.Parallelization;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.Locale;
import java.util.concurrent.Callable;

/** What every command understands. */
public final class CommonOptions {

    /** How much the libraries say. */
    enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    @Option(names = "--quiet", description = "Say nothing of how far it is; results and errors only.")
    private boolean quiet;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "What the libraries say on standard error: ${COMPLETION-CANDIDATES}; warnings unless given.")
    private LogLevel logLevel;

    @Option(names = "--debug", description = "On failure, print the stack trace too.")
    private boolean debug;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to use; all processors unless given. Only training depends on it.")
    private Integer threads;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Shows how far a task is, as far as that is wanted. */
    public Bar bar(String task) {
        return quiet ? Bar.silent() : Bar.of(task);
    }

    /** Runs with the threads that were asked for. */
    public int run(Callable<Integer> command) throws Exception {
        int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        Usage.require(count >= 1, spec, "--threads must be at least 1, was " + count);
        if (logLevel != null) {
            // Read when the first of the libraries speaks.
            System.setProperty(
                    "org.slf4j.simpleLogger.defaultLogLevel", logLevel.name().toLowerCase(Locale.ROOT));
        }
        try {
            return Parallelization.runWithNumThreads(count, command);
        } catch (RuntimeException e) {
            // ImgLib2 wraps what the command throws: what counts is the command's own exception.
            throw e.getClass() == RuntimeException.class && e.getCause() instanceof Exception cause ? cause : e;
        } catch (OutOfMemoryError e) {
            throw new IllegalStateException("out of memory", e);
        }
    }
}
