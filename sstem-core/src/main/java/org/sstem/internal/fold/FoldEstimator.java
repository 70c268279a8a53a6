package org.sstem.internal.fold;

import org.sstem.internal.fold.law.FoldChain;
import org.sstem.internal.fold.law.FoldCurve;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Estimates fold width and decay of the folds whose bands are known, by the agreement of the unfolded section with its
 * neighbours: a grid at a coarse scale, then continuous refinement at finer ones.
 */
final class FoldEstimator {

    private static final double LARGEST_JUMP_PX = 120;
    private static final int COARSE_SAMPLES = 4_000;
    private static final int MIDDLE_SAMPLES = 30_000;
    private static final int FINE_SAMPLES = 90_000;
    private static final int CANDIDATES = 4;
    private static final int WINDOW_PX = 34;

    private final List<Patch.Base> bases;
    private final int neighbours;

    FoldEstimator(List<Patch.Base> bases) {
        this.bases = bases;
        this.neighbours = bases.get(0).neighbours().size();
    }

    /** Prepares a part of the section: cells of factor x factor pixels, brightness and contrast taken out. */
    static Patch.Base base(
            Area area, int factor, Plane damaged, boolean[] lost, List<Plane> neighbours, List<Plane> tissue) {
        Plane weight = new Plane(damaged.width(), damaged.height());
        for (int i = 0; i < lost.length; i++) {
            weight.pixels()[i] = lost[i] ? 0 : 1;
        }
        Plane cells = Contrast.pooled(damaged, factor);
        Plane pooledWeight = whole(weight, factor);
        int window = Math.max(3, WINDOW_PX / factor);
        List<Patch.Neighbour> normalised = new ArrayList<>();
        for (int k = 0; k < neighbours.size(); k++) {
            Plane shown = whole(tissue.get(k), factor);
            normalised.add(new Patch.Neighbour(
                    Contrast.normalised(Contrast.pooled(neighbours.get(k), factor), shown, window), shown));
        }
        return new Patch.Base(area, factor, Contrast.normalised(cells, pooledWeight, window), pooledWeight, normalised);
    }

    /** Cells of which every pixel counts. */
    private static Plane whole(Plane weight, int factor) {
        Plane pooled = Contrast.pooled(weight, factor);
        Plane out = new Plane(pooled.width(), pooled.height());
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] = pooled.pixels()[i] > 0.999f ? 1 : 0;
        }
        return out;
    }

    /** Estimates all folds; two in the order that agrees better, more in the order given. */
    FoldEstimate estimate(List<Band> bands) {
        List<Patch.Base> coarser = bases.stream().map(Patch.Base::halved).toList();
        Scale coarse = scale(coarser, 2, bands.size() > 1 ? COARSE_SAMPLES / 2 : COARSE_SAMPLES);
        Scale middle = scale(bases, 3, MIDDLE_SAMPLES);
        Scale fine = scale(bases, 1.5, FINE_SAMPLES);
        List<LawParameters> starts = starts(coarse, bands);
        FoldEstimate best = inOrder(bands, starts, middle, fine);
        if (bands.size() == 2) {
            List<LawParameters> turned =
                    starts.stream().map(LawParameters::reversed).toList();
            FoldEstimate other = inOrder(List.of(bands.get(1), bands.get(0)), turned, middle, fine);
            best = other.agreement() > best.agreement() ? other : best;
        }
        return best;
    }

    /** One scale: patches, how smooth they are, and how many pixels stand behind a sample. */
    private record Scale(List<Patch> patches, double sigmaPx, double pixelsPerSample) {}

    private Scale scale(List<Patch.Base> from, double sigmaCells, int samples) {
        List<Patch> patches = from.stream()
                .map(b -> b.samples(sigmaCells, samples / from.size()))
                .toList();
        double pixels = 0;
        double taken = 0;
        for (int k = 0; k < patches.size(); k++) {
            pixels += (double) from.get(k).area().width() * from.get(k).area().height();
            taken += patches.get(k).x().length;
        }
        return new Scale(patches, sigmaCells * from.get(0).factor(), pixels / Math.max(1, taken));
    }

    private FoldEstimate inOrder(List<Band> bands, List<LawParameters> starts, Scale middle, Scale fine) {
        double[] halfWidths = bands.stream().mapToDouble(Band::halfWidth).toArray();
        List<FoldCurve> curves = bands.stream().map(Band::curve).toList();
        List<LawFit.Result> refined = new ArrayList<>();
        for (LawParameters start : starts) {
            refined.add(fitter(middle, curves, halfWidths).fit(start, 12, false));
        }
        refined.sort(Comparator.comparingDouble(r -> -r.score()));
        LawParameters found = refined.get(0).parameters();
        if (bands.size() > 1) {
            // Curves of earlier folds are seen where later folds have moved them: move them back, then fit again.
            for (int pass = 0; pass < 2; pass++) {
                curves = BandUnfolding.curves(bands, Placement.folds(curves, halfWidths, found.jump(), found.decay()));
                found = fitter(middle, curves, halfWidths).fit(found, 8, false).parameters();
            }
        }
        LawFit fit = fitter(fine, curves, halfWidths);
        LawFit.Result result = fit.fit(found, 10, false);
        LawParameters rest = LawParameters.rest(bands.size(), neighbours);
        System.arraycopy(result.parameters().drift(), 0, rest.drift(), 0, neighbours);
        LawFit.Result still = fit.fit(rest, 6, true);
        LawParameters expected = result.expected();
        return new FoldEstimate(
                new FoldChain(Placement.folds(curves, halfWidths, expected.jump(), expected.decay())),
                bands,
                result.jumpError(),
                result.decayError(),
                result.score() / neighbours,
                still.score() / neighbours,
                List.of(expected.drift()),
                result.independent());
    }

    private static LawFit fitter(Scale scale, List<FoldCurve> curves, double[] halfWidths) {
        return new LawFit(
                placements(scale, curves, halfWidths), curves.size(), scale.sigmaPx(), scale.pixelsPerSample());
    }

    private static List<Placement> placements(Scale scale, List<FoldCurve> curves, double[] halfWidths) {
        return scale.patches().stream()
                .map(patch -> new Placement(patch, curves, halfWidths))
                .toList();
    }

    /** Starting points: the best of the grid for one fold; for several, each in turn, given the others. */
    private List<LawParameters> starts(Scale coarse, List<Band> bands) {
        double[] halfWidths = bands.stream().mapToDouble(Band::halfWidth).toArray();
        List<FoldCurve> curves = bands.stream().map(Band::curve).toList();
        LawSearch search = new LawSearch(placements(coarse, curves, halfWidths));
        int folds = curves.size();
        List<LawParameters> starts = new ArrayList<>(List.of(LawParameters.rest(folds, neighbours)));
        for (int round = 0; round < (folds > 1 ? 2 : 1); round++) {
            for (int fold : IntStream.range(0, folds).toArray()) {
                List<LawSearch.Candidate> next = new ArrayList<>();
                for (LawParameters start : starts) {
                    next.addAll(search.best(start, fold, LARGEST_JUMP_PX, CANDIDATES));
                }
                next.sort(Comparator.comparingDouble(c -> -c.score()));
                starts = next.stream()
                        .limit(folds > 1 ? 2 : CANDIDATES)
                        .map(LawSearch.Candidate::parameters)
                        .toList();
            }
        }
        return starts;
    }
}
