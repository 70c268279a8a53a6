package org.sstem.internal.missing;

import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutor;
import org.sstem.damage.DamageKind;
import org.sstem.internal.image.Boxes;
import org.sstem.internal.kernel.DeviceJob;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.registration.DenseRegistration;
import org.sstem.internal.registration.Motion;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Interpolates a section, area by area, from the nearest intact section on either side.
 *
 * <p>Both are brought into register at the place of the section: by half the dense motion between them (scaled with
 * the distances), or with an image of the section, where something of it is left. Brightness and contrast of the two
 * are matched, and they are fused so that membranes keep their sharpness while grain averages out. At the ends of the stack, where only
 * one side is intact, that section alone is used.
 *
 * <p>Filling areas one by one gives the same as filling all at once, within a tenth of a pixel of the motion.
 * Computes in float; borders are replicated; uses the threads of the caller's
 * {@link net.imglib2.parallel.Parallelization} context, same result on any number of them. Immutable and thread-safe.
 */
public final class SectionInterpolator {

    /** How far fusion looks around a pixel. */
    private static final int FUSION_PX = 128;

    private final SectionSource source;
    private final List<Integer> sources;
    private final List<GreyStatistics> statistics;
    /** From the neighbour below to the one above. */
    private final Offset drift;
    /** From the damaged section to each neighbour. */
    private final List<Offset> ownDrift;

    private final DenseRegistration registration;
    private final DeviceJob<TileInterpolation> device;

    /**
     * What is estimated of the neighbours of a task.
     *
     * @param statistics of each neighbour, below before above
     * @param drift      from the neighbour below to the one above
     * @param ownDrift   from the damaged section to each neighbour
     */
    public record Parameters(List<GreyStatistics> statistics, Offset drift, List<Offset> ownDrift) {

        /** Copies the lists. */
        public Parameters {
            statistics = List.copyOf(statistics);
            ownDrift = List.copyOf(ownDrift);
        }
    }

    private SectionInterpolator(Task task, Parameters parameters, Supplier<Optional<TileInterpolation>> device) {
        this.device = new DeviceJob<>(device, TileInterpolation::name);
        this.source = task.source();
        this.sources = neighbours(task);
        this.statistics = parameters.statistics();
        this.drift = parameters.drift();
        this.ownDrift = parameters.ownDrift();
        if (statistics.size() != sources.size() || ownDrift.size() != sources.size()) {
            throw new IllegalArgumentException("there must be statistics and a drift for each of the sections "
                    + sources + ", there were " + statistics.size() + " and " + ownDrift.size());
        }
        DenseRegistration.Builder builder = DenseRegistration.builder().ridges();
        if (!oneSided()) {
            builder.greySd(statistics.get(0).usableSd(), statistics.get(1).usableSd());
        }
        this.registration = builder.build();
    }

    private static List<Integer> neighbours(Task task) {
        List<Integer> neighbours = new ArrayList<>();
        if (!task.intactBelow().isEmpty()) {
            neighbours.add(task.intactBelow().get(0));
        }
        if (!task.intactAbove().isEmpty()) {
            neighbours.add(task.intactAbove().get(0));
        }
        return List.copyOf(neighbours);
    }

    /**
     * Looks at the neighbours of a task.
     *
     * @param task says which sections are intact
     * @return how they relate to each other, and to the section if something of it is left
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public static Parameters survey(Task task) {
        SectionSource source = task.source();
        List<Integer> sources = neighbours(task);
        TaskExecutor executor = Parallelization.getTaskExecutor();
        List<Supplier<Offset>> pairs = new ArrayList<>();
        pairs.add(() ->
                sources.size() == 1 ? Offset.NONE : NeighbourDrift.between(source, sources.get(0), sources.get(1)));
        // A missing section may not even be readable.
        sources.forEach(z -> pairs.add(() ->
                task.kind() == DamageKind.MISSING ? Offset.NONE : NeighbourDrift.between(source, task.firstZ(), z)));
        List<Offset> drifts = executor.forEachApply(pairs, Supplier::get);
        return new Parameters(
                executor.forEachApply(sources, z -> GreyStatistics.of(source, z)),
                drifts.get(0),
                drifts.subList(1, drifts.size()));
    }

    /**
     * Makes an interpolator from what was estimated.
     *
     * @param task       says which sections are intact
     * @param parameters what {@link #survey} found
     * @return an interpolator for the task's sections
     * @throws IllegalArgumentException if the parameters are of another number of neighbours
     */
    public static SectionInterpolator of(Task task, Parameters parameters) {
        return of(task, parameters, () -> Kernels.job(TileInterpolation.class));
    }

