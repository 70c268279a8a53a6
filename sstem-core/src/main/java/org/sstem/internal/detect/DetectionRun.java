package org.sstem.internal.detect;

import org.sstem.ProgressListener;
import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection;
import org.sstem.damage.Detection.Finding;
import org.sstem.damage.Detection.Measured;
import org.sstem.internal.detect.Looks.Beside;
import org.sstem.internal.detect.Looks.Ground;
import org.sstem.internal.detect.Looks.Told;
import org.sstem.internal.detect.Looks.Verdict;
import org.sstem.internal.detect.speck.DarkLevels;
import org.sstem.internal.detect.speck.SpeckSearch;
import org.sstem.internal.precipitate.PrecipitateFinder.Precipitate;
import org.sstem.internal.progress.Cancellation;
import org.sstem.internal.registration.LeastSize;
import org.sstem.internal.tissue.GreySample;
import org.sstem.internal.tissue.MaskRuns;
import org.sstem.method.SectionSource;
import org.sstem.stack.GreyLevels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One search through a stack: missing sections first, as nothing can be compared with them, then lost parts, folds and
 * cracks, then stains. Reads no pixels itself: sections are looked at wherever {@link Looking} does it, and what is usual in
 * the stack, and what is damage, is decided here.
 */
public final class DetectionRun {

    /** How many times the limit no other section calls in doubt. */
    private static final double BEYOND_DOUBT = 4;

    private final SectionSource size;
    private final Looking looking;
    private final Optional<GreyLevels> known;
    private final Set<DamageKind> kinds;
    private final ProgressListener listener;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Measured> measured = new ArrayList<>();
    /** Dark bands that may be folds: what lies on them is no speck, whatever was decided. */
    private final TreeMap<Integer, MaskRuns> suspected = new TreeMap<>();
    /** By how much folds and cracks have moved tissue of a section, pixels. */
    private final TreeMap<Integer, Integer> moved = new TreeMap<>();

    /** Sections of one number are in register with each other; only such are compared. */
    private int[] groups;
    /** Sections that are not in register with any other. */
    private final BitSet apart = new BitSet();

    private final int sections;
    private final int stages;
    private final int rounds;
    private long done;

    /**
     * Prepares.
     *
     * @param stack   how large the stack is; not read
     * @param looking where its sections are looked at
     * @throws IllegalArgumentException if its sections are smaller than 16 x 16 pixels
     */
    public DetectionRun(
            SectionSource stack,
            Looking looking,
            Optional<GreyLevels> known,
            Set<DamageKind> kinds,
            ProgressListener listener) {
        LeastSize.require("the stack", stack.width(), stack.height());
        this.size = stack;
        this.looking = looking;
        this.known = known;
        this.kinds = kinds;
        this.listener = listener;
        this.sections = stack.sections();
        this.groups = new int[sections];
        // A band is no blob: who looks for blobs has to know the bands.
        boolean parts =
                kinds.contains(DamageKind.FOLD) || kinds.contains(DamageKind.CRACK) || kinds.contains(DamageKind.LOST);
        this.stages = kinds.contains(DamageKind.PRECIPITATE) ? 3 : parts ? 2 : 1;
        // Before a band or a blob is looked for, it has to be known where there is tissue.
        this.rounds = stages > 2 ? stages + 2 : stages > 1 ? stages + 1 : 1;
    }

    /**
     * Says which sections are in register with each other: all are, unless this is called. Sections of different groups are
     * not compared, and that one without a group is unlike its neighbours does not make it missing.
     *
     * @param known a number for each section
     * @param alone sections that are in register with no other
     * @return this
     */
    public DetectionRun inRegister(int[] known, BitSet alone) {
        groups = known.clone();
        apart.or(alone);
        return this;
    }

