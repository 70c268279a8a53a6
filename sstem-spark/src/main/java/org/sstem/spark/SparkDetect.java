package org.sstem.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.sstem.ProgressListener;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.Detection;
import org.sstem.internal.detect.DetectionRun;
import org.sstem.internal.file.Recipe;
import org.sstem.internal.output.WholeFolder;
import org.sstem.method.SectionSource;
import org.sstem.spark.internal.Allowed;
import org.sstem.spark.internal.Answers;
import org.sstem.spark.internal.Blocks;
import org.sstem.spark.internal.SparkLooking;
import org.sstem.stack.StackReader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Detection on a cluster: the driver's side of it. */
final class SparkDetect {

    private static final String FILE = "damage.json";

    private SparkDetect() {}

    static Damage detect(JavaSparkContext spark, SparkJobs.Detect job, ProgressListener progress) throws IOException {
        Map<String, String> record = new Recipe().parts();
        record.putAll(job.recipe());
        try (StackReader<?> in = job.stack().open();
                WholeFolder folder = WholeFolder.forFolder(job.out(), record, Allowed.by(job.options()))) {
            if (folder.isComplete()) {
                return Damage.read(job.out().resolve(FILE));
            }
            // Tells of blocks; each section is looked at several times.
            Blocks blocks = new Blocks(spark, progress);
            SparkLooking looking =
                    new SparkLooking(new Answers(blocks, folder), job.stack(), spark.defaultParallelism());
            Detection found = new DetectionRun(
                            SectionSource.of(in.pixels()),
                            looking,
                            Optional.empty(),
                            EnumSet.allOf(DamageKind.class),
                            ProgressListener.NONE)
                    .result();
            Answers.forget(folder);
            write(found.damage(), folder);
            folder.commit();
            return found.damage();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(Damage damage, WholeFolder folder) throws IOException {
        for (DamagedSection entry : damage.entries()) {
            if (entry.mask().isPresent()) {
                String name = String.format(Locale.ROOT, "mask_%04d", entry.z());
                folder.announce(name + ".png");
                folder.announce(name + "_" + entry.kind().id() + ".png");
            }
        }
        folder.announce(FILE);
        damage.write(folder.work().resolve(FILE));
    }
}
