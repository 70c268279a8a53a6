package org.sstem.net.internal.method;

import org.sstem.Provenance;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.internal.precipitate.PrecipitateMethod;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.net.internal.inference.SharedSession;

/**
 * A section with precipitates, restored by the published networks where something covers it, and without training, where
 * its contrast was lost, elsewhere. Thread-safe.
 */
public final class PublishedPrecipitate extends NetworkRestoration {

    /** Where less of the section's own light counts than this, what is written is interpolated. */
    private static final float NEGLIGIBLE = 0.02f;

    private final RefinableRestoration base;
    private final GreyScale scale;
    private final SoftMask mask;
    private final PublishedInterpolation interpolated;
    private final PublishedStain networks;

    private PublishedPrecipitate(
            RefinableRestoration base,
            Task task,
            GreyScale scale,
            PublishedInterpolation interpolated,
            SharedSession correction,
            SharedSession fusion) {
        super(base, interpolated.inRegister() ? new String[] {PublishedMissing.IN_REGISTER} : new String[0]);
        this.base = base;
        this.scale = scale;
        this.mask = new SoftMask(task);
        this.interpolated = interpolated;
        this.networks = new PublishedStain(
                task.source().width(),
                task.source().height(),
                area -> scale.mapped(task.source().read(task.firstZ(), area)),
                interpolated::read,
                mask::read,
                correction,
                fusion);
    }

    /**
     * Prepares a task.
     *
     * @param survey what was estimated without training
     * @param one interpolates one section; null if there is none
     * @param two interpolates two; null if there is none, but not both
     */
    public static PublishedPrecipitate prepare(
            Task task,
            Survey survey,
            SharedSession one,
            SharedSession two,
            SharedSession correction,
            SharedSession fusion) {
        GreyScale scale = GreyScale.of(task);
        PublishedInterpolation interpolated = PublishedInterpolation.of(task, task.firstZ(), scale, one, two);
        return new PublishedPrecipitate(
                new PrecipitateMethod().restoration(task, survey), task, scale, interpolated, correction, fusion);
    }

    @Override
    public Area sourceArea(Area target) {
        return base.sourceArea(interpolated.readArea(networks.readArea(target)));
    }

    @Override
    public void restore(int z, Area target, Plane pixels, byte[] provenance) {
        base.restore(z, target, pixels, provenance);
        float[] light = mask.read(target).pixels();
        boolean[] covered = new boolean[light.length];
        boolean any = false;
        for (int i = 0; i < covered.length; i++) {
            covered[i] = light[i] < 1;
            any |= covered[i];
        }
        if (!any) {
            return;
        }
        float[] fused = networks.fused(target, Compact.any(target, covered)).pixels();
        for (int i = 0; i < covered.length; i++) {
            if (covered[i]) {
                pixels.pixels()[i] = scale.grey(fused[i]);
                provenance[i] = light[i] < NEGLIGIBLE ? Provenance.INTERPOLATED : Provenance.FUSED;
            }
        }
    }
}