    public Detection result() {
        SortedMap<Integer, Looks.Seen> seen =
                looking.each(all(), new Looks.Overviews(), z -> step(z, "looked at section "));
        MissingSearch search = new MissingSearch(
                seen.values().stream().map(Looks.Seen::numbers).toList(),
                seen.values().stream().map(Looks.Seen::likeness).toList());
        GreyLevels levels = known.orElseGet(this::levels);
        search.strangers().stream()
                .filter(apart::get)
                .forEach(z -> search.pardon(z, "it could not be brought into register with them"));
        pardonAlike(search);
        pardonFolded(search, levels);
        if (kinds.contains(DamageKind.MISSING)) {
            findings.addAll(search.findings());
            measured.addAll(search.measured());
        }
        BitSet missing = search.missing();
        if (stages > 1) {
            LostSearch lost = lost(missing);
            Ground ground = Ground.of(levels, lost.masks());
            TreeMap<Integer, MaskRuns> bands = bands(ground, seen, missing, lost);
            lost.findings().stream().filter(f -> kinds.contains(f.kind())).forEach(findings::add);
            if (kinds.contains(DamageKind.LOST)) {
                measured.addAll(lost.measured());
            }
            if (stages > 2) {
                // what was taken for a band until now may have been lost
                precipitates(Ground.of(levels, lost.masks()), missing, bands, lost.burnt());
            }
        }
        List<Detection.TissueShare> shares = new ArrayList<>();
        seen.forEach((z, s) -> shares.add(new Detection.TissueShare(z, s.share(), s.padding())));
        return new Detection(sections, findings, measured, levels, shares);
    }

    /** Looks for lost parts; sections that turn out to be lost as a whole are added to those that are missing. */
    private LostSearch lost(BitSet missing) {
        BitSet left = (BitSet) apart.clone();
        left.andNot(missing);
        missing.or(left);
        LostSearch lost = new LostSearch(size, missing, looking, z -> step(z, "looked for lost parts in section "));
        missing.andNot(left);
        return lost;
    }

    private int[] all() {
        return IntStream.range(0, sections).toArray();
    }

    private GreyLevels levels() {
        return GreySample.levels(
                List.copyOf(looking.each(GreySample.sections(sections), new Looks.Greys(), DetectionRun::check)
                        .values()));
    }

    private static void check(int z) {
        Cancellation.check("after section " + z);
    }

    /** Where windows leave few blocks to compare, sections as a whole tell more. */
    private void pardonAlike(MissingSearch search) {
        TreeMap<Integer, ArrayList<Integer>> others = new TreeMap<>();
        for (int z : search.strangers().stream().toArray()) {
            others.put(z, search.around(z));
        }
        int[] strangers = others.keySet().stream().mapToInt(z -> z).toArray();
        looking.each(strangers, new Looks.InPlace(others), DetectionRun::check).forEach((z, likeness) -> {
            if (likeness >= Likeness.SAME_TISSUE) {
                search.pardon(
                        z,
                        String.format(
                                Locale.ROOT,
                                "laid over one of them as a whole it correlates by %.1f standard deviations more than"
                                        + " chance does",
                                likeness));
            }
        });
    }

    /** A fold that is wide for the size of the section displaces so much that hardly anything is where neighbours show it. */
    private void pardonFolded(MissingSearch search, GreyLevels levels) {
        for (int z : search.strangers().stream().toArray()) {
            Looks.Folded look = new Looks.Folded(Ground.of(levels, Map.of()), beside(new int[] {z}, search.missing()));
            String fold = looking.each(new int[] {z}, look, DetectionRun::check).get(z);
            if (!fold.isEmpty()) {
                search.pardon(z, "it is folded: " + fold);
            }
        }
    }

    /** The nearest sections that are not missing. */
    private TreeMap<Integer, Beside> beside(int[] which, BitSet missing) {
        TreeMap<Integer, Beside> beside = new TreeMap<>();
        for (int z : which) {
            beside.put(z, Beside.of(nearest(z, -1, missing::get), nearest(z, 1, missing::get)));
        }
        return beside;
    }

