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

/**
 * A folded section, unfolded without training, what was swallowed filled by a compact network. Thread-safe.
 *
 * <p>Tissue that moved stays the section's own. The fusion counts only where the section's own tissue is not all there is
 * to go by.
 */
public final class CompactFold extends NetworkRestoration implements MovingRestoration {

    private static final int CELL_PX = 512;

    private final UnfoldingRestoration base;
    private final GreyScale scale;
    private final EvidenceCells seen;
    private final TiledNetwork fused;

    CompactFold(UnfoldingRestoration base, Task task, SharedSession fusion) {
        super(base);
        this.base = base;
        this.scale = GreyScale.of(task);
        this.seen = new EvidenceCells(
                task.source().width(), task.source().height(), area -> base.evidence(task.firstZ(), area));
        this.fused = Compact.tiled(
                fusion, task, CELL_PX, area -> RefinementInputs.of(Role.FOLD_FUSION, scale.mapped(seen.read(area))));
    }

    /**
     * Prepares a task.
     *
     * @param survey what was estimated without training
     */
    public static CompactFold prepare(Task task, Survey survey, SharedSession fusion) {
        return new CompactFold(SheetMethod.folds().restoration(task, survey), task, fusion);
    }

    @Override
    public Area sourceArea(Area target) {
        return base.evidenceArea(seen.cover(fused.readArea(target)));
    }

    @Override
    public void restore(int section, Area target, Plane pixels, byte[] provenance) {
        Evidence evidence = seen.read(target);
        byte[] found = evidence.provenance();
        boolean any = false;
        for (byte code : found) {
            any |= code != Provenance.ORIGINAL;
        }
        if (!any) {
            return;
        }
        float[] change = change(target, evidence);
        for (int i = 0; i < found.length; i++) {
            if (found[i] != Provenance.ORIGINAL) {
                pixels.pixels()[i] = scale.changed(evidence.result().pixels()[i], change[i]);
                provenance[i] = found[i];
            }
        }
    }

    /** What the fusion adds: nothing where the tissue is the section's own. */
    private float[] change(Area target, Evidence evidence) {
        boolean[] lacking = new boolean[target.width() * target.height()];
        for (int i = 0; i < lacking.length; i++) {
            lacking[i] = evidence.trust().pixels()[i] < 1 && evidence.provenance()[i] != Provenance.ORIGINAL;
        }
        float[] change = fused.read(target, Compact.any(target, lacking)).get(0).pixels();
        for (int i = 0; i < change.length; i++) {
            change[i] = lacking[i] ? change[i] : 0;
        }
        return change;
    }

    /** The flow found without training. */
    @Override
    public Flow flow(Area target) {
        return base.flow(target);
    }
}
