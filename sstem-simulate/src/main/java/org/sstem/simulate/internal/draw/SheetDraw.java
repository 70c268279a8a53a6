package org.sstem.simulate.internal.draw;

import org.sstem.internal.fold.law.FoldArc;
import org.sstem.simulate.CutDistribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Draws the cuts of one section. Used once, by one thread. */
public final class SheetDraw {

    /** Courses are described so far beyond the section. */
    private static final double BEYOND = 0.3;
    /** Displacement changes by at most this much a pixel towards an end, so that nothing folds over. */
    private static final double STEEPEST = 0.25;
    /** The steepest part of the taper, in its own units. */
    private static final double TAPER_SLOPE = 1.5;

    /** A branch pulls by no more than this share of what the fold that it ends at has swallowed on a side. */
    private static final double MOST_OF_FIRST = 0.8;

    private final Draws draws;
    private final CutDistribution distribution;
    private final boolean crack;
    private final int width;
    private final int height;

    public SheetDraw(Draws draws, CutDistribution distribution, boolean crack, int width, int height) {
        this.draws = draws;
        this.distribution = distribution;
        this.crack = crack;
        this.width = width;
        this.height = height;
    }

    public Sheet sheet() {
        CutDistribution.Course course = distribution.course();
        int count = draws.count(course.count());
        List<Cut> cuts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] chord = new Chord(draws, width, height).betweenEdges();
            double mx = 0.5 * (chord[0] + chord[2]);
            double my = 0.5 * (chord[1] + chord[3]);
            double direction = Math.atan2(chord[3] - chord[1], chord[2] - chord[0]);
            double length = Math.hypot(chord[2] - chord[0], chord[3] - chord[1]);
            int own = cuts.size();
            double[] ends = ends(Math.min(2, draws.count(course.ends())), length);
            Size size = size(count, Double.POSITIVE_INFINITY);
            cuts.add(cut(mx, my, direction, length, ends, size, Optional.empty()));
            if (draws.unit() < course.branches()) {
                boolean crossing = draws.unit() < course.crossing();
                int side = draws.unit() < 0.5 ? 1 : -1;
                double along = length * 0.2 * (2 * draws.unit() - 1);
                double turn = side * (Math.PI / 6 + draws.unit() * Math.PI / 3);
                double x = mx + along * Math.cos(direction);
                double y = my + along * Math.sin(direction);
                // A fold ends under another one that runs through, three sides meet; a crack tapers to a tip that
                // touches
                // the other.
                boolean beside = !crossing && !crack && Double.isInfinite(ends[0]) && Double.isInfinite(ends[1]);
                double from = crossing || beside || !crack ? Double.NEGATIVE_INFINITY : 0;
                cuts.add(cut(
                        x,
                        y,
                        direction + turn,
                        Math.max(width, height),
                        new double[] {from, Double.POSITIVE_INFINITY},
                        size(count + 1, MOST_OF_FIRST * (size.half + size.pull)),
                        beside ? Optional.of(new Cut.Beside(own, side)) : Optional.empty()));
            }
        }
        return new Sheet(cuts);
    }

    /** Where a cut begins and ends along its course; infinite where it runs out of the section. */
    private double[] ends(int inside, double length) {
        double first = inside > 0 ? -length * (0.05 + 0.25 * draws.unit()) : Double.NEGATIVE_INFINITY;
        double last = inside > 1 ? length * (0.2 + 0.2 * draws.unit()) : Double.POSITIVE_INFINITY;
        return draws.unit() < 0.5 ? new double[] {-last, -first} : new double[] {first, last};
    }

    /**
     * How large a cut is.
     *
     * @param half half its width, px
     * @param pull towards a fold, px; 0 for a crack
     */
    private record Size(double half, double pull, double imbalance) {}

    private Size size(int count, double mostPull) {
        CutDistribution.Opening opening = distribution.opening();
        // All cuts together must leave something of a small section.
        double shorter = Math.min(width, height) / (double) count;
        double half = Math.min(draws.from(opening.halfWidth()), shorter / 12);
        double pull = Math.min(draws.from(opening.pull()), Math.min(shorter / 6, mostPull));
        return new Size(half, pull, draws.from(opening.imbalance()));
    }

    private Cut cut(
            double x,
            double y,
            double direction,
            double length,
            double[] ends,
            Size size,
            Optional<Cut.Beside> beside) {
        CutDistribution.Course course = distribution.course();
        CutDistribution.Opening opening = distribution.opening();
        double limit = 0.8 / Math.max(width, height);
        double curvature = Math.max(-limit, Math.min(limit, draws.from(course.curvature())));
        FoldArc base = new FoldArc(x, y, direction - Math.PI / 2, curvature);
        double imbalance = size.imbalance;
        double shear = draws.from(opening.shear());
        double inside = Math.min(ends[1], 0.5 * length) - Math.max(ends[0], -0.5 * length);
        boolean endless = Double.isInfinite(ends[0]) && Double.isInfinite(ends[1]);
        double taper = Math.min(draws.from(course.taper()), 0.5 * inside);
        // Displacement that falls to nothing within the taper must not do so faster than tissue can be stretched.
        double most = endless ? Double.POSITIVE_INFINITY : taper * STEEPEST / TAPER_SLOPE / (1 + Math.abs(imbalance));
        double half = crack ? Math.min(size.half, most) : size.half;
        double pull = Math.min(size.pull, most);
        double reach = (0.5 + BEYOND) * Math.hypot(width, height) + length / 2;
        double correlation = draws.from(opening.variation());
        double waviness = draws.from(course.waviness());
        double jaggedness = draws.from(course.jaggedness());
        double widthVariation = draws.from(opening.widthVariation());
        double pullVariation = draws.from(opening.pullVariation());
        Undulation wave = Undulation.draw(draws, -reach, reach, draws.from(course.waveLength()));
        Undulation jag = Undulation.draw(draws, -reach, reach, CutDistribution.Course.JAG_PX);
        Undulation widths = Undulation.draw(draws, -reach, reach, correlation);
        Undulation pulls = Undulation.draw(draws, -reach, reach, correlation);
        List<Cut.Point> points = new ArrayList<>();
        for (double s = -reach; s <= reach; s += Cut.STEP_PX) {
            double left = ease((s - ends[0]) / taper) * ease((ends[1] - s) / taper);
            double offset = waviness * wave.at(s) + jaggedness * jag.at(s);
            double w = left * Math.min(most, half * Math.exp(widthVariation * widths.at(s)));
            double across = crack ? -w : left * Math.min(most, pull * Math.exp(pullVariation * pulls.at(s)));
            points.add(
                    crack
                            ? gap(s, w, shear, imbalance, at -> waviness * wave.at(at) + jaggedness * jag.at(at))
                            : new Cut.Point(
                                    offset,
                                    w,
                                    across * (1 + imbalance),
                                    across * (1 - imbalance),
                                    shear * across * (1 + imbalance),
                                    shear * across * (1 - imbalance)));
        }
        return new Cut(base, -reach, points, decay(opening, pull), beside);
    }

    /**
     * A point of a crack: the sheet has torn along {@code d = tear(s)}, so that each edge of the gap is the tear, moved as its
     * side has moved. Only then is nothing lost, and nothing there twice, where the sides have sheared as well.
     */
    private static Cut.Point gap(double s, double half, double shear, double imbalance, DoubleUnaryOperator tear) {
        double pull = -half * (1 + imbalance);
        double otherPull = -half * (1 - imbalance);
        double edge = tear.applyAsDouble(s + shear * pull) - pull;
        double otherEdge = tear.applyAsDouble(s - shear * otherPull) + otherPull;
        double width = Math.max(0, edge - otherEdge);
        return new Cut.Point(0.5 * (edge + otherEdge), 0.5 * width, pull, otherPull, shear * pull, shear * otherPull);
    }

    private CutDecay decay(CutDistribution.Opening opening, double pull) {
        double kind = draws.unit();
        double length = Math.max(draws.from(opening.decayLength()), pull / STEEPEST);
        CutDecay.Law law = kind < opening.noDecay()
                ? CutDecay.Law.NONE
                : kind < opening.noDecay() + opening.freeDecay() ? CutDecay.Law.FREE : CutDecay.Law.EXPONENTIAL;
        return new CutDecay(law, length);
    }

    private static double ease(double part) {
        double p = Math.max(0, Math.min(1, part));
        return p * p * (3 - 2 * p);
    }
}