    /**
     * Makes an interpolator that works on a certain device.
     *
     * @param task       says which sections are intact
     * @param parameters what {@link #survey} found
     * @param device     is asked for each tile; where it gives nothing, or what it gives fails, the CPU computes
     * @return an interpolator for the task's sections
     * @throws IllegalArgumentException if the parameters are of another number of neighbours
     */
    public static SectionInterpolator of(
            Task task, Parameters parameters, Supplier<Optional<TileInterpolation>> device) {
        return new SectionInterpolator(task, parameters, device);
    }

    /**
     * Looks at the neighbours of a task.
     *
     * @param task says which sections are intact
     * @return an interpolator for the task's sections
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public static SectionInterpolator of(Task task) {
        return of(task, survey(task));
    }

    /**
     * Lists the sections that are read.
     *
     * @return one or two section numbers, below before above
     */
    public List<Integer> sources() {
        return sources;
    }

    /**
     * Tells whether there is only one neighbour to copy from.
     *
     * @return true at the ends of the stack
     */
    public boolean oneSided() {
        return sources.size() == 1;
    }

    /**
     * Says what is read of the neighbours for a target.
     *
     * @param target the area to be made
     * @return the area read
     */
    public Area sourceArea(Area target) {
        if (oneSided()) {
            return target;
        }
        return registration.readArea(target, source.width(), source.height()).grow(drift.greatest());
    }

    /**
     * Returns how much larger than what is used of it an area has to be that is interpolated in register with an image.
     *
     * @return pixels
     */
    public int margin() {
        return registration.margin();
    }

    /**
     * Returns how far the neighbours have drifted against the section, where something of it is left.
     *
     * @return the greatest drift in x or y, pixels
     */
    public int drift() {
        return ownDrift.stream().mapToInt(Offset::greatest).max().orElse(0);
    }

    /**
     * Tells where something can be made from the neighbours: where one at least has tissue, up to its edge.
     *
     * @param target the area
     * @return one flag a pixel, row-major
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public boolean[] known(Area target) {
        return KnownTissue.of(source, sources, target);
    }

    /**
     * Makes an area of a section from the neighbours alone.
     *
     * @param z      the section, between the neighbours
     * @param target the area, inside the section
     * @return grey values and confidence of the target; with one neighbour only, that one throughout and confidence 0
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public Interpolated interpolate(int z, Area target) {
        return interpolate(z, target, true);
    }

    /**
     * Makes an area of a section from the neighbours alone.
     *
     * @param inRegister whether the neighbours in register are wanted, too, which would have to be copied from a device; else
     *     there may be anything in their place
     */
    Interpolated interpolate(int z, Area target, boolean inRegister) {
        if (oneSided()) {
            Plane only = source.read(sources.get(0), target);
            return new Interpolated(only, new Plane(target.width(), target.height()), only.copy(), only.copy());
        }
        double fraction = fraction(z);
        Area wide = wide(target);
        Neighbourhood around = around(z, target, wide);
        Area within = Boxes.within(target, wide);
        Optional<Interpolated> made = device.ask(there -> there.interpolate(
                around.neighbour(0, statistics.get(0), brightness(z)),
                around.neighbour(1, statistics.get(1), brightness(z)),
                fraction,
                registration.windows(around.area(0).width(), around.area(0).height(), around.target()),
                within,
                inRegister));
        if (made.isPresent()) {
            return made.get();
        }
        return fused(z, around, Correspondence.on(around.motion(registration, fraction), fraction))
                .crop(within);
    }

    /** Makes an area from where its tissue lies in the neighbours, of which there are two, on the CPU. */
    Interpolated interpolate(int z, Area target, Correspondences better) {
        Area wide = wide(target);
        return fused(z, around(z, target, wide), better.of(z, wide)).crop(Boxes.within(target, wide));
    }

    private Interpolated fused(int z, Neighbourhood around, Correspondence there) {
        return around.inRegister(there, statistics, brightness(z)).fused(weightOfAbove(z), there.confidence());
    }

    /**
     * Brings the neighbours into register in an area, on the CPU.
     *
     * @param z      the section, between the neighbours, of which there are two
     * @param target the area, inside the section
     * @return both, at the brightness and contrast of the section, and where their tissue was taken from
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public Registered inRegister(int z, Area target) {
        double fraction = fraction(z);
        Neighbourhood around = around(z, target, target);
        Correspondence there = Correspondence.on(around.motion(registration, fraction), fraction);
        Matched matched = around.inRegister(there, statistics, brightness(z));
        return new Registered(there, matched.below(), matched.above());
    }

    /**
     * Finds where the tissue of a section that is known lies in its neighbours: each is registered to it.
     *
     * @param z       the section, between the neighbours, of which there are two
     * @param area    what is looked at, inside the section
     * @param section the section there, finite everywhere
     * @return where it lies, and how far each neighbour agrees with it in the mean
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public Correspondence correspondence(int z, Area area, Plane section) {
        Neighbourhood around = new Neighbourhood(
                source,
                new Neighbourhood.Side(sources.get(0), neighbourArea(z, 0, area)),
                new Neighbourhood.Side(sources.get(1), neighbourArea(z, 1, area)),
                Boxes.within(area, area));
        return around.correspondence(section);
    }

    /**
     * Says where an area of a section lies in a neighbour, their drift taken out.
     *
     * @param z     the section, between the neighbours, of which there are two
     * @param which 0 for the neighbour below, 1 for the one above
     * @param area  the area
     * @return the area in the neighbour, possibly beyond the section
     */
    public Area neighbourArea(int z, int which, Area area) {
        return drift.applied(area, which - fraction(z));
    }

