package org.sstem.simulate.internal.draw;

import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.simulate.PrecipitateDistribution.SpeckDistribution;
import org.sstem.simulate.PrecipitateSimulation;

import java.util.ArrayList;
import java.util.List;

/** Lays specks, grain clusters and clouds over a section's transmission. Used once, by one thread. */
public final class SpeckPainter {

    private static final int HARMONICS = 5;
    /** The mask of a cloud ends where this much of the light comes through. */
    private static final double CLOUD_RIM = 0.95;

    private final Draws draws;
    private final SpeckDistribution distribution;
    private final Plane transmission;
    private final boolean[] mask;

    public SpeckPainter(Draws draws, SpeckDistribution distribution, Plane transmission, boolean[] mask) {
        this.draws = draws;
        this.distribution = distribution;
        this.transmission = transmission;
        this.mask = mask;
    }

    /** One grain: a star-shaped outline around a place. */
    private record Grain(double x, double y, double radius, double[] amplitudes, double[] phases) {

        double rim(double angle) {
            double sum = 1;
            for (int k = 0; k < amplitudes.length; k++) {
                sum += amplitudes[k] * Math.cos((k + 2) * angle + phases[k]);
            }
            return radius * Math.max(0.3, sum);
        }

        double reach() {
            double sum = 1;
            for (double a : amplitudes) {
                sum += Math.abs(a);
            }
            return radius * sum;
        }
    }

    /** Lays everything that is drawn; returns what was laid. */
    public List<PrecipitateSimulation.Blob> lay() {
        List<PrecipitateSimulation.Blob> laid = new ArrayList<>();
        if (draws.unit() < distribution.clouds()) {
            double radius = 0.5 * Math.min(draws.from(distribution.cloudDiameter()), smaller());
            Grain cloud = grain(draws.unit() * transmission.width(), draws.unit() * transmission.height(), radius);
            laid.add(lay(List.of(cloud), draws.from(distribution.cloudTransmission()), Double.NaN));
        }
        for (int i = draws.count(distribution.count()); i > 0; i--) {
            double diameter = Math.min(draws.from(distribution.diameter()), smaller() / 3);
            double x = 0.5 * diameter + draws.unit() * (transmission.width() - 1 - diameter);
            double y = 0.5 * diameter + draws.unit() * (transmission.height() - 1 - diameter);
            boolean cluster = draws.unit() < distribution.clusters();
            List<Grain> grains = cluster ? cluster(x, y, diameter) : List.of(grain(x, y, 0.5 * diameter));
            laid.add(lay(grains, draws.from(distribution.transmission()), draws.from(distribution.edge())));
        }
        return laid;
    }

    private double smaller() {
        return Math.min(transmission.width(), transmission.height());
    }

    private Grain grain(double x, double y, double radius) {
        double[] amplitudes = new double[HARMONICS];
        double[] phases = new double[HARMONICS];
        for (int k = 0; k < HARMONICS; k++) {
            amplitudes[k] = 0.2 * Math.max(-2, Math.min(2, draws.normal())) / (k + 2);
            phases[k] = 2 * Math.PI * draws.unit();
        }
        return new Grain(x, y, radius, amplitudes, phases);
    }

    /** Grains that touch, in a chain or a heap, together as wide as a diameter. */
    private List<Grain> cluster(double x, double y, double diameter) {
        int n = Math.max(2, draws.count(distribution.grains()));
        List<Grain> grains = new ArrayList<>();
        double px = 0;
        double py = 0;
        double least = 0;
        for (int i = 0; i < n; i++) {
            Grain next = grain(0, 0, 0.6 + 0.4 * draws.unit());
            if (i > 0) {
                double step = 0.9 * (grains.get(i - 1).radius + next.radius);
                double angle = 2 * Math.PI * draws.unit();
                px += step * Math.cos(angle);
                py += step * Math.sin(angle);
            }
            grains.add(new Grain(px, py, next.radius, next.amplitudes, next.phases));
        }
        double cx = grains.stream().mapToDouble(Grain::x).average().orElse(0);
        double cy = grains.stream().mapToDouble(Grain::y).average().orElse(0);
        for (Grain g : grains) {
            least = Math.max(least, Math.hypot(g.x - cx, g.y - cy) + g.radius);
        }
        double scale = 0.5 * diameter / least;
        return grains.stream()
                .map(g -> new Grain(
                        x + scale * (g.x - cx), y + scale * (g.y - cy), scale * g.radius, g.amplitudes, g.phases))
                .toList();
    }

    /** Multiplies grains in; without an edge the light comes back all the way from the middle. */
    private PrecipitateSimulation.Blob lay(List<Grain> grains, double core, double edge) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        double more = Double.isNaN(edge) ? 0 : edge;
        for (Grain g : grains) {
            left = Math.min(left, g.x - g.reach() - more);
            right = Math.max(right, g.x + g.reach() + more);
            top = Math.min(top, g.y - g.reach() - more);
            bottom = Math.max(bottom, g.y + g.reach() + more);
        }
        Area box = new Area(
                (int) Math.floor(left), (int) Math.floor(top), (int) (right - left) + 2, (int) (bottom - top) + 2);
        double area = 0;
        double darkest = 1;
        for (int y = box.y(); y < box.y() + box.height(); y++) {
            for (int x = box.x(); x < box.x() + box.width(); x++) {
                double t = 1;
                for (Grain g : grains) {
                    t = Math.min(t, light(g, x, y, core, edge));
                }
                boolean within = Double.isNaN(edge) ? t < CLOUD_RIM : t <= 0.5 * (1 + core);
                area += within ? 1 : 0;
                if (t < 1 && x >= 0 && y >= 0 && x < transmission.width() && y < transmission.height()) {
                    int i = y * transmission.width() + x;
                    transmission.pixels()[i] *= (float) t;
                    mask[i] |= within;
                    darkest = Math.min(darkest, t);
                }
            }
        }
        return new PrecipitateSimulation.Blob(
                box.x() + box.width() / 2, box.y() + box.height() / 2, area, box, darkest);
    }

    private static double light(Grain g, int x, int y, double core, double edge) {
        double dx = x - g.x;
        double dy = y - g.y;
        double distance = Math.hypot(dx, dy);
        double rim = g.rim(Math.atan2(dy, dx));
        if (Double.isNaN(edge)) {
            double r = Math.min(1, distance / rim);
            return 1 - (1 - core) * (1 - r * r) * (1 - r * r);
        }
        double part = edge == 0 ? (distance > rim ? 1 : 0) : Math.max(0, Math.min(1, 0.5 + (distance - rim) / edge));
        return core + (1 - core) * part;
    }
}
