package org.sstem.stack;

import org.sstem.internal.math.Medians;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;

/**
 * Where black is in a stack, and how far its tissue reaches above it: grey values say how much light came through only
 * when they are counted from black. Immutable and thread-safe.
 *
 * @param black    grey value of no light at all, scaled as {@link Plane} says
 * @param white    grey value that nearly all tissue stays below
 * @param given    whether a person said so
 * @param inverted whether membranes seem to be brighter than what lies between them: stain is then light, not dark
 */
public record GreyLevels(double black, double white, boolean given, boolean inverted) implements Serializable {

    /** Grey values that begin above this part of their highest do not begin at black. */
    private static final double OFFSET = 0.5;
    /** Share of the tissue that is darker than any tissue: dead pixels and the like. */
    private static final double OUTLIERS = 2e-5;

    private static final double BRIGHT = 0.999;
    private static final int MOST_SECTIONS = 48;
    private static final int MOST_ROWS = 192;
    /** Median skewness of grey values about their surroundings beyond which contrast is inverted; that of tissue is below 0. */
    private static final double SKEWED = 0.05;

    /** Half-width of the surroundings, pixels. */
    private static final int AROUND_PX = 8;

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if white is not above black, or one is not finite
     */
    public GreyLevels {
        if (!(black < white) || Double.isInfinite(black) || Double.isInfinite(white)) {
            throw new IllegalArgumentException("black must be below white, was " + black + " and " + white);
        }
    }

    /**
     * Levels that are known.
     *
     * @param black grey value of no light, scaled as {@link Plane} says
     * @param white grey value that nearly all tissue stays below
     * @return the levels
     * @throws IllegalArgumentException if white is not above black, or one is not finite
     */
    public static GreyLevels of(double black, double white) {
        return new GreyLevels(black, white, true, false);
    }

    /**
     * Estimates the levels from tissue alone: from rows spread over at most 48 sections. Black is 0 where grey values
     * begin near 0, as in 8 bit; where they begin well above it, or below, the darkest tissue is black.
     *
     * @param sections the stack, with its tissue
     * @return the levels; 0 and 1 for a stack without tissue
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public static GreyLevels estimate(SectionSource sections) {
        int step = 1 + (sections.sections() - 1) / MOST_SECTIONS;
        int rowStep = 1 + (sections.height() - 1) / MOST_ROWS;
        double[] lows = new double[(sections.sections() + step - 1) / step];
        double[] highs = new double[lows.length];
        double[] skews = new double[lows.length];
        int n = 0;
        for (int z = 0; z < sections.sections(); z += step) {
            Sample sample = new Sample(sections.width() * ((sections.height() + rowStep - 1) / rowStep));
            for (int y = rowStep / 2; y < sections.height(); y += rowStep) {
                Area row = new Area(0, y, sections.width(), 1);
                sample.add(
                        sections.read(z, row).pixels(), sections.tissue(z, row).pixels());
            }
            if (sample.tells()) {
                lows[n] = sample.at(OUTLIERS);
                highs[n] = sample.at(BRIGHT);
                skews[n++] = sample.skewness();
            }
        }
        if (n == 0) {
            return new GreyLevels(0, 1, false, false);
        }
        lows = Arrays.copyOf(lows, n);
        double lowest = Arrays.stream(lows).min().orElseThrow();
        double usual = Medians.of(lows);
        double highest = Medians.of(Arrays.copyOf(highs, n));
        boolean fromZero = lowest >= 0 && usual <= OFFSET * highest;
        double black = fromZero ? 0 : lowest;
        return new GreyLevels(
                black, Math.max(highest, Math.nextUp(black)), false, Medians.of(Arrays.copyOf(skews, n)) > SKEWED);
    }

    /**
     * Counts the grey values of a stack from black.
     *
     * @param sections the stack
     * @return the same stack, its values less black; itself where black is 0
     */
    public SectionSource above(SectionSource sections) {
        return black == 0 ? sections : new FromBlack(sections, (float) black);
    }

    /**
     * Brings values counted from black back to those of the stack.
     *
     * @param plane changed in place
     */
    public void restore(Plane plane) {
        if (black != 0) {
            for (int i = 0; i < plane.pixels().length; i++) {
                plane.pixels()[i] += (float) black;
            }
        }
    }

    /**
     * Says the levels for people.
     *
     * @return one sentence
     */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "black is %.5g and tissue reaches to %.5g of the scale from 0 to 1 (%s)%s",
                black,
                white,
                given ? "given" : "estimated from tissue",
                inverted
                        ? "; contrast seems inverted, membranes being bright: invert the stack before it is used"
                        : "");
    }

    /** Grey values of one section's tissue. */
    private static final class Sample {
        private final float[] values;
        private int n;
        private double squares;
        private double cubes;
        private long m;

        Sample(int most) {
            values = new float[most];
        }

        void add(float[] row, float[] tissue) {
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
            if (n < 64) {
                return false;
            }
            Arrays.sort(values, 0, n);
            return values[n - 1] > values[0];
        }

        double at(double share) {
            return values[(int) Math.min(n - 1, share * n)];
        }

        double skewness() {
            double variance = squares / Math.max(1, m);
            return variance > 0 ? cubes / m / Math.pow(variance, 1.5) : 0;
        }
    }

    /** A stack less its black. */
    private record FromBlack(SectionSource source, float black) implements SectionSource {

        @Override
        public int width() {
            return source.width();
        }

        @Override
        public int height() {
            return source.height();
        }

        @Override
        public int sections() {
            return source.sections();
        }

        @Override
        public Plane read(int z, Area area) {
            Plane plane = source.read(z, area);
            for (int i = 0; i < plane.pixels().length; i++) {
                plane.pixels()[i] -= black;
            }
            return plane;
        }

        @Override
        public Plane tissue(int z, Area area) {
            return source.tissue(z, area);
        }
    }
}