    /** With what fusion looks at. */
    Area wide(Area target) {
        return target.grow(FUSION_PX).intersect(new Area(0, 0, source.width(), source.height()));
    }

    /**
     * The neighbours around a target.
     *
     * @param wanted where they are wanted in register, the target or somewhat more
     */
    private Neighbourhood around(int z, Area target, Area wanted) {
        Area read = registration.readArea(target, source.width(), source.height());
        return new Neighbourhood(
                source,
                new Neighbourhood.Side(sources.get(0), neighbourArea(z, 0, read)),
                new Neighbourhood.Side(sources.get(1), neighbourArea(z, 1, read)),
                Boxes.within(wanted, read));
    }

    /** Tells whether a device makes areas, several at a time better than one. */
    boolean onDevice() {
        return !oneSided() && device.present();
    }

    /** Says on what device areas were made, if there was one. */
    Optional<String> whereMade() {
        return device.remark("interpolated");
    }

    /**
     * Says what brightness and contrast a section is given.
     *
     * @param z the section, between the neighbours, of which there are two
     * @return its statistics
     */
    public GreyStatistics brightness(int z) {
        return statistics.get(0).towards(statistics.get(1), fraction(z));
    }

    /**
     * Makes an area of a section from the neighbours, in register with what is left of the section itself.
     *
     * @param z        the section, between the neighbours
     * @param target   the area to be made, inside {@code area}
     * @param area     what is looked at, inside the section: the target and {@link #margin} around it, if the section
     *     goes on so far
     * @param image    the section in this area, finite everywhere
     * @param validity how much each pixel of it can be trusted, 0 to 1, same size
     * @return grey values and confidence of the target, with the neighbours' brightness and contrast
     * @throws IllegalArgumentException     if a size is wrong
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public Interpolated interpolate(int z, Area target, Area area, Plane image, Plane validity) {
        return interpolate(z, target, target, area, image, validity);
    }

    /**
     * Makes the same where only a part of the target is kept, and the rest is compared with the section: fusion looks no
     * further than that part needs.
     *
     * @param kept the part, inside the target; fusion is less exact beyond it
     */
    public Interpolated interpolate(int z, Area kept, Area target, Area area, Plane image, Plane validity) {
        Area wide = kept.grow(FUSION_PX).union(target).intersect(area);
        Area part = Boxes.within(wide, area);
        DenseRegistration.Fixed fixed =
                DenseRegistration.builder().ridges().build().fixed(image, validity, part);
        List<Carried> sides = Parallelization.getTaskExecutor()
                .forEachApply(IntStream.range(0, sources.size()).boxed().toList(), i -> {
                    Area read = ownDrift.get(i).applied(area, 1);
                    Plane moving = source.read(sources.get(i), read);
                    Plane tissue = source.tissue(sources.get(i), read);
                    Motion motion = fixed.register(moving, tissue);
                    return new Carried(moving, tissue, motion.flow(), motion.confidence());
                });
        Area made = Boxes.within(target, wide);
        if (oneSided()) {
            Carried only = sides.get(0);
            Plane shown = only.shown(part);
            return new Interpolated(shown, only.confidence(), shown.copy(), shown.copy()).crop(made);
        }
        double fraction = fraction(z);
        List<Carried> agreed =
                Carried.agreed(sides.get(0), sides.get(1), part, Boxes.crop(validity, area, wide), fraction);
        Carried below = agreed.get(0);
        Carried above = agreed.get(1);
        return Matched.of(
                        statistics,
                        brightness(z),
                        below.shown(part),
                        below.weight(part),
                        above.shown(part),
                        above.weight(part))
                .fused(weightOfAbove(z), Fusion.average(below.confidence(), above.confidence(), fraction))
                .crop(made);
    }

    private double weightOfAbove(int z) {
        return TileInterpolation.weightOfAbove(fraction(z));
    }

    private double fraction(int z) {
        return (z - sources.get(0)) / (double) (sources.get(1) - sources.get(0));
    }
}
