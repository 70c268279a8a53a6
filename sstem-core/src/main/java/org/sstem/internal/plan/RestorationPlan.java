package org.sstem.internal.plan;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import org.sstem.Repair;
import org.sstem.Repair.Findings;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.Detection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.method.MovingRestoration;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.internal.progress.Cancellation;
import org.sstem.internal.registration.Flows;
import org.sstem.internal.sheet.SheetMethod;
import org.sstem.internal.tile.SoftCache;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;
import org.sstem.method.SectionSource;
import org.sstem.stack.GreyLevels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.IntStream;

/** Which steps restore which section: built from the damage, each task prepared when it is first needed. */
public final class RestorationPlan {

    /** Precipitates lie on the folded section, so they go first; what is lost is filled in register with the rest. */
    private static final List<DamageKind> ORDER =
            List.of(DamageKind.PRECIPITATE, DamageKind.FOLD, DamageKind.CRACK, DamageKind.LOST);

    /** Sections that are ready to be filled at a time: those that are being restored, and some that may be asked for again. */
    private static final int MOST_PREPARED = 16;

    private final SectionSource source;
    private final TissueOfPlan tissue;
    private final Damage damage;
    private final Map<DamageKind, RestorationMethod> methods;
    private final Tiles tiles;
    private final Neighbours neighbours;
    private final FiniteSections finite;
    private final Map<Integer, Run> missing = new HashMap<>();
    /** Estimates that are given. */
    private final KnownSurveys given;
    /** What was estimated here stays as long as memory is not needed: finding it costs most, and a stained section's are large. */
    private final SoftCache<Integer, List<Survey>> estimated = new SoftCache<>(Integer.MAX_VALUE);
    /** What is worked out from that. */
    private final SoftCache<Integer, Steps> prepared = new SoftCache<>(MOST_PREPARED);
    /**
     * What was used last stays whatever memory is needed: tile after tile is asked for of one section, and its estimates may
     * have taken minutes.
     */
    private volatile Latest latest;

    public <T extends NativeType<T> & RealType<T>> RestorationPlan(
            RandomAccessibleInterval<T> stack,
            Damage damage,
            Map<DamageKind, RestorationMethod> methods,
            Tiles tiles,
            Map<Integer, SectionMask> absent,
            Optional<GreyLevels> levels,
            KnownSurveys given) {
        this.source = SectionSource.of(stack);
        this.tissue = new TissueOfPlan(source, damage, absent, levels);
        this.damage = damage;
        this.methods = methods;
        this.tiles = tiles;
        this.finite = new FiniteSections(source, tiles, stack.getType() instanceof FloatType);
        damage.validate(source.width(), source.height(), source.sections());
        for (DamagedSection entry : damage.entries()) {
            if (!methods.containsKey(entry.kind())) {
                throw new IllegalArgumentException(entry + " cannot be restored: there is no method for "
                        + entry.kind().id() + " yet");
            }
        }
        this.neighbours = new Neighbours(damage, tiles, source.sections());
        groupMissing();
        this.given = given;
        given.sections().forEach(z -> check(z, given.lookup().apply(z)));
    }

    /** Refuses estimates that were made for other damage or by other methods. */
    private void check(int z, List<Survey> given) {
        List<String> names = given.stream().map(Survey::method).toList();
        List<String> needed = isDamaged(z)
                ? kinds(z).stream().map(kind -> methods.get(kind).name()).toList()
                : List.of();
        if (!names.equals(needed)) {
            throw new IllegalArgumentException("section " + z + " is restored by " + needed
                    + ", the parameters that were given for it are of " + names);
        }
    }

    public Tiles tiles() {
        return tiles;
    }

    public GreyLevels levels() {
        return tissue.levels();
    }

    public Detection.TissueShare tissue(int z) {
        return tissue.share(z);
    }

    public SortedSet<Integer> damagedSections() {
        return damage.damagedSections();
    }

    public boolean isDamaged(int z) {
        return damage.isDamaged(z);
    }

    /** Restores an area of a damaged section; what is new in it stays within the grey values that it is made from. */
    public RestoredTile restore(int z, Area area) {
        Cancellation.check("in section " + z);
        RestoredTile tile = prepared(z).layer().compute(area);
        Run run = missing.get(z);
        List<Integer> read = new ArrayList<>(finite.read(neighbours.below(run == null ? z : run.first)));
        read.addAll(finite.read(neighbours.above(run == null ? z : run.last)));
        if (run == null) {
            read.add(z);
        }
        finite.clip(tile, read);
        return tile;
    }

