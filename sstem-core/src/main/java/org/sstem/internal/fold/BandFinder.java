package org.sstem.internal.fold;

import net.imglib2.parallel.Parallelization;
import org.sstem.internal.fold.law.FoldArc;
import org.sstem.internal.fold.law.FoldCurve;
import org.sstem.internal.image.Filters;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the dark bands that run through a section: lines and arcs that gather most darkness in a Hough transform, each
 * then traced at full resolution and taken away before the next is looked for.
 *
 * <p>Dark is what lies below the local mean by more than the local contrast, after averaging over a width that
 * membranes do not have: nothing depends on absolute grey values.
 */
final class BandFinder {

    private static final int ANGLES = 150;
    private static final int CELLS = 216;
    private static final int MOST_VOTERS = 4_000;
    /** Largest bend that is looked for: sagitta over the length of the section. */
    private static final double LARGEST_BEND = 0.14;

    private static final int BENDS = 15;
    private static final double DARK = 0.55;
    /** Darkness a cell of length that a line has to gather to be looked at. */
    static final double LEAST_DARKNESS = 0.5;

    private static final double CREDIBLE_CHORD = 0.4;
    private static final double CREDIBLE_CONTRAST = 0.2;
    private static final int MOST_ATTEMPTS = 3;
    /** Least reach of the surroundings that a place is compared with, pixels: a wide band must not make up most of them. */
    private static final double SURROUNDINGS_PX = 60;
    /** Averaging width that leaves no membrane dark, pixels. */
    private static final int SMOOTH_PX = 7;

    /** Pixels of a row of cells up to which it is read in one go. */
    private static final int WIDE_PIXELS = 1 << 24;

    private final int width;
    private final int height;
    private final Strip.Reader reader;
    private final int cell;
    private double darkest = Double.NaN;

    BandFinder(int width, int height, Strip.Reader reader) {
        this.width = width;
        this.height = height;
        this.reader = reader;
        this.cell = Math.max(2, (int) Math.ceil(Math.max(width, height) / (double) CELLS));
    }

    /** Finds bands, the most evident first. */
    List<Band> find(int most) {
        Plane dark = darkness();
        List<Band> bands = new ArrayList<>();
        BandTracer tracer = new BandTracer(width, height, reader);
        int failures = 0;
        while (bands.size() < most && failures < MOST_ATTEMPTS) {
            FoldArc guess = strongest(dark);
            if (guess == null) {
                break;
            }
            Band band = tracer.trace(guess, 3 * cell + 6);
            if (band != null && credible(band) && isNew(band, bands)) {
                bands.add(band);
                erase(dark, band.curve(), band.halfWidth() + band.rim() + 2 * cell);
            } else {
                failures++;
                erase(dark, guess, 1.5 * cell + 4);
            }
        }
        return bands;
    }

    /** Darkness a cell of length of the first line that was looked at, 0 if there was nothing dark. */
    double darkest() {
        return Double.isNaN(darkest) ? 0 : darkest;
    }

    private boolean credible(Band band) {
        return band.length() >= CREDIBLE_CHORD * Math.min(width, height)
                && band.tissue() - band.grey() > CREDIBLE_CONTRAST * Math.abs(band.tissue())
                && band.halfWidth() < 0.1 * Math.min(width, height);
    }

    private static boolean isNew(Band band, List<Band> others) {
        for (Band other : others) {
            double d =
                    Math.abs(other.curve().distance(band.arc().x(), band.arc().y()));
            double turn =
                    Math.abs(Math.sin(other.arc().normalAngle() - band.arc().normalAngle()));
            if (d < other.halfWidth() + band.halfWidth() && turn < 0.05) {
                return false;
            }
        }
        return true;
    }

