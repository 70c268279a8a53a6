package org.sstem.internal.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Finds where the bands of a mask run, whether they cross it or end in it, one by one where they branch or cross. */
final class CourseFinder {

    private static final int MOST_COURSES = 8;
    private static final int TRIALS = 300;
    private static final int LEAST_PIXELS = 60;
    /** What a band may wave about its parabola, besides its own width. */
    private static final double WAVE_PX = 8;

    private static final double GAP_PX = 24;
    private static final double LEAST_SHAPE = 3;
    private static final double LEAST_LENGTH = 50;
    private static final double WAVE_SIGMA = 3;
    private static final int BLUNT_STEPS = 3;
    /** A band that ends bluntly so near to the border has been lost sight of. */
    private static final double LOST_PX = 100;

    private final int width;
    private final int height;
    private final boolean[] absent;
    private boolean[] mask;

    /**
     * Looks in a section.
     *
     * @param width  of the section
     * @param height of the section
     * @param absent where it has no tissue: bands go on there out of sight, as they do beyond its border
     */
    CourseFinder(int width, int height, boolean[] absent) {
        this.width = width;
        this.height = height;
        this.absent = absent;
    }

    /** Finds the courses, longest first. */
    List<Course> find(boolean[] mask) {
        this.mask = mask;
        double[] depth = depth(mask);
        List<int[]> left = new ArrayList<>();
        for (int i = 0; i < mask.length; i++) {
            if (mask[i]) {
                left.add(new int[] {i % width, i / width});
            }
        }
        List<Course> courses = new ArrayList<>();
        while (courses.size() < MOST_COURSES && left.size() >= LEAST_PIXELS) {
            Course course = next(left, depth);
            if (course == null) {
                break;
            }
            double reach = reach(course) + 3;
            Course.Place place = new Course.Place();
            List<int[]> rest = new ArrayList<>();
            for (int[] p : left) {
                course.locate(p[0], p[1], place);
                if (Math.abs(place.d) > reach || place.s < course.from() - 4 || place.s > course.to() + 4) {
                    rest.add(p);
                }
            }
            if (rest.size() == left.size()) {
                break;
            }
            left = rest;
            if (course.length() > Math.max(LEAST_SHAPE * 2 * course.halfWidth(), LEAST_LENGTH)) {
                courses.add(course);
            }
        }
        return courses;
    }

    private static double reach(Course course) {
        return 1.6 * course.halfWidth() + 2;
    }

    /** The longest band of what is left: lines through two of its pixels are tried, the best is bent to fit. */
    private Course next(List<int[]> pixels, double[] depth) {
        SplittableRandom random = new SplittableRandom(pixels.size());
        double[] deep = pixels.stream()
                .mapToDouble(p -> depth[p[1] * width + p[0]])
                .sorted()
                .toArray();
        double half = deep[(int) (0.9 * (deep.length - 1))];
        double tolerance = half + WAVE_PX;
        int stride = Math.max(1, pixels.size() / 1000);
        double[] best = null;
        int bestScore = 0;
        for (int t = 0; t < TRIALS; t++) {
            int[] p = pixels.get(random.nextInt(pixels.size()));
            int[] q = pixels.get(random.nextInt(pixels.size()));
            double length = Math.hypot(q[0] - p[0], q[1] - p[1]);
            if (length < 4 * half || length < 20) {
                continue;
            }
            double tx = (q[0] - p[0]) / length;
            double ty = (q[1] - p[1]) / length;
            for (double sagitta = -0.12; sagitta <= 0.121; sagitta += 0.06) {
                // A parabola through both: origin in the middle, at the height of the sagitta.
                double bend = -4 * sagitta / length;
                double cx = (p[0] + q[0]) / 2.0 - ty * sagitta * length;
                double cy = (p[1] + q[1]) / 2.0 + tx * sagitta * length;
                double[] line = {cx, cy, tx, ty, bend};
                int score = run(pixels, stride, line, tolerance)[2];
                if (score > bestScore) {
                    bestScore = score;
                    best = line;
                }
            }
        }
        return best == null ? null : refined(pixels, best, tolerance, half);
    }

