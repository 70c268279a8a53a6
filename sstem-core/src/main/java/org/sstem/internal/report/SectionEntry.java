package org.sstem.internal.report;

import org.sstem.Repair;
import org.sstem.damage.DamageKind;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a report holds of a section: numbers and finished pictures, no pixels.
 *
 * @param pictures empty if the section is beyond the number that is illustrated
 */
public record SectionEntry(int z, List<Repair> repairs, long[] counts, List<Captioned> pictures) {

    /** A picture with what it shows. */
    public record Captioned(Picture picture, String caption, String alternative) {}

    public boolean doubtful() {
        return repairs.stream().anyMatch(repair -> repair.findings().doubtful());
    }

    /** The least confidence of all repairs. */
    double confidence() {
        return repairs.stream()
                .mapToDouble(repair -> repair.findings().confidence())
                .min()
                .orElse(0);
    }

    String kinds() {
        return repairs.stream().map(repair -> name(repair.kind())).distinct().collect(Collectors.joining(", "));
    }

    String methods() {
        return repairs.stream().map(Repair::method).distinct().collect(Collectors.joining(", "));
    }

    String sources() {
        TreeSet<Integer> all = new TreeSet<>(Comparator.naturalOrder());
        repairs.forEach(repair -> all.addAll(repair.sources()));
        return all.isEmpty() ? "none" : all.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    long pixels() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /** Share of the pixels that are not the original ones. */
    double changed() {
        return 1 - (double) counts[0] / pixels();
    }

    static String name(DamageKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
