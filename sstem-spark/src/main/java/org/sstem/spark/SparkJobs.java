package org.sstem.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.sstem.ProgressListener;
import org.sstem.damage.Damage;
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
     * <p>A task restores a slab: neighbouring sections, as many as lie in one file of the target, so that every file has one
     * writer; undamaged sections are copied. The smaller copies of a store are made in further rounds, and the files that
     * say what the others are come last. Sections that become one file, TIFF or HDF5, wait as bare pixels, and the driver
     * puts them together.
     *
     * @param stack      opens the damaged stack
     * @param damage     the file that says what is damaged, on a file system that all computers share
     * @param out        the stack to write, on such a file system, named as on the command line
     * @param provenance the stack to write of where every pixel comes from; empty if it is not wanted
     * @param tile       edge of the tiles that sections are restored in, pixels
     * @param slab       sections of a task; raised to the next number that fits the files of the target
     * @param options    what may happen to what is there already
     * @param recipe     what else decides the result, name to value in words: a job goes on with another one's work only if
     *     all of it is equal
     */
    public record Restore(
            StackSupplier stack,
            Path damage,
            String out,
            String provenance,
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
            this(stack, damage, out, "", TILE_PX, 1, Set.of(), Map.of());
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
     * @throws IllegalArgumentException if the damage does not fit the stack, or a target is of no kind that is written
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
     * The program for {@code spark-submit}: {@code detect -i IN -o FOLDER} or {@code restore -i IN -d damage.json -o OUT [--provenance OUT] [--blockSize N] [--tile PX]
     * [--overwrite] [--resume | --restart] [--dryRun] [--localSparkBindAddress]}.
     *
     * @param args the options
     * @throws IOException              if the work fails
     * @throws IllegalArgumentException if the options are wrong, which was said
     */
    public static void main(String... args) throws IOException {
        List<String> all = List.of(args);
        Program program = all.isEmpty()
                ? null
                : Map.of("detect", new DetectProgram(), "restore", new RestoreProgram())
                        .get(all.get(0));
        if (program == null || Program.run(program, all.subList(1, all.size()).toArray(String[]::new)) != 0) {
            throw new IllegalArgumentException("wrong usage: " + String.join(" ", all));
        }
    }
}
