package org.sstem.simulate.internal.statistics;

import org.sstem.internal.math.Deviations;
import org.sstem.internal.math.Medians;
import org.sstem.internal.math.Moments;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.simulate.ArtifactStatistics.CutFigures;
import org.sstem.simulate.CutDistribution;
import org.sstem.simulate.Figure;
import org.sstem.simulate.Figure.CurvePoint;
import org.sstem.simulate.Figure.Rate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Collects what is measured of cuts that vary along their course, section by section. Not thread-safe. */
final class CutSamples implements Serializable {

    /** Less of a jump is not told from errors of the registration, px. */
    private static final double LEAST_JUMP_PX = 2;
    /** A jump that falls over more than so many times the distances looked at does not fall measurably. */
    private static final double LONGEST = 8 * CutJump.RING_PX * CutJump.RINGS;

    private static final int LEAST_STATIONS = 12;

    private final List<Double> counts = new ArrayList<>();
    private final List<Double> branched = new ArrayList<>();
    private final List<Double> ends = new ArrayList<>();
    private final List<Double> halfWidths = new ArrayList<>();
    private final List<Double> widthVariations = new ArrayList<>();
    private final List<Double> correlations = new ArrayList<>();
    private final List<Double> jumps = new ArrayList<>();
    private final List<Double> jumpVariations = new ArrayList<>();
    private final List<Double> imbalances = new ArrayList<>();
    private final List<Double> shears = new ArrayList<>();
    private final List<Double> decayLengths = new ArrayList<>();
    private final List<Double> undecayed = new ArrayList<>();
    private final List<Double> greys = new ArrayList<>();
    private final List<Double> textures = new ArrayList<>();
    private final List<List<Double>> rings = new ArrayList<>();

    CutSamples() {
        for (int r = 0; r < CutJump.RINGS; r++) {
            rings.add(new ArrayList<>());
        }
    }

    /** Measures a section by its mask; returns how many cuts it has. */
    int add(Task task) {
        int width = task.source().width();
        int height = task.source().height();
        Area all = new Area(0, 0, width, height);
        boolean[] mask = task.mask().orElseThrow().read(all);
        List<int[]> parts = CutCourse.parts(mask, width, height);
        if (parts.isEmpty()) {
            return 0;
        }
        counts.add((double) parts.size());
        look(task.source().read(task.firstZ(), all), mask);
        List<Integer> neighbours = Stream.concat(
                        task.intactBelow().stream().limit(1),
                        task.intactAbove().stream().limit(1))
                .toList();
        for (int[] part : parts) {
            Optional<CutCourse> course = CutCourse.of(part, width, height);
            branched.add(course.isPresent() ? 0.0 : 1.0);
            course.ifPresent(c -> {
                shape(c);
                jump(CutJump.measure(task.source(), task.firstZ(), neighbours, mask, c));
            });
        }
        return parts.size();
    }

    void add(CutSamples other) {
        counts.addAll(other.counts);
        branched.addAll(other.branched);
        ends.addAll(other.ends);
        halfWidths.addAll(other.halfWidths);
        widthVariations.addAll(other.widthVariations);
        correlations.addAll(other.correlations);
        jumps.addAll(other.jumps);
        jumpVariations.addAll(other.jumpVariations);
        imbalances.addAll(other.imbalances);
        shears.addAll(other.shears);
        decayLengths.addAll(other.decayLengths);
        undecayed.addAll(other.undecayed);
        greys.addAll(other.greys);
        textures.addAll(other.textures);
        for (int r = 0; r < CutJump.RINGS; r++) {
            rings.get(r).addAll(other.rings.get(r));
        }
    }

