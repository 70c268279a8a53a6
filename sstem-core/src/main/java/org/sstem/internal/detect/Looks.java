package org.sstem.internal.detect;

import net.imglib2.parallel.Parallelization;
import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection.Finding;
import org.sstem.damage.SectionMask;
import org.sstem.internal.detect.speck.DarkLevels;
import org.sstem.internal.detect.speck.LostRims;
import org.sstem.internal.detect.speck.SpeckSearch;
import org.sstem.internal.precipitate.PrecipitateFinder.Precipitate;
import org.sstem.internal.tissue.GreySample;
import org.sstem.internal.tissue.LostPlaces;
import org.sstem.internal.tissue.MaskRuns;
import org.sstem.internal.tissue.SectionTissue;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.stack.GreyLevels;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What a detection finds out about sections, in the order in which it does. All that reads pixels is here. */
final class Looks {

    /** Sections farther away show other tissue, and are read by no look. */
    static final int FARTHEST = 4;

    private Looks() {}

    private static <V> TreeMap<Integer, V> about(TreeMap<Integer, V> known, int first, int last) {
        return new TreeMap<>(known.subMap(first - FARTHEST, true, last + FARTHEST, true));
    }

    /** What is known of a stack when bands and blobs are looked for: its black, and what was lost of sections. */
    record Ground(GreyLevels levels, TreeMap<Integer, MaskRuns> lost) implements Serializable {

        static Ground of(GreyLevels levels, Map<Integer, SectionMask> lost) {
            TreeMap<Integer, MaskRuns> runs = new TreeMap<>();
            lost.forEach((z, mask) -> runs.put(z, MaskRuns.of(mask)));
            return new Ground(levels, runs);
        }

        SectionSource of(TissueSource stack) {
            return levels.above(stack.withDamage(lost, Map.of()));
        }

        Ground near(int first, int last) {
            return new Ground(levels, about(lost, first, last));
        }
    }

    /** The sections that each is compared with: before it and after it, nearest first. */
    record Beside(ArrayList<Integer> below, ArrayList<Integer> above) implements Serializable {

        static Beside of(List<Integer> below, List<Integer> above) {
            return new Beside(new ArrayList<>(below), new ArrayList<>(above));
        }

        List<Integer> all() {
            List<Integer> all = new ArrayList<>(below);
            all.addAll(above);
            return all;
        }
    }

    /** A finding on its way. */
    record Told(int z, DamageKind kind, boolean damaged, double confidence, MaskRuns mask, String why)
            implements Serializable {

        static Told of(Finding f) {
            return new Told(
                    f.z(),
                    f.kind(),
                    f.damaged(),
                    f.confidence(),
                    MaskRuns.of(f.mask().orElse(null)),
                    f.why());
        }

        Finding finding() {
            return new Finding(z, kind, damaged, confidence, Optional.ofNullable(mask), why);
        }
    }

    /** A section in numbers, and how like it is to those just before it. */
    record Seen(Overview numbers, double[] likeness, double share, double padding, boolean bands)
            implements Serializable {}

    record Overviews() implements Look<Seen> {

        @Override
        public Eye<Seen> open(Looking.View view) {
            TissueSource stack = view.stack();
            Map<Integer, Overview> recent = new ConcurrentHashMap<>();
            return new Eye<>() {
                @Override
                public void ahead(List<Integer> sections) {
                    recent.keySet().removeIf(other -> other < sections.get(0) - MissingSearch.REACH);
                    List<Overview> overviews = Parallelization.getTaskExecutor().forEachApply(sections, this::overview);
                    for (int i = 0; i < overviews.size(); i++) {
                        recent.put(sections.get(i), overviews.get(i));
                    }
                }

                @Override
                public Seen at(int z) {
                    Overview overview = overview(z);
                    double[] likeness = new double[MissingSearch.REACH];
                    for (int back = 1; back <= Math.min(z, MissingSearch.REACH); back++) {
                        likeness[back - 1] = Likeness.of(
                                overview.texture(), overview(z - back).texture());
                    }
                    SectionTissue tissue = stack.section(z);
                    return new Seen(
                            overview.withoutTexture(),
                            likeness,
                            tissue.share(),
                            tissue.paddingShare(),
                            tissue.hasBands());
                }

                private Overview overview(int z) {
                    Overview known = recent.get(z);
                    return known == null ? Overview.of(stack, z) : known;
                }
            };
        }
    }

