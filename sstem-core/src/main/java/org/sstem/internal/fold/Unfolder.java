package org.sstem.internal.fold;

import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldChain;
import org.sstem.internal.image.LocalBlur;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.image.Rows;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.Optional;

/** Moves the tissue of a section back to where it belongs, area by area. */
final class Unfolder implements Unfolding {

    /** Over how many pixels beside the swallowed strip the section's own tissue fades in. */
    private static final double SEAM_PX = 3;
    /** How far the sampling reads around a place, and how far tissue is continued into the band for it. */
    private static final int SAMPLING_PX = 16;

    private static final double CONTINUATION_SIGMA = 2;
    /** Distances from a bent curve are not exact far away. */
    private static final double FARTHER = 1.1;

    private final FoldChain chain;
    private final double[] rims;
    private final Optional<SectionMask> mask;
    private final int width;
    private final int height;
    private final Strip.Reader damaged;
    private final Strip.Reader tissue;
    private final float fallback;

    Unfolder(
            FoldChain chain,
            double[] rims,
            Optional<SectionMask> mask,
            int width,
            int height,
            Strip.Reader damaged,
            Strip.Reader tissue,
            float fallback) {
        this.chain = chain;
        this.rims = rims.clone();
        this.mask = mask;
        this.width = width;
        this.height = height;
        this.damaged = damaged;
        this.tissue = tissue;
        this.fallback = fallback;
    }

    /** How far tissue can have moved at most, and what sampling reads beyond, pixels. */
    @Override
    public int reach() {
        double most = SAMPLING_PX + 2;
        for (Fold fold : chain.folds()) {
            most += fold.foldWidth() - fold.halfWidth();
        }
        return (int) Math.ceil(most);
    }

    /** Unfolds an area of the section. */
    @Override
    public Unfolded unfold(Area area) {
        Flow flow = new Flow(area.width(), area.height());
        Plane weight = new Plane(area.width(), area.height());
        boolean[] moved = trace(area, flow, weight);
        return sample(area, flow, weight, moved);
    }

    @Override
    public Optional<Unfolded> changes(Area area) {
        if (beyond(area) && !mask.map(m -> Unfolding.any(m.read(area))).orElse(false)) {
            return Optional.empty();
        }
        Flow flow = new Flow(area.width(), area.height());
        Plane weight = new Plane(area.width(), area.height());
        boolean[] moved = trace(area, flow, weight);
        return Unfolding.asItWas(weight, moved) && (mask.isEmpty() || !Unfolding.any(lost(area)))
                ? Optional.empty()
                : Optional.of(sample(area, flow, weight, moved));
    }

    /** Whether an area lies so far from all folds that none has moved anything in it: distances change by a pixel a pixel. */
    private boolean beyond(Area area) {
        double x = area.x() + 0.5 * (area.width() - 1);
        double y = area.y() + 0.5 * (area.height() - 1);
        double around = FARTHER * Math.hypot(area.width(), area.height()) / 2 + SAMPLING_PX;
        for (int k = 0; k < chain.folds().size(); k++) {
            Fold fold = chain.folds().get(k);
            double reach = Math.max(
                    Math.max(fold.reach(), fold.foldWidth()), fold.unfolded(fold.halfWidth() + rims[k]) + SEAM_PX);
            if (!(Math.abs(fold.curve().distance(x, y)) > reach + around)) {
                return false;
            }
        }
        return true;
    }

    /** Where the tissue of an area is taken from. */
    @Override
    public Flow flow(Area area) {
        Flow flow = new Flow(area.width(), area.height());
        trace(area, flow, new Plane(area.width(), area.height()));
        return flow;
    }

    /** Follows every place of an area into the degraded section; returns which of them moved. */
    private boolean[] trace(Area area, Flow flow, Plane weight) {
        boolean[] moved = new boolean[weight.pixels().length];
        Rows.forEach(area.height(), (from, to) -> {
            FoldChain.Walk walk = chain.walk();
            for (int y = from; y < to; y++) {
                for (int x = 0; x < area.width(); x++) {
                    walk.x = area.x() + x;
                    walk.y = area.y() + y;
                    int i = y * area.width() + x;
                    weight.pixels()[i] = (float) fold(walk);
                    double u = walk.x - area.x() - x;
                    double v = walk.y - area.y() - y;
                    moved[i] = u != 0 || v != 0;
                    flow.u().pixels()[i] = (float) u;
                    flow.v().pixels()[i] = (float) v;
                }
            }
        });
        return moved;
    }

