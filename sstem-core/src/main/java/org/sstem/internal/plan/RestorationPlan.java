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
import org.sstem.internal.progress.Cancellation;
import org.sstem.internal.sheet.SheetMethod;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;
import org.sstem.method.SectionSource;
import org.sstem.stack.GreyLevels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Which steps restore which section: built from the damage, each task prepared when it is first needed. */
public final class RestorationPlan {

    /** Precipitates lie on the folded section, so they go first; what is lost is filled in register with the rest. */
    private static final List<DamageKind> ORDER =
            List.of(DamageKind.PRECIPITATE, DamageKind.FOLD, DamageKind.CRACK, DamageKind.LOST);

    private final SectionSource source;
    private final TissueOfPlan tissue;
    private final Damage damage;
    private final Map<DamageKind, RestorationMethod> methods;
    private final Tiles tiles;
    private final List<Integer> intact;
    private final FiniteSections finite;
    private final Map<Integer, Run> missing = new HashMap<>();
    private final Map<Integer, Steps> sections = new ConcurrentHashMap<>();

    public <T extends NativeType<T> & RealType<T>> RestorationPlan(
            RandomAccessibleInterval<T> stack,
            Damage damage,
            Map<DamageKind, RestorationMethod> methods,
            Tiles tiles,
            Map<Integer, SectionMask> absent,
            Optional<GreyLevels> levels) {
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
        this.intact = IntStream.range(0, source.sections())
                .filter(z -> !damage.isDamaged(z))
                .boxed()
                .toList();
        groupMissing();
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
        List<Integer> read = new ArrayList<>(finite.read(below(run == null ? z : run.first)));
        read.addAll(finite.read(above(run == null ? z : run.last)));
        if (run == null) {
            read.add(z);
        }
        finite.clip(tile, read);
        return tile;
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

    private Findings withLeftOut(Findings findings, int z) {
        Run run = missing.get(z);
        List<String> remarks = new ArrayList<>(finite.leftOut(below(run == null ? z : run.first)));
        remarks.addAll(finite.leftOut(above(run == null ? z : run.last)));
        if (remarks.isEmpty()) {
            return findings;
        }
        remarks.addAll(findings.remarks());
        return new Findings(findings.confidence(), findings.estimates(), remarks, true);
    }

    /** Compares a section before and after with the nearest intact sections; a missing one was nothing before. */
    public Improvement improvement(int z) {
        List<Integer> nearest = new ArrayList<>();
        if (!missing.containsKey(z)) {
            intact.stream().filter(other -> other < z).reduce((a, b) -> b).ifPresent(nearest::add);
            intact.stream().filter(other -> other > z).findFirst().ifPresent(nearest::add);
        }
        return new Improvement(tissue.working(), nearest);
    }

    /** As with tiles, two threads may prepare one section at once; both come to the same. */
    private Steps prepared(int z) {
        Steps steps = sections.get(z);
        if (steps == null) {
            if (!damage.isDamaged(z)) {
                throw new IllegalArgumentException("section " + z + " is not damaged, there is nothing to restore");
            }
            Cancellation.check("before section " + z);
            steps = missing.containsKey(z) ? missing(z) : corrected(z);
            sections.put(z, steps);
        }
        return steps;
    }

    private Steps missing(int z) {
        Run run = missing.get(z);
        RestorationMethod method = methods.get(DamageKind.MISSING);
        SectionRestoration restoration = run.restoration;
        if (restoration == null) {
            restoration = method.prepare(task(tissue.working(), DamageKind.MISSING, run.first, run.last));
            run.restoration = restoration;
        }
        return new Steps(
                List.of(new Step(method, restoration)),
                new RestorationLayer(tissue.working(), null, z, restoration, tiles, tissue));
    }

    private Steps corrected(int z) {
        finite.require(z);
        List<Step> steps = new ArrayList<>();
        SectionSource below = tissue.working();
        RestorationLayer layer = null;
        Set<DamageKind> kinds = damage.kinds(z);
        boolean oneSheet = oneSheet(z, kinds);
        for (DamageKind kind : ORDER) {
            if (kinds.contains(kind) && !(oneSheet && kind == DamageKind.CRACK)) {
                RestorationMethod method = methods.get(kind);
                SectionRestoration restoration =
                        method.prepare(task(below, kind, z, z, oneSheet && kind == DamageKind.FOLD));
                steps.add(new Step(method, restoration));
                layer = new RestorationLayer(below, layer, z, restoration, tiles, tissue);
                below = layer;
            }
        }
        return new Steps(steps, layer);
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
        List<Integer> below = finite.among(below(first));
        List<Integer> above = finite.among(above(last));
        if (below.isEmpty() && above.isEmpty() && !intact.isEmpty()) {
            throw new IllegalArgumentException("section " + first + " cannot be restored: no intact section is finite, "
                    + finite.fault(intact.get(0)).orElseThrow());
        }
        Optional<SectionMask> mask = mask(first, kind);
        if (withCracks) {
            mask = Optional.of(
                    mask.orElseThrow().or(mask(first, DamageKind.CRACK).orElseThrow()));
        }
        return new Task(from, kind, first, last, below, above, mask, seen(first, kind));
    }

    private List<Integer> below(int first) {
        return intact.stream().filter(z -> z < first).sorted((a, b) -> b - a).toList();
    }

    private List<Integer> above(int last) {
        return intact.stream().filter(z -> z > last).toList();
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
        private volatile SectionRestoration restoration;

        Run(int first) {
            this.first = first;
        }
    }

    private record Step(RestorationMethod method, SectionRestoration restoration) {}

    private record Steps(List<Step> steps, RestorationLayer layer) {}
}
