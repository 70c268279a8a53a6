package org.sstem.internal.detect;

import net.imglib2.parallel.Parallelization;
import org.sstem.ProgressListener;
import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection;
import org.sstem.damage.Detection.Finding;
import org.sstem.damage.Detection.Measured;
import org.sstem.damage.SectionMask;
import org.sstem.internal.precipitate.PrecipitateFinder.Precipitate;
import org.sstem.internal.progress.Cancellation;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.stack.GreyLevels;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * One search through a stack: missing sections first, as nothing can be compared with them, then lost parts, folds and
 * cracks, then stains.
 */
public final class DetectionRun {

    /** Sections farther away show other tissue. */
    private static final int FARTHEST = 4;

    private final TissueSource original;
    private final Optional<GreyLevels> known;
    private final Set<DamageKind> kinds;
    private final ProgressListener listener;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Measured> measured = new ArrayList<>();
    /** Dark bands that may be folds: what lies on them is no speck, whatever was decided. */
    private final Map<Integer, SectionMask> suspected = new HashMap<>();

    private final int sections;
    private final int stages;
    private final int rounds;
    private long done;

    public DetectionRun(
            TissueSource original, Optional<GreyLevels> known, Set<DamageKind> kinds, ProgressListener listener) {
        this.original = original;
        this.known = known;
        this.kinds = kinds;
        this.listener = listener;
        this.sections = original.sections();
        // A band is no blob: who looks for blobs has to know the bands.
        boolean parts =
                kinds.contains(DamageKind.FOLD) || kinds.contains(DamageKind.CRACK) || kinds.contains(DamageKind.LOST);
        this.stages = kinds.contains(DamageKind.PRECIPITATE) ? 3 : parts ? 2 : 1;
        // Before a band or a blob is looked for, it has to be known where there is tissue.
        this.rounds = stages > 2 ? stages + 2 : stages > 1 ? stages + 1 : 1;
    }

    public Detection result() {
        List<Overview> overviews = new ArrayList<>();
        MissingSearch search = new MissingSearch(overviews, likeness(overviews));
        GreyLevels levels = known.orElseGet(() -> GreyLevels.estimate(original));
        pardonFolded(search, levels.above(original));
        if (kinds.contains(DamageKind.MISSING)) {
            findings.addAll(search.findings());
            measured.addAll(search.measured());
        }
        BitSet missing = search.missing();
        if (stages > 1) {
            LostSearch lost = new LostSearch(original, missing, z -> step(z, "looked for lost parts in section "));
            SectionSource source = levels.above(original.withDamage(lost.masks(), Map.of()));
            Map<Integer, SectionMask> bands = bands(source, missing, lost);
            lost.findings().stream().filter(f -> kinds.contains(f.kind())).forEach(findings::add);
            if (kinds.contains(DamageKind.LOST)) {
                measured.addAll(lost.measured());
            }
            if (stages > 2) {
                // what was taken for a band until now may have been lost
                source = levels.above(original.withDamage(lost.masks(), Map.of()));
                precipitates(source, missing, bands);
            }
        }
        return new Detection(sections, findings, measured, levels, shares());
    }

    /** How much of every section is tissue, and how much padding. */
    private List<Detection.TissueShare> shares() {
        return IntStream.range(0, sections)
                .mapToObj(z -> new Detection.TissueShare(
                        z, original.section(z).share(), original.section(z).paddingShare()))
                .toList();
    }

    /** Reads every section once; compares it with those just before it. */
    private List<double[]> likeness(List<Overview> overviews) {
        Deque<Plane> before = new ArrayDeque<>();
        List<double[]> likeness = new ArrayList<>();
        for (List<Integer> some : batches(IntStream.range(0, sections).toArray())) {
            for (Overview overview : sideBySide(some, z -> Overview.of(original, z))) {
                double[] own = new double[MissingSearch.REACH];
                int back = 0;
                for (Plane other : before) {
                    own[back++] = Likeness.of(overview.texture(), other);
                }
                likeness.add(own);
                before.addFirst(overview.texture());
                if (before.size() > MissingSearch.REACH) {
                    before.removeLast();
                }
                overviews.add(overview.withoutTexture());
                step(overviews.size() - 1, "looked at section ");
            }
        }
        return likeness;
    }

