package org.sstem.internal.detect;

import org.sstem.internal.math.Medians;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Follows ridges: from the strongest place that is left, both ways, as long as lines in nearly the same direction
 * stay strong. Bends and waves are followed, crossings are passed straight on.
 */
final class BandTrails {

    /** Strength that begins a trail: all but a few cells along 100 px are dark. */
    private static final double FIRST = 0.85;
    /** Strength that continues it; at the end of a band half of a line still lies on it. */
    private static final double NEXT = 0.5;

    /** Mean strength of a trail worth measuring: places below it count against those above. */
    private static final double USUAL = 0.75;
    /** From one place to the next, cells. */
    private static final double STEP = 4;
    /** How far aside the next place may lie, cells. */
    private static final double ASIDE = 3;
    /** How far a trail goes straight on over a place where it is not seen, cells. */
    private static final double GAP = 20;
    /** Half the width of the widest band, cells: the length of a line. */
    private static final int MOST_ACROSS = 50;
    /** Signal in a band. */
    private static final double WITHIN = 0.6;
    /** Steps of direction that a ridge may turn from one station to the next. */
    private static final int TURN = 3;

    private final BandRidges ridges;
    private final int cell;
    private final int columns;
    private final int rows;
    private final boolean[] taken;
    private final int[] seeds;
    private int next;

    BandTrails(BandRidges ridges, BandMap map) {
        this.ridges = ridges;
        cell = map.cell();
        columns = map.values().width();
        rows = map.values().height();
        taken = new boolean[columns * rows];
        seeds = strongestFirst();
    }

    /**
     * Places along a band, pixels of the section, from one end to the other.
     *
     * @param x         columns
     * @param y         rows
     * @param strength  of the strongest place
     * @param halfWidth half the width, pixels, roughly
     * @param mean      strength on average
     */
    record Trail(double[] x, double[] y, double strength, double halfWidth, double mean) {

        double length() {
            double length = 0;
            for (int i = 1; i < x.length; i++) {
                length += Math.hypot(x[i] - x[i - 1], y[i] - y[i - 1]);
            }
            return length;
        }
    }

    /** Pixels a cell of the map. */
    int cell() {
        return cell;
    }

    /** Cells that begin a trail, sorted into classes of strength. */
    private int[] strongestFirst() {
        int classes = 64;
        int[] count = new int[classes + 1];
        for (float s : ridges.strength()) {
            if (s >= FIRST) {
                count[of(s, classes)]++;
            }
        }
        for (int i = 1; i <= classes; i++) {
            count[i] += count[i - 1];
        }
        int[] sorted = new int[count[classes]];
        for (int i = ridges.strength().length - 1; i >= 0; i--) {
            if (ridges.strength()[i] >= FIRST) {
                sorted[--count[of(ridges.strength()[i], classes)]] = i;
            }
        }
        return sorted;
    }

    private static int of(float strength, int classes) {
        return (int) ((1 - Math.min(strength, 1)) / (1 - FIRST) * classes);
    }

    /** The strongest trail that begins in a place not taken yet; empty if nothing is left. */
    Optional<Trail> strongest() {
        while (next < seeds.length && taken[seeds[next]]) {
            next++;
        }
        if (next == seeds.length) {
            return Optional.empty();
        }
        int seed = seeds[next];
        double angle = Math.PI * ridges.direction()[seed] / BandRidges.ANGLES;
        List<double[]> back = walk(seed, angle + Math.PI);
        Collections.reverse(back);
        List<double[]> places = new ArrayList<>(back);
        places.add(new double[] {seed % columns, seed / columns});
        places.addAll(walk(seed, angle));
        return Optional.of(trail(strong(places, back.size()), ridges.strength()[seed]));
    }

    /** The part of a path that is strong throughout, with the place where it began. */
    private List<double[]> strong(List<double[]> places, int begin) {
        int from = begin;
        int to = begin + 1;
        double sum = 0;
        double most = 0;
        for (int i = begin - 1; i >= 0; i--) {
            sum += strength(places.get(i)) - USUAL;
            if (sum > most) {
                most = sum;
                from = i;
            }
        }
        sum = 0;
        most = 0;
        for (int i = begin + 1; i < places.size(); i++) {
            sum += strength(places.get(i)) - USUAL;
            if (sum > most) {
                most = sum;
                to = i + 1;
            }
        }
        return places.subList(from, to);
    }

    private double strength(double[] place) {
        return ridges.strength()[(int) Math.rint(place[1]) * columns + (int) Math.rint(place[0])];
    }

