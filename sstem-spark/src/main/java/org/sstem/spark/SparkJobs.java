package org.sstem.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.sstem.ProgressListener;
import org.sstem.damage.Damage;
import org.sstem.metric.EvaluationResult;
import org.sstem.simulate.ArtifactStatistics;
import org.sstem.spark.internal.Program;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackReader.ReadOption;
import org.sstem.stack.StackWriter.WriteOption;
import org.sstem.stack.Stacks;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Jobs of Apache Spark for stacks that are too large for one computer. Each is a static function of a context and of a
 * record that says what is to be done, and a program for {@code spark-submit}, which only parses.
 *
 * <p>Results are those of one process, bit for bit. Every task takes one core. Files lie on a file system that all computers
 * of the cluster share: tasks leave theirs under names that count for nothing, the driver lists them in the manifest and
 * gives them their names. So a task that is done twice, or that nobody waits for any more, leaves nothing, and a job that is
 * ended anywhere leaves nothing that looks finished and goes on with {@link WriteOption#RESUME} to the same bytes. A block
 * that fails is tried three times; the others are done meanwhile.
 */
public final class SparkJobs {

    private SparkJobs() {}

    /**
     * Opens a stack wherever a task of a job runs. It travels to the tasks, so it has to be serialisable, and what it opens has
     * to be the same stack everywhere: on a file system that all share, or on the web.
     */
    @FunctionalInterface
    public interface StackSupplier extends Serializable {

        /**
         * Opens the stack.
         *
         * @return a reader, which the caller closes
         * @throws IOException if it cannot be opened; the message names it and the reason
         */
        StackReader<?> open() throws IOException;

        /**
         * Names a stack as the command line does.
         *
         * @param name    a directory, {@code stack.tif}, {@code volume.h5:/path}, {@code volume.zarr}, ...
         * @param options how it is read
         * @return what opens it
         */
        static StackSupplier of(String name, ReadOption... options) {
            ReadOption[] as = options.clone();
            return () -> Stacks.open(name, as);
        }
    }

    /**
     * A stack to be restored: what {@link org.sstem.Restorer#trainingFree} makes of it, bit for bit, in files that are the
     * same as those of one process. Immutable.
     *
     * <p>Tasks look at a damaged section each as a whole; then they restore tiles of these from what was found out, so that one
     * large section takes many; then each puts a slab together: neighbouring sections, as many as lie in one file of the
     * target, so that every file has one writer. Undamaged sections are copied. The smaller copies of a store are made in
     * further rounds, and the files that say what the others are come last. Sections that become one file, TIFF or HDF5, wait
     * as bare pixels, and the driver puts them together.
     *
     * @param stack      opens the damaged stack
     * @param damage     the file that says what is damaged, on a file system that all computers share
     * @param out        the stack to write, on such a file system, named as on the command line
     * @param provenance the stack to write of where every pixel comes from; empty if it is not wanted
     * @param layers     whether the restored stack, then a store, carries all {@link org.sstem.Restoration.Layer layers}
     * @param tile       edge of the tiles that sections are restored in, pixels
     * @param slab       sections that a task puts together; raised to the next number that fits the files of the target
     * @param options    what may happen to what is there already
     * @param recipe     what else decides the result, name to value in words: a job goes on with another one's work only if
     *     all of it is equal
     */
    public record Restore(
            StackSupplier stack,
            Path damage,
            String out,
            String provenance,
            boolean layers,
            int tile,
            int slab,
            Set<WriteOption> options,
            Map<String, String> recipe) {

        private static final int TILE_PX = 1024;

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if a number is below 1
         */
        public Restore {
            Objects.requireNonNull(stack, "stack");
            Objects.requireNonNull(damage, "damage");
            Objects.requireNonNull(out, "out");
            Objects.requireNonNull(provenance, "provenance");
            if (tile < 1 || slab < 1) {
                throw new IllegalArgumentException("tile and slab must be at least 1, were " + tile + " and " + slab);
            }
            options = Set.copyOf(options);
            recipe = Map.copyOf(recipe);
        }

        /**
         * Restores pixels only, into a stack that is not there yet.
         *
         * @param stack  opens the damaged stack
         * @param damage the file that says what is damaged
         * @param out    the stack to write
         */
        public Restore(StackSupplier stack, Path damage, String out) {
            this(stack, damage, out, "", false, TILE_PX, 1, Set.of(), Map.of());
        }
    }

    /**
     * Restores.
     *
     * @param spark    the cluster
     * @param job      what is to be done
     * @param progress told after each block of the work
     * @throws IOException              if the stack or the damage cannot be read, the target cannot be written, or blocks
     *     fail three times, which it names; what is done remains for a job with {@link WriteOption#RESUME}
     * @throws IllegalArgumentException if the damage does not fit the stack, or a target is of no kind that is written, or
     *     has no room for layers
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static void restore(JavaSparkContext spark, Restore job, ProgressListener progress) throws IOException {
        SparkRestore.restore(spark, job, progress);
    }

    /**
     * A stack to be looked through: what {@link org.sstem.damage.DamageDetector} finds in it, bit for bit. Immutable.
     *
     * <p>Tasks look at some sections each, in several rounds, and the driver, which reads no pixels, decides by what is usual
     * in the stack. What tasks have found out is kept until all is done: a job that goes on does not look again.
     *
     * @param stack   opens the stack
     * @param out     the folder to write: {@code damage.json}, and the masks beside it
     * @param options what may happen to what is there already
     * @param recipe  what decides the result, name to value in words, such as what the stack is made of
     */
    public record Detect(StackSupplier stack, Path out, Set<WriteOption> options, Map<String, String> recipe) {

        /** Copies the options. */
        public Detect {
            Objects.requireNonNull(stack, "stack");
            Objects.requireNonNull(out, "out");
            options = Set.copyOf(options);
            recipe = Map.copyOf(recipe);
        }

        /**
         * Looks through a stack of which nothing was found yet.
         *
         * @param stack opens the stack
         * @param out   the folder to write
         */
        public Detect(StackSupplier stack, Path out) {
            this(stack, out, Set.of(), Map.of());
        }
    }

    /**
     * Detects.
     *
     * @param spark    the cluster
     * @param job      what is to be done
     * @param progress told after each block of the work
     * @return what was found, as it was written
     * @throws IOException if the stack cannot be read, the target cannot be written, or blocks fail three times, which it
     *     names; what was found out remains for a job with {@link WriteOption#RESUME}
     * @throws IllegalArgumentException if sections are smaller than 16 x 16 pixels
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Damage detect(JavaSparkContext spark, Detect job, ProgressListener progress) throws IOException {
        return SparkDetect.detect(spark, job, progress);
    }

    /**
     * A restored stack to be compared with the true one: the scores of {@link org.sstem.metric.Evaluation}, to the digit.
     * Immutable.
     *
     * @param restored  opens the restored stack
     * @param degraded  opens the stack before it was restored, if that is compared, too
     * @param truth     opens the true stack
     * @param sections  which sections, each once
     * @param margin    pixels that are left out at the border
     * @param dataRange data range of the grey values; that of the pixel type if empty
     * @param driftFree whether scores without the sections' own drift are wanted
     * @param slab      sections of a task, those that lie in one file of a store
     * @param out       the file to write, JSON as {@link org.sstem.report.EvaluationReport} writes it
     * @param options   what may happen to what is there already
     * @param recipe    what else decides the result, name to value in words, such as what the stacks are made of
     */
    public record Evaluate(
            StackSupplier restored,
            Optional<StackSupplier> degraded,
            StackSupplier truth,
            List<Integer> sections,
            int margin,
            OptionalDouble dataRange,
            boolean driftFree,
            int slab,
            Path out,
            Set<WriteOption> options,
            Map<String, String> recipe) {

        private static final int SLAB = 16;

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if there is no section, or a number is outside its range
         */
        public Evaluate {
            Objects.requireNonNull(restored, "restored");
            Objects.requireNonNull(degraded, "degraded");
            Objects.requireNonNull(truth, "truth");
            Objects.requireNonNull(out, "out");
            sections = List.copyOf(sections);
            if (sections.isEmpty()) {
                throw new IllegalArgumentException("sections to compare must be at least one, were none");
            }
            if (margin < 0 || slab < 1) {
                throw new IllegalArgumentException(
                        "margin must be at least 0 and slab at least 1, were " + margin + " and " + slab);
            }
            options = Set.copyOf(options);
            recipe = Map.copyOf(recipe);
        }

        /**
         * Compares sections as they are, drift-free scores too, of which nothing was written yet.
         *
         * @param restored opens the restored stack
         * @param truth    opens the true stack
         * @param sections which sections, each once
         * @param out      the file to write
         */
        public Evaluate(StackSupplier restored, StackSupplier truth, List<Integer> sections, Path out) {
            this(
                    restored,
                    Optional.empty(),
                    truth,
                    sections,
                    0,
                    OptionalDouble.empty(),
                    true,
                    SLAB,
                    out,
                    Set.of(),
                    Map.of());
        }
    }

    /**
     * Evaluates.
     *
     * @param spark    the cluster
     * @param job      what is to be done
     * @param progress told after each block of the work
     * @return the scores, as they were written
     * @throws IOException if the target cannot be written, or blocks fail three times, which it names; what was found out
     *     remains for a job with {@link WriteOption#RESUME}
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static EvaluationResult evaluate(JavaSparkContext spark, Evaluate job, ProgressListener progress)
            throws IOException {
        return SparkScores.evaluate(spark, job, progress);
    }

    /**
     * A stack of which is measured what its damage looks like: {@link ArtifactStatistics#measure}, to the digit. Immutable.
     *
     * @param stack   opens the damaged stack
     * @param damage  the file that says what is damaged, on a file system that all computers share
     * @param out     the file to write, as {@link ArtifactStatistics#write} writes it
     * @param options what may happen to what is there already
     * @param recipe  what else decides the result, name to value in words, such as what the stack is made of
     */
    public record Measure(
            StackSupplier stack, Path damage, Path out, Set<WriteOption> options, Map<String, String> recipe) {

        /** Copies the options. */
        public Measure {
            Objects.requireNonNull(stack, "stack");
            Objects.requireNonNull(damage, "damage");
            Objects.requireNonNull(out, "out");
            options = Set.copyOf(options);
            recipe = Map.copyOf(recipe);
        }

        /**
         * Measures a stack of which nothing was measured yet.
         *
         * @param stack  opens the damaged stack
         * @param damage the file that says what is damaged
         * @param out    the file to write
         */
        public Measure(StackSupplier stack, Path damage, Path out) {
            this(stack, damage, out, Set.of(), Map.of());
        }
    }

    /**
     * Measures.
     *
     * @param spark    the cluster
     * @param job      what is to be done
     * @param progress told after each block of the work
     * @return the statistics, as they were written
     * @throws IOException if the stack or the damage cannot be read, the target cannot be written, or blocks fail three
     *     times, which it names; what was found out remains for a job with {@link WriteOption#RESUME}
     * @throws IllegalArgumentException if this cannot be the damage of this stack
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static ArtifactStatistics measure(JavaSparkContext spark, Measure job, ProgressListener progress)
            throws IOException {
        return SparkScores.measure(spark, job, progress);
    }

    /**
     * The program for {@code spark-submit}; {@code --help} after the name of a job says what it takes.
     * <pre>
     * detect   -i IN -o FOLDER
     * restore  -i IN -d damage.json -o OUT [--provenance OUT] [--layers] [--blockSize N] [--tile PX]
     * evaluate -i RESTORED --truth IN [--degraded IN] [-d damage.json] -o scores.json [--margin PX] [--dataRange VALUE]
     *          [--noDriftFree] [--blockSize N]
     * measure  -i IN -d damage.json -o stats.json
     * all:     [--overwrite] [--resume | --restart] [--dryRun] [--localSparkBindAddress]
     * </pre>
     *
     * @param args the options
     * @throws IOException              if the work fails
     * @throws IllegalArgumentException if the options are wrong, which was said
     */
    public static void main(String... args) throws IOException {
        List<String> all = List.of(args);
        Map<String, Program> programs = Map.of(
                "detect", new DetectProgram(),
                "restore", new RestoreProgram(),
                "evaluate", new EvaluateProgram(),
                "measure", new MeasureProgram());
        Program program = all.isEmpty() ? null : programs.get(all.get(0));
        if (program == null || Program.run(program, all.subList(1, all.size()).toArray(String[]::new)) != 0) {
            throw new IllegalArgumentException("wrong usage: " + String.join(" ", all));
        }
    }
}
