package org.sstem.internal.detect;

import org.sstem.damage.Detection;
import org.sstem.damage.Finding;
import org.sstem.damage.Measured;
import org.sstem.damage.DamageKind;
import org.sstem.damage.MaskImage;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.internal.precipitate.PrecipitateFinder.Precipitate;
import org.sstem.ProgressListener;
import org.sstem.method.SectionSource;

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
import java.util.concurrent.CancellationException;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** One search through a stack: missing sections first, as nothing can be compared with them, then folds and cracks, then stains. */
final class DetectionRun {

    /** Sections farther away show other tissue. */
    private static final int FARTHEST = 4;
    /** Grey values that begin above this part of their highest do not begin at the dark. */
    private static final double OFFSET = 0.5;

    private final SectionSource original;
    private final Set<DamageKind> kinds;
    private final ProgressListener listener;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Measured> measured = new ArrayList<>();
    private final int sections;
    private final int rounds;
    private long done;

    DetectionRun(SectionSource original, Set<DamageKind> kinds, ProgressListener listener) {
        this.original = original;
        this.kinds = kinds;
        this.listener = listener;
        this.sections = original.sections();
        // A band is no blob: who looks for blobs has to know the bands.
        boolean bands = kinds.contains(DamageKind.FOLD) || kinds.contains(DamageKind.CRACK);
        this.rounds = kinds.contains(DamageKind.PRECIPITATE) ? 3 : bands ? 2 : 1;
    }

    Detection result() {
        List<Overview> overviews = new ArrayList<>();
        MissingSearch search = new MissingSearch(overviews, likeness(overviews));
        SectionSource source = fromTheDark(original, overviews, search.missing());
        pardonFolded(search, source);
        if (kinds.contains(DamageKind.MISSING)) {
            findings.addAll(search.findings());
            measured.addAll(search.measured());
        }
        BitSet missing = search.missing();
        if (rounds > 1) {
            Map<Integer, MaskImage> bands = bands(source, missing);
            if (rounds > 2) {
                precipitates(source, missing, bands);
            }
        }
        return new Detection(sections, findings, measured);
    }

    /** Reads every section once; compares it with those just before it. */
    private List<double[]> likeness(List<Overview> overviews) {
        Deque<Plane> before = new ArrayDeque<>();
        List<double[]> likeness = new ArrayList<>();
        for (int z = 0; z < sections; z++) {
            Overview overview = Overview.of(original, z);
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
            step(z, "looked at section ");
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

    private Map<Integer, MaskImage> bands(SectionSource source, BitSet missing) {
        BandSearch search = new BandSearch(source);
        Map<Integer, List<BandSearch.Candidate>> candidates = new TreeMap<>();
        for (int z = 0; z < sections; z++) {
            if (!missing.get(z)) {
                candidates.put(z, search.look(z, neighbours(z, missing)));
            }
            step(z, "looked for folds and cracks in section ");
        }
        Map<Integer, MaskImage> folds = new HashMap<>();
        for (DamageKind kind : List.of(DamageKind.FOLD, DamageKind.CRACK)) {
            BandJudge judge = new BandJudge(search, kind, candidates.values());
            candidates.forEach((z, found) -> {
                Optional<Finding> finding = judge.judge(z, found);
                // A crack is bright: no blob is mistaken for it.
                if (kind == DamageKind.FOLD) {
                    finding.flatMap(Finding::mask).ifPresent(mask -> folds.put(z, mask));
                }
                if (kinds.contains(kind)) {
                    finding.ifPresent(findings::add);
                    measured.add(judge.measured(z, found));
                }
            });
        }
        return folds;
    }

    private void precipitates(SectionSource source, BitSet missing, Map<Integer, MaskImage> bands) {
        PrecipitateSearch search = new PrecipitateSearch(source);
        IntPredicate unfit = other -> missing.get(other) || bands.containsKey(other);
        int[] present =
                IntStream.range(0, sections).filter(z -> !missing.get(z)).toArray();
        Map<Integer, List<Precipitate>> blobs = new HashMap<>();
        for (int z : present) {
            blobs.put(z, look(search, z, unfit, missing, bands));
            step(z, "looked for precipitates in section ");
        }
        // A stained neighbour misleads: what may be stained is compared once more, with sections that are not.
        double[] first = strengths(present, blobs);
        double threshold = PrecipitateSearch.threshold(first);
        BitSet stained = new BitSet();
        IntStream.range(0, present.length).filter(i -> first[i] >= threshold).forEach(i -> stained.set(present[i]));
        IntPredicate unfitOrStained = other -> unfit.test(other) || stained.get(other);
        for (int z : stained.stream().toArray()) {
            if (!nearest(z, -1, unfit).equals(nearest(z, -1, unfitOrStained))
                    || !nearest(z, 1, unfit).equals(nearest(z, 1, unfitOrStained))) {
                blobs.put(z, look(search, z, unfitOrStained, missing, bands));
            }
            step(z, "compared again section ");
        }
        double[] strengths = strengths(present, blobs);
        for (int z : present) {
            search.judge(z, blobs.get(z), strengths).ifPresent(findings::add);
            measured.add(search.measured(z, blobs.get(z), strengths));
        }
    }

    private static double[] strengths(int[] present, Map<Integer, List<Precipitate>> blobs) {
        return Arrays.stream(present)
                .mapToDouble(z -> PrecipitateSearch.strength(blobs.get(z)))
                .toArray();
    }

    private List<Precipitate> look(
            PrecipitateSearch search, int z, IntPredicate unfit, BitSet missing, Map<Integer, MaskImage> bands) {
        List<Integer> below = nearest(z, -1, unfit);
        List<Integer> above = nearest(z, 1, unfit);
        if (below.isEmpty() && above.isEmpty()) {
            below = nearest(z, -1, missing::get);
            above = nearest(z, 1, missing::get);
        }
        return search.look(z, below, above, Optional.ofNullable(bands.get(z)));
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
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted after section " + z);
        }
    }

    /** The stack with its grey values counted from the darkest one, where they do not begin near the dark already. */
    private static SectionSource fromTheDark(SectionSource source, List<Overview> overviews, BitSet missing) {
        int[] present = IntStream.range(0, overviews.size())
                .filter(z -> !missing.get(z))
                .toArray();
        if (present.length == 0) {
            return source;
        }
        double lowest = Arrays.stream(present)
                .mapToDouble(z -> overviews.get(z).lowest())
                .min()
                .orElseThrow();
        double usual = MissingSearch.median(Arrays.stream(present)
                .mapToDouble(z -> overviews.get(z).lowest())
                .toArray());
        double highest = MissingSearch.median(Arrays.stream(present)
                .mapToDouble(z -> overviews.get(z).highest())
                .toArray());
        boolean dark = lowest >= 0 && usual <= OFFSET * highest;
        return dark ? source : new Shifted(source, (float) lowest);
    }

    /** A stack less a constant. */
    private record Shifted(SectionSource source, float offset) implements SectionSource {

        @Override
        public int width() {
            return source.width();
        }

        @Override
        public int height() {
            return source.height();
        }

        @Override
        public int sections() {
            return source.sections();
        }

        @Override
        public Plane read(int z, Area area) {
            Plane plane = source.read(z, area);
            for (int i = 0; i < plane.pixels().length; i++) {
                plane.pixels()[i] -= offset;
            }
            return plane;
        }
    }
}