    /** The longest run of pixels along a parabola without a gap: first and last s, and its length in bins. */
    private int[] run(List<int[]> pixels, int stride, double[] line, double tolerance) {
        double bin = 6;
        int n = (int) (4 * Math.hypot(width, height) / bin);
        boolean[] seen = new boolean[n];
        for (int i = 0; i < pixels.size(); i += stride) {
            int[] p = pixels.get(i);
            double s = (p[0] - line[0]) * line[2] + (p[1] - line[1]) * line[3];
            double o = -(p[0] - line[0]) * line[3] + (p[1] - line[1]) * line[2];
            if (Math.abs(o - line[4] * s * s) <= tolerance * Math.sqrt(1 + 4 * line[4] * line[4] * s * s)) {
                seen[(int) Math.min(Math.max(s / bin + n / 2.0, 0), n - 1)] = true;
            }
        }
        int gap = (int) (GAP_PX / bin);
        // Where another band is crossed its pixels bridge the gap.
        boolean[] bridge = new boolean[n];
        for (int i = 0; i < n; i++) {
            double s = (i - n / 2.0 + 0.5) * bin;
            double o = line[4] * s * s;
            int x = (int) Math.rint(line[0] + s * line[2] - o * line[3]);
            int y = (int) Math.rint(line[1] + s * line[3] + o * line[2]);
            bridge[i] = x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x];
        }
        int[] best = {0, 0, 0};
        int start = -1;
        int last = -1;
        int count = 0;
        int missing = 0;
        for (int i = 0; i <= n; i++) {
            boolean on = i < n && seen[i];
            missing = on ? 0 : i < n && bridge[i] ? missing : missing + 1;
            if (on) {
                if (start < 0) {
                    start = i;
                    count = 0;
                }
                last = i;
                count++;
            }
            if (start >= 0 && (i == n || missing > gap)) {
                if (count > best[2]) {
                    best = new int[] {(int) ((start - n / 2) * bin), (int) ((last + 1 - n / 2) * bin), count};
                }
                start = -1;
            }
        }
        return best;
    }

    private Course refined(List<int[]> pixels, double[] start, double tolerance, double half) {
        double[] line = start;
        for (int k = 0; k < 5; k++) {
            int[] run = run(pixels, 1, line, tolerance);
            List<int[]> own = own(pixels, line, tolerance, run);
            if (own.size() < LEAST_PIXELS / 2) {
                return null;
            }
            line = fitted(own, line, run[1] - run[0] > 16 * half);
        }
        int[] run = run(pixels, 1, line, tolerance);
        return course(own(pixels, line, tolerance, run), line, half);
    }

    private static List<int[]> own(List<int[]> pixels, double[] line, double tolerance, int[] run) {
        List<int[]> own = new ArrayList<>();
        for (int[] p : pixels) {
            double s = (p[0] - line[0]) * line[2] + (p[1] - line[1]) * line[3];
            double o = -(p[0] - line[0]) * line[3] + (p[1] - line[1]) * line[2];
            double limit = tolerance * Math.sqrt(1 + 4 * line[4] * line[4] * s * s);
            if (s >= run[0] && s <= run[1] && Math.abs(o - line[4] * s * s) <= limit) {
                own.add(p);
            }
        }
        return own;
    }

    /** Least squares of o = a + b s + c s^2 over bins of s, then turned so that the parabola is c s^2 alone. */
    private double[] fitted(List<int[]> own, double[] line, boolean bent) {
        double[][] h = new double[3][4];
        double middle = 0;
        for (int[] p : own) {
            middle += (p[0] - line[0]) * line[2] + (p[1] - line[1]) * line[3];
        }
        middle /= own.size();
        double scale = 100;
        for (int[] p : own) {
            double s = ((p[0] - line[0]) * line[2] + (p[1] - line[1]) * line[3] - middle) / scale;
            double o = -(p[0] - line[0]) * line[3] + (p[1] - line[1]) * line[2];
            double[] f = {1, s, s * s};
            // Where the band is broad there are more pixels; a border cuts it obliquely, which matters little then.
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    h[i][j] += f[i] * f[j];
                }
                h[i][3] += f[i] * o;
            }
        }
        h[2][2] += bent ? 0 : 1e12;
        double[] c = solve3(h);
        double slope = c[1] / scale;
        double cos = 1 / Math.sqrt(1 + slope * slope);
        double sin = slope * cos;
        double ox = line[0] + middle * line[2] - c[0] * line[3];
        double oy = line[1] + middle * line[3] + c[0] * line[2];
        double tx = cos * line[2] - sin * line[3];
        double ty = cos * line[3] + sin * line[2];
        return new double[] {ox, oy, tx, ty, c[2] / (scale * scale) * cos * cos * cos};
    }

    private static double[] solve3(double[][] h) {
        for (int i = 0; i < 3; i++) {
            double pivot = h[i][i] + 1e-9;
            for (int r = 0; r < 3; r++) {
                if (r != i) {
                    double f = h[r][i] / pivot;
                    for (int k = i; k < 4; k++) {
                        h[r][k] -= f * h[i][k];
                    }
                }
            }
        }
        return new double[] {h[0][3] / (h[0][0] + 1e-9), h[1][3] / (h[1][1] + 1e-9), h[2][3] / (h[2][2] + 1e-9)};
    }

    private Course course(List<int[]> own, double[] line, double half) {
        Course.Axis axis = new Course.Axis(line[0], line[1], line[2], line[3], line[4]);
        Course bare = new Course(axis, 0, 0, new double[1], new double[1], false, false, half);
        Course.Place place = new Course.Place();
        double from = Double.POSITIVE_INFINITY;
        double to = Double.NEGATIVE_INFINITY;
        for (int[] p : own) {
            bare.locate(p[0], p[1], place);
            from = Math.min(from, place.s);
            to = Math.max(to, place.s);
        }
        int n = Math.max(2, (int) Math.ceil((to - from) / Course.STEP) + 1);
        double[] low = new double[n];
        double[] high = new double[n];
        boolean[] cut = new boolean[n];
        int[] pixels = new int[n];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        for (int[] p : own) {
            bare.locate(p[0], p[1], place);
            int i = (int) Math.min(Math.max(Math.rint((place.s - from) / Course.STEP), 0), n - 1);
            low[i] = Math.min(low[i], place.d);
            high[i] = Math.max(high[i], place.d);
            pixels[i]++;
            cut[i] |= nearEdge(p[0], p[1], 2);
        }
        double[] wave = new double[n];
        double[] weight = new double[n];
        double[] across = new double[n];
        double widths = 0;
        int counted = 0;
        for (int i = 0; i < n; i++) {
            boolean end = i == 0 || i == n - 1;
            across[i] = cut[i] || end || pixels[i] == 0 ? Double.NaN : pixels[i] / Course.STEP;
            if (high[i] >= low[i]) {
                wave[i] = (low[i] + high[i]) / 2;
                weight[i] = cut[i] ? 1e-6 : 1;
                if (!cut[i]) {
                    widths += (high[i] - low[i] + 1) / 2;
                    counted++;
                }
            }
        }
        double own2 = counted > 0 ? widths / counted : half;
        double margin = 2 * own2 + 10;
        boolean openFrom = nearBorder(bare, from, blunt(across, true, own2) ? Math.max(margin, LOST_PX) : margin);
        boolean openTo = nearBorder(bare, to, blunt(across, false, own2) ? Math.max(margin, LOST_PX) : margin);
        return new Course(axis, from, to, smooth(wave, weight), across, openFrom, openTo, own2);
    }

    /** Tells whether a band is about as wide at its end as elsewhere: where it ends in the tissue it narrows. */
    private static boolean blunt(double[] widths, boolean first, double halfWidth) {
        double sum = 0;
        int n = 0;
        for (int i = 1; i <= Math.min(BLUNT_STEPS, widths.length - 2); i++) {
            double width = widths[first ? i : widths.length - 1 - i];
            if (!Double.isNaN(width)) {
                sum += width;
                n++;
            }
        }
        return n > 0 && sum / n > 1.5 * halfWidth;
    }

    private boolean nearBorder(Course course, double s, double margin) {
        Course.Axis axis = course.axis();
        double o = axis.bend() * s * s;
        double px = axis.x() + s * axis.tx() - o * axis.ty();
        double py = axis.y() + s * axis.ty() + o * axis.tx();
        return nearEdge(px, py, margin);
    }

    /** Whether the section or its tissue ends less than a margin from a place. */
    private boolean nearEdge(double px, double py, double margin) {
        if (px < margin || py < margin || px > width - 1 - margin || py > height - 1 - margin) {
            return true;
        }
        for (int y = (int) Math.ceil(py - margin); y <= py + margin; y++) {
            for (int x = (int) Math.ceil(px - margin); x <= px + margin; x++) {
                if (absent[y * width + x] && Math.hypot(x - px, y - py) < margin) {
                    return true;
                }
            }
        }
        return false;
    }

    private static double[] smooth(double[] values, double[] weights) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            double sum = 0;
            double total = 1e-12;
            for (int k = 0; k < out.length; k++) {
                double g = weights[k] * Math.exp(-0.5 * (k - i) * (k - i) / (WAVE_SIGMA * WAVE_SIGMA));
                sum += g * values[k];
                total += g;
            }
            out[i] = sum / total;
        }
        return out;
    }

    /** How deep a pixel lies in the mask: distance to its rim in chessboard-like steps, two passes. */
    private double[] depth(boolean[] mask) {
        double[] depth = new double[mask.length];
        for (int pass = 0; pass < 2; pass++) {
            for (int k = 0; k < mask.length; k++) {
                int i = pass == 0 ? k : mask.length - 1 - k;
                int x = i % width;
                int y = i / width;
                if (!mask[i]) {
                    continue;
                }
                int way = pass == 0 ? -1 : 1;
                double least = pass == 0 ? 1e9 : depth[i];
                least = Math.min(least, step(depth, x + way, y, 1));
                least = Math.min(least, step(depth, x, y + way, 1));
                least = Math.min(least, step(depth, x + way, y + way, 1.4));
                depth[i] = Math.min(least, step(depth, x - way, y + way, 1.4));
            }
        }
        return depth;
    }

    private double step(double[] depth, int x, int y, double by) {
        return x < 0 || y < 0 || x >= width || y >= height ? 1e9 : depth[y * width + x] + by;
    }
}