    /** Darkness, 0 to 1, one value a cell. */
    private Plane darkness() {
        int columns = (width + cell - 1) / cell;
        int rows = (height + cell - 1) / cell;
        Plane mean = new Plane(columns, rows);
        Plane square = new Plane(columns, rows);
        Plane lowest = new Plane(columns, rows);
        // Pieces of at most about a megapixel, whole cells each.
        boolean wide = (long) width * cell > WIDE_PIXELS;
        int step = wide ? cell : Math.max(1, Math.min(rows, (1 << 20) / (width * cell))) * cell;
        int across = wide ? Math.max(1, (1 << 20) / cell / cell) * cell : width;
        int radius = SMOOTH_PX / 2;
        List<Area> pieces = new ArrayList<>();
        for (int y0 = 0; y0 < height; y0 += step) {
            for (int x0 = 0; x0 < width; x0 += across) {
                pieces.add(new Area(x0, y0, Math.min(across, width - x0), Math.min(step, height - y0)));
            }
        }
        // Whole cells each: no two write to the same.
        Parallelization.getTaskExecutor().forEach(pieces, piece -> {
            Area around = piece.grow(radius);
            Plane grey = reader.read(around);
            Plane smooth = blank(grey) ? grey : Filters.boxMean(grey, radius);
            for (int row = piece.y() / cell; row * cell < piece.y() + piece.height(); row++) {
                for (int column = piece.x() / cell; column * cell < piece.x() + piece.width(); column++) {
                    pool(grey, smooth, around, row, column, mean, square, lowest);
                }
            }
        });
        return cell <= SMOOTH_PX ? darkness(mean, square, lowest, 2) : darkness(lowest, squared(lowest), lowest, 4);
    }

    /** Nothing but 0 or nothing but 1, of which means are exact: most of a mask, and padding. */
    private static boolean blank(Plane grey) {
        float first = grey.pixels()[0];
        if (first != 0 && first != 1) {
            return false;
        }
        for (float value : grey.pixels()) {
            if (value != first) {
                return false;
            }
        }
        return true;
    }

    /**
     * How far values lie below the local mean, in so many local standard deviations. In small cells the spread of grey
     * values is the measure; large ones each hold something dark, and what is darker than that sticks out.
     */
    private Plane darkness(Plane mean, Plane square, Plane value, double deviations) {
        int least = (int) Math.max(4, SURROUNDINGS_PX / cell);
        int window = Math.max(least, Math.max(mean.width(), mean.height()) / 8);
        Plane localMean = Filters.boxMean(mean, window);
        Plane localSquare = Filters.boxMean(square, window);
        Plane dark = new Plane(mean.width(), mean.height());
        for (int i = 0; i < dark.pixels().length; i++) {
            double m = localMean.pixels()[i];
            double sd = Math.sqrt(Math.max(0, localSquare.pixels()[i] - m * m));
            double d = sd > 0 ? (m - value.pixels()[i]) / (deviations * sd) : 0;
            dark.pixels()[i] = (float) Math.min(Math.max(d, 0), 1);
        }
        return dark;
    }

    private static Plane squared(Plane plane) {
        Plane square = plane.copy();
        for (int i = 0; i < square.pixels().length; i++) {
            square.pixels()[i] *= square.pixels()[i];
        }
        return square;
    }

    private void pool(
            Plane grey, Plane smooth, Area piece, int row, int column, Plane mean, Plane square, Plane lowest) {
        double sum = 0;
        double sum2 = 0;
        float least = Float.POSITIVE_INFINITY;
        int n = 0;
        for (int y = row * cell; y < Math.min(height, row * cell + cell); y++) {
            for (int x = column * cell; x < Math.min(width, column * cell + cell); x++) {
                float value = grey.get(x - piece.x(), y - piece.y());
                sum += value;
                sum2 += value * value;
                least = Math.min(least, smooth.get(x - piece.x(), y - piece.y()));
                n++;
            }
        }
        mean.set(column, row, (float) (sum / n));
        square.set(column, row, (float) (sum2 / n));
        // The darkest place of a cell in large sections, where a band is narrower than a cell.
        lowest.set(column, row, least);
    }

    /** The arc that gathers most darkness, or null if nothing dark is left. */
    private FoldArc strongest(Plane dark) {
        int columns = dark.width();
        int rows = dark.height();
        double cx = 0.5 * (columns - 1);
        double cy = 0.5 * (rows - 1);
        float[] x = new float[dark.pixels().length];
        float[] y = new float[x.length];
        float[] weight = new float[x.length];
        int n = 0;
        for (int i = 0; i < x.length; i++) {
            if (dark.pixels()[i] > DARK) {
                x[n] = (float) (i % columns - cx);
                y[n] = (float) (i / columns - cy);
                weight[n++] = dark.pixels()[i];
            }
        }
        if (n < Math.min(columns, rows) / 4) {
            return null;
        }
        int stride = (n + MOST_VOTERS - 1) / MOST_VOTERS;
        Voters voters = new Voters(x, y, weight, n, stride);
        double[][] best = new double[ANGLES][4];
        net.imglib2.parallel.Parallelization.getTaskExecutor()
                .forEach(IntStream.range(0, ANGLES).boxed().toList(), angle -> {
                    double theta = Math.PI * angle / ANGLES;
                    best[angle] = vote(theta, voters, columns, rows);
                });
        int top = 0;
        for (int angle = 1; angle < ANGLES; angle++) {
            top = best[angle][0] > best[top][0] ? angle : top;
        }
        if (Double.isNaN(darkest)) {
            darkest = best[top][3] * stride;
        }
        // Along a band every cell is dark; along the darkest line through tissue few are.
        if (best[top][3] * stride < LEAST_DARKNESS) {
            return null;
        }
        double theta = Math.PI * top / ANGLES;
        double rho = best[top][1];
        return new FoldArc(
                (cx + rho * Math.cos(theta)) * cell + 0.5 * (cell - 1),
                (cy + rho * Math.sin(theta)) * cell + 0.5 * (cell - 1),
                theta,
                best[top][2] / cell);
    }

