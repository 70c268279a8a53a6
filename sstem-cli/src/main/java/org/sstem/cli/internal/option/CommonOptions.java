package org.sstem.cli.internal.option;

import net.imglib2.parallel.Parallelization;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** What every command understands. */
public final class CommonOptions {

    @Option(names = "--debug", description = "On failure, print the stack trace too.")
    private boolean debug;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to use; all processors unless given. Only training depends on it.")
    private Integer threads;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Runs with the threads that were asked for. */
    public int run(Callable<Integer> command) throws Exception {
        int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        Usage.require(count >= 1, spec, "--threads must be at least 1, was " + count);
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
