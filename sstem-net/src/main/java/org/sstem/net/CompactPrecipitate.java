package org.sstem.net;

import org.sstem.image.Area;
import org.sstem.image.Plane;
import org.sstem.net.RefinementConfig.Role;
import org.sstem.precipitate.PrecipitateMethod;
import org.sstem.restore.Evidence;
import org.sstem.restore.Provenance;
import org.sstem.restore.RefinableRestoration;
import org.sstem.restore.RestorationTask;

import java.util.List;

/**
 * A section freed of precipitates without training, the contrast below them corrected by one compact network and the
 * result refined by another; either may be absent. Thread-safe.
 *
 * <p>Networks count only where too little light is left for the section's own tissue to be all there is to go by.
 */
final class CompactPrecipitate extends NetworkRestoration {

    private static final int CELL_PX = 512;

    private final RefinableRestoration base;
    private final GreyScale scale;
    private final int z;
    private final TiledNetwork corrected;
    private final TiledNetwork fused;

    private CompactPrecipitate(
            RefinableRestoration base, RestorationTask task, SharedInference correction, SharedInference fusion) {
        super(base);
        this.base = base;
        this.scale = GreyScale.of(task);
        this.z = task.firstZ();
        this.corrected = correction == null
                ? null
                : Compact.tiled(
                        correction,
                        task,
                        CELL_PX,
                        area -> RefinementInputs.of(Role.PRECIPITATE_CORRECTION, scale.mapped(base.evidence(z, area))));
        this.fused = fusion == null ? null : Compact.tiled(fusion, task, CELL_PX, this::forFusion);
    }

    /**
     * Prepares a task.
     *
     * @param correction null for none
     * @param fusion     null for none
     */
    static CompactPrecipitate prepare(RestorationTask task, SharedInference correction, SharedInference fusion) {
        return new CompactPrecipitate(new PrecipitateMethod().prepare(task), task, correction, fusion);
    }

    private List<Plane> forFusion(Area area) {
        Evidence evidence = scale.mapped(base.evidence(z, area));
        if (corrected != null) {
            Plane own = evidence.own().copy();
            float[] correction = corrected.read(area).get(0).pixels();
            for (int i = 0; i < correction.length; i++) {
                own.pixels()[i] += correction[i];
            }
            evidence = RefinementInputs.corrected(evidence, own);
        }
        return RefinementInputs.of(Role.PRECIPITATE_FUSION, evidence);
    }

    /** What a network adds, in the cells in which something is lacking. */
    private static float[] change(TiledNetwork network, Area target, boolean[] lacking) {
        return network == null
                ? new float[lacking.length]
                : network.read(target, Compact.any(target, lacking)).get(0).pixels();
    }

    @Override
    public Area sourceArea(Area target) {
        Area read = fused == null ? target : fused.readArea(target);
        return base.evidenceArea(corrected == null ? read : corrected.readArea(read));
    }

    @Override
    public void restore(int section, Area target, Plane pixels, byte[] provenance) {
        base.restore(section, target, pixels, provenance);
        boolean[] lacking = new boolean[provenance.length];
        boolean any = false;
        for (int i = 0; i < lacking.length; i++) {
            lacking[i] = provenance[i] == Provenance.FUSED || provenance[i] == Provenance.INTERPOLATED;
            any |= lacking[i];
        }
        if (!any) {
            return;
        }
        float[] trust = base.evidence(section, target).trust().pixels();
        float[] correction = change(corrected, target, lacking);
        float[] change = change(fused, target, lacking);
        for (int i = 0; i < lacking.length; i++) {
            if (lacking[i]) {
                pixels.pixels()[i] = scale.changed(pixels.pixels()[i], trust[i] * correction[i] + change[i]);
            }
        }
    }
}
