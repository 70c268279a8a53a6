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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Goes through the damaged sections of a stack and puts what is measured together. Used once, by one thread. */
public final class Measurement {

    private final SectionSource source;
    private final Damage damage;
    private final List<String> remarks = new ArrayList<>();
    private final FoldSamples folds = new FoldSamples();
    private final CutSamples cuts = new CutSamples();
    private final CutSamples cracks = new CutSamples();
    private final PrecipitateSamples precipitates;

    public Measurement(SectionSource source, Damage damage) {
        damage.validate(source.width(), source.height(), source.sections());
        this.source = new FiniteReading(source);
        this.damage = damage;
        precipitates = new PrecipitateSamples((double) source.width() * source.height());
    }

    public ArtifactStatistics run(ProgressListener progress) {
        List<DamagedSection> entries = damage.entries().stream()
                .filter(e -> e.kind() != DamageKind.MISSING)
                .toList();
        int done = 0;
        for (DamagedSection entry : entries) {
            Cancellation.check("before section " + entry.z() + " was measured");
            try {
                measure(entry);
            } catch (RuntimeException e) {
                throw Cancellation.unless(e, "while section " + entry.z() + " was measured");
            }
            progress.progress(++done, entries.size(), entry.toString());
        }
        FoldFigures fold = folds.figures(rate(DamageKind.FOLD));
        PrecipitateFigures stain = precipitates.figures(rate(DamageKind.PRECIPITATE));
        MissingFigures missing = missing();
        NatureFigures nature = new NatureFigures(
                cuts.figures(fold.rate()), cracks.figures(rate(DamageKind.CRACK)), precipitates.specks());
        DamageDistribution distribution = new DamageDistribution(
                fold.rate().share(),
                folds.distribution(fold, nature.folds()),
                stain.rate().share(),
                precipitates.distribution(stain, nature.specks()),
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
                remarks);
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

    private void measure(DamagedSection entry) {
        int z = entry.z();
        Optional<SectionMask> mask = damage.mask(z, entry.kind());
        if (entry.kind() == DamageKind.FOLD) {
            int found = folds.add(task(z, DamageKind.FOLD, mask));
            if (mask.isPresent()) {
                cuts.add(task(z, DamageKind.FOLD, mask));
            }
            if (found == 0) {
                remarks.add("section " + z + ": no band of a fold was found, so nothing of it was measured");
            }
        } else if (entry.kind() == DamageKind.CRACK) {
            if (mask.isEmpty()) {
                remarks.add("section " + z + ": cracks without a mask cannot be measured, only counted as a section");
            } else {
                cracks.add(task(z, DamageKind.CRACK, mask));
            }
        } else if (entry.kind() != DamageKind.PRECIPITATE) {
            remarks.add(
                    "section " + z + ": nothing is measured of " + entry.kind().id());
        } else if (mask.isEmpty()) {
            remarks.add("section " + z + ": precipitates without a mask cannot be measured, only counted as a section");
        } else if (damage.kinds(z).size() > 1) {
            remarks.add("section " + z + ": precipitates beside a fold were not measured, the fold has moved them");
        } else {
            precipitates.add(task(z, DamageKind.PRECIPITATE, mask));
        }
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
