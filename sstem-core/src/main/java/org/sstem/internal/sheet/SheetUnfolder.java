package org.sstem.internal.sheet;

import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.Unfolding;
import org.sstem.internal.image.LocalBlur;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.image.Rows;
import org.sstem.internal.kernel.DeviceJob;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.unfolding.UnfoldingJob;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Puts the tissue of a cut sheet back, area by area: every pixel of tissue says where it belongs, and every place of the
 * area is then traced back from the pixel that came nearest. What no pixel comes near to was swallowed.
 */
final class SheetUnfolder implements Unfolding {

    private static final int SAMPLING_PX = 16;
    private static final int SEAM_PX = 3;
    private static final double CONTINUATION_SIGMA = 2;
    private static final double LEAST_MOVE_PX = 0.05;
    /** Where bounds stay below this, nothing moves. */
    private static final double SURELY_STILL_PX = 0.5 * LEAST_MOVE_PX;
    /** Tissue that is stretched by less than this much leaves no holes. */
    private static final double NEAR_PX = 1.6;

    private static final int TRACES = 3;

    private final SectionSource source;
    private final int z;
    private final SheetField field;
    private final SectionMask mask;
    private final int rim;
    private final float fallback;
    private final int greatest;
    private final UnfoldingJob.Sheet sheet;
    private final DeviceJob<UnfoldingJob> device;

    SheetUnfolder(SectionSource source, int z, SheetField field, SectionMask mask, int rim, float fallback) {
        this(source, z, field, mask, rim, fallback, () -> Kernels.job(UnfoldingJob.class));
    }

    /** On a certain device: where it gives nothing, or what it gives fails, the CPU unfolds. */
    SheetUnfolder(
            SectionSource source,
            int z,
            SheetField field,
            SectionMask mask,
            int rim,
            float fallback,
            Supplier<Optional<UnfoldingJob>> device) {
        this.device = new DeviceJob<>(device, UnfoldingJob::name);
        this.sheet =
                new UnfoldingJob.Sheet(source, z, field.numbers(), field.pulls().size(), field.factor(), fallback);
        this.source = source;
        this.z = z;
        this.field = field;
        this.mask = mask;
        this.rim = rim;
        this.fallback = fallback;
        this.greatest = (int) Math.ceil(field.greatest());
    }

    @Override
    public Unfolded unfold(Area area) {
        return onDevice(area).orElseGet(() -> onCpu(area));
    }

    private Optional<Unfolded> onDevice(Area area) {
        if (tooMany()) {
            return Optional.empty();
        }
        return device.ask(there -> {
            Area window = window(area);
            Area read = clipped(window.grow(SAMPLING_PX));
            UnfoldingJob.Made made = there.unfold(
                    sheet, new UnfoldingJob.Looked(area, window, read, band(read), source.tissue(z, window)));
            return new Unfolded(made.pixels(), made.weight(), made.moved());
        });
    }

    private Unfolded onCpu(Area area) {
        Flow flow = new Flow(area.width(), area.height());
        Plane weight = new Plane(area.width(), area.height());
        boolean[] moved = trace(area, flow, weight);
        return sampled(area, flow, weight, moved);
    }

    @Override
    public Optional<Unfolded> changes(Area area) {
        Area near = window(area);
        if (field.still(near, SURELY_STILL_PX) && !Unfolding.any(mask.read(near.grow(rim)))) {
            return Optional.empty();
        }
        Optional<Unfolded> made = onDevice(area);
        if (made.isPresent()) {
            return made.filter(unfolded -> !Unfolding.asItWas(unfolded.weight(), unfolded.moved()));
        }
        Flow flow = new Flow(area.width(), area.height());
        Plane weight = new Plane(area.width(), area.height());
        boolean[] moved = trace(area, flow, weight);
        return Unfolding.asItWas(weight, moved) ? Optional.empty() : Optional.of(sampled(area, flow, weight, moved));
    }

