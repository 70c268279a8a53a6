package org.sstem.internal.detect.large;

import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection;
import org.sstem.damage.Detection.Finding;
import org.sstem.damage.Detection.Measured;
import org.sstem.damage.Detection.TissueShare;
import org.sstem.damage.SectionMask;
import org.sstem.internal.detect.large.PatchedMask.Patch;
import org.sstem.internal.tissue.MaskRuns;
import org.sstem.method.Area;
import org.sstem.stack.GreyLevels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was found in the parts of a stack, put together: one finding for each section and kind. Not thread-safe. */
final class PartwiseFindings {

    private final int width;
    private final int height;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private final Map<Quantity, Measured> measured = new HashMap<>();

    /**
     * Where a part lies.
     *
     * @param area     pixels of the stack
     * @param factor   how many become one in it, in each direction
     * @param sections the sections that it has
     */
    record Part(Area area, int factor, List<Integer> sections) {}

    private record Key(int z, DamageKind kind) {}

    private record Quantity(int z, DamageKind kind, String name) {}

    /** The most certain finding, of how many, and what all of them mark. */
    private static final class Entry {
        private Finding first;
        private int damaged;
        private final List<Patch> patches = new ArrayList<>();
    }

    PartwiseFindings(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Adds what was found of a section as a whole. */
    void add(Finding finding) {
        Entry entry = entries.computeIfAbsent(new Key(finding.z(), finding.kind()), key -> new Entry());
        if (entry.first == null || entry.first.confidence() < finding.confidence()) {
            entry.first = finding;
        }
        entry.damaged += finding.damaged() ? 1 : 0;
    }

    /** Adds a number; of those of all parts the one that speaks most for damage is kept. */
    void add(Measured number) {
        measured.merge(
                new Quantity(number.z(), number.kind(), number.quantity()),
                number,
                (a, b) -> b.above() == b.value() / b.limit() > a.value() / a.limit() ? b : a);
    }

    /** Adds what was found in a part. */
    void add(Part part, Detection found) {
        for (Finding finding : found.findings()) {
            if (finding.kind() != DamageKind.MISSING) {
                add(part, finding, finding.kind(), finding.mask().map(MaskRuns::of));
            } else if (besides(found, finding.z())) {
                // Of a section that is there, what shows nothing was lost.
                int columns = Math.max(1, part.area.width() / part.factor);
                int rows = Math.max(1, part.area.height() / part.factor);
                MaskRuns all = MaskRuns.of(SectionMask.of(columns, rows, PartwiseFindings::everything));
                add(part, finding, DamageKind.LOST, Optional.of(all));
            }
        }
        for (Finding doubt : found.doubts()) {
            if (doubt.kind() != DamageKind.MISSING) {
                add(part, doubt, doubt.kind(), Optional.empty());
            }
        }
        for (Measured number : found.measured()) {
            if (number.kind() != DamageKind.MISSING) {
                add(new Measured(
                        part.sections.get(number.z()),
                        number.kind(),
                        number.quantity(),
                        number.value(),
                        number.limit(),
                        number.above()));
            }
        }
    }

    private static boolean[] everything(Area area) {
        boolean[] out = new boolean[area.width() * area.height()];
        Arrays.fill(out, true);
        return out;
    }

    /** Whether a neighbour shows tissue in a part in which a section has none. */
    private static boolean besides(Detection found, int z) {
        return z > 0 && !found.damage().kinds(z - 1).contains(DamageKind.MISSING)
                || z + 1 < found.sections() && !found.damage().kinds(z + 1).contains(DamageKind.MISSING);
    }

    private void add(Part part, Finding finding, DamageKind kind, Optional<MaskRuns> mask) {
        int z = part.sections.get(finding.z());
        Area area = part.area;
        String why = String.format(
                Locale.ROOT,
                "in the %d x %d px from (%d, %d) on%s: %s",
                area.width(),
                area.height(),
                area.x(),
                area.y(),
                part.factor == 1 ? "" : ", seen at 1/" + part.factor + " of the resolution",
                finding.why());
        add(new Finding(z, kind, finding.damaged(), finding.confidence(), Optional.empty(), why));
        mask.ifPresent(runs -> entries.get(new Key(z, kind))
                .patches
                .add(new Patch(area, area.x(), area.y(), part.factor, runs, false)));
    }

    /** The sections in which something of a kind is damaged. */
    List<Integer> sections(DamageKind kind) {
        return entries.entrySet().stream()
                .filter(e -> e.getKey().kind == kind && !e.getValue().patches.isEmpty())
                .map(e -> e.getKey().z)
                .sorted()
                .toList();
    }

    /** Whether something is marked in an area of the section. */
    boolean marks(int z, DamageKind kind, Area area) {
        return entries.get(new Key(z, kind)).patches.stream().anyMatch(patch -> patch.marks(area));
    }

    SectionMask mask(int z, DamageKind kind) {
        return new PatchedMask(width, height, entries.get(new Key(z, kind)).patches);
    }

    /** Lays what was seen better over what was seen before. */
    void refine(int z, DamageKind kind, List<Patch> close) {
        entries.get(new Key(z, kind)).patches.addAll(close);
    }

    Detection detection(int sections, GreyLevels levels, List<TissueShare> tissue) {
        List<Finding> all = new ArrayList<>();
        entries.forEach((key, entry) -> {
            Finding first = entry.first;
            String why = entry.damaged > 1 ? first.why() + "; and in " + (entry.damaged - 1) + " more" : first.why();
            Optional<SectionMask> mask =
                    entry.patches.isEmpty() ? Optional.empty() : Optional.of(mask(key.z, key.kind));
            all.add(new Finding(key.z, key.kind, first.damaged(), first.confidence(), mask, why));
        });
        return new Detection(sections, all, List.copyOf(measured.values()), levels, tissue);
    }
}
