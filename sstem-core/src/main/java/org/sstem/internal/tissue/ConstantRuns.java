package org.sstem.internal.tissue;

import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the grey values that fill places of a section to the last bit, and the runs of pixels that have them. Tissue is
 * grained: not even where it is saturated does it hold one value over a long way, except there. Reads in strips, twice.
 */
final class ConstantRuns {

    /** A run of equal pixels from here on is none of tissue's. */
    private static final int LONG_RUN = 16;
    /** Within the section shorter runs are chance. */
    private static final int SHORT_RUN = 4;
    /** Pixels of a value in long runs before it is looked at. */
    private static final int LEAST_PIXELS = 400;

    private static final int STRIP_PIXELS = 1 << 20;
    private static final int MOST_VALUES = 4;
    private static final int MOST_COUNTED = 4096;

    private final SectionSource source;
    private final int z;
    private final int width;
    private final int height;
    private float lowest = Float.POSITIVE_INFINITY;
    private float highest = Float.NEGATIVE_INFINITY;

    /** Runs of one value, and how much of the section's border it takes in one go. */
    record OfValue(float value, Runs runs, long onBorder) {}

    private record Tally(Map<Float, long[]> inside, Map<Float, long[]> border) {}

    ConstantRuns(SectionSource source, int z) {
        this.source = source;
        this.z = z;
        this.width = source.width();
        this.height = source.height();
    }

    /** Smallest and largest grey value, after {@link #find}. */
    float lowest() {
        return lowest;
    }

    float highest() {
        return highest;
    }

    List<OfValue> find() {
        Tally tally = tally();
        List<Float> values = values(tally);
        List<Runs.Builder> builders = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            builders.add(new Runs.Builder(width, height));
        }
        if (!values.isEmpty()) {
            strips((y0, strip) -> collect(y0, strip, values, builders));
        }
        List<OfValue> out = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            long onBorder = tally.border.getOrDefault(values.get(i), new long[1])[0];
            out.add(new OfValue(values.get(i), builders.get(i).build(), onBorder));
        }
        return out;
    }

    private interface StripUse {
        void accept(int y0, Plane strip);
    }

    private void strips(StripUse use) {
        int rows = Math.max(1, STRIP_PIXELS / width);
        for (int y0 = 0; y0 < height; y0 += rows) {
            use.accept(y0, source.read(z, new Area(0, y0, width, Math.min(rows, height - y0))));
        }
    }

    private Tally tally() {
        Tally tally = new Tally(new HashMap<>(), new HashMap<>());
        float[] value = {Float.NaN, Float.NaN};
        int[] length = new int[2];
        strips((y0, strip) -> {
            float[] p = strip.pixels();
            for (int y = 0; y < strip.height(); y++) {
                boolean outer = y0 + y == 0 || y0 + y == height - 1;
                for (int x = 0, end; x < width; x = end) {
                    float v = p[y * width + x];
                    lowest = Math.min(lowest, v);
                    highest = Math.max(highest, v);
                    end = x + 1;
                    while (end < width && p[y * width + end] == v) {
                        end++;
                    }
                    count(tally.inside, v, end - x);
                    if (outer) {
                        count(tally.border, v, end - x);
                    }
                }
                for (int side = 0; side < 2; side++) {
                    float v = p[y * width + side * (width - 1)];
                    if (v != value[side]) {
                        count(tally.border, value[side], length[side]);
                        length[side] = 0;
                    }
                    value[side] = v;
                    length[side]++;
                }
            }
        });
        count(tally.border, value[0], length[0]);
        count(tally.border, value[1], length[1]);
        return tally;
    }

    private static void count(Map<Float, long[]> counts, float value, int length) {
        if (length >= LONG_RUN && (counts.size() < MOST_COUNTED || counts.containsKey(value))) {
            counts.computeIfAbsent(value, v -> new long[1])[0] += length;
        }
    }

    private static List<Float> values(Tally tally) {
        Map<Float, Long> all = new HashMap<>();
        tally.inside.forEach((v, n) -> {
            if (n[0] >= LEAST_PIXELS) {
                all.merge(v, n[0], Long::sum);
            }
        });
        tally.border.forEach((v, n) -> all.merge(v, n[0], Long::sum));
        return all.entrySet().stream()
                .sorted((a, b) -> {
                    int more = Long.compare(b.getValue(), a.getValue());
                    return more != 0 ? more : Float.compare(a.getKey(), b.getKey());
                })
                .limit(MOST_VALUES)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void collect(int y0, Plane strip, List<Float> values, List<Runs.Builder> builders) {
        float[] p = strip.pixels();
        for (int y = 0; y < strip.height(); y++) {
            boolean outer = y0 + y == 0 || y0 + y == height - 1;
            for (int x = 0, end; x < width; x = end) {
                float v = p[y * width + x];
                end = x + 1;
                while (end < width && p[y * width + end] == v) {
                    end++;
                }
                if (end - x >= SHORT_RUN || outer || x == 0 || end == width) {
                    int k = values.indexOf(v);
                    if (k >= 0) {
                        builders.get(k).add(y0 + y, x, end);
                    }
                }
            }
        }
    }
}
