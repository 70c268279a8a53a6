package org.sstem.internal.tile;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.Repair;
import org.sstem.method.RestorationMethod;
import org.sstem.method.RestorationTask;
import org.sstem.method.SectionRestoration;
import org.sstem.internal.sheet.SheetMethod;
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

    /** Precipitates lie on the folded section, so they go first; what is lost is filled in register with the rest. */
    private static final List<DamageKind> ORDER =
            List.of(DamageKind.PRECIPITATE, DamageKind.FOLD, DamageKind.CRACK, DamageKind.LOST);

    private final SectionSource source;
    private final Damage damage;
    private final Map<DamageKind, RestorationMethod> methods;
    private final TileGrid grid;
    private final List<Integer> intact;
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
                        step.restoration().findings(z)))
                .toList();
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
        boolean oneSheet = oneSheet(z, kinds);
        for (DamageKind kind : ORDER) {
            if (kinds.contains(kind) && !(oneSheet && kind == DamageKind.CRACK)) {
                RestorationMethod method = methods.get(kind);
                SectionRestoration restoration =
                        method.prepare(task(below, kind, z, z, oneSheet && kind == DamageKind.FOLD));
                steps.add(new Step(method, restoration));
                layer = new RestorationLayer(below, layer, z, restoration, grid);
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

    private RestorationTask task(SectionSource from, DamageKind kind, int first, int last) {
        return task(from, kind, first, last, false);
    }

    private RestorationTask task(SectionSource from, DamageKind kind, int first, int last, boolean withCracks) {
        List<Integer> below =
                intact.stream().filter(z -> z < first).sorted((a, b) -> b - a).toList();
        List<Integer> above = intact.stream().filter(z -> z > last).toList();
        Optional<SectionMask> mask = mask(first, kind);
        if (withCracks) {
            mask = Optional.of(union(mask.orElseThrow(), mask(first, DamageKind.CRACK).orElseThrow()));
        }
        return new RestorationTask(from, kind, first, last, below, above, mask);
    }

    private static SectionMask union(SectionMask a, SectionMask b) {
        return area -> {
            boolean[] flags = a.read(area);
            boolean[] others = b.read(area);
            for (int i = 0; i < flags.length; i++) {
                flags[i] |= others[i];
            }
            return flags;
        };
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
