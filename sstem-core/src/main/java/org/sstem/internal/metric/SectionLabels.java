package org.sstem.internal.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The labels of sections as objects of the section, and as objects of the volume.
 *
 * <p>Label 0 is no object and stays 0. Stateless; the results depend on nothing but the labels.
 */
public final class SectionLabels {

    private SectionLabels() {}

    /**
     * Gives every connected piece (four neighbours) of a label a label of its own: what is one object in the volume may be
     * several in a section, and no segmentation of the section alone can know that they belong together.
     *
     * @param labels one label a pixel, row-major
     * @param width  pixels in x
     * @return labels from 1, in the order of the pieces' first pixels
     */
    public static long[] pieces(long[] labels, int width) {
        long[] pieces = new long[labels.length];
        int[] waiting = new int[labels.length];
        long next = 1;
        for (int seed = 0; seed < labels.length; seed++) {
            if (labels[seed] == 0 || pieces[seed] != 0) {
                continue;
            }
            int n = 0;
            waiting[n++] = seed;
            pieces[seed] = next;
            while (n > 0) {
                int i = waiting[--n];
                for (int side = 0; side < 4; side++) {
                    int j = neighbour(i, side, width, labels.length);
                    if (j >= 0 && labels[j] == labels[i] && pieces[j] == 0) {
                        pieces[j] = next;
                        waiting[n++] = j;
                    }
                }
            }
            next++;
        }
        return pieces;
    }

    /** The pixel to the left, right, top or bottom of another, or a negative number where the section ends. */
    static int neighbour(int i, int side, int width, int length) {
        return switch (side) {
            case 0 -> i % width > 0 ? i - 1 : -1;
            case 1 -> i % width < width - 1 ? i + 1 : -1;
            case 2 -> i - width;
            default -> i + width < length ? i + width : -1;
        };
    }

    /**
     * Makes objects of the volume of those of its sections: an object is continued by the one of the next section with which
     * it shares the most pixels, if that shares the most with it too. Of equal shares the smaller label counts. So every object
     * has at most one part in each section, and a merger in one section does not spread over the volume.
     *
     * @param sections labels of consecutive sections, row-major, of one size; labels of different sections have nothing to
     *                 do with each other
     * @return labels from 1 that hold throughout the volume, in the order in which they are met
     * @throws IllegalArgumentException if the sections differ in size
     */
    public static List<long[]> linked(List<long[]> sections) {
        List<long[]> volume = new ArrayList<>();
        Map<Long, Long> before = Map.of();
        long next = 1;
        for (int z = 0; z < sections.size(); z++) {
            long[] section = sections.get(z);
            Map<Long, Long> continues = z == 0 ? Map.of() : mutual(sections.get(z - 1), section);
            Map<Long, Long> names = new HashMap<>();
            long[] named = new long[section.length];
            for (int i = 0; i < section.length; i++) {
                long label = section[i];
                if (label == 0) {
                    continue;
                }
                Long name = names.get(label);
                if (name == null) {
                    Long of = continues.get(label);
                    name = of == null ? next++ : before.get(of);
                    names.put(label, name);
                }
                named[i] = name;
            }
            volume.add(named);
            before = names;
        }
        return volume;
    }

    /** Which label of the section before a label continues. */
    private static Map<Long, Long> mutual(long[] before, long[] after) {
        if (before.length != after.length) {
            throw new IllegalArgumentException(
                    "sections to link must have one size, were " + before.length + " and " + after.length + " pixels");
        }
        Map<Overlap, Integer> shared = new HashMap<>();
        for (int i = 0; i < before.length; i++) {
            if (before[i] != 0 && after[i] != 0) {
                shared.merge(new Overlap(before[i], after[i]), 1, Integer::sum);
            }
        }
        Map<Long, Overlap> forward = new HashMap<>();
        Map<Long, Overlap> back = new HashMap<>();
        Overlap[] pairs = shared.keySet().toArray(Overlap[]::new);
        Arrays.sort(
                pairs,
                (a, b) -> a.before != b.before ? Long.compare(a.before, b.before) : Long.compare(a.after, b.after));
        for (Overlap pair : pairs) {
            forward.merge(pair.before, pair, (old, other) -> shared.get(other) > shared.get(old) ? other : old);
            back.merge(pair.after, pair, (old, other) -> shared.get(other) > shared.get(old) ? other : old);
        }
        Map<Long, Long> continued = new HashMap<>();
        back.forEach((label, pair) -> {
            if (forward.get(pair.before).equals(pair)) {
                continued.put(label, pair.before);
            }
        });
        return continued;
    }

    private record Overlap(long before, long after) {}
}
