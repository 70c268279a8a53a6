package org.sstem.internal.tissue;

import java.util.ArrayList;
import java.util.List;

/**
 * The window through which alignment lets a section be seen: the part of a plane inside straight edges that all lie along
 * the section's axes or, turned, along one other pair of axes. What lies outside has no tissue and never had. Immutable.
 *
 * <p>Found from the convex hull of what is not constant up to the border: an edge of the hull is one of the window if
 * tissue lies all along it, and if the others are parallel or perpendicular to it. A single edge that cuts off a corner
 * askew is a tear, and a straight part that is missing on one side only, far into the section, is a loss.
 */
final class Window {

    /** How far corners of the hull may lie from a straight edge, pixels. */
    private static final double STRAIGHT_PX = 1.5;
    /** Shorter edges tell no direction. */
    private static final double SHORTEST_PX = 8;
    /** How far within an edge tissue is looked for, pixels, and on which part of the edge. */
    private static final double WITHIN_PX = 3;

    private static final double SUPPORTED = 0.8;
    /** The same of an edge that lies as surer ones do: a dark fold may run along or out of it. */
    private static final double PARTLY = 0.3;
    /** Pixels this near within an edge belong to it: stairs. */
    private static final double STAIRS_PX = 2.5;
    /** Turns up to here are usual for alignment; a lone edge that is turned more is a tear. */
    private static final double SLIGHT = Math.toRadians(12);
    /** Cosine of the angle up to which edges look the same way. */
    private static final double SAME_WAY = 0.8;
    /** A lone edge along one side is alignment's up to here, pixels and share of the section. */
    private static final double SHIFT_PX = 48;

    private static final double SHIFT_SHARE = 0.08;
    /** Frames and shifts deeper than this on one side alone are losses. */
    private static final double UNEQUAL_PX = 64;

    private final int width;
    private final List<Edge> edges;

    /** The half plane {@code nx x + ny y >= c}; n points into the window. */
    private record Edge(double x0, double y0, double x1, double y1, double nx, double ny, double c) {

        static Edge of(double[] a, double[] b) {
            double length = Math.hypot(b[0] - a[0], b[1] - a[1]);
            double nx = -(b[1] - a[1]) / length;
            double ny = (b[0] - a[0]) / length;
            return new Edge(a[0], a[1], b[0], b[1], nx, ny, nx * a[0] + ny * a[1]);
        }

        double length() {
            return Math.hypot(x1 - x0, y1 - y0);
        }

        /** Direction against the axes, above -45 to 45 degrees. */
        double turn() {
            double angle = Math.atan2(y1 - y0, x1 - x0) % (Math.PI / 2);
            return angle > Math.PI / 4 ? angle - Math.PI / 2 : angle <= -Math.PI / 4 ? angle + Math.PI / 2 : angle;
        }

        double tolerance() {
            return Math.atan(2 / length());
        }

        boolean along(double turn, double tolerance) {
            double d = Math.abs(turn() - turn);
            return Math.min(d, Math.PI / 2 - d) <= tolerance + tolerance();
        }
    }

    private Window(int width, List<Edge> edges) {
        this.width = width;
        this.edges = List.copyOf(edges);
    }

    /**
     * Finds the window.
     *
     * @param empty pixels without tissue that are connected with the border
     */
    static Window of(Runs empty) {
        int width = empty.width();
        int height = empty.height();
        List<double[]> hull = simplified(hull(empty));
        List<Edge> inner = new ArrayList<>();
        List<Edge> unsure = new ArrayList<>();
        for (int i = 0; i < hull.size(); i++) {
            double[] a = hull.get(i);
            double[] b = hull.get((i + 1) % hull.size());
            if (hull.size() < 3 || onOneSide(a, b, width, height)) {
                continue;
            }
            Edge edge = Edge.of(a, b);
            double support = edge.length() >= SHORTEST_PX ? support(edge, empty) : 0;
            if (support >= SUPPORTED) {
                inner.add(edge);
            } else if (support >= PARTLY) {
                unsure.add(edge);
            }
        }
        List<Edge> straight =
                inner.stream().filter(e -> e.along(0, Math.toRadians(0.2))).toList();
        List<Edge> turned = new ArrayList<>(inner);
        turned.removeAll(straight);
        List<Edge> window = new ArrayList<>(shifts(straight, width, height));
        List<Edge> turns = turns(turned, straight, width, height);
        window.addAll(turns);
        if (!turns.isEmpty() && corners(turns)) {
            Edge sure = turns.get(0);
            unsure.stream().filter(e -> e.along(sure.turn(), sure.tolerance())).forEach(window::add);
        }
        return new Window(width, window);
    }

