package org.sstem.simulate;

import org.sstem.ProgressListener;
import org.sstem.damage.Damage;
import org.sstem.damage.TransmissionLaw;
import org.sstem.method.SectionSource;
import org.sstem.simulate.internal.statistics.Measurement;
import org.sstem.simulate.internal.statistics.StatisticsJson;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What damage looks like, as numbers: how often each kind occurs, and the distribution of everything that a simulator
 * draws; and, beside it, every figure with the number of its samples and a confidence interval. Immutable and thread-safe.
 *
 * <p>Measuring needs sections and what is known of their damage, no clean versions: folds are judged against the nearest
 * intact sections by registration, precipitates against the undamaged tissue around them and the same neighbours.
 *
 * @param source        where the numbers come from, in words
 * @param distribution  what simulators draw from; a kind that was not seen has rate 0 and the published look
 * @param folds         what was measured of folds
 * @param precipitates  what was measured of precipitates
 * @param missing       what was measured of missing sections
 * @param nature        what was measured beyond the published laws: folds and cracks that vary along their course, specks
 * @param remarks       what could not be measured and why, one sentence each
 */
public record ArtifactStatistics(
        String source,
        DamageDistribution distribution,
        FoldFigures folds,
        PrecipitateFigures precipitates,
        MissingFigures missing,
        NatureFigures nature,
        List<String> remarks) {

    /** Displacement against distance in real folds, px of 4 nm (Huang et al., ECCV Workshops 2020). */
    private static final double[][] AMPLITUDE = {
        {300, 11.4},
        {500, 10.9},
        {700, 10.3},
        {1000, 8.2},
        {1200, 6.0},
        {1500, 4.2},
        {1700, 3.1},
        {2000, 2.0},
        {2500, 0.8},
        {3400, 0}
    };

    /** Coefficients of the transmission by class of area (Deng et al., IEEE TMI 41(12), 2022). */
    private static final double[][] CUBICS = {
        {0.04202, 0.5332, -0.02127, 0.7099}, {0.7586, 0.2427, 0.2224, 0.386}, {2.104, -0.4489, 0.4921, -0.02028}
    };

    /** Copies the list. */
    public ArtifactStatistics {
        remarks = List.copyOf(remarks);
    }

    /**
     * Measures a stack.
     *
     * @param sections the damaged stack
     * @param damage   what is damaged; masks of precipitates are needed, masks of folds help
     * @return its statistics
     * @throws IllegalArgumentException if this cannot be the damage of this stack, or every section is damaged
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public static ArtifactStatistics measure(SectionSource sections, Damage damage) {
        return measure(sections, damage, (done, total, what) -> {});
    }

    /**
     * Measures a stack and says how far it is.
     *
     * @param sections the damaged stack
     * @param damage   what is damaged; masks of precipitates are needed, masks of folds help
     * @param progress is told after every damaged section
     * @return its statistics
     * @throws IllegalArgumentException if this cannot be the damage of this stack, or every section is damaged
     * @throws java.io.UncheckedIOException if a section cannot be read
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; its flag is set
     */
    public static ArtifactStatistics measure(SectionSource sections, Damage damage, ProgressListener progress) {
        return new Measurement(sections, damage).run(progress);
    }

    /**
     * Returns the published figures as statistics: the distributions of Deng et al., IEEE TMI 41(12), 2022, its cubic
     * transmission profiles, and the displacements measured by Huang et al., ECCV Workshops 2020. Figures have no samples
     * and no intervals: none were published.
     *
     * @return the published statistics
     */
    public static ArtifactStatistics published() {
        DamageDistribution d = DamageDistribution.published();
        FoldDistribution fold = d.fold();
        List<CurvePoint> amplitude =
                Arrays.stream(AMPLITUDE).map(p -> CurvePoint.stated(p[0], p[1])).toList();
        FoldFigures folds = new FoldFigures(
                Rate.stated(d.foldRate()),
                Figure.stated(fold.geometry().count()),
                Figure.none(),
                Figure.none(),
                Figure.stated(fold.geometry().curvature()),
                Figure.stated(fold.geometry().waviness()),
                Figure.stated(fold.geometry().halfWidth()),
                Figure.stated(fold.band().grey()),
                Figure.stated(fold.band().texture()),
                Figure.stated(fold.band().rim()),
                Figure.stated(fold.geometry().foldWidth()),
                Figure.stated(fold.geometry().decay()),
                amplitude,
                List.of(),
                List.of());
        MissingFigures missing = new MissingFigures(
                Rate.stated(d.missing().rate()), Figure.stated(d.missing().run()));
        return new ArtifactStatistics(
                "Deng et al., IEEE TMI 41(12), 2022",
                d,
                folds,
                publishedStain(d),
                missing,
                NatureFigures.none(),
                List.of());
    }

    private static PrecipitateFigures publishedStain(DamageDistribution d) {
        PrecipitateDistribution stain = d.precipitate();
        List<PrecipitateFigures.AreaClass> classes = stain.classes().stream()
                .map(c -> new PrecipitateFigures.AreaClass(c.minArea(), c.maxArea(), 0, Figure.stated(c.count())))
                .toList();
        double[] limits = {0, 10_000, 60_000, 300_000};
        List<PrecipitateFigures.Transmission> curves = new ArrayList<>();
        for (int c = 0; c < CUBICS.length; c++) {
            List<Double> cubic = Arrays.stream(CUBICS[c]).boxed().toList();
            curves.add(new PrecipitateFigures.Transmission(limits[c], limits[c + 1], List.of(), cubic));
        }
        List<CurvePoint> means = new ArrayList<>();
        for (double area = 1000; area <= 300_000; area *= 1.5) {
            means.add(CurvePoint.stated(area, TransmissionLaw.meanTransmission(area)));
        }
        return new PrecipitateFigures(
                Rate.stated(d.precipitateRate()),
                classes,
                Figure.none(),
                Collections.emptyList(),
                curves,
                means,
                Figure.stated(stain.contrast().gain()),
                Figure.stated(org.sstem.simulate.Distribution.constant(
                        stain.contrast().rise())),
                Figure.stated(stain.ring()));
    }

    /**
     * Reads statistics.
     *
     * @param json a file that {@link #write} wrote, of this version of the format (2) or an older one: version 1 knows no
     *     cracks, specks and folds beyond the published law, and is read as having none. A file that holds what an older
     *     version cannot is of a new version; a newer one than is known is refused
     * @return the statistics
     * @throws IOException if there is no such file, or something in it is wrong: the message names the file, the place
     *     and the rule
     */
    public static ArtifactStatistics read(Path json) throws IOException {
        return StatisticsJson.read(json);
    }

    /**
     * Writes the statistics as JSON, aside first and then moved to its place, where it replaces what was there.
     *
     * @param json the file to write; its folder must exist
     * @throws IOException if that fails; the message names the file
     * @throws IllegalArgumentException if the outlines of precipitates are a bank of masks, which JSON does not hold
     */
    public void write(Path json) throws IOException {
        StatisticsJson.write(this, json);
    }

    /**
     * Returns the statistics as JSON, as {@link #write} writes them.
     *
     * @return the text
     * @throws IllegalArgumentException if the outlines of precipitates are a bank of masks, which JSON does not hold
     */
    public String json() {
        return StatisticsJson.text(this);
    }
}
