package org.sstem.internal.plan;

import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.Detection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.stack.GreyLevels;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a restoration knows of a stack's tissue and its levels; nothing is looked at before it is asked for. */
final class TissueOfPlan {

    private static final int STRIP_ROWS = 256;
    private static final boolean[] NONE = {};

    private final TissueSource tissue;
    private final Map<Integer, SectionMask> lost = new HashMap<>();
    private final Map<Integer, SectionMask> other = new HashMap<>();
    private final Damage damage;
    private volatile GreyLevels levels;

    TissueOfPlan(SectionSource source, Damage damage, Map<Integer, SectionMask> absent, Optional<GreyLevels> levels) {
        this.damage = damage;
        this.levels = levels.orElse(null);
        TissueSource plain = TissueSource.of(source).withAbsent(absent);
        for (DamagedSection entry : damage.entries()) {
            int z = entry.z();
            Optional<SectionMask> mask = damage.mask(z, entry.kind());
            if (entry.kind() == DamageKind.LOST) {
                lost.put(
                        z,
                        mask.map(m -> damage.found(z, DamageKind.LOST) && !absent.containsKey(z)
                                        ? withoutPadding(m, plain, z)
                                        : m)
                                .orElseGet(
                                        () -> SectionMask.of(source.width(), source.height(), area -> plain.section(z)
                                                .holes(area))));
            } else if (mask.isPresent()) {
                other.merge(z, mask.get(), SectionMask::or);
            }
        }
        this.tissue = plain.withDamage(lost, other);
    }

    /** A search may take padding for a part of what was lost beside it; a person who draws the mask means it. */
    private static SectionMask withoutPadding(SectionMask lost, TissueSource tissue, int z) {
        return SectionMask.of(lost.width(), lost.height(), area -> {
            boolean[] flags = lost.read(area);
            boolean[] padding = tissue.section(z).padding(area);
            for (int i = 0; i < flags.length; i++) {
                flags[i] &= !padding[i];
            }
            return flags;
        });
    }

    /** The stack counted from black, without the padding's edges; two threads may both look for black. */
    SectionSource working() {
        return levels().above(tissue);
    }

    /** The same where specks hide the tissue of some sections. */
    SectionSource working(Map<Integer, SectionMask> specks) {
        if (specks.isEmpty()) {
            return working();
        }
        Map<Integer, SectionMask> hidden = new HashMap<>(lost);
        hidden.putAll(specks);
        return levels().above(tissue.withDamage(hidden, other));
    }

    GreyLevels levels() {
        GreyLevels known = levels;
        if (known == null) {
            known = GreyLevels.estimate(tissue);
            levels = known;
        }
        return known;
    }

    /** How much of a section shows tissue. */
    Detection.TissueShare share(int z) {
        long bare = 0;
        for (int y = 0; y < tissue.height(); y += STRIP_ROWS) {
            Area strip = new Area(0, y, tissue.width(), Math.min(STRIP_ROWS, tissue.height() - y));
            for (boolean flag : tissue.absent(z, strip).orElse(NONE)) {
                bare += flag ? 1 : 0;
            }
        }
        double pixels = (double) tissue.width() * tissue.height();
        return new Detection.TissueShare(z, 1 - bare / pixels, tissue.section(z).paddingShare());
    }

    Plane original(int z, Area area) {
        return tissue.original(z, area);
    }

    /**
     * Pixels that stay whatever is restored. A missing section need not show where its padding is: what lies outside the
     * windows of all the sections that it is made from is left as it is, too.
     *
     * @param sources from which sections the section is restored
     */
    Optional<boolean[]> kept(int z, Area area, List<Integer> sources) {
        if (!damage.kinds(z).contains(DamageKind.MISSING)) {
            return tissue.padding(z, area);
        }
        boolean[] kept = tissue.section(z).padding(area);
        boolean[] common = new boolean[kept.length];
        Arrays.fill(common, !sources.isEmpty());
        for (int source : sources) {
            boolean[] outside = tissue.outside(source, area);
            for (int i = 0; i < common.length; i++) {
                common[i] &= outside[i];
            }
        }
        for (int i = 0; i < kept.length; i++) {
            kept[i] |= common[i];
        }
        return Optional.of(kept);
    }

    /** Where a lost part is. */
    Optional<SectionMask> lost(int z) {
        return Optional.of(SectionMask.of(tissue.width(), tissue.height(), area -> tissue.lost(z, area)));
    }
}
