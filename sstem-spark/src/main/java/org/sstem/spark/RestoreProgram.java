package org.sstem.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.sstem.ProgressListener;
import org.sstem.damage.Damage;
import org.sstem.internal.file.Recipe;
import org.sstem.spark.internal.Program;
import org.sstem.stack.StackReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;

/** Parses what {@link SparkJobs#restore} is to do. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Restores the damaged sections of a stack on a cluster.")
final class RestoreProgram extends Program {

    @Option(
            names = "-i",
            paramLabel = "IN",
            required = true,
            description = "The damaged stack, on a shared file system.")
    private String in;

    @Option(names = "-d", paramLabel = "damage.json", required = true, description = "What is damaged.")
    private Path damage;

    @Option(names = "-o", paramLabel = "OUT", required = true, description = "The restored stack.")
    private String out;

    @Option(
            names = "--provenance",
            paramLabel = "OUT",
            defaultValue = "",
            description = "Also write where every pixel comes from.")
    private String provenance;

    @Option(
            names = "--layers",
            description = "Let OUT, a store, carry provenance, confidence and damage beside its pixels.")
    private boolean layers;

    @Option(
            names = "--blockSize",
            paramLabel = "N",
            defaultValue = "1",
            description = "Sections that a task puts together; raised to the next number that fits the files of OUT.")
    private int blockSize;

    @Option(
            names = "--tile",
            paramLabel = "PX",
            defaultValue = "1024",
            description = "Edge of the tiles that a section is restored in (default ${DEFAULT-VALUE}).")
    private int tile;

    private SparkJobs.Restore job() throws IOException {
        Recipe recipe = new Recipe().stack("input", in);
        return new SparkJobs.Restore(
                SparkJobs.StackSupplier.of(in),
                damage,
                out,
                provenance,
                layers,
                tile,
                blockSize,
                options(),
                recipe.parts());
    }

    @Override
    protected void run(JavaSparkContext spark, ProgressListener progress) throws IOException {
        SparkRestore.restore(spark, job(), progress);
    }

    @Override
    protected String foreseen() throws IOException {
        Damage known = Damage.read(damage);
        try (StackReader<?> stack = job().stack().open()) {
            known.validate(stack.width(), stack.height(), stack.sections());
            return "would restore " + known.damagedSections().size() + " of " + stack.sections() + " sections of "
                    + stack.width() + " x " + stack.height() + " pixels into " + out + ", "
                    + SparkRestore.tasks(job(), stack, known) + " tasks";
        }
    }
}
