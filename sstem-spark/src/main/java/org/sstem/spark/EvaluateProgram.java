package org.sstem.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.sstem.ProgressListener;
import org.sstem.damage.Damage;
import org.sstem.internal.file.Recipe;
import org.sstem.spark.SparkJobs.StackSupplier;
import org.sstem.spark.internal.CompareSections;
import org.sstem.spark.internal.Program;
import org.sstem.stack.StackReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Parses what {@link SparkJobs#evaluate} is to do. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Compares a restored stack with the true one on a cluster, section by section.")
final class EvaluateProgram extends Program {

    @Option(
            names = "-i",
            paramLabel = "RESTORED",
            required = true,
            description = "The restored stack, on a shared file system.")
    private String restored;

    @Option(names = "--truth", paramLabel = "IN", required = true, description = "The true stack.")
    private String truth;

    @Option(
            names = "--degraded",
            paramLabel = "IN",
            description = "Also compare the stack before it was restored, and the difference, paired.")
    private String degraded;

    @Option(
            names = "-d",
            paramLabel = "damage.json",
            description = "Compare the damaged sections only; without, all sections.")
    private Path damage;

    @Option(names = "-o", paramLabel = "scores.json", required = true, description = "The file to write.")
    private Path out;

    @Option(
            names = "--margin",
            paramLabel = "PX",
            defaultValue = "0",
            description = "Leave out so many pixels at the border (default ${DEFAULT-VALUE}).")
    private int margin;

    @Option(
            names = "--dataRange",
            paramLabel = "VALUE",
            description = "Data range of the grey values; needed for float stacks, else that of the pixel type.")
    private Double dataRange;

    @Option(names = "--noDriftFree", description = "Do not score without the sections' own drift as well; faster.")
    private boolean noDriftFree;

    @Option(
            names = "--blockSize",
            paramLabel = "N",
            defaultValue = "16",
            description = "Sections of a task (default ${DEFAULT-VALUE}, as many as lie in one file of a store).")
    private int blockSize;

    private SparkJobs.Evaluate job() throws IOException {
        Recipe recipe = new Recipe().stack("restored", restored).stack("truth", truth);
        if (degraded != null) {
            recipe.stack("degraded", degraded);
        }
        return new SparkJobs.Evaluate(
                StackSupplier.of(restored),
                Optional.ofNullable(degraded).map(StackSupplier::of),
                StackSupplier.of(truth),
                sections(),
                margin,
                dataRange == null ? OptionalDouble.empty() : OptionalDouble.of(dataRange),
                !noDriftFree,
                blockSize,
                out,
                options(),
                recipe.parts());
    }

    private List<Integer> sections() throws IOException {
        try (StackReader<?> stack = StackSupplier.of(truth).open()) {
            if (damage == null) {
                return IntStream.range(0, stack.sections()).boxed().toList();
            }
            Damage known = Damage.read(damage);
            known.validate(stack.width(), stack.height(), stack.sections());
            return List.copyOf(known.damagedSections());
        }
    }

    @Override
    protected void run(JavaSparkContext spark, ProgressListener progress) throws IOException {
        SparkJobs.evaluate(spark, job(), progress);
    }

    @Override
    protected String foreseen() throws IOException {
        SparkJobs.Evaluate job = job();
        return "would compare " + job.sections().size() + " sections and write " + out + ", "
                + CompareSections.Some.of(job.sections(), job.slab()).size() + " tasks";
    }
}