    /** How many areas of a damaged section are best restored at once: all of its steps can have as many. */
    int tilesAtOnce(int z) {
        return prepared(z).steps().stream()
                .mapToInt(step ->
                        step.restoration() instanceof RefinableRestoration restoration ? restoration.tilesAtOnce() : 1)
                .min()
                .orElse(1);
    }

    public List<Repair> repairs(int z) {
        return prepared(z).steps().stream()
                .map(step -> new Repair(
                        step.method().kind(),
                        step.method().name(),
                        step.restoration().sources(),
                        withLeftOut(step.restoration().findings(z), z)))
                .toList();
    }

    /** Where the tissue of an area is taken from, through all steps that move it; empty if none of the section does. */
    public Optional<Flow> unfolding(int z, Area area) {
        List<MovingRestoration> moves = prepared(z).steps().stream()
                .map(Step::restoration)
                .filter(MovingRestoration.class::isInstance)
                .map(MovingRestoration.class::cast)
                .toList();
        Cancellation.check("in section " + z);
        return moves.isEmpty() ? Optional.empty() : Optional.of(through(moves, area));
    }

    private Flow through(List<MovingRestoration> moves, Area area) {
        int last = moves.size() - 1;
        Flow flow = moves.get(last).flow(area);
        if (last == 0) {
            return flow;
        }
        Area read = Flows.reach(flow, area, whole());
        return Flows.after(flow, area, through(moves.subList(0, last), read), read);
    }

    /** All of a section. */
    public Area whole() {
        return new Area(0, 0, source.width(), source.height());
    }

    private Findings withLeftOut(Findings findings, int z) {
        Run run = missing.get(z);
        List<String> remarks = new ArrayList<>(finite.leftOut(neighbours.below(run == null ? z : run.first)));
        remarks.addAll(finite.leftOut(neighbours.above(run == null ? z : run.last)));
        if (remarks.isEmpty()) {
            return findings;
        }
        remarks.addAll(findings.remarks());
        return new Findings(findings.confidence(), findings.estimates(), remarks, true);
    }

    /** Compares a section before and after with its nearest neighbours; a missing one was nothing before. */
    Improvement improvement(int z) {
        List<Integer> nearest = new ArrayList<>();
        if (!missing.containsKey(z)) {
            neighbours.below(z).stream().limit(1).forEach(nearest::add);
            neighbours.above(z).stream().limit(1).forEach(nearest::add);
        }
        return new Improvement(tissue.working(neighbours.specks(z, z)), nearest);
    }

    /** What was estimated of a section, in the order of its steps; estimated now if it is not known. */
    public List<Survey> surveys(int z) {
        return prepared(z).surveys();
    }

    /** As with tiles, two threads may prepare one section at once; both come to the same. */
    private Steps prepared(int z) {
        if (!damage.isDamaged(z)) {
            throw new IllegalArgumentException("section " + z + " is not damaged, there is nothing to restore");
        }
        Latest last = latest;
        if (last != null && last.z == z) {
            return last.steps;
        }
        Steps steps = prepared.get(z, section -> {
            Cancellation.check("before section " + z);
            return missing.containsKey(z) ? missing(z) : corrected(z);
        });
        latest = new Latest(z, steps);
        return steps;
    }

    private Steps missing(int z) {
        Run run = missing.get(z);
        RestorationMethod method = methods.get(DamageKind.MISSING);
        SectionSource below = tissue.working(neighbours.specks(run.first, run.last));
        Task task = task(below, DamageKind.MISSING, run.first, run.last);
        SectionRestoration restoration = run.restorations.get(run.first, first -> {
            if (run.survey == null) {
                run.survey = IntStream.rangeClosed(run.first, run.last)
                        .mapToObj(this::known)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElseGet(() -> List.of(method.survey(task)));
            }
            return restoration(method, task, run.survey.get(0));
        });
        return new Steps(
                List.of(new Step(method, restoration)),
                new RestorationLayer(below, null, z, restoration, tiles, tissue),
                run.survey);
    }

    private Steps corrected(int z) {
        finite.require(z);
        List<Step> steps = new ArrayList<>();
        List<Survey> known = known(z);
        List<Survey> used = new ArrayList<>();
        SectionSource below = tissue.working(neighbours.specks(z, z));
        RestorationLayer layer = null;
        boolean oneSheet = oneSheet(z, damage.kinds(z));
        for (DamageKind kind : kinds(z)) {
            RestorationMethod method = methods.get(kind);
            Task task = task(below, kind, z, z, oneSheet && kind == DamageKind.FOLD);
            Survey survey = known == null ? method.survey(task) : known.get(steps.size());
            SectionRestoration restoration = restoration(method, task, survey);
            used.add(survey);
            steps.add(new Step(method, restoration));
            layer = new RestorationLayer(below, layer, z, restoration, tiles, tissue);
            below = layer;
        }
        List<Survey> all = List.copyOf(used);
        return new Steps(steps, layer, known == null ? estimated.get(z, section -> all) : known);
    }

