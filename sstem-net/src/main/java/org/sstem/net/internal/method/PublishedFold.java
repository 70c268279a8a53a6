package org.sstem.net.internal.method;

import org.sstem.Provenance;
import org.sstem.internal.method.UnfoldingRestoration;
import org.sstem.internal.sheet.SheetMethod;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.net.internal.inference.SharedSession;

/**
 * A folded section, restored by the published networks. Thread-safe.
 *
 * <p>A pixel is restored where the flow moves tissue by more than half a pixel, the least that changes which pixel is
 * nearest, and where the folds, as found without training, have left no tissue; all others are kept. The fusion always
 * looks at both the unfolded and the interpolated section, so what it writes is fused, or, where no tissue is left or
 * the flow points outside the section, interpolated.
 */
public final class PublishedFold extends NetworkRestoration {

    private static final float LEAST_MOTION_PX = 0.5f;

    private final UnfoldingRestoration base;
    private final GreyScale scale;
    private final PublishedInterpolation interpolated;
    private final PublishedUnfolding networks;
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
        byte[] found = new byte[provenance.length];
        base.restore(z, target, pixels.copy(), found);
        Flow flow = networks.flow(target);
        boolean any = false;
        boolean[] repaired = new boolean[provenance.length];
        for (int i = 0; i < repaired.length; i++) {
            double motion = Math.hypot(flow.u().pixels()[i], flow.v().pixels()[i]);
            boolean lost = found[i] == Provenance.INTERPOLATED || found[i] == Provenance.FUSED;
            repaired[i] = lost || motion > LEAST_MOTION_PX;
            any |= repaired[i];
        }
        if (!any) {
            return;
        }
        float[] fused = networks.fused(target, Compact.any(target, repaired)).pixels();
        for (int i = 0; i < repaired.length; i++) {
            if (repaired[i]) {
                float x = target.x() + i % target.width() + flow.u().pixels()[i];
                float y = target.y() + i / target.width() + flow.v().pixels()[i];
                boolean own = found[i] != Provenance.INTERPOLATED && x > -1 && y > -1 && x < width && y < height;
                pixels.pixels()[i] = scale.grey(fused[i]);
                provenance[i] = own ? Provenance.FUSED : Provenance.INTERPOLATED;
            }
        }
    }
}
