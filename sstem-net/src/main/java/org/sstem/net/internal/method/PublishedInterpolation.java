package org.sstem.net.internal.method;

import org.sstem.internal.missing.Interpolated;
import org.sstem.internal.missing.SectionInterpolator;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;
import org.sstem.net.internal.inference.SharedSession;
import org.sstem.net.internal.tile.TiledNetwork;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A section as the published networks interpolate it from the intact ones around it, at the networks' scale.
 * Thread-safe.
 *
 * <p>The networks know one place, or two: halfway between two sections, and a third and two thirds of the way. They see
 * the sections as they are where that is the case. Anywhere else, in longer runs, they see both neighbours already moved
 * to the place, in register and at one brightness, and what is left to do is the fusion.
 */
final class PublishedInterpolation {

    /** Edge of the cells in which the published networks run. */
    static final int CELL_PX = 384;

    private final TiledNetwork network;
    /** Which of the network's sections is wanted; -1: their mean. */
    private final int channel;

    private final boolean inRegister;

    private PublishedInterpolation(TiledNetwork network, int channel, boolean inRegister) {
        this.network = network;
        this.channel = channel;
        this.inRegister = inRegister;
    }

    /**
     * Prepares the interpolation of a section.
     *
     * @param task one with intact sections on both sides
     * @param z    the section
     * @param one  interpolates one section; null if there is none
     * @param two  interpolates two; null if there is none, but not both
     */
    static PublishedInterpolation of(Task task, int z, GreyScale scale, SharedSession one, SharedSession two) {
        int below = task.intactBelow().get(0);
        int above = task.intactAbove().get(0);
        if (one != null && z - below == above - z && above - below == 2) {
            return raw(task, scale, one, below, above, 0);
        }
        if (two != null && above - below == 3) {
            return raw(task, scale, two, below, above, z - below - 1);
        }
        if (one == null && above - below == 2 && task.intactAbove().contains(below + 3)) {
            return raw(task, scale, two, below, below + 3, 0);
        }
        if (one == null && above - below == 2 && task.intactBelow().contains(above - 3)) {
            return raw(task, scale, two, above - 3, above, 1);
        }
        SectionInterpolator registered = SectionInterpolator.of(task);
        TiledNetwork network = tiled(task, one == null ? two : one, area -> {
            Interpolated shown = registered.interpolate(z, area);
            return List.of(scale.mapped(shown.below()), scale.mapped(shown.above()));
        });
        return new PublishedInterpolation(network, one == null ? -1 : 0, true);
    }

    private static PublishedInterpolation raw(
            Task task, GreyScale scale, SharedSession network, int before, int behind, int channel) {
        SectionSource source = task.source();
        TiledNetwork tiled = tiled(
                task,
                network,
                area -> List.of(scale.mapped(source.read(before, area)), scale.mapped(source.read(behind, area))));
        return new PublishedInterpolation(tiled, channel, false);
    }

    private static TiledNetwork tiled(Task task, SharedSession network, Function<Area, List<Plane>> input) {
        return TiledNetwork.of(network, task.source().width(), task.source().height(), CELL_PX, input);
    }

    /** Tells whether the networks see the neighbours in register and not as they are. */
    boolean inRegister() {
        return inRegister;
    }

    Area readArea(Area target) {
        return network.readArea(target);
    }

    Plane read(Area target) {
        return read(target, area -> true);
    }

    Plane read(Area target, Predicate<Area> needed) {
        List<Plane> planes = network.read(target, needed);
        if (channel >= 0) {
            return planes.get(channel);
        }
        Plane mean = planes.get(0);
        for (int i = 0; i < mean.pixels().length; i++) {
            mean.pixels()[i] = (mean.pixels()[i] + planes.get(1).pixels()[i]) / 2;
        }
        return mean;
    }
}
