package org.sstem.net.internal.method;

import org.sstem.Provenance;
import org.sstem.internal.method.MovingRestoration;
import org.sstem.internal.method.UnfoldingRestoration;
import org.sstem.internal.sheet.SheetMethod;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;
import org.sstem.net.internal.inference.SharedSession;

/**
 * A folded section, restored by the published networks. Thread-safe.
 *
 * <p>A pixel is restored where the flow moves tissue by more than half a pixel, the least that changes which pixel is
 * nearest, and where the folds, as found without training, have left no tissue; all others are kept. The fusion always
 * looks at both the unfolded and the interpolated section, so what it writes is fused, or, where no tissue is left or
 * the flow points outside the section, interpolated.
 */
public final class PublishedFold extends NetworkRestoration implements MovingRestoration {

    private static final float LEAST_MOTION_PX = 0.5f;

    private final UnfoldingRestoration base;
    private final GreyScale scale;
    private final PublishedInterpolation interpolated;
    private final PublishedUnfolding networks;
    private final SectionSource source;
    private final int section;
    private final int width;
    private final int height;

    private PublishedFold(
            UnfoldingRestoration base,
            Task task,
            GreyScale scale,
            PublishedInterpolation interpolated,
            SharedSession unfolding,
            SharedSession fusion) {
        super(base);
        this.base = base;
        this.scale = scale;
        this.interpolated = interpolated;
        this.source = task.source();
        this.section = task.firstZ();
        this.width = task.source().width();
        this.height = task.source().height();
        this.networks = new PublishedUnfolding(
                width,
                height,
                area -> scale.mapped(task.source().read(task.firstZ(), area)),
                interpolated::read,
                unfolding,
                fusion);
    }

    public static PublishedFold prepare(
            Task task, Survey survey, SharedSession interpolation, SharedSession unfolding, SharedSession fusion) {
        UnfoldingRestoration base = SheetMethod.folds().restoration(task, survey);
        GreyScale scale = GreyScale.of(task);
        PublishedInterpolation interpolated =
                PublishedInterpolation.of(task, task.firstZ(), scale, interpolation, null);
        return new PublishedFold(base, task, scale, interpolated, unfolding, fusion);
    }

    @Override
    public Area sourceArea(Area target) {
        Area read = networks.readArea(target);
        return base.sourceArea(interpolated.readArea(read.intersect(new Area(0, 0, width, height))));
    }

    @Override
    public void restore(int z, Area target, Plane pixels, byte[] provenance) {
        Flow flow = networks.flow(target);
        byte[] found = found(z, target, pixels, flow);
        boolean[] repaired = new boolean[found.length];
        boolean any = false;
        for (int i = 0; i < repaired.length; i++) {
            repaired[i] = found[i] != Provenance.ORIGINAL;
            any |= repaired[i];
        }
        if (!any) {
            return;
        }
        float[] fused = networks.fused(target, Compact.any(target, repaired)).pixels();
        for (int i = 0; i < repaired.length; i++) {
            if (repaired[i]) {
                pixels.pixels()[i] = scale.grey(fused[i]);
                provenance[i] = found[i];
            }
        }
    }

    /** What becomes of each pixel: it stays, is fused of both sections, or nothing of its own is left. */
    private byte[] found(int z, Area target, Plane pixels, Flow flow) {
        byte[] found = new byte[target.width() * target.height()];
        base.restore(z, target, pixels.copy(), found);
        for (int i = 0; i < found.length; i++) {
            float u = flow.u().pixels()[i];
            float v = flow.v().pixels()[i];
            float x = target.x() + i % target.width() + u;
            float y = target.y() + i / target.width() + v;
            boolean lost = found[i] == Provenance.INTERPOLATED || found[i] == Provenance.FUSED;
            boolean own = found[i] != Provenance.INTERPOLATED && x > -1 && y > -1 && x < width && y < height;
            found[i] = !lost && !(Math.hypot(u, v) > LEAST_MOTION_PX)
                    ? Provenance.ORIGINAL
                    : own ? Provenance.FUSED : Provenance.INTERPOLATED;
        }
        return found;
    }

    /** What the network says, where something of the section's own was moved. */
    @Override
    public Flow flow(Area target) {
        Flow flow = networks.flow(target);
        byte[] found = found(section, target, source.read(section, target), flow);
        for (int i = 0; i < found.length; i++) {
            if (found[i] != Provenance.FUSED) {
                flow.u().pixels()[i] = 0;
                flow.v().pixels()[i] = 0;
            }
        }
        return flow;
    }
}