    /** The columns of a row that lie within the window or on the stairs of its edges: half open. */
    int[] inside(int y) {
        double from = 0;
        double to = width - 1.0;
        for (Edge e : edges) {
            double c = e.c + STAIRS_PX - e.ny * y;
            if (Math.abs(e.nx) < 1e-9) {
                if (c > 0) {
                    return new int[] {0, 0};
                }
            } else if (e.nx > 0) {
                from = Math.max(from, c / e.nx);
            } else {
                to = Math.min(to, c / e.nx);
            }
        }
        int x0 = (int) Math.ceil(from);
        int x1 = (int) Math.floor(to) + 1;
        return x0 < x1 ? new int[] {x0, x1} : new int[] {0, 0};
    }

    /** Edges along the sides: frames, and shifts that are no deeper than shifts are. */
    private static List<Edge> shifts(List<Edge> straight, int width, int height) {
        List<Edge> kept = new ArrayList<>();
        for (Edge edge : straight) {
            boolean vertical = Math.abs(edge.nx) > Math.abs(edge.ny);
            double depth = depth(edge, vertical, width, height);
            double opposite = straight.stream()
                    .filter(e -> (Math.abs(e.nx) > Math.abs(e.ny)) == vertical
                            && (vertical ? e.nx * edge.nx : e.ny * edge.ny) < 0)
                    .mapToDouble(e -> depth(e, vertical, width, height))
                    .max()
                    .orElse(0);
            double size = vertical ? width : height;
            double most = opposite > 0 ? opposite + UNEQUAL_PX : Math.max(SHIFT_PX, SHIFT_SHARE * size);
            boolean whole = edge.length() > 0.5 * (vertical ? height : width);
            if ((whole || opposite > 0) && depth <= most) {
                kept.add(edge);
            }
        }
        return kept;
    }

    private static double depth(Edge edge, boolean vertical, int width, int height) {
        double near = vertical ? Math.max(edge.x0, edge.x1) : Math.max(edge.y0, edge.y1);
        double far = vertical ? width - 1 - Math.min(edge.x0, edge.x1) : height - 1 - Math.min(edge.y0, edge.y1);
        return (vertical ? edge.nx : edge.ny) > 0 ? near : far;
    }

    /** The edges that belong to the one turn that explains most. */
    private static List<Edge> turns(List<Edge> turned, List<Edge> straight, int width, int height) {
        List<Edge> best = List.of();
        double most = 0;
        for (Edge edge : turned) {
            List<Edge> alike = turned.stream()
                    .filter(e -> e.along(edge.turn(), edge.tolerance()))
                    .toList();
            double length = alike.stream().mapToDouble(Edge::length).sum();
            if (length > most) {
                most = length;
                best = alike;
            }
        }
        if (best.isEmpty() || corners(best)) {
            return best;
        }
        Edge only = best.stream()
                .max((a, b) -> Double.compare(a.length(), b.length()))
                .orElseThrow();
        boolean slight = Math.abs(only.turn()) <= SLIGHT;
        boolean vertical = Math.abs(only.nx) > Math.abs(only.ny);
        double depth = depth(only, vertical, width, height);
        boolean shallow = depth <= Math.max(SHIFT_PX, SHIFT_SHARE * (vertical ? width : height)) + UNEQUAL_PX;
        return slight && (shallow || straight.size() >= 3) ? best : List.of();
    }

    /** Whether edges look in different directions: those of one tear all look the same way. */
    private static boolean corners(List<Edge> edges) {
        Edge first = edges.get(0);
        return edges.stream().anyMatch(e -> e.nx * first.nx + e.ny * first.ny < SAME_WAY);
    }

    private static boolean onOneSide(double[] a, double[] b, int width, int height) {
        return a[0] < 0.5 && b[0] < 0.5
                || a[1] < 0.5 && b[1] < 0.5
                || a[0] > width - 1.5 && b[0] > width - 1.5
                || a[1] > height - 1.5 && b[1] > height - 1.5;
    }