    /** A fold that is wide for the size of the section displaces so much that hardly anything is where neighbours show it. */
    private void pardonFolded(MissingSearch search, SectionSource source) {
        BandSearch bands = new BandSearch(source);
        for (int z : search.strangers().stream().toArray()) {
            BandJudge.explaining(
                            bands.look(z, neighbours(z, search.missing())), Math.min(source.width(), source.height()))
                    .ifPresent(fold -> search.pardon(z, "it is folded: " + BandSearch.describe(fold)));
        }
    }

    private List<Integer> neighbours(int z, BitSet missing) {
        List<Integer> neighbours = new ArrayList<>();
        neighbours.addAll(nearest(z, -1, missing::get));
        neighbours.addAll(nearest(z, 1, missing::get));
        return neighbours;
    }

    private Map<Integer, SectionMask> bands(SectionSource source, BitSet missing, LostSearch lost) {
        BandSearch search = new BandSearch(source);
        Map<Integer, List<BandSearch.Candidate>> candidates = new TreeMap<>();
        for (List<Integer> some : batches(present(missing))) {
            Set<Integer> needed = new TreeSet<>(some);
            some.forEach(z -> needed.addAll(neighbours(z, missing)));
            search.see(needed);
            for (int z : some) {
                candidates.put(z, search.look(z, neighbours(z, missing)));
                step(z, "looked for folds and cracks in section ");
            }
        }
        Map<Integer, SectionMask> folds = new HashMap<>();
        StillBands still = new StillBands(original, source);
        for (DamageKind kind : List.of(DamageKind.FOLD, DamageKind.CRACK)) {
            BandJudge judge = new BandJudge(search, kind, candidates.values());
            candidates.forEach((z, found) -> {
                Optional<Finding> finding = judge.judge(z, found);
                if (kind == DamageKind.FOLD) {
                    Optional<StillBands.Still> strip = still.look(
                            z, neighbours(z, missing), finding.stream().toList());
                    strip.ifPresent(s -> lost.add(s.z(), s.mask(), s.why()));
                    if (strip.isPresent()) {
                        finding = finding.filter(f -> !f.damaged());
                    }
                    // A crack is bright: no blob is mistaken for it.
                    judge.suspected(z, found).ifPresent(mask -> suspected.put(z, mask));
                    finding.flatMap(Finding::mask).ifPresent(mask -> {
                        folds.put(z, mask);
                        suspected.merge(z, mask, SectionMask::or);
                    });
                }
                if (finding.filter(Finding::damaged).isPresent()) {
                    lost.pardon(z);
                }
                if (kinds.contains(kind)) {
                    finding.ifPresent(findings::add);
                    measured.add(judge.measured(z, found));
                }
            });
        }
        return folds;
    }

    private void precipitates(SectionSource source, BitSet missing, Map<Integer, SectionMask> bands) {
        PrecipitateSearch search = new PrecipitateSearch(source);
        IntPredicate unfit = other -> missing.get(other) || bands.containsKey(other);
        int[] present = present(missing);
        Map<Integer, Double> strengths = new TreeMap<>();
        strengths.putAll(each(
                present,
                z -> search.survey(z, beside(z, -1, unfit, missing), beside(z, 1, unfit, missing)),
                z -> step(z, "looked for precipitates in section ")));
        double[] surveyed = values(strengths);
        Map<Integer, List<Precipitate>> blobs = new TreeMap<>();
        int[] suspicious = Arrays.stream(present)
                .filter(z -> PrecipitateSearch.suspicious(strengths.get(z), surveyed))
                .toArray();
        blobs.putAll(each(
                suspicious,
                z -> look(search, z, unfit, missing, bands, surveyed),
                z -> Cancellation.check("after section " + z)));
        blobs.forEach((z, found) -> strengths.put(z, PrecipitateSearch.strength(found)));
        // A stained neighbour misleads: what may be stained is compared once more, with sections that are not.
        double threshold = PrecipitateSearch.threshold(values(strengths));
        BitSet stained = new BitSet();
        blobs.keySet().stream().filter(z -> strengths.get(z) >= threshold).forEach(stained::set);
        IntPredicate unfitOrStained = other -> unfit.test(other) || stained.get(other);
        for (int z : stained.stream().toArray()) {
            if (!nearest(z, -1, unfit).equals(nearest(z, -1, unfitOrStained))
                    || !nearest(z, 1, unfit).equals(nearest(z, 1, unfitOrStained))) {
                blobs.put(z, look(search, z, unfitOrStained, missing, bands, surveyed));
                strengths.put(z, PrecipitateSearch.strength(blobs.get(z)));
            }
            step(z, "compared again section ");
        }
        double[] all = values(strengths);
        Map<Integer, Finding> specks = specks(source, present, unfitOrStained);
        for (int z : present) {
            Optional<Finding> verdict = search.judge(z, blobs.getOrDefault(z, List.of()), all);
            PrecipitateSearch.together(verdict, Optional.ofNullable(specks.get(z)))
                    .ifPresent(findings::add);
            measured.add(search.measured(z, strengths.get(z), all));
        }
    }

