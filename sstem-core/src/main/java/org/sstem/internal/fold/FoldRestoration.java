package org.sstem.internal.fold;

import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.internal.fold.StripFilling.Neighbour;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.method.UnfoldingRestoration;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A section whose folds are known, ready to be filled. Thread-safe. */
public final class FoldRestoration implements UnfoldingRestoration {

    /**
     * How a damaged section relates to those that it is filled from.
     *
     * @param mean       mean grey of the section's tissue
     * @param lowest     least grey value that may be written
     * @param highest    greatest
     * @param neighbours what it is filled from, one or two sections
     */
    public record Beside(float mean, float lowest, float highest, List<Neighbour> neighbours) {

        /** Copies the list. */
        public Beside {
            neighbours = List.copyOf(neighbours);
        }

        /** The nearest intact section on either side of a task. */
        public static List<Integer> nearest(Task task) {
            return Stream.of(task.intactBelow(), task.intactAbove())
                    .flatMap(side -> side.stream().limit(1))
                    .toList();
        }

        /**
         * Puts statistics and drifts together.
         *
         * @param sections   the neighbours
         * @param statistics of the section and of these
         * @param drifts     of each neighbour against the section in x and in y, whole pixels
         * @return the neighbours with all that is known of them
         */
        public static Beside of(List<Integer> sections, SectionStatistics statistics, List<int[]> drifts) {
            List<Neighbour> neighbours = new ArrayList<>();
            for (int k = 0; k < sections.size(); k++) {
                int[] drift = drifts.get(k);
                neighbours.add(new Neighbour(sections.get(k), statistics.gains()[k], drift[0], drift[1]));
            }
            return new Beside(statistics.mean(), statistics.lowest(), statistics.highest(), neighbours);
        }

        /**
         * Restores a section.
         *
         * @param task     the section
         * @param unfolder moves its tissue back
         * @param findings what to tell
         * @return the restoration
         * @throws IllegalArgumentException if the neighbours are not the nearest intact sections of the task
         */
        public FoldRestoration restoration(Task task, Unfolding unfolder, Findings findings) {
            List<Integer> sections = neighbours.stream().map(Neighbour::z).toList();
            if (!sections.equals(nearest(task))) {
                throw new IllegalArgumentException("section " + task.firstZ() + " was compared with " + sections
                        + ", the nearest intact sections are " + nearest(task));
            }
            StripFilling filling = new StripFilling(task.source(), unfolder, neighbours);
            return new FoldRestoration(task.firstZ(), unfolder, filling, sections, lowest, highest, findings);
        }
    }

    private final int z;
    private final Unfolding unfolder;
    private final StripFilling filling;
    private final List<Integer> sources;
    private final float[] range;
    private final Findings findings;

    /**
     * Puts a restoration together.
     *
     * @param z        the section
     * @param unfolder moves its tissue back
     * @param filling  what the neighbours show
     * @param sources  the neighbours, nearest first
     * @param lowest   least grey value that may be written
     * @param highest  greatest
     * @param findings what to tell
     */
    public FoldRestoration(
            int z,
            Unfolding unfolder,
            StripFilling filling,
            List<Integer> sources,
            float lowest,
            float highest,
            Findings findings) {
        this.z = z;
        this.unfolder = unfolder;
        this.filling = filling;
        this.sources = List.copyOf(sources);
        this.range = new float[] {lowest, highest};
        this.findings = findings;
    }

    @Override
    public List<Integer> sources() {
        return sources;
    }

    @Override
    public Area sourceArea(Area target) {
        return filling.sourceArea(target);
    }

    @Override
    public void restore(int section, Area target, Plane pixels, byte[] provenance) {
        requireOwn(section);
        unfolder.changes(target).ifPresent(own -> write(own, filling.fill(target, own.weight()), pixels, provenance));
    }

    @Override
    public Area evidenceArea(Area target) {
        return filling.sourceArea(target);
    }

    @Override
    public Flow flow(Area target) {
        return unfolder.flow(target);
    }

    @Override
    public Evidence evidence(int section, Area target) {
        requireOwn(section);
        Unfolding.Unfolded own = unfolder.unfold(target);
        List<Plane> neighbours = filling.neighbours(target);
        Plane result = unfolder.damaged(target);
        byte[] provenance = new byte[result.pixels().length];
        Plane kept = result.copy();
        write(own, StripFilling.mean(neighbours, target), result, provenance);
        for (int i = 0; i < provenance.length; i++) {
            // What did not move is known better than any sampling of it.
            kept.pixels()[i] = provenance[i] == Provenance.ORIGINAL
                    ? kept.pixels()[i]
                    : own.pixels().pixels()[i];
        }
        return new Evidence(
                kept, own.weight(), neighbours.get(0), neighbours.get(neighbours.size() - 1), result, provenance);
    }

    private void write(Unfolding.Unfolded own, Plane filled, Plane pixels, byte[] provenance) {
        for (int i = 0; i < provenance.length; i++) {
            float weight = own.weight().pixels()[i];
            if (weight >= 1 && !own.moved()[i]) {
                continue;
            }
            float value = weight >= 1
                    ? own.pixels().pixels()[i]
                    : filled.pixels()[i] + weight * (own.pixels().pixels()[i] - filled.pixels()[i]);
            // Sharp interpolation overshoots at edges: nothing leaves the range of the section and its neighbours.
            pixels.pixels()[i] = Math.min(Math.max(value, range[0]), range[1]);
            provenance[i] = weight >= 1 ? Provenance.MOVED : weight <= 0 ? Provenance.INTERPOLATED : Provenance.FUSED;
        }
    }

    @Override
    public Findings findings(int section) {
        requireOwn(section);
        return new Findings(
                findings.confidence(),
                findings.estimates(),
                Stream.of(findings.remarks().stream(), unfolder.whereMade().stream(), filling.whereMade().stream())
                        .flatMap(Function.identity())
                        .toList(),
                findings.doubtful());
    }

    private void requireOwn(int section) {
        if (section != z) {
            throw new IllegalArgumentException("z must be the task's section " + z + ", was " + section);
        }
    }
}
