package org.sstem.simulate.internal.statistics;

import org.sstem.internal.math.Medians;
import org.sstem.internal.registration.DenseRegistration;
import org.sstem.internal.registration.Motion;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far the two sides of a cut have jumped against each other: each side by itself is registered to the nearest intact
 * sections, so that nothing is matched across the cut. The difference of the sides is free of the drift between sections.
 *
 * @param across   per station at the edge of the band, px; towards each other is positive; NaN where unknown
 * @param along    per station, along the course, px
 * @param positive per station, displacement towards the cut on the side of the normal, px, drift included
 * @param negative the same on the other side
 * @param decay    the jump against the distance from the edge, NaN where unknown, every {@value #RING_PX} px
 */
record CutJump(double[] across, double[] along, double[] positive, double[] negative, double[] decay) {

    static final int RING_PX = 24;
    static final int RINGS = 8;

    private static final int REACH_PX = 96;
    /** Closer to the band its soft rim disturbs the registration. */
    private static final int RIM_PX = 4;
    /** Pixels that have to agree for a station or ring to count. */
    private static final int LEAST = 12;

    private static final double LEAST_CONFIDENCE = 0.2;

    static CutJump measure(SectionSource source, int z, List<Integer> neighbours, boolean[] mask, CutCourse course) {
        int width = source.width();
        int height = source.height();
        Plane section = source.read(z, new Area(0, 0, width, height));
        int stations = course.offset().length;
        List<List<List<double[]>>> edge = new ArrayList<>();
        List<List<List<double[]>>> rings = new ArrayList<>();
        DenseRegistration registration =
                DenseRegistration.builder().maxDisplacementPx(REACH_PX).build();
        Plane all = Plane.filled(width, height, 1);
        for (int side = -1; side <= 1; side += 2) {
            Plane valid = new Plane(width, height);
            for (int i = 0; i < mask.length; i++) {
                double station = course.station(i % width, i / width);
                double d = side * course.distance(i % width, i / width, station);
                valid.pixels()[i] = !mask[i] && d > course.halfWidth(station) + 1 ? 1 : 0;
            }
            List<List<double[]>> atEdge = lists(stations);
            List<List<double[]>> atRing = lists(RINGS);
            for (int neighbour : neighbours) {
                Plane other = source.read(neighbour, new Area(0, 0, width, height));
                collect(registration.register(section, valid, other, all), valid, course, side, atEdge, atRing);
            }
            edge.add(atEdge);
            rings.add(atRing);
        }
        double[] across = new double[stations];
        double[] along = new double[stations];
        double[] positive = new double[stations];
        double[] negative = new double[stations];
        for (int k = 0; k < stations; k++) {
            negative[k] = -median(edge.get(0).get(k), 0);
            positive[k] = median(edge.get(1).get(k), 0);
            across[k] = positive[k] + negative[k];
            along[k] = median(edge.get(1).get(k), 1) - median(edge.get(0).get(k), 1);
        }
        double[] decay = new double[RINGS];
        for (int r = 0; r < RINGS; r++) {
            decay[r] = median(rings.get(1).get(r), 0) - median(rings.get(0).get(r), 0);
        }
        return new CutJump(across, along, positive, negative, decay);
    }

    private static void collect(
            Motion motion,
            Plane valid,
            CutCourse course,
            int side,
            List<List<double[]>> atEdge,
            List<List<double[]>> atRing) {
        Flow flow = motion.flow();
        for (int y = 1; y < valid.height(); y += 3) {
            for (int x = 1; x < valid.width(); x += 3) {
                if (valid.get(x, y) == 0 || motion.confidence().get(x, y) < LEAST_CONFIDENCE) {
                    continue;
                }
                double station = course.station(x, y);
                int k = (int) Math.round(station);
                if (k < 0 || k >= atEdge.size()) {
                    continue;
                }
                double beyond = side * course.distance(x, y, station) - course.halfWidth(station) - RIM_PX;
                if (beyond < 0) {
                    continue;
                }
                double u = flow.u().get(x, y);
                double v = flow.v().get(x, y);
                double[] moved = {u * course.nx() + v * course.ny(), -u * course.ny() + v * course.nx()};
                if (beyond < RING_PX) {
                    atEdge.get(k).add(moved);
                }
                int ring = (int) (beyond / RING_PX);
                if (ring < RINGS) {
                    atRing.get(ring).add(moved);
                }
            }
        }
    }

    private static List<List<double[]>> lists(int n) {
        List<List<double[]>> lists = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    private static double median(List<double[]> values, int axis) {
        if (values.size() < LEAST) {
            return Double.NaN;
        }
        return Medians.upper(values.stream().mapToDouble(v -> v[axis]).toArray());
    }

    /** The median of what is known. */
    static double median(double[] values) {
        return Medians.upper(Arrays.stream(values).filter(Double::isFinite).toArray());
    }
}