    private Unfolded sampled(Area area, Flow flow, Plane weight, boolean[] moved) {
        Area read = clipped(box(flow, area).grow(SAMPLING_PX));
        Plane continued = LocalBlur.continued(damaged(read), band(read), CONTINUATION_SIGMA, fallback);
        Plane pixels = Resampler.warp(
                continued, area.x() - read.x(), area.y() - read.y(), flow, Resampler.Interpolation.SPLINE);
        return new Unfolded(pixels, weight, moved);
    }

    @Override
    public Flow flow(Area area) {
        Flow flow = new Flow(area.width(), area.height());
        trace(area, flow, new Plane(area.width(), area.height()));
        return flow;
    }

    @Override
    public Plane damaged(Area area) {
        return source.read(z, area);
    }

    @Override
    public Optional<String> whereMade() {
        return tooMany() ? Optional.empty() : device.remark("unfolded");
    }

    private boolean tooMany() {
        return sheet.count() > UnfoldingJob.MOST_PULLS;
    }

    @Override
    public int reach() {
        return greatest + SAMPLING_PX + SEAM_PX + 2;
    }

    @Override
    public int width() {
        return source.width();
    }

    @Override
    public int height() {
        return source.height();
    }

    /** Where there is no tissue, the rim of the mask with it. */
    private boolean[] band(Area area) {
        Area wide = area.grow(rim);
        boolean[] grown = Overview.grown(mask.read(wide), wide.width(), wide.height(), rim);
        boolean[] out = new boolean[area.width() * area.height()];
        for (int y = 0; y < area.height(); y++) {
            System.arraycopy(grown, (y + rim) * wide.width() + rim, out, y * area.width(), area.width());
        }
        return out;
    }

    private boolean[] trace(Area area, Flow flow, Plane weight) {
        Area window = window(area);
        Plane depth = depth(band(window), window.width(), window.height());
        Plane tissue = source.tissue(z, window);
        WindowField shifts = new WindowField(field, window, depth);
        int[] nearest = nearest(area, window, depth, shifts);
        boolean[] moved = new boolean[nearest.length];
        Rows.forEach(area.height(), (from, to) -> {
            WindowField.Reader probe = shifts.reader();
            for (int y = from; y < to; y++) {
                for (int x = 0; x < area.width(); x++) {
                    int i = y * area.width() + x;
                    if (nearest[i] < 0) {
                        continue;
                    }
                    double tx = area.x() + x;
                    double ty = area.y() + y;
                    probe.start(nearest[i]);
                    for (int k = 0; k < TRACES; k++) {
                        probe.at(tx - probe.u, ty - probe.v);
                    }
                    double sx = tx - probe.u;
                    double sy = ty - probe.v;
                    boolean moves = probe.u * probe.u + probe.v * probe.v > LEAST_MOVE_PX * LEAST_MOVE_PX;
                    // What has not moved was not pushed over the border either.
                    float own = moves ? weight(sx, sy, window, depth) : weight(tx, ty, window, depth);
                    if (moves && !shown(sx, sy, window, tissue)) {
                        own = 0;
                    }
                    weight.pixels()[i] = own;
                    if (own > 0 && moves) {
                        moved[i] = true;
                        flow.u().pixels()[i] = (float) (sx - tx);
                        flow.v().pixels()[i] = (float) (sy - ty);
                    }
                }
            }
        });
        return moved;
    }

    /** Where the tissue of an area can have come from. */
    private Area window(Area area) {
        return clipped(area.grow(greatest + SEAM_PX + 2));
    }

    private Area clipped(Area area) {
        int x0 = Math.max(area.x(), 0);
        int y0 = Math.max(area.y(), 0);
        int x1 = Math.min(area.x() + area.width(), width());
        int y1 = Math.min(area.y() + area.height(), height());
        return new Area(x0, y0, Math.max(1, x1 - x0), Math.max(1, y1 - y0));
    }

