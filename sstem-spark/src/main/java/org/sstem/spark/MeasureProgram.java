package org.sstem.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.sstem.ProgressListener;
import org.sstem.damage.Damage;
import org.sstem.internal.file.Recipe;
import org.sstem.method.SectionSource;
import org.sstem.simulate.internal.statistics.Measurement;
import org.sstem.spark.SparkJobs.StackSupplier;
import org.sstem.spark.internal.Program;
import org.sstem.stack.StackReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;

/** Parses what {@link SparkJobs#measure} is to do. */
@Command(
        name = "measure",
        mixinStandardHelpOptions = true,
        description = "Measures the statistics of damaged sections on a cluster.")
final class MeasureProgram extends Program {

    @Option(
            names = "-i",
            paramLabel = "IN",
            required = true,
            description = "The damaged stack, on a shared file system.")
    private String in;

    @Option(names = "-d", paramLabel = "damage.json", required = true, description = "What is damaged, and where.")
    private Path damage;

    @Option(names = "-o", paramLabel = "stats.json", required = true, description = "The file to write.")
    private Path out;

    @Override
    protected void run(JavaSparkContext spark, ProgressListener progress) throws IOException {
        Recipe recipe = new Recipe().stack("input", in);
        SparkJobs.measure(
                spark, new SparkJobs.Measure(StackSupplier.of(in), damage, out, options(), recipe.parts()), progress);
    }

    @Override
    protected String foreseen() throws IOException {
        try (StackReader<?> stack = StackSupplier.of(in).open()) {
            Measurement measurement = new Measurement(SectionSource.of(stack.pixels()), Damage.read(damage));
            return "would measure " + measurement.places().size() + " places in " + stack.sections() + " sections of "
                    + stack.width() + " x " + stack.height() + " pixels and write " + out;
        }
    }
}
