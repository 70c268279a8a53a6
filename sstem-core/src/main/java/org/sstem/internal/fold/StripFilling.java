package org.sstem.internal.fold;

import org.sstem.internal.image.Boxes;
import org.sstem.internal.image.Filters;
import org.sstem.internal.kernel.DeviceJob;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.registration.DenseRegistration;
import org.sstem.internal.registration.RegistrationJob;
import org.sstem.internal.registration.RegistrationJob.Image;
import org.sstem.internal.registration.RegistrationJob.Moving;
import org.sstem.internal.registration.RegistrationOnCpu;
import org.sstem.internal.registration.Windows;
import org.sstem.internal.tile.PlaneGrid;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
    private final DeviceJob<RegistrationJob> device;
    /** Each neighbour, as it would be if the section were whole. */
    private final PlaneGrid everywhere;
    /** The same in the smallest area of a tile that holds all that has to be filled. */
    private final PlaneGrid gaps;

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
        this(source, unfolder, neighbours, () -> Kernels.job(RegistrationJob.class));
    }

    /**
     * Prepares the filling on a certain device.
     *
     * @param source     reads the sections
     * @param unfolder   unfolds the damaged one
     * @param neighbours the sections to fill from, one or two
     * @param device     brings the neighbours into register; where it gives nothing, or what it gives fails, the CPU does
     */
    public StripFilling(
            SectionSource source,
            Unfolding unfolder,
            List<Neighbour> neighbours,
            Supplier<Optional<RegistrationJob>> device) {
        this.device = new DeviceJob<>(device, RegistrationJob::name);
        this.source = source;
        this.unfolder = unfolder;
        this.neighbours = List.copyOf(neighbours);
        Tiles tiles = new Tiles(unfolder.width(), unfolder.height(), TILE_PX);
        this.everywhere = new PlaneGrid(tiles, tile -> new Shown(tile).in(tile));
        this.gaps = new PlaneGrid(tiles, this::gaps);
    }

    /** Says on what device neighbours were brought into register, if there was one. */
    Optional<String> whereMade() {
        return device.remark("neighbours brought into register");
    }

    /** The area that filling a target reads of the neighbours. */
    Area sourceArea(Area target) {
        return gaps.cover(target).grow(margin() + Math.max(unfolder.reach(), drift()));
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
        return mean(gaps.read(target, tile -> lacks(weight, target, tile)), target);
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
        return everywhere.read(target);
    }

    private List<Plane> gaps(Area tile) {
        List<Plane> planes = Stream.generate(() -> new Plane(tile.width(), tile.height()))
                .limit(neighbours.size())
                .toList();
        Shown shown = new Shown(tile);
        shown.gaps(tile).ifPresent(gaps -> {
            List<Plane> made = shown.in(gaps);
            for (int k = 0; k < made.size(); k++) {
                Boxes.paste(made.get(k), gaps, planes.get(k), tile);
            }
        });
        return planes;
    }

    /** What the unfolded section shows of a tile and around it. */
    private final class Shown {

        private final Area area;
        private final Plane own;
        /** 1 where nothing has to be filled, else 0. */
        private final Plane valid;

        Shown(Area tile) {
            this.area = around(tile);
            Unfolding.Unfolded unfolded = unfolder.unfold(area);
            this.own = unfolded.pixels();
            this.valid = unfolded.weight().copy();
            for (int i = 0; i < valid.pixels().length; i++) {
                valid.pixels()[i] = valid.pixels()[i] < 1 ? 0 : 1;
            }
        }

        private Area around(Area target) {
            return target.grow(margin()).intersect(new Area(0, 0, unfolder.width(), unfolder.height()));
        }

        /** The smallest area of the tile that holds all that has to be filled. */
        Optional<Area> gaps(Area tile) {
            float[] weight = Boxes.crop(valid, area, tile).pixels();
            boolean[] flags = new boolean[weight.length];
            for (int i = 0; i < flags.length; i++) {
                flags[i] = weight[i] == 0;
            }
            return Boxes.of(flags, tile);
        }

        /** Each neighbour in a part of the tile, in register with the section and at its brightness. */
        List<Plane> in(Area target) {
            Area near = target.grow(Filters.gaussianReach(BRIGHTNESS_SIGMA)).intersect(area);
            Area wide = around(target);
            List<Plane> made = registered(near, wide, Boxes.crop(own, area, wide), Boxes.crop(valid, area, wide));
            Plane counts = Boxes.crop(valid, area, near);
            Plane mean = mean(made, near);
            Plane difference = Boxes.crop(own, area, near).copy();
            for (int i = 0; i < difference.pixels().length; i++) {
                difference.pixels()[i] -= mean.pixels()[i];
            }
            Plane offset = Filters.gaussian(difference, counts, BRIGHTNESS_SIGMA, weightedMean(difference, counts));
            for (Plane neighbour : made) {
                for (int i = 0; i < neighbour.pixels().length; i++) {
                    neighbour.pixels()[i] += offset.pixels()[i];
                }
            }
            return made.stream().map(p -> Boxes.crop(p, near, target)).toList();
        }
    }

    /** Each neighbour in a target, brought into register with the unfolded section in an area and to its contrast. */
    private List<Plane> registered(Area target, Area area, Plane image, Plane valid) {
        Image own = new Image(image, valid);
        List<Moving> moving = neighbours.stream().map(n -> moving(n, area)).toList();
        Windows windows = registration.windows(area.width(), area.height(), Boxes.within(target, area));
        return device.ask(there -> there.register(own, moving, windows))
                .orElseGet(() -> new RegistrationOnCpu(registration).register(own, moving, windows));
    }

    private Moving moving(Neighbour neighbour, Area area) {
        Area there = new Area(area.x() + neighbour.dx, area.y() + neighbour.dy, area.width(), area.height());
        return new Moving(
                new Image(source.read(neighbour.z, there), source.tissue(neighbour.z, there)), neighbour.gain);
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
