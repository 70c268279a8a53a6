package org.sstem.internal.tile;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.Findings;
import org.sstem.Repair;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationTask;
import org.sstem.method.SectionRestoration;
import org.sstem.method.SectionSource;

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
final class RestorationPlan {

    /** Precipitates lie on the folded section, so they go first. */
    private static final List<DamageKind> ORDER = List.of(DamageKind.PRECIPITATE, DamageKind.FOLD);

    private final SectionSource source;
    private final Damage damage;
    private final Map<DamageKind, RestorationMethod> methods;
    private final TileGrid grid;
    private final List<Integer> intact;
    private final FiniteSections finite;
    private final Map<Integer, Run> missing = new HashMap<>();
    private final Map<Integer, Steps> sections = new ConcurrentHashMap<>();

    <T extends NativeType<T> & RealType<T>> RestorationPlan(
            RandomAccessibleInterval<T> stack,
            Damage damage,
            Map<DamageKind, RestorationMethod> methods,
            TileGrid grid) {
        this.source = SectionSource.of(stack);
        this.damage = damage;
        this.methods = methods;
        this.grid = grid;
        this.finite = new FiniteSections(source, grid, stack.getType() instanceof FloatType);
        damage.validate(source.width(), source.height(), source.sections());
        this.intact = IntStream.range(0, source.sections())
                .filter(z -> !damage.isDamaged(z))
                .boxed()
                .toList();
        groupMissing();
    }

    SortedSet<Integer> damagedSections() {
        return damage.damagedSections();
    }

    boolean isDamaged(int z) {
        return damage.isDamaged(z);
    }

    RestorationLayer layer(int z) {
        return prepared(z).layer();
    }

    List<Repair> repairs(int z) {
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

    /** As with tiles, two threads may prepare one section at once; both come to the same. */
    private Steps prepared(int z) {
        Steps steps = sections.get(z);
        if (steps == null) {
            if (!damage.isDamaged(z)) {
                throw new IllegalArgumentException("section " + z + " is not damaged, there is nothing to restore");
            }
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
            restoration = method.prepare(task(source, DamageKind.MISSING, run.first, run.last));
            run.restoration = restoration;
        }
        return new Steps(
                List.of(new Step(method, restoration)), new RestorationLayer(source, null, z, restoration, grid));
    }

    private Steps corrected(int z) {
        List<Step> steps = new ArrayList<>();
        SectionSource below = source;
        RestorationLayer layer = null;
        Set<DamageKind> kinds = damage.kinds(z);
        finite.require(z);
        for (DamageKind kind : ORDER) {
            if (kinds.contains(kind)) {
                RestorationMethod method = methods.get(kind);
                SectionRestoration restoration = method.prepare(task(below, kind, z, z));
                steps.add(new Step(method, restoration));
                layer = new RestorationLayer(below, layer, z, restoration, grid);
                below = layer;
            }
        }
        return new Steps(steps, layer);
    }

    private RestorationTask task(SectionSource from, DamageKind kind, int first, int last) {
        List<Integer> below = finite.among(below(first));
        List<Integer> above = finite.among(above(last));
        if (below.isEmpty() && above.isEmpty() && !intact.isEmpty()) {
            throw new IllegalArgumentException("section " + first + " cannot be restored: no intact section is finite, "
                    + finite.fault(intact.get(0)).orElseThrow());
        }
        return new RestorationTask(from, kind, first, last, below, above, mask(first, kind));
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
        return kind == DamageKind.PRECIPITATE && damage.found(z, kind) ? Optional.empty() : damage.mask(z, kind);
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
