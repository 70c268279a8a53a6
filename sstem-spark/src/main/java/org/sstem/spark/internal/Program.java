package org.sstem.spark.internal;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sstem.ProgressListener;
import org.sstem.stack.StackWriter.WriteOption;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** What the programs of all jobs have in common: options, the context, and how they end. */
public abstract class Program {

    private static final Logger LOG = LoggerFactory.getLogger(Program.class);
    private static final int WRONG_USAGE = 2;

    @Option(names = "--localSparkBindAddress", description = "Bind to 127.0.0.1, as for a cluster within one computer.")
    private boolean local;

    @Option(names = "--dryRun", description = "Say what would be done; write nothing, start no cluster.")
    private boolean dryRun;

    @Option(names = "--overwrite", description = "Replace what is there already; refused otherwise.")
    private boolean overwrite;

    @ArgGroup
    private Unfinished unfinished = new Unfinished();

    private static final class Unfinished {

        @Option(names = "--resume", description = "Go on where a job that was ended stopped; the result is the same.")
        private boolean resume;

        @Option(names = "--restart", description = "Delete what a job that was ended has done, and start anew.")
        private boolean restart;
    }

    /** Does the work. */
    protected abstract void run(JavaSparkContext spark, ProgressListener progress) throws IOException;

    /** Says in a sentence what would be done. */
    protected abstract String foreseen() throws IOException;

    /** What may happen to what is there already. */
    protected final Set<WriteOption> options() {
        Set<WriteOption> options = EnumSet.noneOf(WriteOption.class);
        if (overwrite) {
            options.add(WriteOption.OVERWRITE);
        }
        if (unfinished.resume) {
            options.add(WriteOption.RESUME);
        }
        if (unfinished.restart) {
            options.add(WriteOption.RESTART);
        }
        return options;
    }

    /**
     * Parses and runs. Ends by an exception, for that is how Spark learns of a failure, also where it runs the program.
     *
     * @return 0, or 2 for wrong usage, which was said
     * @throws IOException if the work fails
     */
    public static int run(Program program, String... args) throws IOException {
        CommandLine line = new CommandLine(program);
        try {
            if (CommandLine.printHelpIfRequested(line.parseArgs(args))) {
                return 0;
            }
        } catch (ParameterException e) {
            line.getErr().println(e.getMessage());
            line.usage(line.getErr());
            return WRONG_USAGE;
        }
        if (program.dryRun) {
            line.getOut().println(program.foreseen());
            return 0;
        }
        SparkConf conf = new SparkConf()
                .setIfMissing("spark.app.name", "sstem " + line.getCommandName())
                .setIfMissing("spark.master", "local[*]");
        if (program.local) {
            conf.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1");
        }
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            program.run(spark, (done, all, what) -> LOG.info("{} of {}: {}", done, all, what));
        }
        return 0;
    }
}
