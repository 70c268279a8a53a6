package org.sstem.internal.tissue;

import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutor;
import org.sstem.internal.math.Medians;
import org.sstem.internal.math.Quantiles;
import org.sstem.method.Area;
import org.sstem.method.SectionSource;
import org.sstem.stack.GreyLevels;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Grey values of one section's tissue, from rows spread over it; those of some sections tell where black is in a stack.
 *
 * @param tells whether there is enough tissue, of finite grey values, and not of one
 * @param low   what hardly any pixel is darker than
 * @param high  what hardly any pixel is brighter than
 * @param skew  skewness of grey values about their surroundings
 */
public record GreySample(boolean tells, double low, double high, double skew) implements Serializable {

    /** Grey values that begin above this part of their highest do not begin at black. */
    private static final double OFFSET = 0.5;
    /** Share of the tissue that is darker than any tissue: dead pixels and the like. */
    private static final double OUTLIERS = 2e-5;

    private static final double BRIGHT = 0.999;
    private static final int MOST_SECTIONS = 48;
    private static final int MOST_ROWS = 192;
    /** Rows that are read side by side. */
    private static final int ROWS_AT_ONCE = 32;
    /** Of rows that are so long, fewer are looked at. */
    private static final int MOST_PIXELS = 1 << 22;

    private static final int FEWEST = 64;
    /** Median skewness of grey values about their surroundings beyond which contrast is inverted; that of tissue is below 0. */
    private static final double SKEWED = 0.05;

    /** Half-width of the surroundings, pixels. */
    private static final int AROUND_PX = 8;

    /** The sections that are looked at, at most 48. */
    public static int[] sections(int sections) {
        int step = 1 + (sections - 1) / MOST_SECTIONS;
        return IntStream.iterate(0, z -> z < sections, z -> z + step).toArray();
    }

    /** Looks at a section. */
    public static GreySample of(SectionSource source, int z) {
        int rowStep = 1 + (source.height() - 1) / Math.max(1, Math.min(MOST_ROWS, MOST_PIXELS / source.width()));
        Gathering sample = new Gathering(source.width() * ((source.height() + rowStep - 1) / rowStep));
        List<Integer> rows = IntStream.iterate(rowStep / 2, y -> y < source.height(), y -> y + rowStep)
                .boxed()
                .toList();
        TaskExecutor executor = Parallelization.getTaskExecutor();
        for (int first = 0; first < rows.size(); first += ROWS_AT_ONCE) {
            List<Integer> next = rows.subList(first, Math.min(first + ROWS_AT_ONCE, rows.size()));
            executor.forEachApply(next, y -> Row.of(source, z, y)).forEach(sample::add);
        }
        return sample.tells()
                ? new GreySample(true, sample.at(OUTLIERS), sample.at(BRIGHT), sample.skewness())
                : new GreySample(false, 0, 0, 0);
    }

    /** Estimates the levels of a stack; 0 and 1 if no section tells anything. */
    public static GreyLevels levels(List<GreySample> all) {
        List<GreySample> telling = all.stream().filter(GreySample::tells).toList();
        if (telling.isEmpty()) {
            return new GreyLevels(0, 1, false, false);
        }
        double[] lows = telling.stream().mapToDouble(GreySample::low).toArray();
        double lowest = Arrays.stream(lows).min().orElseThrow();
        double usual = Medians.of(lows);
        double highest =
                Medians.of(telling.stream().mapToDouble(GreySample::high).toArray());
        double skew = Medians.of(telling.stream().mapToDouble(GreySample::skew).toArray());
        boolean fromZero = lowest >= 0 && usual <= OFFSET * highest;
        double black = fromZero ? 0 : lowest;
        return new GreyLevels(black, Math.max(highest, Math.nextUp(black)), false, skew > SKEWED);
    }

    /** One row of a section. */
    private record Row(float[] values, float[] tissue) {

        static Row of(SectionSource source, int z, int y) {
            Area row = new Area(0, y, source.width(), 1);
            return new Row(source.read(z, row).pixels(), source.tissue(z, row).pixels());
        }
    }

    /** Row after row. */
    private static final class Gathering {
        private final float[] values;
        private int n;
        private double squares;
        private double cubes;
        private long m;

        Gathering(int most) {
            values = new float[most];
        }

        void add(Row read) {
            float[] row = read.values;
            float[] tissue = read.tissue;
            double sum = 0;
            int wide = 2 * AROUND_PX + 1;
            int inside = 0;
            for (int x = 0; x < row.length; x++) {
                sum += row[x];
                inside += tissue[x] > 0 ? 1 : 0;
                if (x >= wide) {
                    sum -= row[x - wide];
                    inside -= tissue[x - wide] > 0 ? 1 : 0;
                }
                if (x >= wide - 1 && inside == wide) {
                    double d = row[x - AROUND_PX] - sum / wide;
                    squares += d * d;
                    cubes += d * d * d;
                    m++;
                }
                if (tissue[x] > 0) {
                    values[n++] = row[x];
                }
            }
        }

        boolean tells() {
            if (n < FEWEST) {
                return false;
            }
            boolean differ = false;
            for (int i = 0; i < n; i++) {
                if (!Float.isFinite(values[i])) {
                    return false;
                }
                differ |= values[i] != values[0];
            }
            return differ;
        }

        double at(double share) {
            return Quantiles.at(values, n, (int) Math.min(n - 1, share * n));
        }

        double skewness() {
            double variance = squares / Math.max(1, m);
            return variance > 0 ? cubes / m / Math.pow(variance, 1.5) : 0;
        }
    }
}