    private TreeMap<Integer, MaskRuns> bands(
            Ground ground, Map<Integer, Looks.Seen> seen, BitSet missing, LostSearch lost) {
        int[] present = present(missing);
        TreeMap<Integer, Beside> beside = beside(present, missing);
        TreeMap<Integer, ArrayList<BandSearch.Candidate>> candidates = new TreeMap<>(looking.each(
                present, new Looks.Bands(ground, beside), z -> step(z, "looked for folds and cracks in section ")));
        double foldLimit = BandJudge.limit(DamageKind.FOLD, candidates.values());
        double crackLimit = BandJudge.limit(DamageKind.CRACK, candidates.values());
        candidates.putAll(compared(ground, candidates, beside, missing, foldLimit, crackLimit));
        TreeMap<Integer, ArrayList<BandSearch.Candidate>> telling = new TreeMap<>(candidates);
        telling.entrySet()
                .removeIf(entry -> !seen.get(entry.getKey()).bands()
                        && entry.getValue().stream()
                                .noneMatch(c -> BandJudge.isWorthAWord(
                                        c, c.kind() == DamageKind.FOLD ? foldLimit : crackLimit)));
        Map<Integer, Verdict> verdicts = looking.each(
                telling.keySet().stream().mapToInt(z -> z).toArray(),
                new Looks.Verdicts(ground, beside, telling, foldLimit, crackLimit, lost.burnt()),
                DetectionRun::check);
        TreeMap<Integer, MaskRuns> folds = new TreeMap<>();
        candidates.forEach((z, found) -> {
            Verdict verdict = verdicts.getOrDefault(z, Verdict.NOTHING);
            Optional<Told> fold = Optional.ofNullable(verdict.fold());
            if (verdict.strip() != null) {
                lost.add(z, verdict.strip().mask(), verdict.strip().why());
                fold = fold.filter(f -> !f.damaged());
                if (lost.burnt().get(z)) {
                    folds.put(z, verdict.strip().mask());
                }
            }
            moved.put(z, verdict.moved());
            // A crack is bright: no blob is mistaken for it.
            Optional.ofNullable(verdict.suspected()).ifPresent(mask -> suspected.put(z, mask));
            fold.map(Told::mask).ifPresent(mask -> {
                folds.put(z, mask);
                suspected.merge(z, mask, (a, b) -> MaskRuns.of(a.or(b)));
            });
            judged(z, DamageKind.FOLD, fold, found, foldLimit, lost);
        });
        candidates.forEach((z, found) -> judged(
                z,
                DamageKind.CRACK,
                Optional.ofNullable(verdicts.getOrDefault(z, Verdict.NOTHING).crack()),
                found,
                crackLimit,
                lost));
        return folds;
    }

    /**
     * A fold or a crack has moved a neighbour's tissue away, which then shows nothing of what is there: what is found beside
     * one is compared with sections beyond it as well, unless it is beyond doubt.
     */
    private SortedMap<Integer, ArrayList<BandSearch.Candidate>> compared(
            Ground ground,
            Map<Integer, ArrayList<BandSearch.Candidate>> candidates,
            Map<Integer, Beside> beside,
            BitSet missing,
            double foldLimit,
            double crackLimit) {
        BitSet torn = new BitSet();
        BitSet unsure = new BitSet();
        candidates.forEach((z, found) -> {
            double most = found.stream()
                    .mapToDouble(c -> c.evidence() / (c.kind() == DamageKind.FOLD ? foldLimit : crackLimit))
                    .max()
                    .orElse(0);
            torn.set(z, most >= 1);
            unsure.set(z, most >= 1 && most < BEYOND_DOUBT);
        });
        TreeMap<Integer, Beside> more = new TreeMap<>();
        for (int z : unsure.stream().toArray()) {
            Beside near = beside.get(z);
            if (near.all().stream().anyMatch(torn::get)) {
                more.put(
                        z,
                        Beside.of(
                                both(near.below(), nearest(z, -1, other -> missing.get(other) || torn.get(other))),
                                both(near.above(), nearest(z, 1, other -> missing.get(other) || torn.get(other)))));
            }
        }
        return looking.each(
                more.keySet().stream().mapToInt(z -> z).toArray(), new Looks.Bands(ground, more), DetectionRun::check);
    }

    private static List<Integer> both(List<Integer> near, List<Integer> beyond) {
        return Stream.concat(near.stream(), beyond.stream()).distinct().toList();
    }

    private void judged(
            int z,
            DamageKind kind,
            Optional<Told> told,
            List<BandSearch.Candidate> candidates,
            double limit,
            LostSearch lost) {
        if (told.filter(Told::damaged).isPresent()) {
            lost.pardon(z);
        }
        if (kinds.contains(kind)) {
            told.map(Told::finding).ifPresent(findings::add);
            measured.add(BandJudge.measured(z, kind, candidates, limit));
        }
    }

