package org.sstem.net.internal.method;

import org.sstem.Repair.Findings;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionRestoration;

import java.util.ArrayList;
import java.util.List;

/**
 * A restoration that rests on one without training: reads the same sections, finds the same, and may have to say more.
 * As it stands, it also restores the same.
 */
class NetworkRestoration implements SectionRestoration {

    private final SectionRestoration base;
    private final List<String> remarks;

    NetworkRestoration(SectionRestoration base, String... remarks) {
        this.base = base;
        this.remarks = List.of(remarks);
    }

    @Override
    public List<Integer> sources() {
        return base.sources();
    }

    @Override
    public Area sourceArea(Area target) {
        return base.sourceArea(target);
    }

    @Override
    public void restore(int z, Area target, Plane pixels, byte[] provenance) {
        base.restore(z, target, pixels, provenance);
    }

    @Override
    public final Findings findings(int z) {
        Findings found = base.findings(z);
        List<String> all = new ArrayList<>(found.remarks());
        all.addAll(remarks);
        return new Findings(found.confidence(), found.estimates(), all, found.doubtful());
    }
}