    private static double support(Edge edge, Runs empty) {
        int stations = (int) Math.max(4, edge.length() / 2);
        int tissue = 0;
        for (int i = 0; i < stations; i++) {
            double t = (i + 0.5) / stations;
            double x = edge.x0 + t * (edge.x1 - edge.x0) + WITHIN_PX * edge.nx;
            double y = edge.y0 + t * (edge.y1 - edge.y0) + WITHIN_PX * edge.ny;
            tissue += empty.contains((int) Math.round(x), (int) Math.round(y)) ? 0 : 1;
        }
        return (double) tissue / stations;
    }

    /** The convex hull of what is not empty, its inside to the left when y points down: n as in {@link Edge}. */
    private static List<double[]> hull(Runs empty) {
        List<double[]> left = new ArrayList<>();
        List<double[]> right = new ArrayList<>();
        for (int y = 0; y < empty.height(); y++) {
            int first = empty.first(y);
            int end = empty.first(y + 1);
            int x0 = end > first && empty.from(first) == 0 ? empty.to(first) : 0;
            int x1 = end > first && empty.to(end - 1) == empty.width() ? empty.from(end - 1) : empty.width();
            if (x0 < x1) {
                // down the left side the hull bulges to the left, and so on
                push(left, new double[] {x0, y}, -1);
                push(right, new double[] {x1 - 1, y}, 1);
            }
        }
        List<double[]> all = new ArrayList<>(right.size() + left.size());
        // round with the inside to the right of the way in a picture: right side downwards, left side upwards
        all.addAll(right);
        for (int i = left.size() - 1; i >= 0; i--) {
            double[] p = left.get(i);
            double[] last = all.get(all.size() - 1);
            if (p[0] != last[0] || p[1] != last[1]) {
                all.add(p);
            }
        }
        if (all.size() > 1
                && all.get(0)[0] == all.get(all.size() - 1)[0]
                && all.get(0)[1] == all.get(all.size() - 1)[1]) {
            all.remove(all.size() - 1);
        }
        return all;
    }

    private static void push(List<double[]> chain, double[] p, int sign) {
        while (chain.size() > 1) {
            double[] a = chain.get(chain.size() - 2);
            double[] b = chain.get(chain.size() - 1);
            double cross = (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
            if (sign * cross > 0) {
                break;
            }
            chain.remove(chain.size() - 1);
        }
        chain.add(p);
    }

    /** Leaves out corners that lie on a straight line but for the stairs of the pixels. */
    private static List<double[]> simplified(List<double[]> hull) {
        if (hull.size() < 4) {
            return hull;
        }
        int a = 0;
        int b = farthest(hull, hull.get(0));
        a = farthest(hull, hull.get(b));
        boolean[] kept = new boolean[hull.size()];
        kept[a] = true;
        kept[b] = true;
        split(hull, a, b, kept);
        split(hull, b, a, kept);
        List<double[]> out = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            if (kept[i]) {
                out.add(hull.get(i));
            }
        }
        return out;
    }

    private static int farthest(List<double[]> hull, double[] from) {
        int best = 0;
        double most = -1;
        for (int i = 0; i < hull.size(); i++) {
            double d = Math.hypot(hull.get(i)[0] - from[0], hull.get(i)[1] - from[1]);
            if (d > most) {
                most = d;
                best = i;
            }
        }
        return best;
    }

    private static void split(List<double[]> hull, int a, int b, boolean[] kept) {
        double[] p = hull.get(a);
        double[] q = hull.get(b);
        double length = Math.hypot(q[0] - p[0], q[1] - p[1]);
        int best = -1;
        double most = STRAIGHT_PX;
        for (int i = (a + 1) % hull.size(); i != b; i = (i + 1) % hull.size()) {
            double[] r = hull.get(i);
            double d = length > 0
                    ? Math.abs((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])) / length
                    : Math.hypot(r[0] - p[0], r[1] - p[1]);
            if (d > most) {
                most = d;
                best = i;
            }
        }
        if (best >= 0) {
            kept[best] = true;
            split(hull, a, best, kept);
            split(hull, best, b, kept);
        }
    }
}