    private void precipitates(Ground ground, BitSet missing, TreeMap<Integer, MaskRuns> bands, BitSet burnt) {
        IntPredicate unfit = other -> missing.get(other) || bands.containsKey(other);
        int[] present = present(missing);
        TreeMap<Integer, Double> strengths = new TreeMap<>(looking.each(
                present,
                new Looks.Surveys(ground, beside(present, unfit, missing)),
                z -> step(z, "looked for precipitates in section ")));
        double[] surveyed = values(strengths);
        double rough = PrecipitateSearch.threshold(surveyed);
        int[] suspicious = Arrays.stream(present)
                .filter(z -> PrecipitateSearch.suspicious(strengths.get(z), surveyed))
                .toArray();
        TreeMap<Integer, ArrayList<Precipitate>> blobs = new TreeMap<>(looking.each(
                suspicious,
                new Looks.Stains(ground, beside(suspicious, unfit, missing), bands, rough),
                DetectionRun::check));
        blobs.forEach((z, found) -> strengths.put(z, PrecipitateSearch.strength(found)));
        // A stained neighbour misleads: what may be stained is compared once more, with sections that are not.
        double threshold = PrecipitateSearch.threshold(values(strengths));
        BitSet stained = new BitSet();
        blobs.keySet().stream().filter(z -> strengths.get(z) >= threshold).forEach(stained::set);
        IntPredicate unfitOrStained = other -> unfit.test(other) || stained.get(other);
        int[] again = stained.stream()
                .filter(z -> !nearest(z, -1, unfit).equals(nearest(z, -1, unfitOrStained))
                        || !nearest(z, 1, unfit).equals(nearest(z, 1, unfitOrStained)))
                .toArray();
        Looks.Stains compared = new Looks.Stains(ground, beside(again, unfitOrStained, missing), bands, rough);
        looking.each(again, compared, z -> step(z, "compared again section ")).forEach((z, found) -> {
            blobs.put(z, found);
            strengths.put(z, PrecipitateSearch.strength(found));
        });
        double[] all = values(strengths);
        Map<Integer, Finding> specks = specks(ground, present, unfitOrStained, burnt);
        PrecipitateSearch search = new PrecipitateSearch(size);
        for (int z : present) {
            List<Precipitate> found = blobs.containsKey(z) ? blobs.get(z) : List.of();
            Optional<Finding> verdict = search.judge(z, found, all);
            PrecipitateSearch.together(verdict, Optional.ofNullable(specks.get(z)))
                    .ifPresent(findings::add);
            measured.add(search.measured(z, strengths.get(z), all));
        }
    }

    private Map<Integer, Finding> specks(Ground ground, int[] present, IntPredicate unfit, BitSet burnt) {
        TreeMap<Integer, DarkLevels> levels =
                new TreeMap<>(looking.each(present, new Looks.Darkness(ground), DetectionRun::check));
        SpeckSearch.Scale scale = SpeckSearch.Scale.of(levels.values());
        TreeMap<Integer, Beside> beside = new TreeMap<>();
        for (int z : present) {
            beside.put(z, Beside.of(nearest(z, -1, unfit), nearest(z, 1, unfit)));
        }
        Map<Integer, ArrayList<SpeckSearch.Speck>> specks = looking.each(
                present,
                new Looks.Specks(ground, beside, levels, scale, suspected, moved, burnt),
                z -> step(z, "looked for specks in section "));
        SpeckSearch search = new SpeckSearch(size, levels, scale);
        double[] strengths =
                specks.values().stream().mapToDouble(SpeckSearch::strength).toArray();
        Map<Integer, Finding> findings = new TreeMap<>();
        specks.forEach((z, found) -> {
            search.judge(z, found, strengths).ifPresent(finding -> findings.put(z, finding));
            measured.add(SpeckSearch.measured(z, found, strengths));
        });
        return findings;
    }

    private int[] present(BitSet missing) {
        return IntStream.range(0, sections).filter(z -> !missing.get(z)).toArray();
    }

    private static double[] values(Map<Integer, Double> strengths) {
        return strengths.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The nearest section in each direction that is fit; one that is not if no section is, in either direction. */
    private TreeMap<Integer, Beside> beside(int[] which, IntPredicate unfit, BitSet missing) {
        TreeMap<Integer, Beside> beside = new TreeMap<>();
        for (int z : which) {
            boolean none =
                    nearest(z, -1, unfit).isEmpty() && nearest(z, 1, unfit).isEmpty();
            IntPredicate left = none ? missing::get : unfit;
            beside.put(z, Beside.of(nearest(z, -1, left), nearest(z, 1, left)));
        }
        return beside;
    }

    /** The nearest section in one direction that is fit, if it is not too far away. */
    private List<Integer> nearest(int z, int direction, IntPredicate unfit) {
        for (int other = z + direction; other >= 0 && other < sections; other += direction) {
            if (Math.abs(other - z) <= Looks.FARTHEST && !unfit.test(other) && groups[other] == groups[z]) {
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
