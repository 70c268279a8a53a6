package org.sstem.net.internal.method;

import org.sstem.Provenance;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.internal.precipitate.PrecipitateMethod;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.RefinementInputs;
import org.sstem.net.internal.inference.SharedSession;
import org.sstem.net.internal.tile.TiledNetwork;

import java.util.List;

/**
 * A section freed of precipitates without training, the contrast below them corrected by one compact network and the
 * result refined by another; either may be absent. Thread-safe.
 *
 * <p>Where the outlines of precipitates are given, what is restored without training stays: networks learn from
 * precipitates that had to be found, whose estimate errs in other ways, and have nothing to add there.
 *
 * <p>Networks count below the blobs, where the trust is less than 1. What the fusion changes there is fused, since
 * it looks at the neighbours everywhere.
 */
public final class CompactPrecipitate extends NetworkRestoration {

    private static final int CELL_PX = 512;
    private static final String OUTLINED =
            "restored without networks, which have nothing to add where the outlines of precipitates are given; "
                    + "without a mask they are found, and refined";

    private final RefinableRestoration base;
    private final GreyScale scale;
    private final EvidenceCells seen;
    private final TiledNetwork corrected;
    private final TiledNetwork fused;

    private CompactPrecipitate(RefinableRestoration base, Task task, SharedSession correction, SharedSession fusion) {
        super(base);
        this.base = base;
        this.scale = GreyScale.of(task);
        this.seen = new EvidenceCells(
                task.source().width(), task.source().height(), area -> base.evidence(task.firstZ(), area));
        this.corrected = correction == null
                ? null
                : Compact.tiled(
                        correction,
                        task,
                        CELL_PX,
                        area -> RefinementInputs.of(Role.PRECIPITATE_CORRECTION, scale.mapped(seen.read(area))));
        this.fused = fusion == null ? null : Compact.tiled(fusion, task, CELL_PX, this::forFusion);
    }

    /**
     * Prepares a task.
     *
     * @param survey what was estimated without training
     * @param correction null for none
     * @param fusion     null for none
     */
    public static SectionRestoration prepare(Task task, Survey survey, SharedSession correction, SharedSession fusion) {
        if (task.mask().isPresent()) {
            return new NetworkRestoration(new PrecipitateMethod().restoration(task, survey), OUTLINED);
        }
        return new CompactPrecipitate(new PrecipitateMethod().restoration(task, survey), task, correction, fusion);
    }

    private List<Plane> forFusion(Area area) {
        Evidence evidence = scale.mapped(seen.read(area));
        if (corrected != null) {
            evidence = RefinementInputs.corrected(
                    evidence, corrected.read(area).get(0).pixels());
        }
        return RefinementInputs.of(Role.PRECIPITATE_FUSION, evidence);
    }

    /** What a network adds, in the cells in which there is a blob. */
    private static float[] change(TiledNetwork network, Area target, boolean[] below) {
        return network == null
                ? new float[below.length]
                : network.read(target, Compact.any(target, below)).get(0).pixels();
    }

    @Override
    public Area sourceArea(Area target) {
        Area read = fused == null ? target : fused.readArea(target);
        return base.evidenceArea(seen.cover(corrected == null ? read : corrected.readArea(read)));
    }

    @Override
    public void restore(int section, Area target, Plane pixels, byte[] provenance) {
        if (!base.touches(target)) {
            return;
        }
        Evidence restored = seen.read(target);
        for (int i = 0; i < provenance.length; i++) {
            provenance[i] = restored.provenance()[i];
            if (provenance[i] != Provenance.ORIGINAL) {
                pixels.pixels()[i] = restored.result().pixels()[i];
            }
        }
        Evidence evidence = scale.mapped(restored);
        float[] trust = evidence.trust().pixels();
        boolean[] below = new boolean[provenance.length];
        boolean any = false;
        for (int i = 0; i < below.length; i++) {
            below[i] = trust[i] < 1;
            any |= below[i];
        }
        if (!any) {
            return;
        }
        float[] correction = change(corrected, target, below);
        float[] change = change(fused, target, below);
        float[] result =
                RefinementInputs.corrected(evidence, correction).result().pixels();
        for (int i = 0; i < below.length; i++) {
            if (below[i]) {
                if (correction[i] != 0 || change[i] != 0) {
                    pixels.pixels()[i] = scale.grey(RefinementInputs.cut(result[i]) + change[i]);
                }
                if (change[i] != 0 && provenance[i] == Provenance.CORRECTED) {
                    provenance[i] = Provenance.FUSED;
                }
            }
        }
    }
}
