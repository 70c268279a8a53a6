package org.sstem.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.sstem.ProgressListener;
import org.sstem.damage.Damage;
import org.sstem.internal.file.PartialStack;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.Recipe;
import org.sstem.internal.file.SectionHeader;
import org.sstem.internal.file.StackAssembly;
import org.sstem.internal.file.StackPart;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.file.StackSidecar;
import org.sstem.spark.internal.Allowed;
import org.sstem.spark.internal.Blocks;
import org.sstem.spark.internal.DamageFile;
import org.sstem.spark.internal.RestoreSlab;
import org.sstem.spark.internal.Slab;
import org.sstem.stack.GreyLevels;
import org.sstem.stack.StackReader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Restoration on a cluster: the driver's side of it. */
final class SparkRestore {

    private SparkRestore() {}

    static void restore(JavaSparkContext spark, SparkJobs.Restore job, ProgressListener progress) throws IOException {
        Damage damage = Damage.read(job.damage());
        try (StackReader<?> in = job.stack().open()) {
            damage.validate(in.width(), in.height(), in.sections());
            Map<String, String> record =
                    new Recipe().damage(damage).with("tile", job.tile() + " px").parts();
            record.putAll(job.recipe());
            try (PartialStack out = open(job.out(), PixelType.of(in.type()), in, false, job, record);
                    PartialStack provenance = job.provenance().isEmpty()
                            ? null
                            : open(job.provenance(), PixelType.UINT8, in, true, job, record)) {
                Blocks blocks = new Blocks(spark, progress);
                sections(blocks, job, damage, in.sections(), out, provenance);
                finish(blocks, out);
                if (provenance != null) {
                    finish(blocks, provenance);
                }
            }
        }
    }

    /** How many tasks restore a stack. */
    static int tasks(SparkJobs.Restore job, StackReader<?> in) throws IOException {
        int depth = depth(job.out(), PixelType.of(in.type()), in, false);
        if (!job.provenance().isEmpty()) {
            depth = multiple(depth, depth(job.provenance(), PixelType.UINT8, in, true));
        }
        return Slab.of(in.sections(), deep(job, depth), z -> true).size();
    }

    private static int depth(String target, PixelType type, StackReader<?> in, boolean labels) throws IOException {
        return PartialStack.depth(StackPlace.parse(target).checkTarget(), stack(target, type, in, labels));
    }

    private static StackSidecar stack(String target, PixelType type, StackReader<?> in, boolean labels)
            throws IOException {
        return new StackSidecar(
                SectionHeader.of(target, type, in.width(), in.height()), in.sections(), in.voxelSize(), labels);
    }

    private static PartialStack open(
            String target,
            PixelType type,
            StackReader<?> in,
            boolean labels,
            SparkJobs.Restore job,
            Map<String, String> record)
            throws IOException {
        StackPlace place = StackPlace.parse(target).checkTarget();
        return PartialStack.open(place, stack(target, type, in, labels), record, Allowed.by(job.options()));
    }

    private static void sections(
            Blocks blocks,
            SparkJobs.Restore job,
            Damage damage,
            int sections,
            PartialStack out,
            PartialStack provenance)
            throws IOException {
        int depth = multiple(out.depth(), provenance == null ? 1 : provenance.depth());
        int deep = (job.slab() + depth - 1) / depth * depth;
        List<Slab> slabs =
                Slab.of(sections, deep, z -> !out.isWritten(z) || provenance != null && !provenance.isWritten(z));
        if (slabs.isEmpty()) {
            return;
        }
        DamageFile file = DamageFile.of(job.damage());
        SparkJobs.StackSupplier stack = job.stack();
        GreyLevels[] levels = new GreyLevels[1];
        if (!damage.entries().isEmpty()) {
            blocks.run(
                    "looked for black in",
                    new ArrayList<>(List.of("the stack")),
                    name -> RestoreSlab.levels(stack, file),
                    (name, found) -> levels[0] = found);
        }
        RestoreSlab work = new RestoreSlab(
                stack, file, levels[0], job.tile(), out.part(), provenance == null ? null : provenance.part());
        blocks.run("restored", slabs, work, (slab, result) -> {
            for (StackPart.Made made : result.pixels()) {
                out.take(made);
            }
            for (StackPart.Made made : result.provenance()) {
                provenance.take(made);
            }
        });
    }

    private static int deep(SparkJobs.Restore job, int depth) {
        return (job.slab() + depth - 1) / depth * depth;
    }

    /** The sections of a file of one target may begin within one of the other. */
    private static int multiple(int a, int b) {
        int common = a;
        while (common % b != 0) {
            common += a;
        }
        return common;
    }

    private static void finish(Blocks blocks, PartialStack stack) throws IOException {
        StackPart part = stack.part();
        for (List<StackAssembly.Shared.Step> round : stack.later()) {
            blocks.run("made", round, part::build, (step, made) -> stack.take(made));
        }
        stack.commit();
    }
}