    /** How much of a place is tissue of the section: less close to a band, none in it or outside the section. */
    private float weight(double x, double y, Area window, Plane depth) {
        double outside = Math.max(Math.max(-x, x - (width() - 1)), Math.max(-y, y - (height() - 1)));
        if (outside >= 1) {
            return 0;
        }
        int px = (int) Math.min(Math.max(Math.rint(x) - window.x(), 0), window.width() - 1);
        int py = (int) Math.min(Math.max(Math.rint(y) - window.y(), 0), window.height() - 1);
        double own = depth.get(px, py) / SEAM_PX;
        return (float) Math.min(Math.max(Math.min(own, 1 - outside), 0), 1);
    }

    /** Whether the section has tissue at a place that something is taken from. */
    private static boolean shown(double x, double y, Area window, Plane tissue) {
        int px = (int) Math.min(Math.max(Math.rint(x) - window.x(), 0), window.width() - 1);
        int py = (int) Math.min(Math.max(Math.rint(y) - window.y(), 0), window.height() - 1);
        return tissue.get(px, py) > 0;
    }

    /** For every place of an area the pixel of the window whose tissue comes nearest to it, -1 where none comes near. */
    private static int[] nearest(Area area, Area window, Plane depth, WindowField shifts) {
        int n = window.width() * window.height();
        int[] nearest = new int[area.width() * area.height()];
        double[] distance = new double[nearest.length];
        Arrays.fill(nearest, -1);
        Arrays.fill(distance, NEAR_PX * NEAR_PX);
        for (int i = 0; i < n; i++) {
            if (depth.pixels()[i] <= 0) {
                continue;
            }
            // In double precision the distances, and so the nearest pixel, are the same wherever the area begins.
            double qx = window.x() - area.x() + i % window.width() + (double) shifts.u[i];
            double qy = window.y() - area.y() + i / window.width() + (double) shifts.v[i];
            int cx = (int) Math.round(qx);
            int cy = (int) Math.round(qy);
            if (cx < -1 || cy < -1 || cx > area.width() || cy > area.height()) {
                continue;
            }
            for (int y = Math.max(cy - 1, 0); y <= Math.min(cy + 1, area.height() - 1); y++) {
                for (int x = Math.max(cx - 1, 0); x <= Math.min(cx + 1, area.width() - 1); x++) {
                    double dx = qx - x;
                    double dy = qy - y;
                    double d = dx * dx + dy * dy;
                    int at = y * area.width() + x;
                    if (d < distance[at]) {
                        distance[at] = d;
                        nearest[at] = i;
                    }
                }
            }
        }
        return nearest;
    }

    /** Distance to the nearest pixel of a band, up to the seam and a little more; in steps of one pixel. */
    private static Plane depth(boolean[] band, int width, int height) {
        Plane depth = new Plane(width, height);
        boolean[] now = band;
        for (int k = 1; k <= SEAM_PX; k++) {
            for (int i = 0; i < now.length; i++) {
                depth.pixels()[i] = now[i] ? depth.pixels()[i] : k;
            }
            now = Overview.grown(now, width, height, 1);
        }
        return depth;
    }

    private static Area box(Flow flow, Area area) {
        float[] u = flow.u().pixels();
        float[] v = flow.v().pixels();
        double x0 = area.x();
        double y0 = area.y();
        double x1 = area.x() + area.width() - 1.0;
        double y1 = area.y() + area.height() - 1.0;
        for (int i = 0; i < u.length; i++) {
            double x = area.x() + i % area.width() + u[i];
            double y = area.y() + i / area.width() + v[i];
            x0 = Math.min(x0, x);
            y0 = Math.min(y0, y);
            x1 = Math.max(x1, x);
            y1 = Math.max(y1, y);
        }
        int left = (int) Math.floor(x0);
        int top = (int) Math.floor(y0);
        return new Area(left, top, (int) Math.ceil(x1) - left + 1, (int) Math.ceil(y1) - top + 1);
    }
}
