package org.sstem.internal.precipitate;

import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutor;
import org.sstem.damage.SectionMask;
import org.sstem.internal.image.Rows;
import org.sstem.internal.json.Packed;
import org.sstem.internal.missing.SectionInterpolator;
import org.sstem.internal.precipitate.blob.Blob;
import org.sstem.internal.precipitate.blob.BlobModel;
import org.sstem.internal.precipitate.blob.BlobParts;
import org.sstem.internal.precipitate.blob.BlobSearch;
import org.sstem.internal.precipitate.blob.BlobSearch.Fitted;
import org.sstem.internal.precipitate.blob.BlobSearch.Found;
import org.sstem.internal.precipitate.blob.BlobSearch.Look;
import org.sstem.internal.precipitate.blob.Discs;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Estimates everything that has to be known of a section before it is restored. Used once, by one thread. */
final class Preparation {

    private static final int QUANTUM_ROWS = 64;
    /** Part of the section's tissue that has to have tissue on both sides for them to be compared there alone. */
    private static final double FAIR_SHARE = 0.3;

    /** Part of what a detector saw that has to be understood as a blob for it to be one. */
    private static final double UNDERSTOOD = 0.3;

    private final Task task;
    private final Working grid;
    private final Neighbours neighbours;
    private final Plane section;
    private final Plane expected;
    private final double noise;
    private final BlobSearch search;

    /** What is estimated of a section, and what was counted for that; nothing if there was too little to see. */
    record Estimated(PrecipitateParameters parameters, Optional<Summary.Measured> measured) {

        /** With parts that are filled from the neighbours. */
        Estimated with(PrecipitateParameters.Hidden hidden) {
            return new Estimated(parameters.with(hidden), measured);
        }
    }

    Preparation(Task task) {
        this(task, Working.forSize(task.source().width(), task.source().height()), Optional.empty());
    }

    /**
     * Reads a section, or a part of one.
     *
     * @param task  the section
     * @param grid  how fine it is looked at
     * @param known its contrast, if that is known
     */
    Preparation(Task task, Working grid, Optional<Contrast> known) {
        this.task = task;
        this.grid = grid;
        SectionSource source = task.source();
        neighbours = Neighbours.of(task);
        List<Integer> read = new ArrayList<>(neighbours.nearest());
        read.add(task.firstZ());
        TaskExecutor executor = Parallelization.getTaskExecutor();
        List<Plane> planes = executor.forEachApply(read, z -> grid.read(source, z));
        List<Plane> tissue = executor.forEachApply(read, z -> grid.reduce(area -> source.tissue(z, area)));
        int last = neighbours.nearest().size();
        section = planes.get(last);
        List<Plane> intact = List.copyOf(planes.subList(0, last));
        int rows = Math.min(QUANTUM_ROWS, source.height());
        Area band = new Area(0, (source.height() - rows) / 2, source.width(), rows);
        noise = BlobSearch.quantum(source.read(task.firstZ(), band).pixels()) / Math.sqrt(12);
        List<Plane> there = tissue.subList(0, last);
        expected = neighbours.mean(intact, there);
        boolean[] own = whole(tissue.get(last));
        List<boolean[]> others = there.stream().map(Preparation::whole).toList();
        boolean[] seen = seen(own, others);
        search = new BlobSearch(grid, section, intact, expected, noise, seen, compared(seen, others), known);
    }

    /** Cells with tissue in the section and in a neighbour at least. */
    private static boolean[] seen(boolean[] own, List<boolean[]> others) {
        boolean[] seen = new boolean[own.length];
        for (boolean[] other : others) {
            for (int i = 0; i < seen.length; i++) {
                seen[i] |= own[i] && other[i];
            }
        }
        return seen;
    }

    /** Cells with tissue in the section and in every neighbour, if these are not too few: nothing else compares fairly. */
    private static boolean[] compared(boolean[] seen, List<boolean[]> others) {
        boolean[] every = seen.clone();
        for (boolean[] other : others) {
            for (int i = 0; i < every.length; i++) {
                every[i] &= other[i];
            }
        }
        return count(every) >= FAIR_SHARE * count(seen) ? every : seen;
    }

    /** Cells that are tissue all over. */
    private static boolean[] whole(Plane weight) {
        boolean[] out = new boolean[weight.pixels().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = weight.pixels()[i] >= 1;
        }
        return out;
    }

    private static long count(boolean[] flags) {
        long n = 0;
        for (boolean flag : flags) {
            n += flag ? 1 : 0;
        }
        return n;
    }

    Estimated result() {
        if (task.mask().isPresent()) {
            return given(task.mask().get());
        }
        Found found = search.search();
        if (found == null) {
            return task.seen().isPresent() ? given(task.seen().get()) : nothing();
        }
        return task.seen().isPresent() ? seen(task.seen().get(), found) : fill(found.look(), found.blobs(), 0);
    }

