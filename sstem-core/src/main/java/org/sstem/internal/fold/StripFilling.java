package org.sstem.internal.fold;

import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.registration.DenseRegistration;
import org.sstem.internal.tile.PlaneGrid;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;

/**
 * What the neighbours show where tissue was swallowed, in register with the unfolded section and at its brightness.
 * Computed tile by tile on a fixed grid, so that an area gets the same pixels whatever it is part of. Thread-safe.
 */
public final class StripFilling {

    private static final int TILE_PX = 1024;
    /** How far the brightness of the section is carried into the strip. */
    private static final double BRIGHTNESS_SIGMA = 16;

    private final SectionSource source;
    private final Unfolding unfolder;
    private final List<Neighbour> neighbours;
    private final DenseRegistration registration = DenseRegistration.builder().build();
    /** Each neighbour, as it would be if the section were whole. */
    private final PlaneGrid grid;

    /**
     * A section to fill from.
     *
     * @param z    its number
     * @param gain contrast of the damaged section relative to its own
     * @param dx   where it has drifted in x against the damaged section, whole pixels
     * @param dy   where it has drifted in y
     */
    public record Neighbour(int z, float gain, int dx, int dy) {}

    /**
     * Prepares the filling; nothing is read yet.
     *
     * @param source     reads the sections
     * @param unfolder   unfolds the damaged one
     * @param neighbours the sections to fill from, one or two
     */
    public StripFilling(SectionSource source, Unfolding unfolder, List<Neighbour> neighbours) {
        this.source = source;
        this.unfolder = unfolder;
        this.neighbours = List.copyOf(neighbours);
        this.grid = new PlaneGrid(new Tiles(unfolder.width(), unfolder.height(), TILE_PX), this::make);
    }

    /** The area that filling a target reads of the neighbours. */
    Area sourceArea(Area target) {
        return grid.cover(target).grow(margin() + Math.max(unfolder.reach(), drift()));
    }

    private int drift() {
        return neighbours.stream()
                .mapToInt(n -> Math.max(Math.abs(n.dx), Math.abs(n.dy)))
                .max()
                .orElse(0);
    }

    private int margin() {
        return Math.max(registration.margin(), Filters.gaussianReach(BRIGHTNESS_SIGMA));
    }

    /** The mean of what the neighbours show, in the tiles where a weight is below 1. */
    Plane fill(Area target, Plane weight) {
        return mean(grid.read(target, tile -> lacks(weight, target, tile)), target);
    }

    private static boolean lacks(Plane weight, Area target, Area tile) {
        int x1 = Math.min(target.x() + target.width(), tile.x() + tile.width()) - target.x();
        int y1 = Math.min(target.y() + target.height(), tile.y() + tile.height()) - target.y();
        for (int y = Math.max(tile.y() - target.y(), 0); y < y1; y++) {
            for (int x = Math.max(tile.x() - target.x(), 0); x < x1; x++) {
                if (weight.get(x, y) < 1) {
                    return true;
                }
            }
        }
        return false;
    }

    static Plane mean(List<Plane> neighbours, Area area) {
        Plane mean = new Plane(area.width(), area.height());
        for (Plane neighbour : neighbours) {
            for (int i = 0; i < mean.pixels().length; i++) {
                mean.pixels()[i] += neighbour.pixels()[i] / neighbours.size();
            }
        }
        return mean;
    }

    /** Reads each neighbour in register with the unfolded section, one or two planes. */
    List<Plane> neighbours(Area target) {
        return grid.read(target);
    }

    private List<Plane> make(Area tile) {
        int x = tile.x();
        int y = tile.y();
        int width = tile.width();
        int height = tile.height();
        int ax = Math.max(0, x - margin());
        int ay = Math.max(0, y - margin());
        Area area = new Area(
                ax,
                ay,
                Math.min(unfolder.width(), x + width + margin()) - ax,
                Math.min(unfolder.height(), y + height + margin()) - ay);
        Unfolding.Unfolded own = unfolder.unfold(area);
        Plane valid = own.weight().copy();
        for (int i = 0; i < valid.pixels().length; i++) {
            valid.pixels()[i] = valid.pixels()[i] < 1 ? 0 : 1;
        }
        List<Plane> made = registered(area, own.pixels(), valid);
        Plane mean = mean(made, area);
        Plane difference = new Plane(area.width(), area.height());
        for (int i = 0; i < difference.pixels().length; i++) {
            difference.pixels()[i] = own.pixels().pixels()[i] - mean.pixels()[i];
        }
        Plane offset = Filters.gaussian(difference, valid, BRIGHTNESS_SIGMA, weightedMean(difference, valid));
        for (Plane neighbour : made) {
            for (int i = 0; i < neighbour.pixels().length; i++) {
                neighbour.pixels()[i] += offset.pixels()[i];
            }
        }
        return made.stream().map(p -> p.crop(x - ax, y - ay, width, height)).toList();
    }

    /** Each neighbour, brought into register with the unfolded section and to its contrast. */
    private List<Plane> registered(Area area, Plane image, Plane valid) {
        List<Plane> registered = new ArrayList<>();
        List<Plane> weights = new ArrayList<>();
        DenseRegistration.Fixed fixed = registration.fixed(image, valid, new Area(0, 0, area.width(), area.height()));
        for (Neighbour neighbour : neighbours) {
            Area there = new Area(area.x() + neighbour.dx, area.y() + neighbour.dy, area.width(), area.height());
            Plane moving = source.read(neighbour.z, there);
            Plane tissue = source.tissue(neighbour.z, there);
            Flow flow = fixed.register(moving, tissue).flow();
            weights.add(Resampler.warp(tissue, flow, Resampler.Interpolation.BILINEAR));
            Plane warped = Resampler.warp(moving, flow, Resampler.Interpolation.SPLINE);
            for (int i = 0; i < warped.pixels().length; i++) {
                warped.pixels()[i] *= neighbour.gain;
            }
            registered.add(warped);
        }
        if (registered.size() == 2) {
            exchange(registered.get(0), weights.get(0), registered.get(1), weights.get(1));
            exchange(registered.get(1), weights.get(1), registered.get(0), weights.get(0));
        }
        return registered;
    }

    /** Where a neighbour has no tissue, the other stands for both. */
    private static void exchange(Plane one, Plane weight, Plane other, Plane otherWeight) {
        for (int i = 0; i < one.pixels().length; i++) {
            float w = weight.pixels()[i];
            if (w < 1 && otherWeight.pixels()[i] > w) {
                one.pixels()[i] += (1 - w) * (other.pixels()[i] - one.pixels()[i]);
            }
        }
    }

    private static float weightedMean(Plane plane, Plane weight) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < plane.pixels().length; i++) {
            sum += plane.pixels()[i] * weight.pixels()[i];
            total += weight.pixels()[i];
        }
        return total > 0 ? (float) (sum / total) : 0;
    }
}