    /** Moves the places into the middle of what is dark (or bright) across the path. */
    private Trail trail(List<double[]> places, double strength) {
        int n = places.size();
        double[] middle = new double[n];
        double[] half = new double[n];
        double[] nx = new double[n];
        double[] ny = new double[n];
        for (int i = 0; i < n; i++) {
            double[] a = places.get(Math.max(0, i - 3));
            double[] b = places.get(Math.min(n - 1, i + 3));
            double norm = Math.max(1e-9, Math.hypot(b[0] - a[0], b[1] - a[1]));
            nx[i] = -(b[1] - a[1]) / norm;
            ny[i] = (b[0] - a[0]) / norm;
            int up = run(places.get(i), nx[i], ny[i]);
            int down = run(places.get(i), -nx[i], -ny[i]);
            middle[i] = 0.5 * (up - down);
            half[i] = 0.5 * (up + down + 1);
        }
        double[] shift = Running.mean(Running.median(middle, 4, 1), 2);
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = (places.get(i)[0] + shift[i] * nx[i]) * cell + 0.5 * (cell - 1);
            y[i] = (places.get(i)[1] + shift[i] * ny[i]) * cell + 0.5 * (cell - 1);
        }
        double mean = places.stream().mapToDouble(this::strength).average().orElse(0);
        return new Trail(x, y, strength, Math.max(2, Medians.ofNumbers(half) * cell), mean);
    }

    /** Cells from a place on, across the path, that are still in the band. */
    private int run(double[] place, double nx, double ny) {
        int k = 0;
        while (k < MOST_ACROSS) {
            int px = (int) Math.rint(place[0] + (k + 1) * nx);
            int py = (int) Math.rint(place[1] + (k + 1) * ny);
            if (!inside(px, py) || !(ridges.signal()[py * columns + px] > WITHIN)) {
                return k;
            }
            k++;
        }
        return k;
    }

    /** Leaves out what lies within a distance of a trail, pixels, and a little around its places. */
    void take(double[] x, double[] y, double withinPx) {
        int reach = (int) Math.ceil(withinPx / cell);
        for (int i = 0; i < x.length; i++) {
            int cx = (int) Math.rint(x[i] / cell);
            int cy = (int) Math.rint(y[i] / cell);
            for (int dy = -reach; dy <= reach; dy++) {
                for (int dx = -reach; dx <= reach; dx++) {
                    int px = cx + dx;
                    int py = cy + dy;
                    if (px >= 0 && py >= 0 && px < columns && py < rows && dx * dx + dy * dy <= reach * reach) {
                        taken[py * columns + px] = true;
                    }
                }
            }
        }
        // Where it began at least, so that the search ends.
        taken[seeds[next]] = true;
    }

    private List<double[]> walk(int seed, double angle) {
        List<double[]> places = new ArrayList<>();
        List<double[]> unseen = new ArrayList<>();
        double step = STEP;
        double x = seed % columns;
        double y = seed / columns;
        double ux = Math.cos(angle);
        double uy = Math.sin(angle);
        int most = (int) (4.0 * (columns + rows) / step);
        for (int i = 0; i < most; i++) {
            double[] best = ahead(x + step * ux, y + step * uy, ux, uy);
            if (best == null) {
                x += step * ux;
                y += step * uy;
                if (unseen.size() * STEP >= GAP || !inside(x, y)) {
                    break;
                }
                unseen.add(new double[] {x, y});
                continue;
            }
            places.addAll(unseen);
            unseen.clear();
            x = best[0];
            y = best[1];
            places.add(new double[] {x, y});
            double turnX = 0.6 * ux + 0.4 * best[2];
            double turnY = 0.6 * uy + 0.4 * best[3];
            double norm = Math.hypot(turnX, turnY);
            ux = turnX / norm;
            uy = turnY / norm;
        }
        return places;
    }

    /** The strongest place right ahead whose line runs on: place and direction; null if there is none. */
    private double[] ahead(double x, double y, double ux, double uy) {
        double[] best = null;
        double most = NEXT;
        double reach = ASIDE;
        for (double t = -reach; t <= reach + 1e-9; t++) {
            int px = (int) Math.rint(x - t * uy);
            int py = (int) Math.rint(y + t * ux);
            if (!inside(px, py)) {
                continue;
            }
            int at = py * columns + px;
            double angle = Math.PI * ridges.direction()[at] / BandRidges.ANGLES;
            double dx = Math.cos(angle);
            double dy = Math.sin(angle);
            double along = dx * ux + dy * uy;
            if (Math.abs(along) < Math.cos(TURN * Math.PI / BandRidges.ANGLES)) {
                continue;
            }
            double strength = ridges.strength()[at] - 0.02 * Math.abs(t);
            if (strength > most) {
                most = strength;
                best = new double[] {px, py, Math.copySign(1, along) * dx, Math.copySign(1, along) * dy};
            }
        }
        return best;
    }

    private boolean inside(double x, double y) {
        return x >= 0 && y >= 0 && x <= columns - 1 && y <= rows - 1;
    }
}