    private void look(Plane section, boolean[] mask) {
        Moments in = new Moments();
        Moments out = new Moments();
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < mask.length; i++) {
            double v = section.pixels()[i];
            (mask[i] ? in : out).add(v);
            least = Math.min(least, v);
            most = Math.max(most, v);
        }
        double black = least >= 0 && most <= 1 ? 0 : least;
        greys.add((in.mean() - black) / Math.max(1e-12, out.mean() - black));
        textures.add(in.sd() / Math.sqrt(Math.max(1e-12, out.variance())));
    }

    /** Width and ends; what tapers towards an end is no variation. */
    private void shape(CutCourse course) {
        ends.add((double) course.ends());
        double median = Medians.upper(course.halfWidth());
        halfWidths.add(median);
        double[] logs = Arrays.stream(course.halfWidth())
                .filter(w -> w > 0.4 * median)
                .map(Math::log)
                .toArray();
        if (logs.length < LEAST_STATIONS) {
            return;
        }
        Deviations deviations = Deviations.ofSamples(logs);
        double mean = deviations.mean();
        double variance = deviations.squares() / logs.length;
        widthVariations.add(Math.sqrt(variance));
        for (int lag = 1; lag < logs.length / 2; lag++) {
            double sum = 0;
            for (int i = 0; i + lag < logs.length; i++) {
                sum += (logs[i] - mean) * (logs[i + lag] - mean);
            }
            if (sum / (logs.length - lag) < 0.5 * variance) {
                correlations.add((double) lag * CutCourse.STEP_PX);
                break;
            }
        }
    }

    private void jump(CutJump jump) {
        double across = CutJump.median(jump.across());
        if (!Double.isFinite(across)) {
            return;
        }
        jumps.add(across);
        for (int r = 0; r < jump.decay().length; r++) {
            if (Double.isFinite(jump.decay()[r])) {
                rings.get(r).add(jump.decay()[r]);
            }
        }
        if (Math.abs(across) < LEAST_JUMP_PX) {
            return;
        }
        double difference = CutJump.median(jump.positive()) - CutJump.median(jump.negative());
        imbalances.add(Math.min(1, Math.abs(difference / across)));
        shears.add(Math.min(2, Math.abs(CutJump.median(jump.along()) / across)));
        double[] logs = Arrays.stream(jump.across())
                .filter(j -> Double.isFinite(j) && j / across > 0.3)
                .map(j -> Math.log(j / across))
                .toArray();
        if (logs.length >= LEAST_STATIONS) {
            jumpVariations.add(Deviations.ofSamples(logs).sd());
        }
        decay(jump.decay());
    }

    /** The line through the logarithms of the jump against the distance. */
    private void decay(double[] jump) {
        double n = 0;
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double sxy = 0;
        for (int r = 0; r < jump.length; r++) {
            if (Double.isFinite(jump[r]) && jump[r] / jump[0] > 0.15) {
                double x = (r + 0.5) * CutJump.RING_PX;
                double y = Math.log(jump[r] / jump[0]);
                n++;
                sx += x;
                sy += y;
                sxx += x * x;
                sxy += x * y;
            }
        }
        if (n < 4) {
            return;
        }
        double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
        boolean falls = slope < -1 / LONGEST;
        undecayed.add(falls ? 0.0 : 1.0);
        if (falls) {
            decayLengths.add(-1 / slope);
        }
    }

    CutFigures figures(Rate rate) {
        List<CurvePoint> curve = new ArrayList<>();
        for (int r = 0; r < CutJump.RINGS; r++) {
            if (!rings.get(r).isEmpty()) {
                curve.add(CurvePoint.of((r + 0.5) * CutJump.RING_PX, rings.get(r)));
            }
        }
        return new CutFigures(
                rate,
                Figure.of(counts),
                Figure.of(branched),
                Figure.of(ends),
                Figure.of(halfWidths),
                Figure.of(widthVariations),
                Figure.of(correlations),
                Figure.of(jumps),
                Figure.of(jumpVariations),
                Figure.of(imbalances),
                Figure.of(shears),
                Figure.of(decayLengths),
                Figure.of(undecayed),
                Figure.of(greys),
                Figure.of(textures),
                curve);
    }

    /**
     * What simulators draw from: counts, ends, branches and widths as measured. Displacements stay as assumed: what is measured
     * of them is not yet reliable for folds (in one test of two sections the jump came out twice as large as it was).
     */
    static CutDistribution distribution(CutFigures f, CutDistribution assumed) {
        CutDistribution.Course c = assumed.course();
        CutDistribution.Opening o = assumed.opening();
        return new CutDistribution(
                new CutDistribution.Course(
                        FoldSamples.clamped(f.count(), 0, 20, c.count()),
                        c.curvature(),
                        c.waviness(),
                        c.waveLength(),
                        c.jaggedness(),
                        FoldSamples.clamped(f.ends(), 0, 2, c.ends()),
                        c.taper(),
                        f.branched().n() == 0 ? c.branches() : f.branched().mean(),
                        c.crossing()),
                new CutDistribution.Opening(
                        FoldSamples.clamped(f.halfWidth(), 0.5, 1e4, o.halfWidth()),
                        FoldSamples.clamped(f.widthVariation(), 0, 1, o.widthVariation()),
                        o.pull(),
                        o.imbalance(),
                        o.pullVariation(),
                        o.shear(),
                        FoldSamples.clamped(f.correlation(), 8, 1e6, o.variation()),
                        o.decayLength(),
                        o.freeDecay(),
                        o.noDecay()));
    }
}