    private Unfolded sample(Area area, Flow flow, Plane weight, boolean[] moved) {
        int[] box = box(flow, weight, area);
        Area read = new Area(box[0], box[1], box[2] - box[0] + 1, box[3] - box[1] + 1).grow(SAMPLING_PX);
        Plane grey = damaged.read(read);
        boolean[] lost = lost(read);
        Plane continued = LocalBlur.continued(grey, lost, CONTINUATION_SIGMA, fallback);
        double dx = area.x() - read.x();
        double dy = area.y() - read.y();
        Plane pixels = Resampler.warp(continued, dx, dy, flow, Resampler.Interpolation.SPLINE);
        if (mask.isPresent()) {
            withoutLost(weight, flow, lost, read, area);
        }
        withoutAbsent(weight, flow, moved, read, area);
        return new Unfolded(pixels, weight, moved);
    }

    /** Follows a place of the clean section into the degraded one; returns how much of it is tissue of the section. */
    private double fold(FoldChain.Walk walk) {
        double weight = 1;
        for (int k = 0; k < chain.folds().size(); k++) {
            Fold fold = chain.folds().get(k);
            double t = walk.distance(k);
            double from = fold.unfolded(fold.halfWidth() + rims[k]);
            weight = Math.min(weight, (t - from) / SEAM_PX);
            if (t < fold.reach() || t < fold.foldWidth()) {
                walk.move(k, fold.folded(t) - t);
            }
        }
        // What was pushed out of the section by the fold is not seen any more.
        double outside = Math.max(Math.max(-walk.x, walk.x - (width - 1)), Math.max(-walk.y, walk.y - (height - 1)));
        return Math.min(Math.max(Math.min(weight, 1 - outside), 0), 1);
    }

    /** What has to be read: the places that tissue is taken from. */
    private static int[] box(Flow flow, Plane weight, Area area) {
        double x0 = Double.POSITIVE_INFINITY;
        double y0 = x0;
        double x1 = -x0;
        double y1 = -x0;
        for (int i = 0; i < weight.pixels().length; i++) {
            double x = area.x() + i % area.width() + flow.u().pixels()[i];
            double y = area.y() + i / area.width() + flow.v().pixels()[i];
            x0 = Math.min(x0, x);
            y0 = Math.min(y0, y);
            x1 = Math.max(x1, x);
            y1 = Math.max(y1, y);
        }
        return new int[] {(int) Math.floor(x0), (int) Math.floor(y0), (int) Math.ceil(x1), (int) Math.ceil(y1)};
    }

    /** Marks what shows no tissue in an area of the degraded section. */
    private boolean[] lost(Area area) {
        boolean[] lost = mask.map(m -> m.read(area)).orElseGet(() -> new boolean[area.width() * area.height()]);
        Rows.forEach(area.height(), (from, to) -> {
            FoldChain.Walk walk = chain.walk();
            for (int y = from; y < to; y++) {
                for (int x = 0; x < area.width(); x++) {
                    walk.x = area.x() + x;
                    walk.y = area.y() + y;
                    for (int k = chain.folds().size() - 1; k >= 0; k--) {
                        Fold fold = chain.folds().get(k);
                        double a = walk.distance(k);
                        if (a <= fold.halfWidth() + rims[k]) {
                            lost[y * area.width() + x] = true;
                            break;
                        }
                        walk.move(k, fold.displacement(a));
                    }
                }
            }
        });
        return lost;
    }

    /** Takes out what would be sampled from pixels that a given mask marks. */
    private static void withoutLost(Plane weight, Flow flow, boolean[] lost, Area read, Area area) {
        for (int i = 0; i < weight.pixels().length; i++) {
            double x = area.x() + i % area.width() + flow.u().pixels()[i] - read.x();
            double y = area.y() + i / area.width() + flow.v().pixels()[i] - read.y();
            int x0 = (int) Math.floor(x);
            int y0 = (int) Math.floor(y);
            int x1 = x > x0 ? x0 + 1 : x0;
            int y1 = y > y0 ? y0 + 1 : y0;
            int w = read.width();
            if (lost[y0 * w + x0] || lost[y0 * w + x1] || lost[y1 * w + x0] || lost[y1 * w + x1]) {
                weight.pixels()[i] = 0;
            }
        }
    }

    /** Takes out what would be sampled from where the section has no tissue. */
    private void withoutAbsent(Plane weight, Flow flow, boolean[] moved, Area read, Area area) {
        Plane there = tissue.read(read);
        for (int i = 0; i < moved.length; i++) {
            if (moved[i]) {
                double x = area.x() + i % area.width() + flow.u().pixels()[i] - read.x();
                double y = area.y() + i / area.width() + flow.v().pixels()[i] - read.y();
                if (there.get((int) Math.rint(x), (int) Math.rint(y)) == 0) {
                    weight.pixels()[i] = 0;
                }
            }
        }
    }

    /** The section as it is. */
    @Override
    public Plane damaged(Area area) {
        return damaged.read(area);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }
}
