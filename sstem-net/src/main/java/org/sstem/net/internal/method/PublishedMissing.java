package org.sstem.net.internal.method;

import org.sstem.Provenance;
import org.sstem.internal.missing.MissingSectionMethod;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;
import org.sstem.net.internal.inference.SharedSession;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Missing sections, interpolated by the published networks. Thread-safe. */
public final class PublishedMissing extends NetworkRestoration {

    static final String IN_REGISTER =
            "the networks interpolate one section or two; here they saw the neighbours moved to the place of this one";

    private final SectionRestoration base;
    private final GreyScale scale;
    private final int firstZ;
    private final List<PublishedInterpolation> sections;

    private PublishedMissing(
            SectionRestoration base,
            Task task,
            GreyScale scale,
            List<PublishedInterpolation> sections,
            String... remarks) {
        super(base, remarks);
        this.base = base;
        this.scale = scale;
        this.firstZ = task.firstZ();
        this.sections = sections;
    }

    /**
     * Prepares a task.
     *
     * @param survey what was estimated without training
     * @param one interpolates one section
     * @param two interpolates two; null for none
     */
    public static PublishedMissing prepare(Task task, Survey survey, SharedSession one, SharedSession two) {
        GreyScale scale = GreyScale.of(task);
        List<PublishedInterpolation> sections = IntStream.rangeClosed(task.firstZ(), task.lastZ())
                .mapToObj(z -> PublishedInterpolation.of(task, z, scale, one, two))
                .toList();
        String[] remarks = sections.get(0).inRegister() ? new String[] {IN_REGISTER} : new String[0];
        return new PublishedMissing(
                new MissingSectionMethod().restoration(task, survey), task, scale, sections, remarks);
    }

    @Override
    public Area sourceArea(Area target) {
        Area read = sections.get(0).readArea(target);
        return sections.get(0).inRegister() ? base.sourceArea(read) : read;
    }

    @Override
    public void restore(int z, Area target, Plane pixels, byte[] provenance) {
        float[] made = sections.get(z - firstZ).read(target).pixels();
        for (int i = 0; i < made.length; i++) {
            pixels.pixels()[i] = scale.grey(made[i]);
        }
        Arrays.fill(provenance, Provenance.INTERPOLATED);
    }
}
