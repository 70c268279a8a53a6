package org.sstem.fold;

import org.sstem.image.Area;
import org.sstem.image.Filters;
import org.sstem.image.Flow;
import org.sstem.image.Plane;
import org.sstem.image.Resampler;
import org.sstem.registration.DenseRegistration;
import org.sstem.stack.SectionSource;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the neighbours show where tissue was swallowed, in register with the unfolded section and at its brightness.
 * Computed tile by tile on a fixed grid, so that an area gets the same pixels whatever it is part of.
 */
final class StripFilling {

    private static final int TILE_PX = 1024;
    /** How far the brightness of the section is carried into the strip. */
    private static final double BRIGHTNESS_SIGMA = 16;

    private final SectionSource source;
    private final Unfolder unfolder;
    private final List<Neighbour> neighbours;
    private final DenseRegistration registration = DenseRegistration.builder().build();
    private final Map<Integer, SoftReference<Plane>> tiles = new ConcurrentHashMap<>();

    /**
     * A section to fill from.
     *
     * @param z    its number
     * @param gain contrast of the damaged section relative to its own
     * @param dx   where it has drifted in x against the damaged section, whole pixels
     * @param dy   where it has drifted in y
     */
    record Neighbour(int z, float gain, int dx, int dy) {}

    StripFilling(SectionSource source, Unfolder unfolder, List<Neighbour> neighbours) {
        this.source = source;
        this.unfolder = unfolder;
        this.neighbours = List.copyOf(neighbours);
    }

    /** The area that filling a target reads of the neighbours. */
    Area sourceArea(Area target) {
        int x0 = Math.floorDiv(target.x(), TILE_PX) * TILE_PX;
        int y0 = Math.floorDiv(target.y(), TILE_PX) * TILE_PX;
        int x1 = (Math.floorDiv(target.x() + target.width() - 1, TILE_PX) + 1) * TILE_PX;
        int y1 = (Math.floorDiv(target.y() + target.height() - 1, TILE_PX) + 1) * TILE_PX;
        return new Area(x0, y0, x1 - x0, y1 - y0).grow(margin() + Math.max(unfolder.reach(), drift()));
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

    /** Writes what the neighbours show to the pixels of a target whose weight is below 1. */
    Plane fill(Area target, Plane weight) {
        Plane out = new Plane(target.width(), target.height());
        for (int ty = Math.floorDiv(target.y(), TILE_PX); ty * TILE_PX < target.y() + target.height(); ty++) {
            for (int tx = Math.floorDiv(target.x(), TILE_PX); tx * TILE_PX < target.x() + target.width(); tx++) {
                copy(tx, ty, target, weight, out);
            }
        }
        return out;
    }

    private void copy(int tx, int ty, Area target, Plane weight, Plane out) {
        Plane tile = null;
        int x1 = Math.min(target.x() + target.width(), (tx + 1) * TILE_PX);
        int y1 = Math.min(target.y() + target.height(), (ty + 1) * TILE_PX);
        for (int y = Math.max(target.y(), ty * TILE_PX); y < y1; y++) {
            for (int x = Math.max(target.x(), tx * TILE_PX); x < x1; x++) {
                int i = (y - target.y()) * target.width() + x - target.x();
                if (weight.pixels()[i] < 1) {
                    tile = tile == null ? tile(tx, ty) : tile;
                    out.pixels()[i] = tile.get(x - tx * TILE_PX, y - ty * TILE_PX);
                }
            }
        }
    }

    private Plane tile(int tx, int ty) {
        int index = ty * ((unfolder.width() + TILE_PX - 1) / TILE_PX) + tx;
        SoftReference<Plane> kept = tiles.get(index);
        Plane tile = kept == null ? null : kept.get();
        if (tile == null) {
            // Two threads may make the same tile at the same time: they make the same one.
            tile = make(tx * TILE_PX, ty * TILE_PX);
            tiles.put(index, new SoftReference<>(tile));
        }
        return tile;
    }

    private Plane make(int x, int y) {
        int width = Math.min(TILE_PX, unfolder.width() - x);
        int height = Math.min(TILE_PX, unfolder.height() - y);
        int ax = Math.max(0, x - margin());
        int ay = Math.max(0, y - margin());
        Area area = new Area(
                ax,
                ay,
                Math.min(unfolder.width(), x + width + margin()) - ax,
                Math.min(unfolder.height(), y + height + margin()) - ay);
        Unfolder.Unfolded own = unfolder.unfold(area);
        Plane valid = own.weight().copy();
        for (int i = 0; i < valid.pixels().length; i++) {
            valid.pixels()[i] = valid.pixels()[i] < 1 ? 0 : 1;
        }
        Plane made = registered(area, own.pixels(), valid);
        Plane difference = new Plane(area.width(), area.height());
        for (int i = 0; i < made.pixels().length; i++) {
            difference.pixels()[i] = own.pixels().pixels()[i] - made.pixels()[i];
        }
        float mean = weightedMean(difference, valid);
        Plane offset = Filters.gaussian(difference, valid, BRIGHTNESS_SIGMA, mean);
        for (int i = 0; i < made.pixels().length; i++) {
            made.pixels()[i] += offset.pixels()[i];
        }
        return made.crop(x - ax, y - ay, width, height);
    }

    /** The mean of the neighbours, each brought into register with the unfolded section. */
    private Plane registered(Area area, Plane image, Plane valid) {
        Plane all = new Plane(area.width(), area.height());
        Arrays.fill(all.pixels(), 1);
        Plane mean = new Plane(area.width(), area.height());
        for (Neighbour neighbour : neighbours) {
            Plane moving = source.read(
                    neighbour.z,
                    new Area(area.x() + neighbour.dx, area.y() + neighbour.dy, area.width(), area.height()));
            Flow flow = registration.register(image, valid, moving, all).flow();
            Plane warped = Resampler.warp(moving, flow, Resampler.Interpolation.SPLINE);
            for (int i = 0; i < mean.pixels().length; i++) {
                mean.pixels()[i] += warped.pixels()[i] * neighbour.gain / neighbours.size();
            }
        }
        return mean;
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
