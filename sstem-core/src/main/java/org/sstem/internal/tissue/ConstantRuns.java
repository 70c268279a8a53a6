package org.sstem.internal.tissue;

import net.imglib2.parallel.Parallelization;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the grey values that fill places of a section to the last bit, and the runs of pixels that have them. Tissue is
 * grained: not even where it is saturated does it hold one value over a long way, except there. Reads in strips, twice;
 * the same result on any number of threads.
 */
final class ConstantRuns {

    /** A run of equal pixels from here on is none of tissue's. */
    private static final int LONG_RUN = 16;
    /** Within the section shorter runs are chance. */
    private static final int SHORT_RUN = 4;
    /** Pixels of a value in long runs before it is looked at. */
    private static final int LEAST_PIXELS = 400;

    private static final int STRIP_PIXELS = 1 << 20;
    private static final int LEAST_ROWS = 64;
    /** Strips that are worked on at the same time at most. */
    private static final int TOGETHER = 16;

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

    private record Tally(Map<Float, long[]> inside, Map<Float, long[]> border) {

        static Tally none() {
            return new Tally(new HashMap<>(), new HashMap<>());
        }
    }

    /** What a strip tells; its first and its last pixel, row by row. */
    private record Told(Tally tally, float lowest, float highest, float[] sides) {}

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
        List<Runs.Builder> builders = builders(values.size(), height);
        if (!values.isEmpty()) {
            strips((y0, strip) -> collected(y0, strip, values), (y0, runs) -> {
                for (int k = 0; k < runs.size(); k++) {
                    append(runs.get(k), y0, builders.get(k));
                }
            });
        }
        List<OfValue> out = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            long onBorder = tally.border.getOrDefault(values.get(i), new long[1])[0];
            out.add(new OfValue(values.get(i), builders.get(i).build(), onBorder));
        }
        return out;
    }

    private List<Runs.Builder> builders(int count, int rows) {
        return Stream.generate(() -> new Runs.Builder(width, rows)).limit(count).toList();
    }

    private static void append(Runs runs, int y0, Runs.Builder to) {
        for (int y = 0; y < runs.height(); y++) {
            for (int i = runs.first(y); i < runs.first(y + 1); i++) {
                to.add(y0 + y, runs.from(i), runs.to(i));
            }
        }
    }

    /**
     * Works on all strips: on some that lie together at the same time, so that what holds them is not read again and again.
     *
     * @param work what is made of a strip
     * @param use  takes that, from the first strip to the last
     */
    private <R> void strips(BiFunction<Integer, Plane, R> work, BiConsumer<Integer, R> use) {
        int rows = Math.max(LEAST_ROWS, STRIP_PIXELS / width);
        for (int y = 0; y < height; y += TOGETHER * rows) {
            List<Integer> starts = IntStream.iterate(y, y0 -> y0 + rows)
                    .limit(TOGETHER)
                    .filter(y0 -> y0 < height)
                    .boxed()
                    .toList();
            List<R> made = Parallelization.getTaskExecutor()
                    .forEachApply(
                            starts,
                            y0 -> work.apply(y0, source.read(z, new Area(0, y0, width, Math.min(rows, height - y0)))));
            for (int i = 0; i < made.size(); i++) {
                use.accept(starts.get(i), made.get(i));
            }
        }
    }

    private Tally tally() {
        Tally all = Tally.none();
        float[] value = {Float.NaN, Float.NaN};
        int[] length = new int[2];
        strips(this::told, (y0, told) -> {
            lowest = Math.min(lowest, told.lowest);
            highest = Math.max(highest, told.highest);
            told.tally.inside.forEach((v, n) -> add(all.inside, v, n[0]));
            told.tally.border.forEach((v, n) -> add(all.border, v, n[0]));
            for (int i = 0; i < told.sides.length; i++) {
                int side = i % 2;
                if (told.sides[i] != value[side]) {
                    count(all.border, value[side], length[side]);
                    length[side] = 0;
                }
                value[side] = told.sides[i];
                length[side]++;
            }
        });
        count(all.border, value[0], length[0]);
        count(all.border, value[1], length[1]);
        return all;
    }

    private Told told(int y0, Plane strip) {
        Tally tally = Tally.none();
        float[] p = strip.pixels();
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        float[] sides = new float[2 * strip.height()];
        for (int y = 0; y < strip.height(); y++) {
            boolean outer = y0 + y == 0 || y0 + y == height - 1;
            for (int x = 0, end; x < width; x = end) {
                float v = p[y * width + x];
                least = Math.min(least, v);
                most = Math.max(most, v);
                end = x + 1;
                while (end < width && p[y * width + end] == v) {
                    end++;
                }
                count(tally.inside, v, end - x);
                if (outer) {
                    count(tally.border, v, end - x);
                }
            }
            sides[2 * y] = p[y * width];
            sides[2 * y + 1] = p[y * width + width - 1];
        }
        return new Told(tally, least, most, sides);
    }

    private static void count(Map<Float, long[]> counts, float value, int length) {
        if (length >= LONG_RUN) {
            add(counts, value, length);
        }
    }

    private static void add(Map<Float, long[]> counts, float value, long pixels) {
        if (counts.size() < MOST_COUNTED || counts.containsKey(value)) {
            counts.computeIfAbsent(value, v -> new long[1])[0] += pixels;
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

    private List<Runs> collected(int y0, Plane strip, List<Float> values) {
        List<Runs.Builder> builders = builders(values.size(), strip.height());
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
                        builders.get(k).add(y, x, end);
                    }
                }
            }
        }
        return builders.stream().map(Runs.Builder::build).toList();
    }
}
