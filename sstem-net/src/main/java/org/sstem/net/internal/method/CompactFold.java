package org.sstem.net.internal.method;

import org.sstem.Provenance;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.method.MovingRestoration;
import org.sstem.internal.method.UnfoldingRestoration;
import org.sstem.internal.sheet.SheetMethod;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.RefinementInputs;
import org.sstem.net.internal.inference.SharedSession;
import org.sstem.net.internal.tile.TiledNetwork;

import java.util.List;

/**
 * A folded section, unfolded without training, the flow corrected by one compact network and what was swallowed filled
 * by another; either may be absent. Thread-safe.
 *
 * <p>Tissue that moved stays the section's own, sampled at the corrected place. The fusion counts only where the
 * section's own tissue is not all there is to go by.
 */
public final class CompactFold extends NetworkRestoration implements MovingRestoration {

    /** No correction is larger: beyond that it is not a correction, and all that is read has to be known in advance. */
    static final int GREATEST_CORRECTION_PX = 32;

    private static final int CELL_PX = 512;

    private final UnfoldingRestoration base;
    private final GreyScale scale;
    private final int z;
    private final EvidenceCells unfolded;
    /** With the flow corrected; the same as unfolded where nothing corrects it. */
    private final EvidenceCells seen;

    private final TiledNetwork corrections;
    private final TiledNetwork fused;

    CompactFold(UnfoldingRestoration base, Task task, SharedSession unfolding, SharedSession fusion) {
        super(base);
        int width = task.source().width();
        int height = task.source().height();
        this.base = base;
        this.scale = GreyScale.of(task);
        this.z = task.firstZ();
        this.unfolded = new EvidenceCells(width, height, area -> base.evidence(z, area));
        this.corrections = unfolding == null
                ? null
                : Compact.tiled(unfolding, task, CELL_PX, area -> input(Role.UNFOLDING, unfolded.read(area)));
        this.seen = unfolding == null ? unfolded : new EvidenceCells(width, height, this::corrected);
        this.fused = fusion == null
                ? null
                : Compact.tiled(fusion, task, CELL_PX, area -> input(Role.FOLD_FUSION, seen.read(area)));
    }

    /**
     * Prepares a task.
     *
     * @param survey what was estimated without training
     * @param unfolding null for none
     * @param fusion    null for none
     */
    public static CompactFold prepare(Task task, Survey survey, SharedSession unfolding, SharedSession fusion) {
        return new CompactFold(SheetMethod.folds().restoration(task, survey), task, unfolding, fusion);
    }

    private List<Plane> input(Role role, Evidence evidence) {
        return RefinementInputs.of(role, scale.mapped(evidence));
    }

    @Override
    public Area sourceArea(Area target) {
        Area read = seen.cover(fused == null ? target : fused.readArea(target));
        return corrections == null
                ? base.evidenceArea(read)
                : base.evidenceArea(unfolded.cover(corrections.readArea(read))).grow(GREATEST_CORRECTION_PX);
    }

    @Override
    public void restore(int section, Area target, Plane pixels, byte[] provenance) {
        byte[] found = unfolded.read(target).provenance();
        boolean[] repaired = new boolean[provenance.length];
        boolean any = false;
        for (int i = 0; i < repaired.length; i++) {
            repaired[i] = found[i] != Provenance.ORIGINAL;
            any |= repaired[i];
        }
        if (!any) {
            return;
        }
        Evidence evidence = seen.read(target);
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

    /** The flow found without training, and what the network adds where tissue moved. */
    @Override
    public Flow flow(Area target) {
        Flow flow = base.flow(target);
        if (corrections == null) {
            return flow;
        }
        Flow correction = correction(target, flow);
        Flow out = new Flow(target.width(), target.height());
        for (int i = 0; i < out.u().pixels().length; i++) {
            float u = flow.u().pixels()[i];
            float v = flow.v().pixels()[i];
            boolean moved = u != 0 || v != 0;
            out.u().pixels()[i] = moved ? u + correction.u().pixels()[i] : 0;
            out.v().pixels()[i] = moved ? v + correction.v().pixels()[i] : 0;
        }
        return out;
    }

    private Evidence corrected(Area area) {
        return base.evidence(z, area, correction(area, base.flow(area)));
    }

    private Flow correction(Area area, Flow flow) {
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
        return new Flow(correction.get(0), correction.get(1));
    }
}
