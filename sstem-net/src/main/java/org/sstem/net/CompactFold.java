package org.sstem.net;

import org.sstem.internal.fold.FoldMethod;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.net.RefinementConfig.Role;
import org.sstem.internal.method.Evidence;
import org.sstem.Provenance;
import org.sstem.method.RestorationTask;
import org.sstem.internal.method.UnfoldingRestoration;

import java.util.List;

/**
 * A folded section, unfolded without training, the flow corrected by one compact network and what was swallowed filled
 * by another; either may be absent. Thread-safe.
 *
 * <p>Tissue that moved stays the section's own, sampled at the corrected place. The fusion counts only where the
 * section's own tissue is not all there is to go by.
 */
final class CompactFold extends NetworkRestoration {

    /** No correction is larger: beyond that it is not a correction, and all that is read has to be known in advance. */
    static final int GREATEST_CORRECTION_PX = 32;

    private static final int CELL_PX = 512;

    private final UnfoldingRestoration base;
    private final GreyScale scale;
    private final int z;
    private final TiledNetwork corrections;
    private final TiledNetwork fused;

    private CompactFold(
            UnfoldingRestoration base, RestorationTask task, SharedInference unfolding, SharedInference fusion) {
        super(base);
        this.base = base;
        this.scale = GreyScale.of(task);
        this.z = task.firstZ();
        this.corrections = unfolding == null
                ? null
                : Compact.tiled(unfolding, task, CELL_PX, area -> input(Role.UNFOLDING, base.evidence(z, area)));
        this.fused = fusion == null
                ? null
                : Compact.tiled(fusion, task, CELL_PX, area -> input(Role.FOLD_FUSION, evidence(area)));
    }

    /**
     * Prepares a task.
     *
     * @param unfolding null for none
     * @param fusion    null for none
     */
    static CompactFold prepare(RestorationTask task, SharedInference unfolding, SharedInference fusion) {
        return new CompactFold(new FoldMethod().prepare(task), task, unfolding, fusion);
    }

    private List<Plane> input(Role role, Evidence evidence) {
        return RefinementInputs.of(role, scale.mapped(evidence));
    }

    @Override
    public Area sourceArea(Area target) {
        Area read = fused == null ? target : fused.readArea(target);
        return corrections == null
                ? base.evidenceArea(read)
                : base.evidenceArea(corrections.readArea(read)).grow(GREATEST_CORRECTION_PX);
    }

    @Override
    public void restore(int section, Area target, Plane pixels, byte[] provenance) {
        base.restore(section, target, pixels, provenance);
        boolean[] repaired = new boolean[provenance.length];
        boolean any = false;
        for (int i = 0; i < repaired.length; i++) {
            repaired[i] = provenance[i] != Provenance.ORIGINAL;
            any |= repaired[i];
        }
        if (!any) {
            return;
        }
        Evidence evidence = evidence(target);
        float[] change = change(target, evidence);
        for (int i = 0; i < repaired.length; i++) {
            if (repaired[i]) {
                pixels.pixels()[i] = scale.changed(evidence.result().pixels()[i], change[i]);
                provenance[i] = evidence.provenance()[i];
            }
        }
    }

    /** What the fusion adds: nothing where the tissue is the section's own. */
    private float[] change(Area target, Evidence evidence) {
        float[] none = new float[target.width() * target.height()];
        if (fused == null) {
            return none;
        }
        boolean[] lacking = new boolean[none.length];
        for (int i = 0; i < lacking.length; i++) {
            lacking[i] = evidence.trust().pixels()[i] < 1 && evidence.provenance()[i] != Provenance.ORIGINAL;
        }
        float[] change = fused.read(target, Compact.any(target, lacking)).get(0).pixels();
        for (int i = 0; i < change.length; i++) {
            change[i] = lacking[i] ? change[i] : 0;
        }
        return change;
    }

    private Evidence evidence(Area area) {
        if (corrections == null) {
            return base.evidence(z, area);
        }
        Flow flow = base.flow(area);
        boolean[] moved = new boolean[area.width() * area.height()];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = flow.u().pixels()[i] != 0 || flow.v().pixels()[i] != 0;
        }
        List<Plane> correction = corrections.read(area, Compact.any(area, moved));
        for (Plane component : correction) {
            for (int i = 0; i < moved.length; i++) {
                float value = component.pixels()[i];
                component.pixels()[i] = Math.min(Math.max(value, -GREATEST_CORRECTION_PX), GREATEST_CORRECTION_PX);
            }
        }
        return base.evidence(z, area, new Flow(correction.get(0), correction.get(1)));
    }
}