    /** How like sections are to the likest of some others, laid over them as a whole. */
    record InPlace(TreeMap<Integer, ArrayList<Integer>> others) implements Look<Double> {

        @Override
        public Eye<Double> open(Looking.View view) {
            TissueSource stack = view.stack();
            return z -> {
                Plane own = Overview.of(stack, z).texture();
                return others.get(z).stream()
                        .mapToDouble(other ->
                                Likeness.inPlace(own, Overview.of(stack, other).texture()))
                        .max()
                        .orElse(0);
            };
        }
    }

    record Greys() implements Look<GreySample> {

        @Override
        public Eye<GreySample> open(Looking.View view) {
            return z -> GreySample.of(view.stack(), z);
        }
    }

    /** The words for a fold that explains why a section is unlike its neighbours; empty if there is none. */
    record Folded(Ground ground, TreeMap<Integer, Beside> beside) implements Look<String> {

        @Override
        public Eye<String> open(Looking.View view) {
            SectionSource source = view.on(ground);
            BandSearch bands = new BandSearch(source);
            int shorter = Math.min(source.width(), source.height());
            return z -> BandJudge.explaining(bands.look(z, beside.get(z).all()), shorter)
                    .map(BandSearch::describe)
                    .orElse("");
        }
    }

    /** What was lost of a section, its mask null if nothing was. */
    record LostPart(MaskRuns mask, long pixels, long blurred, double share, double least, double certainty)
            implements Serializable {}

    record LostParts(BitSet missing) implements Look<LostPart> {

        @Override
        public Eye<LostPart> open(Looking.View view) {
            TissueSource stack = view.stack();
            LostPlaces places = new LostPlaces(stack, missing::get);
            return new Eye<>() {
                @Override
                public void ahead(List<Integer> sections) {
                    List<Integer> there =
                            sections.stream().filter(z -> !missing.get(z)).toList();
                    if (!there.isEmpty()) {
                        places.see(there);
                    }
                }

                @Override
                public LostPart at(int z) {
                    return missing.get(z) ? new LostPart(null, 0, 0, 0, 0, 0) : part(places.of(z));
                }

                private LostPart part(LostPlaces.Lost lost) {
                    MaskRuns mask = lost.pixels() == 0
                            ? null
                            : MaskRuns.of(SectionMask.of(stack.width(), stack.height(), lost.mask()));
                    return new LostPart(
                            mask, lost.pixels(), lost.blurred(), lost.share(), lost.least(), lost.certainty());
                }
            };
        }
    }

    record Bands(Ground ground, TreeMap<Integer, Beside> beside) implements Look<ArrayList<BandSearch.Candidate>> {

        @Override
        public Eye<ArrayList<BandSearch.Candidate>> open(Looking.View view) {
            BandSearch search = new BandSearch(view.on(ground));
            return new Eye<>() {
                @Override
                public void ahead(List<Integer> sections) {
                    Set<Integer> needed = new TreeSet<>(sections);
                    sections.forEach(z -> needed.addAll(beside.get(z).all()));
                    search.see(needed);
                }

                @Override
                public ArrayList<BandSearch.Candidate> at(int z) {
                    return new ArrayList<>(search.look(z, beside.get(z).all()));
                }
            };
        }

        @Override
        public Bands near(int first, int last) {
            return new Bands(ground.near(first, last), about(beside, first, last));
        }
    }

    /** What the bands of a section are, null for what they are not, and by how many pixels their sides have moved at most. */
    record Verdict(Told fold, Told strip, MaskRuns suspected, Told crack, int moved) implements Serializable {

        static final Verdict NOTHING = new Verdict(null, null, null, null, 0);
    }