    /** What a detector saw, and the search for blobs did not find, may hide what lies below. */
    private Estimated seen(SectionMask seen, Found found) {
        boolean[] understood = BlobSearch.darkened(search.draw(found.blobs()));
        Plane lit = lit(found.look().contrast());
        List<Blob> hiding = Blob.of(grid.read(seen), grid.width(), grid.height()).stream()
                .filter(part -> HiddenMask.hides(part, section, lit, grid, HiddenMask.SOME_WITH_EDGE))
                .filter(part -> HiddenMask.share(part, understood, grid) < UNDERSTOOD)
                .toList();
        Estimated stained = fill(found.look(), found.blobs(), hiding.size());
        return hiding.isEmpty() ? stained : filled(stained, HiddenMask.of(seen, hiding, grid), hiding.size());
    }

    /** All that may be blobs, with no more done to them; looked at closely if one gathers what is worth it. */
    List<BlobModel> candidates(double worth) {
        return search.candidates(worth).stream()
                .map(Fitted::model)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The most that a blob gathers. */
    double survey() {
        return search.survey();
    }

    private Estimated given(SectionMask marked) {
        boolean[] mask = grid.read(marked);
        boolean[] grown = Discs.dilate(mask, grid.width(), grid.height(), BlobSearch.MARGIN);
        Look look = search.look(BlobSearch.invert(grown));
        if (look == null) {
            return nothing();
        }
        Plane lit = lit(look.contrast());
        Map<Boolean, List<Blob>> parts = Blob.of(mask, grid.width(), grid.height()).stream()
                .collect(
                        Collectors.partitioningBy(part -> HiddenMask.hides(part, section, lit, grid, HiddenMask.SOME)));
        List<Blob> hiding = new ArrayList<>(parts.get(true));
        List<Fitted> fitted = search.fit(BlobParts.of(parts.get(false)), look, true);
        fitted.stream().filter(part -> part.model() == null).map(Fitted::blob).forEach(hiding::add);
        Estimated stained = fill(look, fitted, hiding.size());
        return hiding.isEmpty() ? stained : filled(stained, HiddenMask.of(marked, hiding, grid), hiding.size());
    }

    private Estimated filled(Estimated stained, HiddenMask mask, int parts) {
        Task hidden = PrecipitateParameters.hiding(task, mask);
        return stained.with(
                new PrecipitateParameters.Hidden(Packed.of(mask.hidden()), parts, SectionInterpolator.survey(hidden)));
    }

    /** What the neighbours show, at the section's contrast. */
    private Plane lit(Contrast contrast) {
        Plane out = expected.copy();
        Rows.forEachPixel(out, (from, to) -> {
            for (int i = from; i < to; i++) {
                out.pixels()[i] = (float) (contrast.gain() * out.pixels()[i] + contrast.offset());
            }
        });
        return out;
    }

    private Estimated nothing() {
        Contrast none = new Contrast(1, 0, false, 0, 1, 1);
        return new Estimated(PrecipitateParameters.nothing(grid.step(), none, Summary.unknown()), Optional.empty());
    }

    private Estimated fill(Look look, List<Fitted> fitted, int hidden) {
        Plane transmission = search.draw(fitted);
        boolean[] occupied = BlobSearch.darkened(transmission);
        List<Blob> blobs = Blob.of(occupied, grid.width(), grid.height());
        float[] visible = search.visible(look.background());
        Plane residual = Residual.estimate(blobs, occupied, visible, transmission, look.background(), grid);
        List<BlobModel> models =
                fitted.stream().map(Fitted::model).filter(Objects::nonNull).toList();
        double disagreement = disagreement(look.contrast(), look.use());
        Summary.Measured measured = Summary.Measured.of(
                look.contrast(),
                look.background(),
                new Summary.Blobs(models, hidden, task.mask().isPresent()),
                transmission,
                noise,
                disagreement,
                (double) grid.step() * grid.step());
        PrecipitateParameters parameters = new PrecipitateParameters(
                grid.step(),
                look.contrast(),
                models,
                SparsePlane.of(residual).squares(),
                noise,
                disagreement,
                Summary.of(measured, neighbours.nearest().size() == 1),
                Optional.empty(),
                Optional.empty());
        return new Estimated(parameters, Optional.of(measured));
    }

    /** Mean squared difference between undamaged tissue, brought to the neighbours' contrast, and their mean. */
    private double disagreement(Contrast contrast, boolean[] use) {
        double sum = 0;
        long n = 0;
        for (int i = 0; i < use.length; i++) {
            if (use[i]) {
                double d = (section.pixels()[i] - contrast.offset()) / contrast.gain() - expected.pixels()[i];
                sum += d * d;
                n++;
            }
        }
        return sum / Math.max(1, n);
    }
}
