package org.sstem.net.internal.method;

import org.sstem.Provenance;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.internal.missing.MissingSectionMethod;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.RefinementInputs;
import org.sstem.net.internal.inference.SharedSession;
import org.sstem.net.internal.tile.TiledNetwork;

import java.util.List;
import java.util.stream.IntStream;

/** Missing sections, interpolated without training and refined by a compact network. Thread-safe. */
public final class CompactMissing extends NetworkRestoration {

    private static final int CELL_PX = 1024;

    private final RefinableRestoration base;
    private final GreyScale scale;
    private final int firstZ;
    private final List<TiledNetwork> refined;

    private CompactMissing(RefinableRestoration base, Task task, SharedSession interpolation) {
        super(base);
        this.base = base;
        this.scale = GreyScale.of(task);
        this.firstZ = task.firstZ();
        this.refined = IntStream.rangeClosed(task.firstZ(), task.lastZ())
                .mapToObj(z -> Compact.tiled(
                        interpolation,
                        task,
                        CELL_PX,
                        area -> RefinementInputs.of(Role.INTERPOLATION, scale.mapped(base.evidence(z, area)))))
                .toList();
    }

    public static CompactMissing prepare(Task task, Survey survey, SharedSession interpolation) {
        return new CompactMissing(new MissingSectionMethod().restoration(task, survey), task, interpolation);
    }

    @Override
    public Area sourceArea(Area target) {
        return base.evidenceArea(refined.get(0).readArea(target));
    }

    @Override
    public void restore(int z, Area target, Plane pixels, byte[] provenance) {
        Evidence evidence = base.evidence(z, target);
        float[] change = refined.get(z - firstZ).read(target).get(0).pixels();
        for (int i = 0; i < change.length; i++) {
            if (evidence.provenance()[i] != Provenance.ORIGINAL) {
                pixels.pixels()[i] = scale.changed(evidence.result().pixels()[i], change[i]);
                provenance[i] = evidence.provenance()[i];
            }
        }
    }
}