    record Verdicts(
            Ground ground,
            TreeMap<Integer, Beside> beside,
            TreeMap<Integer, ArrayList<BandSearch.Candidate>> candidates,
            double foldLimit,
            double crackLimit,
            BitSet burnt)
            implements Look<Verdict> {

        @Override
        public Eye<Verdict> open(Looking.View view) {
            SectionSource source = view.on(ground);
            BandSearch search = new BandSearch(source);
            StillBands still = new StillBands(view.stack(), source);
            BandJudge folds = new BandJudge(search, DamageKind.FOLD, foldLimit);
            BandJudge cracks = new BandJudge(search, DamageKind.CRACK, crackLimit);
            return z -> {
                List<BandSearch.Candidate> found = candidates.get(z);
                Optional<Finding> fold = folds.judge(z, found);
                Optional<StillBands.Still> strip = burnt.get(z)
                                && found.stream().noneMatch(folds::moved)
                        ? StillBands.burnt(z, fold)
                        : still.look(z, beside.get(z).all(), fold.stream().toList());
                return new Verdict(
                        fold.map(Told::of).orElse(null),
                        strip.map(s -> new Told(z, DamageKind.LOST, true, 1, MaskRuns.of(s.mask()), s.why()))
                                .orElse(null),
                        MaskRuns.of(folds.suspected(z, found).orElse(null)),
                        cracks.judge(z, found).map(Told::of).orElse(null),
                        Math.max(folds.moved(found), cracks.moved(found)));
            };
        }

        @Override
        public Verdicts near(int first, int last) {
            return new Verdicts(
                    ground.near(first, last),
                    about(beside, first, last),
                    about(candidates, first, last),
                    foldLimit,
                    crackLimit,
                    burnt);
        }
    }

    /** What the most evident blob gathers at half the resolution. */
    record Surveys(Ground ground, TreeMap<Integer, Beside> beside) implements Look<Double> {

        @Override
        public Eye<Double> open(Looking.View view) {
            PrecipitateSearch search = new PrecipitateSearch(view.on(ground));
            return z -> search.survey(z, beside.get(z).below(), beside.get(z).above());
        }

        @Override
        public Surveys near(int first, int last) {
            return new Surveys(ground.near(first, last), about(beside, first, last));
        }
    }

    record Stains(Ground ground, TreeMap<Integer, Beside> beside, TreeMap<Integer, MaskRuns> bands, double threshold)
            implements Look<ArrayList<Precipitate>> {

        @Override
        public Eye<ArrayList<Precipitate>> open(Looking.View view) {
            PrecipitateSearch search = new PrecipitateSearch(view.on(ground));
            return z -> new ArrayList<>(search.look(
                    z, beside.get(z).below(), beside.get(z).above(), Optional.ofNullable(bands.get(z)), threshold));
        }

        @Override
        public Stains near(int first, int last) {
            return new Stains(
                    ground.near(first, last), about(beside, first, last), about(bands, first, last), threshold);
        }
    }

    record Darkness(Ground ground) implements Look<DarkLevels> {

        @Override
        public Eye<DarkLevels> open(Looking.View view) {
            SectionSource source = view.on(ground);
            return z -> DarkLevels.of(source, z);
        }

        @Override
        public Darkness near(int first, int last) {
            return new Darkness(ground.near(first, last));
        }
    }

    record Specks(
            Ground ground,
            TreeMap<Integer, Beside> beside,
            TreeMap<Integer, DarkLevels> levels,
            SpeckSearch.Scale scale,
            TreeMap<Integer, MaskRuns> suspected,
            TreeMap<Integer, Integer> moved,
            BitSet burnt)
            implements Look<ArrayList<SpeckSearch.Speck>> {

        @Override
        public Eye<ArrayList<SpeckSearch.Speck>> open(Looking.View view) {
            SpeckSearch search = new SpeckSearch(view.on(ground), levels, scale);
            LostRims rims = new LostRims(view.stack(), ground.lost(), burnt);
            return z -> {
                Optional<SectionMask> band = Stream.of(
                                Optional.ofNullable(suspected.get(z)),
                                view.stack().section(z).bandsAtEdge())
                        .flatMap(Optional::stream)
                        .map(SectionMask.class::cast)
                        .reduce(SectionMask::or);
                List<Integer> others = beside.get(z).all();
                ArrayList<SpeckSearch.Speck> specks =
                        new ArrayList<>(search.look(z, others, band, moved.getOrDefault(z, 0)));
                specks.removeIf(speck -> rims.along(z, others, speck.shape()));
                return specks;
            };
        }

        @Override
        public Specks near(int first, int last) {
            return new Specks(
                    ground.near(first, last),
                    about(beside, first, last),
                    about(levels, first, last),
                    scale,
                    about(suspected, first, last),
                    about(moved, first, last),
                    burnt);
        }
    }
}