    /** Cells that vote, from their middle, of which every so many is asked. */
    private record Voters(float[] x, float[] y, float[] weight, int count, int stride) {}

    /** Votes of all arcs of one direction; returns score, offset, curvature and darkness a cell of the best, in cells. */
    private static double[] vote(double theta, Voters voters, int columns, int rows) {
        double half = 0.5 * Math.hypot(columns, rows);
        int bins = (int) (2 * half) + 3;
        double size = Math.min(columns, rows);
        double nx = Math.cos(theta);
        double ny = Math.sin(theta);
        double[] best = new double[4];
        float[] votes = new float[bins];
        double shortest = Math.sqrt(CREDIBLE_CHORD * size);
        for (int bend = 0; bend < BENDS; bend++) {
            double sagitta = LARGEST_BEND * size * (2.0 * bend / (BENDS - 1) - 1);
            double curvature = 8 * sagitta / (size * size);
            Arrays.fill(votes, 0);
            for (int i = 0; i < voters.count; i += voters.stride) {
                double along = -ny * voters.x[i] + nx * voters.y[i];
                double k = curvature * along;
                double root = 1 - k * k;
                if (root <= 0) {
                    continue;
                }
                // On the arc through offset rho: rho = q.n - k tau^2 / (1 + sqrt(1 - k^2 tau^2)).
                double rho = nx * voters.x[i] + ny * voters.y[i] - k * along / (1 + Math.sqrt(root));
                int bin = (int) (rho + half + 0.5);
                if (bin >= 0 && bin < bins) {
                    votes[bin] += voters.weight[i];
                }
            }
            for (int bin = 1; bin < bins - 1; bin++) {
                double gathered = votes[bin] + 0.5 * (votes[bin - 1] + votes[bin + 1]);
                // The shortest credible chord would give it the highest score: most arcs need not be measured.
                if (gathered <= best[0] * shortest) {
                    continue;
                }
                double rho = bin - half;
                double chord = chord(nx, ny, rho, curvature, columns, rows);
                if (chord < CREDIBLE_CHORD * size) {
                    continue;
                }
                // Darkness a cell of length, with a preference for long bands.
                double score = gathered / Math.sqrt(chord);
                if (score > best[0]) {
                    best = new double[] {score, rho, curvature, gathered / chord};
                }
            }
        }
        return best;
    }

    /** Length of an arc inside the section, cells. */
    private static double chord(double nx, double ny, double rho, double curvature, int columns, int rows) {
        double hx = 0.5 * columns;
        double hy = 0.5 * rows;
        double reach = Math.hypot(hx, hy);
        int inside = 0;
        int steps = 48;
        for (int i = 0; i < steps; i++) {
            double along = reach * (2 * (i + 0.5) / steps - 1);
            double k = curvature * along;
            double aside = rho + (k * k < 1 ? k * along / (1 + Math.sqrt(1 - k * k)) : 0);
            if (Math.abs(-ny * along + nx * aside) <= hx && Math.abs(nx * along + ny * aside) <= hy) {
                inside++;
            }
        }
        return 2 * reach * inside / steps;
    }

    private void erase(Plane dark, FoldCurve curve, double within) {
        int columns = dark.width();
        double[] d = new double[1];
        double[] n = new double[1];
        for (int i = 0; i < dark.pixels().length; i++) {
            double px = (i % columns) * cell + 0.5 * (cell - 1);
            double py = (i / columns) * cell + 0.5 * (cell - 1);
            curve.locate(px, py, 1, d, n, n);
            if (Math.abs(d[0]) <= within) {
                dark.pixels()[i] = 0;
            }
        }
    }
}
