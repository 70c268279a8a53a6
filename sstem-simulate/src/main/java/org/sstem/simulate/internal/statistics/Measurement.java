package org.sstem.simulate.internal.statistics;

import org.sstem.ProgressListener;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.progress.Cancellation;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;
import org.sstem.simulate.ArtifactStatistics;
import org.sstem.simulate.ArtifactStatistics.CutFigures;
import org.sstem.simulate.ArtifactStatistics.FoldFigures;
import org.sstem.simulate.ArtifactStatistics.MissingFigures;
import org.sstem.simulate.ArtifactStatistics.NatureFigures;
import org.sstem.simulate.ArtifactStatistics.PrecipitateFigures;
import org.sstem.simulate.CrackDistribution;
import org.sstem.simulate.DamageDistribution;
import org.sstem.simulate.DamageDistribution.MissingDistribution;
import org.sstem.simulate.Distribution;
import org.sstem.simulate.Figure;
import org.sstem.simulate.Figure.Rate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Goes through the damaged places of a stack and puts what is measured of them together. Places may be measured by several
 * processes. Immutable.
 */
public final class Measurement {

    private final SectionSource source;
    private final Damage damage;

    public Measurement(SectionSource source, Damage damage) {
        damage.validate(source.width(), source.height(), source.sections());
        this.source = new FiniteReading(source);
        this.damage = damage;
    }

    /** What was measured of one place, or of several: numbers only, which can be sent. Not thread-safe. */
    public static final class Samples implements Serializable {

        private static final long serialVersionUID = 1;

        private final List<String> remarks = new ArrayList<>();
        private final FoldSamples folds = new FoldSamples();
        private final CutSamples cuts = new CutSamples();
        private final CutSamples cracks = new CutSamples();
        private final PrecipitateSamples precipitates = new PrecipitateSamples();

        /** Adds what was measured of other places. */
        public void add(Samples other) {
            remarks.addAll(other.remarks);
            folds.add(other.folds);
            cuts.add(other.cuts);
            cracks.add(other.cracks);
            precipitates.add(other.precipitates);
        }
    }

    public ArtifactStatistics run(ProgressListener progress) {
        List<DamagedSection> places = places();
        Samples all = new Samples();
        int done = 0;
        for (DamagedSection place : places) {
            all.add(samples(place));
            progress.progress(++done, places.size(), place.toString());
        }
        return statistics(all);
    }

    /** The places that are measured, in their order. */
    public List<DamagedSection> places() {
        return damage.entries().stream()
                .filter(e -> e.kind() != DamageKind.MISSING)
                .toList();
    }

    /** Measures one place. */
    public Samples samples(DamagedSection place) {
        Cancellation.check("before section " + place.z() + " was measured");
        try {
            return measured(place);
        } catch (RuntimeException e) {
            throw Cancellation.unless(e, "while section " + place.z() + " was measured");
        }
    }

    /** Makes the statistics from what was measured of all places, which was added in their order. */
    public ArtifactStatistics statistics(Samples all) {
        FoldFigures fold = all.folds.figures(rate(DamageKind.FOLD));
        PrecipitateFigures stain =
                all.precipitates.figures(rate(DamageKind.PRECIPITATE), (double) source.width() * source.height());
        MissingFigures missing = missing();
        NatureFigures nature = new NatureFigures(
                all.cuts.figures(fold.rate()), all.cracks.figures(rate(DamageKind.CRACK)), all.precipitates.specks());
        DamageDistribution distribution = new DamageDistribution(
                fold.rate().share(),
                all.folds.distribution(fold, nature.folds()),
                stain.rate().share(),
                all.precipitates.distribution(stain, nature.specks()),
                distribution(missing),
                nature.cracks().rate().share(),
                crack(nature.cracks()));
        return new ArtifactStatistics(
                "measured in " + source.sections() + " sections of " + source.width() + " x " + source.height() + " px",
                distribution,
                fold,
                stain,
                missing,
                nature,
                all.remarks);
    }

    /** The rim of a gap is not measured. */
    private static CrackDistribution crack(CutFigures figures) {
        CrackDistribution assumed = CrackDistribution.natural();
        if (figures.halfWidth().n() == 0) {
            return assumed;
        }
        return new CrackDistribution(
                CutSamples.distribution(figures, assumed.cuts()),
                new CrackDistribution.Gap(
                        assumed.gap().brightness(),
                        FoldSamples.clamped(
                                figures.texture(), 0, 2, assumed.gap().texture()),
                        assumed.gap().rim()));
    }

    private Samples measured(DamagedSection entry) {
        Samples samples = new Samples();
        int z = entry.z();
        Optional<SectionMask> mask = damage.mask(z, entry.kind());
        if (entry.kind() == DamageKind.FOLD) {
            int found = samples.folds.add(task(z, DamageKind.FOLD, mask));
            if (mask.isPresent()) {
                samples.cuts.add(task(z, DamageKind.FOLD, mask));
            }
            if (found == 0) {
                samples.remarks.add("section " + z + ": no band of a fold was found, so nothing of it was measured");
            }
        } else if (entry.kind() == DamageKind.CRACK) {
            if (mask.isEmpty()) {
                samples.remarks.add(
                        "section " + z + ": cracks without a mask cannot be measured, only counted as a section");
            } else {
                samples.cracks.add(task(z, DamageKind.CRACK, mask));
            }
        } else if (entry.kind() != DamageKind.PRECIPITATE) {
            samples.remarks.add(
                    "section " + z + ": nothing is measured of " + entry.kind().id());
        } else if (mask.isEmpty()) {
            samples.remarks.add(
                    "section " + z + ": precipitates without a mask cannot be measured, only counted as a section");
        } else if (damage.kinds(z).size() > 1) {
            samples.remarks.add(
                    "section " + z + ": precipitates beside a fold were not measured, the fold has moved them");
        } else {
            samples.precipitates.add(task(z, DamageKind.PRECIPITATE, mask));
        }
        return samples;
    }

    private Task task(int z, DamageKind kind, Optional<SectionMask> mask) {
        List<Integer> below = new ArrayList<>();
        List<Integer> above = new ArrayList<>();
        for (int other = z - 1; other >= 0; other--) {
            if (!damage.isDamaged(other)) {
                below.add(other);
            }
        }
        for (int other = z + 1; other < source.sections(); other++) {
            if (!damage.isDamaged(other)) {
                above.add(other);
            }
        }
        return new Task(source, kind, z, z, below, above, mask);
    }

    private SortedSet<Integer> sections(DamageKind kind) {
        SortedSet<Integer> sections = new TreeSet<>();
        damage.entries().stream().filter(e -> e.kind() == kind).forEach(e -> sections.add(e.z()));
        return sections;
    }

    private Rate rate(DamageKind kind) {
        return Rate.of(sections(kind).size(), source.sections());
    }

    private MissingFigures missing() {
        SortedSet<Integer> lost = sections(DamageKind.MISSING);
        List<Double> runs = new ArrayList<>();
        for (int z : lost) {
            if (lost.contains(z - 1)) {
                runs.set(runs.size() - 1, runs.get(runs.size() - 1) + 1);
            } else {
                runs.add(1.0);
            }
        }
        return new MissingFigures(rate(DamageKind.MISSING), Figure.of(runs));
    }

    private static MissingDistribution distribution(MissingFigures figures) {
        Distribution run = figures.run().quantiles().orElse(Distribution.constant(1));
        // A simulator keeps a section between two runs: no more can be lost than that leaves.
        double most = run.mean() / (run.mean() + 1);
        return new MissingDistribution(Math.min(figures.rate().share(), most), run);
    }
}
