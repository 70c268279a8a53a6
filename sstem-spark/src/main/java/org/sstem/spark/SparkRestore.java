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
import org.sstem.internal.output.WholeFolder;
import org.sstem.spark.internal.Allowed;
import org.sstem.spark.internal.Answers;
import org.sstem.spark.internal.Blocks;
import org.sstem.spark.internal.DamageFile;
import org.sstem.spark.internal.Piece;
import org.sstem.spark.internal.RestorePiece;
import org.sstem.spark.internal.RestoreSlab;
import org.sstem.spark.internal.Restoring;
import org.sstem.spark.internal.Slab;
import org.sstem.stack.GreyLevels;
import org.sstem.stack.StackReader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

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
                sections(blocks, job, damage, in, out, provenance);
                finish(blocks, out);
                if (provenance != null) {
                    finish(blocks, provenance);
                }
            }
        }
    }

    /** How many tasks restore a stack, those that make the smaller copies of a store left out. */
    static int tasks(SparkJobs.Restore job, StackReader<?> in, Damage damage) throws IOException {
        int depth = depth(job.out(), PixelType.of(in.type()), in, false);
        if (!job.provenance().isEmpty()) {
            depth = multiple(depth, depth(job.provenance(), PixelType.UINT8, in, true));
        }
        int slabs = Slab.of(in.sections(), deep(job, depth), z -> true).size();
        SortedSet<Integer> damaged = damage.damagedSections();
        List<Piece> pieces = pieces(job, in, damage, damaged);
        return pieces.isEmpty() ? slabs : 1 + surveys(pieces).size() + pieces.size() + slabs;
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
            StackReader<?> in,
            PartialStack out,
            PartialStack provenance)
            throws IOException {
        int depth = multiple(out.depth(), provenance == null ? 1 : provenance.depth());
        List<Slab> slabs = Slab.of(
                in.sections(),
                deep(job, depth),
                z -> !out.isWritten(z) || provenance != null && !provenance.isWritten(z));
        if (slabs.isEmpty()) {
            return;
        }
        SortedSet<Integer> damaged = new TreeSet<>(damage.damagedSections());
        damaged.removeIf(z -> slabs.stream().noneMatch(slab -> slab.first() <= z && z < slab.end()));
        // What is needed on the way waits beside what is unfinished.
        WholeFolder folder = (out.folder().isComplete() ? provenance : out).folder();
        List<Piece> pieces = pieces(job, in, damage, damaged);
        if (!pieces.isEmpty()) {
            pieces(blocks, new Restoring(job.stack(), DamageFile.of(job.damage()), job.tile()), pieces, folder);
        }
        List<RestoreSlab.Sections> all = new ArrayList<>();
        for (Slab slab : slabs) {
            all.add(new RestoreSlab.Sections(
                    slab,
                    new ArrayList<>(pieces.stream()
                            .filter(piece -> slab.first() <= piece.z() && piece.z() < slab.end())
                            .toList())));
        }
        RestoreSlab work = new RestoreSlab(
                job.stack(), folder.work().toUri(), out.part(), provenance == null ? null : provenance.part());
        blocks.run("restored", all, work, (sections, result) -> {
            for (StackPart.Made made : result.pixels()) {
                out.take(made);
            }
            for (StackPart.Made made : result.provenance()) {
                provenance.take(made);
            }
            for (Piece piece : sections.pieces()) {
                folder.remove(piece.pixels());
                folder.remove(piece.codes());
            }
        });
    }

    private static List<Piece> pieces(
            SparkJobs.Restore job, StackReader<?> in, Damage damage, SortedSet<Integer> damaged) {
        List<Piece> pieces = new ArrayList<>();
        for (int z : damaged) {
            pieces.addAll(Piece.of(
                    z, in.width(), in.height(), job.tile(), PixelType.of(in.type()), Restoring.run(damage, z)));
        }
        return pieces;
    }

    /** What has to be surveyed before pieces are restored. */
    private static List<Slab> surveys(List<Piece> pieces) {
        return pieces.stream()
                .map(Piece::run)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** Restores the pieces that do not wait yet, from surveys of their sections. */
    private static void pieces(Blocks blocks, Restoring restoring, List<Piece> pieces, WholeFolder folder)
            throws IOException {
        Set<String> known = folder.names();
        List<Piece> open = pieces.stream()
                .filter(piece -> !known.contains(piece.codes()) || !known.contains(piece.pixels()))
                .toList();
        if (open.isEmpty()) {
            return;
        }
        Answers answers = new Answers(blocks, folder);
        List<String> whole = List.of(Restoring.WHOLE);
        List<GreyLevels> levels = answers.ask("looked for black in", whole, stack -> restoring.levels());
        GreyLevels black = levels.get(0);
        answers.ask("surveyed", surveys(open), run -> restoring.survey(black, run));
        RestorePiece work = new RestorePiece(restoring, black, folder.work().toUri());
        blocks.run("filled", open, work, (piece, files) -> folder.take(files));
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
        WholeFolder folder = stack.folder();
        if (!folder.isComplete()) {
            Answers.forget(folder);
            Piece.forget(folder);
        }
        StackPart part = stack.part();
        for (List<StackAssembly.Shared.Step> round : stack.later()) {
            blocks.run("made", round, part::build, (step, made) -> stack.take(made));
        }
        stack.commit();
    }
}