    /** What is known of a section already; null if it has to be estimated. */
    private List<Survey> known(int z) {
        return given.sections().contains(z) ? given.lookup().apply(z) : estimated.get(z, section -> null);
    }

    /** Parameters may have been edited. */
    private static SectionRestoration restoration(RestorationMethod method, Task task, Survey survey) {
        try {
            return method.restoration(task, survey);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "section " + task.firstZ() + " cannot be restored from its parameters: " + e.getMessage(), e);
        }
    }

    /** The kinds of damage for which a section has a step, in their order. */
    private List<DamageKind> kinds(int z) {
        Set<DamageKind> kinds = damage.kinds(z);
        if (kinds.contains(DamageKind.MISSING)) {
            return List.of(DamageKind.MISSING);
        }
        boolean oneSheet = oneSheet(z, kinds);
        return ORDER.stream()
                .filter(kinds::contains)
                .filter(kind -> !(oneSheet && kind == DamageKind.CRACK))
                .toList();
    }

    /** Folds and cracks of one section are cuts of one sheet, if the method takes them so and all masks are known. */
    private boolean oneSheet(int z, Set<DamageKind> kinds) {
        return kinds.contains(DamageKind.FOLD)
                && kinds.contains(DamageKind.CRACK)
                && methods.get(DamageKind.FOLD) instanceof SheetMethod
                && damage.mask(z, DamageKind.FOLD).isPresent()
                && damage.mask(z, DamageKind.CRACK).isPresent();
    }

    private Task task(SectionSource from, DamageKind kind, int first, int last) {
        return task(from, kind, first, last, false);
    }

    private Task task(SectionSource from, DamageKind kind, int first, int last, boolean withCracks) {
        List<Integer> below = finite.among(usable(kind, neighbours.below(first)));
        List<Integer> above = finite.among(usable(kind, neighbours.above(last)));
        if (below.isEmpty() && above.isEmpty() && !neighbours.intact().isEmpty()) {
            throw new IllegalArgumentException("section " + first + " cannot be restored: no intact section is finite, "
                    + finite.fault(neighbours.intact().get(0)).orElseThrow());
        }
        Optional<SectionMask> mask = mask(first, kind);
        if (withCracks) {
            mask = Optional.of(
                    mask.orElseThrow().or(mask(first, DamageKind.CRACK).orElseThrow()));
        }
        return new Task(from, kind, first, last, below, above, mask, seen(first, kind));
    }

    private List<Integer> usable(DamageKind kind, List<Integer> sections) {
        boolean heedsTissue = methods.get(kind).heedsTissue();
        return sections.stream()
                .filter(z -> heedsTissue || !damage.isDamaged(z))
                .toList();
    }

    /**
     * The outlines of precipitates count as exact where they are given, so those that a detector found are not: found
     * again beside the estimate of the stain they are at least as good, and not taken for exact.
     */
    private Optional<SectionMask> mask(int z, DamageKind kind) {
        if (kind == DamageKind.LOST) {
            return tissue.lost(z);
        }
        return exact(z, kind) ? damage.mask(z, kind) : Optional.empty();
    }

    private Optional<SectionMask> seen(int z, DamageKind kind) {
        return exact(z, kind) ? Optional.empty() : damage.mask(z, kind);
    }

    private boolean exact(int z, DamageKind kind) {
        return kind != DamageKind.PRECIPITATE || !damage.found(z, kind);
    }

    private void groupMissing() {
        Run run = null;
        for (int z = 0; z < source.sections(); z++) {
            if (!damage.isDamaged(z) || !damage.kinds(z).contains(DamageKind.MISSING)) {
                run = null;
            } else {
                run = run == null ? new Run(z) : run;
                run.last = z;
                missing.put(z, run);
            }
        }
    }

    /** A run of consecutive missing sections, restored as one task. */
    private static final class Run {
        private final int first;
        private int last;
        private volatile List<Survey> survey;
        private final SoftCache<Integer, SectionRestoration> restorations = new SoftCache<>(1);

        Run(int first) {
            this.first = first;
        }
    }

    private record Step(RestorationMethod method, SectionRestoration restoration) {}

    private record Latest(int z, Steps steps) {}

    private record Steps(List<Step> steps, RestorationLayer layer, List<Survey> surveys) {}
}
