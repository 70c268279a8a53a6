package org.sstem.net.internal.method;

import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.missing.Correspondence;
import org.sstem.internal.missing.Correspondences;
import org.sstem.internal.missing.MissingSectionMethod;
import org.sstem.internal.missing.Registered;
import org.sstem.internal.missing.SectionInterpolator;
import org.sstem.internal.missing.TileInterpolation;
import org.sstem.internal.tile.PlaneGrid;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;
import org.sstem.net.internal.architecture.MotionInputs;
import org.sstem.net.internal.inference.SharedSession;
import org.sstem.net.internal.tile.TiledNetwork;
import org.sstem.net.internal.tile.Tiling;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the tissue of a missing section lies in its neighbours, as a compact network says that sees them in register, in
 * {@linkplain MotionViews several ways}. Neighbours are brought into register cell by cell and once, cells are held softly, about 28 bytes a pixel. Thread-safe.
 */
final class MotionRefined implements Correspondences {

    static final String MOVED =
            "a network has moved the neighbours on before they were fused, by three quarters of what it says";
    static final String NOT_SINGLE =
            "the network that moves learnt single missing sections between intact ones: this was restored without it";

    /** All of it is too bold for some tissue that is unlike what it learnt from, half of it wastes what it knows: docs/bundled-networks.md. */
    private static final float SHARE = 0.75f;
    /** No network moves farther: what is read has to be bounded. */
    private static final float MOST_PX = 24;

    private static final int CELL_PX = 1024;

    private final int section;
    private final PlaneGrid registered;
    private final TiledNetwork moves;

    MotionRefined(SectionInterpolator interpolator, Task task, SharedSession network) {
        this.section = task.firstZ();
        this.registered = new PlaneGrid(
                new Tiles(task.source().width(), task.source().height(), CELL_PX),
                cell -> planes(interpolator.inRegister(section, cell)));
        this.moves = new TiledNetwork(
                network.architecture(),
                tile -> MotionViews.mean(network::run, tile),
                task.source().width(),
                task.source().height(),
                Tiling.of(network.architecture(), CELL_PX),
                area -> MotionInputs.of(registered(registered.read(area)), interpolator.brightness(section)));
    }

    /**
     * Prepares a task: with the network where it is one of those that it learnt, else without.
     *
     * @param survey what was estimated without training
     */
    static SectionRestoration prepare(Task task, Survey survey, SharedSession network) {
        MissingSectionMethod method = new MissingSectionMethod();
        boolean single = task.intactBelow().get(0) == task.firstZ() - 1
                && task.intactAbove().get(0) == task.firstZ() + 1;
        if (!single) {
            return new NetworkRestoration(method.restoration(task, survey), NOT_SINGLE);
        }
        List<String> remarks = new ArrayList<>(List.of(MOVED));
        Kernels.job(TileInterpolation.class)
                .ifPresent(device -> remarks.add(
                        "made on the CPU: " + device.name() + " cannot move neighbours on as a network says"));
        return new NetworkRestoration(
                method.restoration(task, survey, interpolator -> new MotionRefined(interpolator, task, network)),
                remarks.toArray(String[]::new));
    }

    @Override
    public Correspondence of(int z, Area area) {
        if (z != section) {
            throw new IllegalArgumentException("z must be " + section + ", was " + z);
        }
        List<Plane> by = moves.read(area);
        by.forEach(MotionRefined::bound);
        return registered(registered.read(area))
                .correspondence()
                .moved(new Flow(by.get(0), by.get(1)), new Flow(by.get(2), by.get(3)), SHARE);
    }

    @Override
    public Area lookedAt(Area area) {
        return registered.cover(moves.readArea(area));
    }

    private static void bound(Plane moves) {
        for (int i = 0; i < moves.pixels().length; i++) {
            moves.pixels()[i] = Math.min(Math.max(moves.pixels()[i], -MOST_PX), MOST_PX);
        }
    }

    private static List<Plane> planes(Registered made) {
        Correspondence there = made.correspondence();
        return List.of(
                there.below().u(),
                there.below().v(),
                there.above().u(),
                there.above().v(),
                there.confidence(),
                made.below(),
                made.above());
    }

    private static Registered registered(List<Plane> planes) {
        return new Registered(
                new Correspondence(
                        new Flow(planes.get(0), planes.get(1)), new Flow(planes.get(2), planes.get(3)), planes.get(4)),
                planes.get(5),
                planes.get(6));
    }
}
