package org.sstem.internal.missing;

import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.damage.DamageKind;
import org.sstem.internal.json.RecordText;
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

    /** Makes the method. */
    public MissingSectionMethod() {}

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
        SectionInterpolator.Parameters parameters =
                RecordText.read(survey.parameters(), SectionInterpolator.Parameters.class, survey.method());
        return new Prepared(task, SectionInterpolator.of(task, parameters));
    }

    @Override
    public RefinableRestoration prepare(Task task) {
        return restoration(task, survey(task));
    }

    private static final class Prepared implements RefinableRestoration {

        private final Task task;
        private final SectionInterpolator interpolator;
        /** Of every section of the run: grey values, below, above, how far these agree. */
        private final List<PlaneGrid> grids;

        Prepared(Task task, SectionInterpolator interpolator) {
            this.task = task;
            this.interpolator = interpolator;
            this.grids = IntStream.rangeClosed(task.firstZ(), task.lastZ())
                    .mapToObj(z -> new PlaneGrid(
                            new Tiles(task.source().width(), task.source().height(), TILE_PX), area -> {
                                Interpolated made = interpolator.interpolate(z, area);
                                return List.of(made.pixels(), made.below(), made.above(), made.confidence());
                            }))
                    .toList();
        }

        @Override
        public List<Integer> sources() {
            return interpolator.sources();
        }

        @Override
        public Area sourceArea(Area target) {
            return interpolator.sourceArea(grids.get(0).cover(target));
        }

        @Override
        public void restore(int z, Area target, Plane pixels, byte[] provenance) {
            Evidence evidence = evidence(z, target);
            for (int i = 0; i < provenance.length; i++) {
                if (evidence.provenance()[i] != Provenance.ORIGINAL) {
                    pixels.pixels()[i] = evidence.result().pixels()[i];
                    provenance[i] = evidence.provenance()[i];
                }
            }
        }

        @Override
        public Evidence evidence(int z, Area target) {
            List<Plane> planes = grid(z).read(target);
            Plane result = task.source().read(z, target);
            byte[] provenance = new byte[result.pixels().length];
            boolean[] known = interpolator.known(target);
            for (int i = 0; i < provenance.length; i++) {
                if (known[i]) {
                    result.pixels()[i] = planes.get(0).pixels()[i];
                    provenance[i] = Provenance.INTERPOLATED;
                }
            }
            return new Evidence(
                    planes.get(0),
                    new Plane(target.width(), target.height()),
                    planes.get(1),
                    planes.get(2),
                    result,
                    provenance);
        }

        @Override
        public Area evidenceArea(Area target) {
            return sourceArea(target);
        }

        private PlaneGrid grid(int z) {
            requireOwn(z);
            return grids.get(z - task.firstZ());
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
            Area middle = grids.get(0)
                    .cover(new Area(task.source().width() / 2, task.source().height() / 2, 1, 1));
            double sum = 0;
            float[] confidence = grid(z).read(middle).get(3).pixels();
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
