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
import java.util.stream.IntStream;

/**
 * Where the tissue of missing sections lies in their neighbours, as a compact network says that sees them in register, in
 * {@linkplain MotionViews several ways}. Neighbours are brought into register cell by cell and once, cells are held softly, about 28 bytes a pixel. Thread-safe.
 */
final class MotionRefined implements Correspondences {

    static final String MOVED =
            "a network has moved the neighbours on before they were fused, by three quarters of what it says";
    static final String TOO_FAR =
            "the network that moves learnt single missing sections and gains nothing where more than two lie between intact"
                    + " ones: this was restored without it";

    /** Sections between the intact ones: of two it gains as much as of one, of four nothing (docs/bundled-networks.md). */
    private static final int LONGEST_GAP = 2;

    /** All of it is too bold for some tissue that is unlike what it learnt from, half of it wastes what it knows: docs/bundled-networks.md. */
    private static final float SHARE = 0.75f;
    /** No network moves farther: what is read has to be bounded. */
    private static final float MOST_PX = 24;

    private static final int CELL_PX = 1024;

    private final int firstZ;
    private final List<Section> sections;

    /**
     * One section of the run.
     *
     * @param pair  its neighbours in register
     * @param moves by how much they are to be moved on
     */
    private record Section(PlaneGrid pair, TiledNetwork moves) {

        static Section of(int z, SectionInterpolator interpolator, Task task, SharedSession network) {
            int width = task.source().width();
            int height = task.source().height();
            PlaneGrid pair =
                    new PlaneGrid(new Tiles(width, height, CELL_PX), cell -> planes(interpolator.inRegister(z, cell)));
            return new Section(
                    pair,
                    new TiledNetwork(
                            network.architecture(),
                            tile -> MotionViews.mean(network::run, tile),
                            width,
                            height,
                            Tiling.of(network.architecture(), CELL_PX),
                            area -> MotionInputs.of(registered(pair.read(area)), interpolator.brightness(z))));
        }
    }

    MotionRefined(SectionInterpolator interpolator, Task task, SharedSession network) {
        firstZ = task.firstZ();
        sections = IntStream.rangeClosed(firstZ, task.lastZ())
                .mapToObj(z -> Section.of(z, interpolator, task, network))
                .toList();
    }

    /**
     * Prepares a task: with the network where it knows as much as of single sections, which it learnt, else without.
     *
     * @param survey what was estimated without training
     */
    static SectionRestoration prepare(Task task, Survey survey, SharedSession network) {
        MissingSectionMethod method = new MissingSectionMethod();
        int gap = task.intactAbove().get(0) - task.intactBelow().get(0) - 1;
        if (gap > LONGEST_GAP) {
            return new NetworkRestoration(method.restoration(task, survey), TOO_FAR);
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
        if (z < firstZ || z >= firstZ + sections.size()) {
            throw new IllegalArgumentException(
                    "z must be " + firstZ + " to " + (firstZ + sections.size() - 1) + ", was " + z);
        }
        Section section = sections.get(z - firstZ);
        List<Plane> by = section.moves.read(area);
        by.forEach(MotionRefined::bound);
        return registered(section.pair.read(area))
                .correspondence()
                .moved(new Flow(by.get(0), by.get(1)), new Flow(by.get(2), by.get(3)), SHARE);
    }

    @Override
    public Area lookedAt(Area area) {
        Section any = sections.get(0);
        return any.pair.cover(any.moves.readArea(area));
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
