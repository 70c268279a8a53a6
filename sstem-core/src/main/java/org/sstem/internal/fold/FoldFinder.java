package org.sstem.internal.fold;

import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.law.ArcPath;
import org.sstem.internal.fold.law.FoldArc;
import org.sstem.internal.fold.law.FoldCurve;
import org.sstem.internal.fold.law.FoldFlows;
import org.sstem.method.SectionSource;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds the dark bands of folds in a section: the search that {@link FoldMethod} does where it is given no mask. Grey
 * values of any range. Stateless and thread-safe; the same result on any number of threads of the caller's
 * {@link net.imglib2.parallel.Parallelization} context.
 */
public final class FoldFinder {

    /** How far a known course may lie beside a band, pixels. */
    private static final int FOLLOW_TOLERANCE_PX = 8;

    private FoldFinder() {}

    /**
     * A dark band that runs through a section.
     *
     * @param curve     its course
     * @param halfWidth half its width, pixels
     * @param length    length inside the section, pixels
     * @param coverage  part of its length where it is seen to be a band, 0 to 1
     * @param grey      its mean grey value
     * @param tissue    mean grey value right beside it
     * @param shape     its pixels
     */
    public record DarkBand(
            FoldCurve curve,
            double halfWidth,
            double length,
            double coverage,
            double grey,
            double tissue,
            SectionMask shape) {}

    /**
     * A search for dark bands.
     *
     * @param bands         the bands, the most evident first
     * @param darkness      how dark the darkest line or arc through the section is along its length, 0 to 1 for most
     *     sections: what was looked at first
     * @param leastDarkness lines less dark than this are not looked at
     */
    public record Search(List<DarkBand> bands, double darkness, double leastDarkness) {

        /** Copies the list. */
        public Search {
            bands = List.copyOf(bands);
        }
    }

    /**
     * Looks for dark bands; reads the section in pieces.
     *
     * @param source reads the section
     * @param z      the section to look at
     * @param most   the most bands to return, at least 1
     * @return the bands, the most evident first
     * @throws IllegalArgumentException     if {@code most} is below 1
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    public static List<DarkBand> find(SectionSource source, int z, int most) {
        return search(source, z, most).bands();
    }

    /**
     * Looks for dark bands and says how near the section came to showing one; reads the section in pieces.
     *
     * @param source reads the section
     * @param z      the section to look at
     * @param most   the most bands to return, at least 1
     * @return the search
     * @throws IllegalArgumentException     if {@code most} is below 1
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    public static Search search(SectionSource source, int z, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most must be at least 1, was " + most);
        }
        BandFinder finder = new BandFinder(source.width(), source.height(), area -> source.read(z, area));
        List<DarkBand> bands = finder.find(most).stream()
                .map(band -> describe(band, source.width(), source.height()))
                .toList();
        return new Search(bands, finder.darkest(), BandFinder.LEAST_DARKNESS);
    }

    /**
     * Measures a dark band whose course is known roughly, as one that runs through the section along a line, an arc or
     * a spline with one and the same width.
     *
     * @param source reads the section
     * @param z      the section to look at
     * @param x      columns of places along the band, at least 3, within some pixels of its middle
     * @param y      their rows
     * @return the band; empty if there is none of this kind
     * @throws IllegalArgumentException     if there are fewer than 3 places
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    public static Optional<DarkBand> follow(SectionSource source, int z, double[] x, double[] y) {
        if (x.length < 3 || x.length != y.length) {
            throw new IllegalArgumentException(
                    "a course has at least 3 places, was given " + x.length + " columns and " + y.length + " rows");
        }
        int last = x.length - 1;
        double normal = Math.atan2(y[last] - y[0], x[last] - x[0]) + 0.5 * Math.PI;
        double[] weight = new double[x.length];
        Arrays.fill(weight, 1);
        int middle = last / 2;
        FoldArc start = new FoldArc(x[middle], y[middle], normal, 0);
        FoldArc arc = ArcPath.fit(start, x, y, weight, 0.2 * Math.hypot(x[last] - x[0], y[last] - y[0]) + 10, true);
        Band band = new BandTracer(source.width(), source.height(), area -> source.read(z, area))
                .trace(arc, FOLLOW_TOLERANCE_PX);
        return Optional.ofNullable(band).map(found -> describe(found, source.width(), source.height()));
    }

    private static DarkBand describe(Band band, int width, int height) {
        return new DarkBand(
                band.curve(),
                band.halfWidth(),
                band.length(),
                band.coverage(),
                band.grey(),
                band.tissue(),
                SectionMask.of(width, height, area -> FoldFlows.within(band.curve(), band.halfWidth(), true, area)));
    }
}
