package org.sstem.internal.missing;

import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.damage.DamageKind;
import org.sstem.internal.json.RecordText;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.method.Evidence;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.internal.tile.PlaneGrid;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Makes missing sections from the nearest intact section on either side, without training: see
 * {@link SectionInterpolator}. Runs of any length are one task; each section of a run lies where its distances say.
 *
 * <p>At an end of the stack the nearest intact section is copied, and the findings say that this is doubtful.
 * Immutable and thread-safe.
 */
public final class MissingSectionMethod implements RestorationMethod {

    /** Beyond this many missing sections in a row little of what is made between them can be right. */
    private static final int LONG_RUN = 3;

    /** Below this mean agreement of the neighbours a result should be looked at. */
    private static final double LOW_AGREEMENT = 0.15;

    private static final int TILE_PX = 1024;

    /** Some of which are copied to and from a device while others are computed; twice as many as it takes at a time. */
    private static final int TILES_ON_DEVICE = 6;

    private final Supplier<Optional<TileInterpolation>> device;

    /** Makes the method; a device makes the tiles where there is one. */
    public MissingSectionMethod() {
        this(() -> Kernels.job(TileInterpolation.class));
    }

    MissingSectionMethod(Supplier<Optional<TileInterpolation>> device) {
        this.device = device;
    }

    @Override
    public DamageKind kind() {
        return DamageKind.MISSING;
    }

    @Override
    public String name() {
        return "training-free missing section";
    }

    @Override
    public boolean heedsTissue() {
        return true;
    }

    @Override
    public Survey survey(Task task) {
        return new Survey(name(), RecordText.of(SectionInterpolator.survey(task)));
    }

    @Override
    public RefinableRestoration restoration(Task task, Survey survey) {
        return new Prepared(task, SectionInterpolator.of(task, parameters(survey), device), Optional.empty());
    }

    /**
     * Restores a task with two neighbours by somebody who knows better where its tissue lies in them; on the CPU.
     *
     * @param task   the task
     * @param survey what was estimated
     * @param better makes him of what brings the neighbours into register
     * @return the restoration
     */
    public RefinableRestoration restoration(
            Task task, Survey survey, Function<SectionInterpolator, Correspondences> better) {
        SectionInterpolator interpolator = SectionInterpolator.of(task, parameters(survey), Optional::empty);
        return new Prepared(task, interpolator, Optional.of(better.apply(interpolator)));
    }

    private static SectionInterpolator.Parameters parameters(Survey survey) {
        return RecordText.read(survey.parameters(), SectionInterpolator.Parameters.class, survey.method());
    }

    @Override
    public RefinableRestoration prepare(Task task) {
        return restoration(task, survey(task));
    }

    private static final class Prepared implements RefinableRestoration {

        private final Task task;
        private final SectionInterpolator interpolator;
        private final Optional<Correspondences> better;
        /** Of every section of the run: grey values, how far the neighbours agree, below, above. */
        private final List<PlaneGrid> complete;
        /** The first two alone: half of what a device has to send back. */
        private final List<PlaneGrid> plain;
        /** Whether somebody refines what is made, and needs all of it. */
        private volatile boolean refined;

        Prepared(Task task, SectionInterpolator interpolator, Optional<Correspondences> better) {
            this.task = task;
            this.interpolator = interpolator;
            this.better = better;
            this.complete = grids((z, area) -> {
                Interpolated made = better.map(there -> interpolator.interpolate(z, area, there))
                        .orElseGet(() -> interpolator.interpolate(z, area));
                return List.of(made.pixels(), made.confidence(), made.below(), made.above());
            });
            this.plain = grids((z, area) -> {
                Interpolated made = interpolator.interpolate(z, area, false);
                return List.of(made.pixels(), made.confidence());
            });
        }

        private List<PlaneGrid> grids(BiFunction<Integer, Area, List<Plane>> maker) {
            Tiles tiles = new Tiles(task.source().width(), task.source().height(), TILE_PX);
            return IntStream.rangeClosed(task.firstZ(), task.lastZ())
                    .mapToObj(z -> new PlaneGrid(tiles, area -> maker.apply(z, area)))
                    .toList();
        }

        @Override
        public List<Integer> sources() {
            return interpolator.sources();
        }

        @Override
        public Area sourceArea(Area target) {
            Area made = complete.get(0).cover(target);
            return interpolator.sourceArea(
                    better.map(there -> there.lookedAt(interpolator.wide(made))).orElse(made));
        }

        @Override
        public void restore(int z, Area target, Plane pixels, byte[] provenance) {
            fill(planes(z).read(target).get(0), target, pixels, provenance);
        }

        private void fill(Plane made, Area target, Plane pixels, byte[] provenance) {
            boolean[] known = interpolator.known(target);
            for (int i = 0; i < provenance.length; i++) {
                if (known[i]) {
                    pixels.pixels()[i] = made.pixels()[i];
                    provenance[i] = Provenance.INTERPOLATED;
                }
            }
        }

        @Override
        public int tilesAtOnce() {
            return interpolator.onDevice() ? TILES_ON_DEVICE : 1;
        }

        @Override
        public Evidence evidence(int z, Area target) {
            requireOwn(z);
            refined = true;
            List<Plane> planes = planes(z).read(target);
            Plane result = task.source().read(z, target);
            byte[] provenance = new byte[result.pixels().length];
            fill(planes.get(0), target, result, provenance);
            return new Evidence(
                    planes.get(0),
                    new Plane(target.width(), target.height()),
                    planes.get(2),
                    planes.get(3),
                    result,
                    provenance);
        }

        @Override
        public Area evidenceArea(Area target) {
            return sourceArea(target);
        }

        /** A processor has made the neighbours in register anyway, and they may be asked for later. */
        private PlaneGrid planes(int z) {
            requireOwn(z);
            return (refined || !interpolator.onDevice() ? complete : plain).get(z - task.firstZ());
        }

        @Override
        public Findings findings(int z) {
            requireOwn(z);
            List<String> remarks = new ArrayList<>();
            if (interpolator.oneSided()) {
                remarks.add("no intact section on one side: section "
                        + interpolator.sources().get(0) + " was used as it is");
                return new Findings(0, List.of(), remarks, true);
            }
            double agreement = agreement(z);
            int run = task.lastZ() - task.firstZ() + 1;
            if (run > 1) {
                remarks.add("one of " + run + " missing sections in a row, between sections "
                        + interpolator.sources().get(0) + " and "
                        + interpolator.sources().get(1));
            }
            boolean disagree = agreement < LOW_AGREEMENT;
            if (disagree) {
                remarks.add("the neighbours hardly agree, even in register");
            }
            interpolator.whereMade().ifPresent(remarks::add);
            return new Findings(
                    agreement,
                    List.of(new Findings.Estimate("agreement of the neighbours in register", agreement, "", 1)),
                    remarks,
                    disagree || run > LONG_RUN);
        }

        /** Mean confidence of the tile in the middle of the section: findings are for a person and need no more. */
        private double agreement(int z) {
            Area middle = complete.get(0)
                    .cover(new Area(task.source().width() / 2, task.source().height() / 2, 1, 1));
            double sum = 0;
            float[] confidence = planes(z).read(middle).get(1).pixels();
            for (float value : confidence) {
                sum += value;
            }
            return sum / confidence.length;
        }

        private void requireOwn(int z) {
            if (z < task.firstZ() || z > task.lastZ()) {
                throw new IllegalArgumentException(
                        "z must be one of the task's sections " + task.firstZ() + " to " + task.lastZ() + ", was " + z);
            }
        }
    }
}
