package org.sstem.cli.internal.study;

import org.sstem.ProgressListener;
import org.sstem.Restorer;
import org.sstem.cli.internal.file.LabelledStack;
import org.sstem.damage.DamageKind;
import org.sstem.internal.metric.ContingencyTable;
import org.sstem.internal.metric.SectionLabels;
import org.sstem.internal.metric.SegmentationScores;
import org.sstem.internal.progress.Cancellation;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.method.SectionSource;
import org.sstem.metric.Evaluation.Segmenter;
import org.sstem.simulate.StackSimulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Damages the sections of labelled stacks one by one, repairs them, and segments what comes of it.
 *
 * <p>Every section with another on both sides is damaged in turn, and all others are left; of two missing sections every
 * pair. In 2-D the damaged sections are scored, the pieces of the true labels taken for objects. In 3-D it is the window
 * around them, all its sections segmented one by one and linked ({@link SectionLabels#linked}), against the true labels.
 *
 * @param segmenter  what segments every section
 * @param treatments what is segmented in the place of a damaged section
 * @param methods    what restores, for {@link Treatment#TRAINING_FREE} and {@link Treatment#NETWORKS}
 * @param networked  the kinds of damage for which there are networks; others have no such row
 * @param windowSections sections of a window; fewer where the stack has fewer
 * @param marginPx   border that folds draw tissue from, and that is not scored
 * @param seeds      of the simulations; every section is damaged once with each
 */
record Study(
        Segmenter segmenter,
        Set<Treatment> treatments,
        Map<Treatment, List<RestorationMethod>> methods,
        Set<DamageKind> networked,
        int windowSections,
        int marginPx,
        List<Long> seeds) {

    /**
     * Does the study of one stack.
     *
     * @param number  of the stack
     * @param damages what to simulate
     */
    List<StudyScore> of(LabelledStack stack, int number, Set<StudyDamage> damages, ProgressListener progress) {
        List<StudyScore> scores = new ArrayList<>();
        List<Trial> trials = trials(stack, damages);
        Truth truth = new Truth(stack);
        for (int i = 0; i < trials.size(); i++) {
            Trial trial = trials.get(i);
            Cancellation.check("before section " + trial.z + " was damaged");
            scores.addAll(score(trial, truth, number));
            progress.progress(i + 1L, trials.size(), trial.damage + " in section " + trial.z);
        }
        return scores;
    }

    private List<Trial> trials(LabelledStack stack, Set<StudyDamage> damages) {
        List<Trial> trials = new ArrayList<>();
        for (StudyDamage damage : damages) {
            int last = stack.sections() - 1 - damage.sections(0).size();
            for (int z = 1; z <= last; z++) {
                // nothing is drawn for what is absent
                for (long seed : damage.missing() ? seeds.subList(0, 1) : seeds) {
                    trials.add(new Trial(damage, z, seed));
                }
            }
        }
        return trials;
    }

    private record Trial(StudyDamage damage, int z, long seed) {

        List<Integer> sections() {
            return damage.sections(z);
        }
    }

    private List<StudyScore> score(Trial trial, Truth truth, int number) {
        StackSimulation simulation = trial.damage.simulate(truth.stack.source(), trial.z, marginPx, trial.seed);
        List<StudyScore> scores = new ArrayList<>();
        for (Treatment treatment : treatments) {
            if (treatment == Treatment.DAMAGED && trial.damage.missing()
                    || treatment == Treatment.MEAN && !trial.damage.missing()
                    || treatment == Treatment.NETWORKS && !networked.contains(trial.damage.kind())
                    || Treatment.PARTS.contains(treatment) && trial.damage.kind() != DamageKind.FOLD) {
                continue;
            }
            Map<Integer, long[]> found = new TreeMap<>();
            SectionSource treated = treated(treatment, trial, simulation);
            for (int z : trial.sections()) {
                found.put(z, treatment == Treatment.TRUE ? truth.segmented(z) : segmenter.segment(whole(treated, z)));
            }
            scores.add(line(trial, number, treatment, 2, truth.inPlane(found)));
            scores.add(line(trial, number, treatment, 3, truth.inSpace(found)));
        }
        return scores;
    }

    private static StudyScore line(
            Trial trial, int number, Treatment treatment, int dimensions, SegmentationScores scores) {
        return new StudyScore(number, trial.damage, trial.seed, trial.z, treatment, dimensions, scores);
    }

    private SectionSource treated(Treatment treatment, Trial trial, StackSimulation simulation) {
        SectionSource intact = simulation.truth();
        int below = trial.z - 1;
        int above = trial.z + trial.sections().size();
        return switch (treatment) {
            case TRUE -> intact;
            case DAMAGED -> simulation.degraded();
            case COPIED -> new MadeSections(intact, z -> whole(intact, z - below <= above - z ? below : above));
            case MEAN -> new MadeSections(intact, z -> mean(intact, below, above, z));
            case MASKED -> new MadeSections(intact, z -> new Plane(intact.width(), intact.height()));
            case TRAINING_FREE, NETWORKS ->
                SectionSource.of(Restorer.builder()
                        .methods(methods.get(treatment))
                        .build()
                        .restore(simulation.degraded(), simulation.damage())
                        .pixels());
            case INTERPOLATED ->
                new MadeSections(intact, z -> parts(trial, simulation).interpolated());
            case PATCHED ->
                new MadeSections(intact, z -> parts(trial, simulation).patched());
            case TRUE_FLOW ->
                new MadeSections(intact, z -> parts(trial, simulation).byTrueFlow());
            case TRUE_STRIP ->
                new MadeSections(intact, z -> parts(trial, simulation).withTrueStrip());
            case FUSED_IN_PLACE ->
                new MadeSections(intact, z -> parts(trial, simulation).fusedInPlace());
            case FUSED_ALONE ->
                new MadeSections(intact, z -> parts(trial, simulation).fusedAlone());
        };
    }

    private FoldParts parts(Trial trial, StackSimulation simulation) {
        return new FoldParts(simulation, trial.z, methods);
    }

    private static Plane mean(SectionSource intact, int below, int above, int z) {
        Plane mean = whole(intact, below).copy();
        float[] other = whole(intact, above).pixels();
        float share = (z - below) / (float) (above - below);
        for (int i = 0; i < other.length; i++) {
            mean.pixels()[i] += share * (other[i] - mean.pixels()[i]);
        }
        return mean;
    }

    private static Plane whole(SectionSource sections, int z) {
        return sections.read(z, new Area(0, 0, sections.width(), sections.height()));
    }

    /** A stack with its labels and the segmentations of its undamaged sections, each made once. */
    private final class Truth {

        private final LabelledStack stack;
        private final int width;
        private final SectionSource inner;
        private final Map<Integer, long[]> segmented = new TreeMap<>();

        Truth(LabelledStack stack) {
            this.stack = stack;
            SectionSource whole = stack.source();
            width = whole.width() - 2 * marginPx;
            int height = whole.height() - 2 * marginPx;
            inner = new Inner(whole, marginPx, width, height);
        }

        long[] segmented(int z) {
            return segmented.computeIfAbsent(z, section -> segmenter.segment(whole(inner, section)));
        }

        /** The sections that were damaged, each with objects of its own. */
        SegmentationScores inPlane(Map<Integer, long[]> found) {
            ContingencyTable table = new ContingencyTable();
            long[] most = new long[2];
            for (Map.Entry<Integer, long[]> section : found.entrySet()) {
                long[] truth = SectionLabels.pieces(stack.labels(section.getKey(), marginPx), width);
                long[] labels = section.getValue();
                table.add(above(truth, most[0]), above(labels, most[1]));
                most[0] += max(truth);
                most[1] += max(labels);
            }
            return table.scores();
        }

        /** The sections around them, linked. */
        SegmentationScores inSpace(Map<Integer, long[]> found) {
            int first = found.keySet().iterator().next();
            int size = Math.min(windowSections, stack.sections());
            int start = Math.max(0, Math.min(first - (size - found.size() + 1) / 2, stack.sections() - size));
            List<long[]> labels = new ArrayList<>();
            for (int z = start; z < start + size; z++) {
                labels.add(found.containsKey(z) ? found.get(z) : segmented(z));
            }
            List<long[]> linked = SectionLabels.linked(labels);
            ContingencyTable table = new ContingencyTable();
            for (int i = 0; i < size; i++) {
                table.add(stack.labels(start + i, marginPx), linked.get(i));
            }
            return table.scores();
        }

        private long[] above(long[] labels, long offset) {
            long[] raised = labels.clone();
            for (int i = 0; i < raised.length; i++) {
                raised[i] += raised[i] == 0 ? 0 : offset;
            }
            return raised;
        }

        private long max(long[] labels) {
            long most = 0;
            for (long label : labels) {
                most = Math.max(most, label);
            }
            return most;
        }
    }

    /** Sections without a margin. */
    private record Inner(SectionSource whole, int marginPx, int width, int height) implements SectionSource {

        @Override
        public int sections() {
            return whole.sections();
        }

        @Override
        public Plane read(int z, Area area) {
            return whole.read(z, new Area(area.x() + marginPx, area.y() + marginPx, area.width(), area.height()));
        }
    }
}
