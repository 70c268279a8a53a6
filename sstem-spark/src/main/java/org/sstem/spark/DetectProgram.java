package org.sstem.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.sstem.ProgressListener;
import org.sstem.internal.file.Recipe;
import org.sstem.spark.internal.Program;
import org.sstem.stack.StackReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;

/** Parses what {@link SparkJobs#detect} is to do. */
@Command(
        name = "detect",
        mixinStandardHelpOptions = true,
        description = "Finds out on a cluster which sections of a stack are damaged, how and where.")
final class DetectProgram extends Program {

    @Option(names = "-i", paramLabel = "IN", required = true, description = "The stack, on a shared file system.")
    private String in;

    @Option(
            names = "-o",
            paramLabel = "FOLDER",
            required = true,
            description = "The folder to write: damage.json and its masks.")
    private Path out;

    @Override
    protected void run(JavaSparkContext spark, ProgressListener progress) throws IOException {
        Recipe recipe = new Recipe().stack("input", in);
        SparkJobs.detect(
                spark, new SparkJobs.Detect(SparkJobs.StackSupplier.of(in), out, options(), recipe.parts()), progress);
    }

    @Override
    protected String foreseen() throws IOException {
        try (StackReader<?> stack = SparkJobs.StackSupplier.of(in).open()) {
            return "would look through " + stack.sections() + " sections of " + stack.width() + " x " + stack.height()
                    + " pixels and write what is found to " + out;
        }
    }
}