    private Map<Integer, Finding> specks(SectionSource source, int[] present, IntPredicate unfit) {
        Map<Integer, DarkLevels> levels =
                each(present, z -> DarkLevels.of(source, z), z -> Cancellation.check("after section " + z));
        SpeckSearch search = new SpeckSearch(source, levels);
        Map<Integer, List<SpeckSearch.Speck>> specks = each(
                present,
                z -> {
                    List<Integer> neighbours = new ArrayList<>(nearest(z, -1, unfit));
                    neighbours.addAll(nearest(z, 1, unfit));
                    return search.look(z, neighbours, Optional.ofNullable(suspected.get(z)));
                },
                z -> step(z, "looked for specks in section "));
        double[] strengths =
                specks.values().stream().mapToDouble(SpeckSearch::strength).toArray();
        Map<Integer, Finding> findings = new TreeMap<>();
        specks.forEach((z, found) -> {
            search.judge(z, found, strengths).ifPresent(finding -> findings.put(z, finding));
            measured.add(SpeckSearch.measured(z, found, strengths));
        });
        return findings;
    }

    /** Looks at sections, as many at a time as there are threads; tells of each afterwards, on the caller's thread. */
    private static <T> Map<Integer, T> each(int[] sections, IntFunction<T> look, IntConsumer done) {
        Map<Integer, T> all = new TreeMap<>();
        for (List<Integer> some : batches(sections)) {
            List<T> found = sideBySide(some, look);
            for (int i = 0; i < found.size(); i++) {
                all.put(some.get(i), found.get(i));
                done.accept(some.get(i));
            }
        }
        return all;
    }

    private static <T> List<T> sideBySide(List<Integer> some, IntFunction<T> look) {
        Cancellation.check("before section " + some.get(0));
        return Parallelization.getTaskExecutor().forEachApply(some, look::apply);
    }

    /** As many sections at a time as there are threads. */
    private static List<List<Integer>> batches(int[] sections) {
        int atOnce = Math.max(1, Parallelization.getTaskExecutor().getParallelism());
        return IntStream.range(0, (sections.length + atOnce - 1) / atOnce)
                .mapToObj(i -> Arrays.stream(sections, i * atOnce, Math.min(sections.length, (i + 1) * atOnce))
                        .boxed()
                        .toList())
                .toList();
    }

    private int[] present(BitSet missing) {
        return IntStream.range(0, sections).filter(z -> !missing.get(z)).toArray();
    }

    private static double[] values(Map<Integer, Double> strengths) {
        return strengths.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    private List<Precipitate> look(
            PrecipitateSearch search,
            int z,
            IntPredicate unfit,
            BitSet missing,
            Map<Integer, SectionMask> bands,
            double[] strengths) {
        List<Integer> below = beside(z, -1, unfit, missing);
        List<Integer> above = beside(z, 1, unfit, missing);
        return search.look(z, below, above, Optional.ofNullable(bands.get(z)), strengths);
    }

    /** The nearest section in one direction that is fit; one that is not if no section is, in either direction. */
    private List<Integer> beside(int z, int direction, IntPredicate unfit, BitSet missing) {
        boolean none = nearest(z, -1, unfit).isEmpty() && nearest(z, 1, unfit).isEmpty();
        return nearest(z, direction, none ? missing::get : unfit);
    }

    /** The nearest section in one direction that is fit, if it is not too far away. */
    private List<Integer> nearest(int z, int direction, IntPredicate unfit) {
        for (int other = z + direction; other >= 0 && other < sections; other += direction) {
            if (Math.abs(other - z) <= FARTHEST && !unfit.test(other)) {
                return List.of(other);
            }
        }
        return List.of();
    }

    private void step(int z, String what) {
        done++;
        // Sections that may be stained are looked at twice; how many these are is not known before.
        listener.progress(done, Math.max(done, (long) rounds * sections), what + z);
        Cancellation.check("after section " + z);
    }
}
