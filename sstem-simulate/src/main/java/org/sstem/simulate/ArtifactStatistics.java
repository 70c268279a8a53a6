package org.sstem.simulate;

import org.sstem.ProgressListener;
import org.sstem.damage.Damage;
import org.sstem.internal.precipitate.blob.TransmissionLaw;
import org.sstem.method.SectionSource;
import org.sstem.simulate.Figure.CurvePoint;
import org.sstem.simulate.Figure.Rate;
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
     * @throws IllegalArgumentException if this cannot be the damage of this stack, every section is damaged, or a pixel that
     *     is read is not finite
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
     * @throws IllegalArgumentException if this cannot be the damage of this stack, every section is damaged, or a pixel that
     *     is read is not finite
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

    /**
     * What was measured of folds. Lengths in pixels. Immutable.
     *
     * @param rate        share of the sections with folds
     * @param count       folds in one of them
     * @param length      length of a band inside the section
     * @param orientation direction of its normal, radians, 0 up to pi
     * @param curvature   one over its radius, 1/px, at least 0
     * @param waviness    how far it strays from an arc, px rms
     * @param halfWidth   half the width of the band
     * @param grey        its grey value as a share of the way from black to the section's mean
     * @param texture     standard deviation of the grey values within it, as a share of the section's
     * @param rim         width of the transition from band to tissue
     * @param foldWidth   half the width of the swallowed strip, of folds whose displacement can be told from chance
     * @param decay       displacement lost a pixel of distance, of folds of which it can be identified
     * @param amplitude   displacement towards the fold against the distance from it, the mean of both sides: one sample a
     *     fold; the drift between sections cancels
     * @param positiveSide the same on the side that the normal points to; drift adds to it
     * @param negativeSide the same on the other side
     */
    public record FoldFigures(
            Rate rate,
            Figure count,
            Figure length,
            Figure orientation,
            Figure curvature,
            Figure waviness,
            Figure halfWidth,
            Figure grey,
            Figure texture,
            Figure rim,
            Figure foldWidth,
            Figure decay,
            List<CurvePoint> amplitude,
            List<CurvePoint> positiveSide,
            List<CurvePoint> negativeSide) {

        /** Copies the lists. */
        public FoldFigures {
            amplitude = List.copyOf(amplitude);
            positiveSide = List.copyOf(positiveSide);
            negativeSide = List.copyOf(negativeSide);
        }
    }

    /**
     * What was measured of precipitates. Areas in pixels. Immutable.
     *
     * @param rate             share of the sections with precipitates
     * @param classes          how many blobs there are of which size
     * @param area             areas of the blobs that end inside their section
     * @param spectrum         rms of the two coefficients of each harmonic of the rim over its mean radius, from order 2
     * @param transmission     transmission against the gauge r (0 centre, 1 rim) by class of area
     * @param meanTransmission mean transmission of single blobs against their area: every point is one blob
     * @param gain             contrast of the section over that of its neighbours
     * @param rise             by how much the section is paler than they, over their mean
     * @param ring             brightness of the ring around a blob, transmission less 1
     */
    public record PrecipitateFigures(
            Rate rate,
            List<AreaClass> classes,
            Figure area,
            List<Figure> spectrum,
            List<Transmission> transmission,
            List<CurvePoint> meanTransmission,
            Figure gain,
            Figure rise,
            Figure ring) {

        /** Copies the lists. */
        public PrecipitateFigures {
            classes = List.copyOf(classes);
            spectrum = List.copyOf(spectrum);
            transmission = List.copyOf(transmission);
            meanTransmission = List.copyOf(meanTransmission);
        }

        /**
         * Blobs of one class of area.
         *
         * @param minArea least area, included
         * @param maxArea greatest area, not included
         * @param blobs   how many were seen
         * @param count   how many there are in 1250 x 1250 px, one sample a stained section
         */
        public record AreaClass(double minArea, double maxArea, int blobs, Figure count) {}

        /**
         * Transmission of the blobs of one class of area.
         *
         * @param minArea least area, not included
         * @param maxArea greatest area, included
         * @param points  mean over blobs against r; a blob that the border cuts is left out
         * @param cubic   p1 to p4 of the fitted p1 r^3 + p2 r^2 + p3 r + p4; empty below four points
         */
        public record Transmission(double minArea, double maxArea, List<CurvePoint> points, List<Double> cubic) {

            /** Copies the lists. */
            public Transmission {
                points = List.copyOf(points);
                cubic = List.copyOf(cubic);
            }

            /**
             * Evaluates the fitted cubic.
             *
             * @param r gauge, 0 to 1
             * @return the transmission; NaN if there is no fit
             */
            public double at(double r) {
                return cubic.isEmpty()
                        ? Double.NaN
                        : ((cubic.get(0) * r + cubic.get(1)) * r + cubic.get(2)) * r + cubic.get(3);
            }
        }
    }

    /**
     * What was measured of missing sections. Immutable.
     *
     * @param rate share of the sections that are missing
     * @param run  consecutive sections missing at a time
     */
    public record MissingFigures(Rate rate, Figure run) {}

    /**
     * What was measured of damage as sections have it, beyond the published laws. Immutable.
     *
     * @param folds  folds that vary along their course
     * @param cracks cracks
     * @param specks small precipitates
     */
    public record NatureFigures(CutFigures folds, CutFigures cracks, SpeckFigures specks) {

        /**
         * Figures where nothing was measured.
         *
         * @return figures without samples
         */
        public static NatureFigures none() {
            return new NatureFigures(CutFigures.none(), CutFigures.none(), SpeckFigures.none());
        }
    }

    /**
     * What was measured of folds or cracks as cuts that vary along their course. Every connected part of a mask is one cut; one
     * that branches is counted, not measured. Lengths in pixels. Immutable.
     *
     * <p>Jump, imbalance, shear and decay rest on the registration of each side by itself. Cracks' jumps come back within 3 px;
     * those of folds have come out twice too large in a test, so that simulators do not draw from them.
     *
     * @param rate           share of the sections with such damage
     * @param count          cuts in one of them
     * @param branched       1 for a cut that branches, 0 for another
     * @param ends           ends inside the section, 0 to 2
     * @param halfWidth      half the width of the band or gap across its course, one sample a cut
     * @param widthVariation standard deviation of the logarithm of the width along the course
     * @param correlation    distance along the course at which the correlation of the width is one half
     * @param jump           how far the sides have jumped towards each other at the band's edge, both sides together; negative for a crack
     * @param jumpVariation  standard deviation of the logarithm of the jump along the course
     * @param imbalance      how much more one side is displaced than the mean of both, as a share of it, at least 0; the drift
     *     between sections adds to it
     * @param shear          how far the sides have jumped along the course, as a share of the jump, at least 0
     * @param decayLength    over how many pixels the jump falls to 1/e, of cuts of which it can be told
     * @param undecayed      1 for a cut whose jump does not fall measurably within the distances that are looked at, else 0
     * @param grey           grey value of the band or gap, as a share of the way from black to the section's mean; above 1 if bright
     * @param texture        standard deviation of the grey values within it, as a share of the section's
     * @param jumps          the jump against the distance from the edge, one sample a cut
     */
    public record CutFigures(
            Rate rate,
            Figure count,
            Figure branched,
            Figure ends,
            Figure halfWidth,
            Figure widthVariation,
            Figure correlation,
            Figure jump,
            Figure jumpVariation,
            Figure imbalance,
            Figure shear,
            Figure decayLength,
            Figure undecayed,
            Figure grey,
            Figure texture,
            List<CurvePoint> jumps) {

        /** Copies the list. */
        public CutFigures {
            jumps = List.copyOf(jumps);
        }

        static CutFigures none() {
            Figure n = Figure.none();
            return new CutFigures(Rate.stated(0), n, n, n, n, n, n, n, n, n, n, n, n, n, n, List.of());
        }
    }

    /**
     * What was measured of small precipitates, those of up to 60 px diameter. Immutable.
     *
     * @param count        in one stained section
     * @param diameter     of the circle of equal area, px
     * @param transmission of the core
     */
    public record SpeckFigures(Figure count, Figure diameter, Figure transmission) {

        static SpeckFigures none() {
            return new SpeckFigures(Figure.none(), Figure.none(), Figure.none());
        }
    }
}
