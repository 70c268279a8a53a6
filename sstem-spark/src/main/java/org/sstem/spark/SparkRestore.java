package org.sstem.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.sstem.ProgressListener;
import org.sstem.Restoration.Layer;
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
import java.util.stream.Stream;

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
            try (PartialStack out = open(job.out(), pixels(job, in), job, record);
                    PartialStack provenance = job.provenance().isEmpty()
                            ? null
                            : open(job.provenance(), provenance(job, in), job, record)) {
                List<Beside> beside = new ArrayList<>();
                out.layers().forEach((layer, stack) -> beside.add(new Beside(layer, stack)));
                if (provenance != null) {
                    beside.add(new Beside(Layer.PROVENANCE, provenance));
                }
                Blocks blocks = new Blocks(spark, progress);
                sections(blocks, job, damage, in, out, beside);
                finish(blocks, out);
                if (provenance != null) {
                    finish(blocks, provenance);
                }
            }
        }
    }

    /** What is known of the pixels, and where it is written. */
    private record Beside(Layer layer, PartialStack stack) {}

    /** How many tasks restore a stack, those that make the smaller copies of a store left out. */
    static int tasks(SparkJobs.Restore job, StackReader<?> in, Damage damage) throws IOException {
        int depth = PartialStack.depth(StackPlace.parse(job.out()).checkTarget(), pixels(job, in));
        if (!job.provenance().isEmpty()) {
            StackPlace place = StackPlace.parse(job.provenance()).checkTarget();
            depth = multiple(depth, PartialStack.depth(place, provenance(job, in)));
        }
        int slabs = Slab.of(in.sections(), deep(job, depth), z -> true).size();
        SortedSet<Integer> damaged = damage.damagedSections();
        List<Piece> pieces = pieces(job, in, damage, damaged);
        return pieces.isEmpty() ? slabs : 1 + surveys(pieces).size() + pieces.size() + slabs;
    }

    private static StackSidecar pixels(SparkJobs.Restore job, StackReader<?> in) throws IOException {
        return new StackSidecar(
                SectionHeader.of(job.out(), PixelType.of(in.type()), in.width(), in.height()),
                in.sections(),
                in.voxelSize(),
                false,
                job.layers() ? List.of(Layer.values()) : List.of());
    }

    private static StackSidecar provenance(SparkJobs.Restore job, StackReader<?> in) throws IOException {
        return new StackSidecar(
                SectionHeader.of(job.provenance(), PixelType.UINT8, in.width(), in.height()),
                in.sections(),
                in.voxelSize(),
                true);
    }

    private static PartialStack open(
            String target, StackSidecar stack, SparkJobs.Restore job, Map<String, String> record) throws IOException {
        return PartialStack.open(StackPlace.parse(target).checkTarget(), stack, record, Allowed.by(job.options()));
    }

    private static void sections(
            Blocks blocks,
            SparkJobs.Restore job,
            Damage damage,
            StackReader<?> in,
            PartialStack out,
            List<Beside> beside)
            throws IOException {
        int depth = out.depth();
        for (Beside one : beside) {
            depth = multiple(depth, one.stack().depth());
        }
        List<Slab> slabs = Slab.of(
                in.sections(),
                deep(job, depth),
                z -> !out.isWritten(z)
                        || !beside.stream().allMatch(one -> one.stack().isWritten(z)));
        if (slabs.isEmpty()) {
            return;
        }
        SortedSet<Integer> damaged = new TreeSet<>(damage.damagedSections());
        damaged.removeIf(z -> slabs.stream().noneMatch(slab -> slab.first() <= z && z < slab.end()));
        // What is needed on the way waits beside what is unfinished.
        WholeFolder folder = Stream.concat(Stream.of(out), beside.stream().map(Beside::stack))
                .map(PartialStack::folder)
                .filter(open -> !open.isComplete())
                .findFirst()
                .orElseThrow();
        DamageFile file = DamageFile.of(job.damage());
        RestoreSlab work = new RestoreSlab(
                job.stack(),
                file,
                folder.work().toUri(),
                out.part(),
                new ArrayList<>(beside.stream()
                        .map(one ->
                                new RestoreSlab.Beside(one.layer(), one.stack().part()))
                        .toList()));
        List<Piece> pieces = pieces(job, in, damage, damaged);
        if (!pieces.isEmpty()) {
            pieces(blocks, new Restoring(job.stack(), file, job.tile()), pieces, folder, work.judged());
        }
        List<RestoreSlab.Sections> all = new ArrayList<>();
        for (Slab slab : slabs) {
            all.add(new RestoreSlab.Sections(
                    slab,
                    new ArrayList<>(pieces.stream()
                            .filter(piece -> slab.first() <= piece.z() && piece.z() < slab.end())
                            .toList())));
        }
        blocks.run("restored", all, work, (sections, result) -> {
            take(result.pixels(), out);
            for (int i = 0; i < beside.size(); i++) {
                take(result.beside().get(i), beside.get(i).stack());
            }
            for (Piece piece : sections.pieces()) {
                for (String name : piece.names()) {
                    folder.remove(name);
                }
            }
        });
    }

    private static void take(List<StackPart.Made> made, PartialStack into) throws IOException {
        for (StackPart.Made one : made) {
            into.take(one);
        }
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
    private static void pieces(
            Blocks blocks, Restoring restoring, List<Piece> pieces, WholeFolder folder, boolean judged)
            throws IOException {
        Set<String> known = folder.names();
        List<Piece> open = pieces.stream()
                .filter(piece -> !known.contains(piece.codes())
                        || !known.contains(piece.pixels())
                        || judged && !known.contains(piece.judgement()))
                .toList();
        if (open.isEmpty()) {
            return;
        }
        Answers answers = new Answers(blocks, folder);
        List<String> whole = List.of(Restoring.WHOLE);
        List<GreyLevels> levels = answers.ask("looked for black in", whole, stack -> restoring.levels());
        GreyLevels black = levels.get(0);
        answers.leave("surveyed", surveys(open), run -> restoring.survey(black, run));
        RestorePiece work = new RestorePiece(restoring, black, folder.work().toUri(), judged);
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
        for (PartialStack layer : stack.layers().values()) {
            smaller(blocks, layer);
        }
        smaller(blocks, stack);
        stack.commit();
    }

    private static void smaller(Blocks blocks, PartialStack stack) throws IOException {
        StackPart part = stack.part();
        for (List<StackAssembly.Shared.Step> round : stack.later()) {
            blocks.run("made", round, part::build, (step, made) -> stack.take(made));
        }
    }
}
