package org.sstem.internal.detect.unaligned;

import org.sstem.ProgressListener;
import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection;
import org.sstem.damage.Detection.Finding;
import org.sstem.damage.Detection.Measured;
import org.sstem.damage.SectionMask;
import org.sstem.internal.detect.DetectionRun;
import org.sstem.internal.detect.Looking;
import org.sstem.internal.registration.RigidDrift;
import org.sstem.internal.tissue.MaskRuns;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.SectionSource;
import org.sstem.stack.GreyLevels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One search through a stack whose sections are not aligned. */
public final class UnalignedDetection {

    private final TissueSource stack;
    private final Map<Integer, SectionMask> absent;
    private final Optional<GreyLevels> known;
    private final Set<DamageKind> kinds;
    private final ProgressListener listener;

    /**
     * Prepares.
     *
     * @param stack  the stack
     * @param absent pixels without tissue that are known, by section
     * @param known  where black is, if that is known
     */
    public UnalignedDetection(
            SectionSource stack,
            Map<Integer, SectionMask> absent,
            Optional<GreyLevels> known,
            Set<DamageKind> kinds,
            ProgressListener listener) {
        this.stack = TissueSource.of(stack).withAbsent(absent);
        this.absent = absent;
        this.known = known;
        this.kinds = kinds;
        this.listener = listener;
    }

    /**
     * Lays the sections over each other and searches them.
     *
     * @throws IllegalArgumentException if they wander too far
     */
    public Detection result() {
        int sections = stack.sections();
        Placement placement = Placement.of(
                stack, z -> listener.progress(z + 1L, 2L * sections, "brought into register section " + z));
        LaidOver laid = new LaidOver(stack, placement);
        Map<Integer, SectionMask> masks = new HashMap<>();
        for (int z = 0; z < sections; z++) {
            masks.put(z, laid.absent(z, Optional.ofNullable(absent.get(z))));
        }
        // Every look reads all of it: what was laid is kept as long as the memory is not needed.
        TissueSource source = TissueSource.of(SectionSource.of(laid.image())).withAbsent(masks);
        Detection found = new DetectionRun(
                        source,
                        Looking.here(source),
                        known,
                        kinds,
                        (done, all, what) -> listener.progress(sections + done, sections + all, what))
                .inRegister(placement.groups(), placement.apart())
                .result();
        return new Detection(
                sections, findings(found, laid), measured(found, placement), found.levels(), shares(sections));
    }

    private List<Finding> findings(Detection found, LaidOver laid) {
        List<Finding> all = new ArrayList<>();
        for (Finding finding : found.findings()) {
            if (finding.mask().isEmpty()) {
                all.add(finding);
                continue;
            }
            MaskRuns mask =
                    MaskRuns.of(laid.inSection(finding.z(), finding.mask().get()));
            all.add(new Finding(
                    finding.z(), finding.kind(), true, finding.confidence(), Optional.of(mask), finding.why()));
        }
        all.addAll(found.doubts());
        laid.placement().apart().stream()
                .filter(z -> all.stream().noneMatch(f -> f.z() == z && f.kind() == DamageKind.MISSING))
                .filter(z -> stack.sections() > 1)
                .mapToObj(z -> Finding.doubt(
                        z,
                        DamageKind.MISSING,
                        0,
                        "it could not be brought into register with its neighbours: folds and cracks were looked for by"
                                + " their looks alone, precipitates but for specks and lost parts not at all"))
                .forEach(all::add);
        return all;
    }

    private static List<Measured> measured(Detection found, Placement placement) {
        List<Measured> all = new ArrayList<>(found.measured());
        for (int z = 1; z < placement.certainty().length; z++) {
            all.add(new Measured(
                    z,
                    DamageKind.MISSING,
                    "agreement with a section before it in times of chance",
                    placement.certainty()[z],
                    RigidDrift.SURE,
                    false));
        }
        return all;
    }

    private List<Detection.TissueShare> shares(int sections) {
        List<Detection.TissueShare> shares = new ArrayList<>();
        for (int z = 0; z < sections; z++) {
            shares.add(new Detection.TissueShare(
                    z, stack.section(z).share(), stack.section(z).paddingShare()));
        }
        return shares;
    }
}
