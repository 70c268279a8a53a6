package org.sstem.internal.precipitate.blob;

import net.imglib2.parallel.Parallelization;
import org.sstem.internal.image.Rows;
import org.sstem.internal.precipitate.Background;
import org.sstem.internal.precipitate.Blur;
import org.sstem.internal.precipitate.Contrast;
import org.sstem.internal.precipitate.PrecipitateFill;
import org.sstem.internal.precipitate.Working;
import org.sstem.internal.precipitate.blob.BlobFit.Effort;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Looks for blobs on the working grid, and fits those that are known. Immutable; holds planes that nobody changes.
 *
 * @param grid     the working grid
 * @param section  the section
 * @param intact   its intact neighbours; without any, the section's own shading takes their place
 * @param expected the neighbours' mean; not used without neighbours
 * @param noise    standard deviation of the noise that does not fade with the transmission
 * @param seen     cells that show tissue; the others say nothing
 * @param compared those of them that are fit to be compared with the neighbours
 * @param known    the contrast of a section of which the grid is a part; empty if it is to be found here
 */
public record BlobSearch(
        Working grid,
        Plane section,
        List<Plane> intact,
        Plane expected,
        double noise,
        boolean[] seen,
        boolean[] compared,
        Optional<Contrast> known) {

    /** With tissue everywhere. */
    BlobSearch(Working grid, Plane section, List<Plane> intact, Plane expected, double noise) {
        this(grid, section, intact, expected, noise, everywhere(grid), everywhere(grid), Optional.empty());
    }

    private static boolean[] everywhere(Working grid) {
        boolean[] all = new boolean[grid.width() * grid.height()];
        Arrays.fill(all, true);
        return all;
    }

    /** Cells around blobs that are taken neither for the one nor for the other. */
    public static final double MARGIN = 2;

    /** How far first guesses of blobs are grown before the rest is taken for undamaged. */
    private static final double GROWTH_PX = 6;
    /** A blob that was not given has to gather more evidence than any odd piece of tissue, and be as dark as stain. */
    private static final double EVIDENCE = 15;
    /** More so in a section whose contrast is as usual: nothing else tells that it was stained at all. */
    private static final double EVIDENCE_IN_USUAL_CONTRAST = 60;

    private static final double DARK_CENTRE = -0.35;
    private static final double DARK = -0.15;
    /** Blobs of a section that are fitted to know what it gathers. */
    private static final int SURVEYED = 16;
    /** How many of them are fitted before the others are asked whether they could gather more. */
    private static final int AT_ONCE = 4;
    /** Times what a blob gathers that is the same throughout; hardly any fit gathers more. */
    private static final double FITTED_OVER_EVEN = 2;
    /** With less undamaged tissue nothing can be said about the section's contrast. */
    private static final double LEAST_UNDAMAGED = 0.02;
    /** Scale of the shading that stands in for neighbours. */
    private static final double SHADING_PX = 80;

    /** What the undamaged part of the section tells. */
    public record Look(Contrast contrast, Background background, boolean[] use) {}

    /** A blob and what was made of it; the model is null if nothing could be. */
    public record Fitted(Blob blob, BlobModel model) {}

    /** A blob, and what it gathers if it is the same throughout. */
    private record Even(Blob blob, double evidence) {}

    /** What a search has found. */
    public record Found(Look look, List<Fitted> blobs) {}

    /** The step between grey values, 0 if they are continuous. Sorts the values. */
    public static double quantum(float[] values) {
        Arrays.sort(values);
        double range = values[values.length - 1] - values[0];
        double least = range;
        for (int i = 1; i < values.length; i++) {
            double gap = values[i] - values[i - 1];
            if (gap > 1e-6 * range) {
                least = Math.min(least, gap);
            }
        }
        return least == range ? 0 : least;
    }

    /** Looks at what is undamaged; null if it is too little, or without light. */
    public Look look(boolean[] undamaged) {
        int count = 0;
        int all = 0;
        boolean[] use = undamaged.clone();
        for (int i = 0; i < use.length; i++) {
            use[i] &= compared[i];
            count += use[i] ? 1 : 0;
            all += seen[i] ? 1 : 0;
        }
        Contrast contrast =
                known.orElseGet(() -> Contrast.between(section, intact.isEmpty() ? List.of(section) : intact, use));
        if (count < Math.max(1, LEAST_UNDAMAGED * all)
                || !(contrast.gain() * contrast.mean() + contrast.offset() > 0)) {
            return null;
        }
        Plane clean = intact.isEmpty() ? shading(use, contrast.mean()) : expected;
        return new Look(contrast, new Background(section, clean, contrast, use, grid), use);
    }

    /** Undamaged tissue smoothed widely; far from any of it, its mean. */
    private Plane shading(boolean[] use, double mean) {
        Plane values = new Plane(grid.width(), grid.height());
        Plane weights = new Plane(grid.width(), grid.height());
        for (int i = 0; i < use.length; i++) {
            values.pixels()[i] = use[i] ? section.pixels()[i] : 0;
            weights.pixels()[i] = use[i] ? 1 : 0;
        }
        values = Blur.gaussian(values, grid.cells(SHADING_PX));
        weights = Blur.gaussian(weights, grid.cells(SHADING_PX));
        for (int i = 0; i < use.length; i++) {
            values.pixels()[i] = (float) ((values.pixels()[i] + 0.01 * mean) / (weights.pixels()[i] + 0.01));
        }
        return values;
    }

    /**
     * Looks three times, each time with a better idea of what is undamaged: bright, not conspicuous, not a blob. Null
     * if there is too little undamaged tissue.
     */
    public Found search() {
        Look look = inconspicuous();
        if (look == null) {
            return null;
        }
        List<Blob> blobs = BlobFinder.find(look.background, grid);
        return again(convincing(fit(blobs, look, false), look, false), false);
    }

    /**
     * What may be blobs, with what the tissue of a section of usual contrast gathers too: for those who know how much that
     * is.
     *
     * @param worth evidence that one of the most promising has to gather before the others are looked at, and all closely
     */
    public List<Fitted> candidates(double worth) {
        Look look = inconspicuous();
        if (look == null) {
            return List.of();
        }
        List<Blob> blobs = BlobFinder.find(look.background, grid);
        List<Fitted> first = promising(blobs, look);
        if (first.stream().noneMatch(f -> f.model.evidence() >= worth)) {
            return first;
        }
        List<Fitted> glanced = convincing(fit(blobs, look, false, Effort.GLANCE), look, true);
        Found found = again(glanced, true);
        return found == null ? List.of() : found.blobs();
    }

    /** Fits once more what was found, against what lies outside all of it. */
    private Found again(List<Fitted> fitted, boolean frank) {
        Look look = look(invert(Discs.dilate(darkened(draw(fitted)), grid.width(), grid.height(), MARGIN)));
        if (look == null) {
            return null;
        }
        List<Blob> outlines = fitted.stream().map(this::outline).toList();
        return new Found(look, convincing(fit(outlines, look, false), look, frank));
    }

    /**
     * The most that a blob of a section gathers, of those that look as if they gathered most; 0 if there are none. About
     * what {@link #candidates} finds, at a fraction of its cost.
     */
    public double survey() {
        Look look = inconspicuous();
        if (look == null) {
            return 0;
        }
        return promising(BlobFinder.find(look.background, grid), look).stream()
                .mapToDouble(f -> f.model.evidence())
                .max()
                .orElse(0);
    }

    /** Glances at the blobs that look as if they gathered most, until the others cannot gather more. */
    private List<Fitted> promising(List<Blob> blobs, Look look) {
        List<Even> even = blobs.stream()
                .map(blob -> new Even(blob, BlobFinder.evidence(blob, look.background, grid)))
                .sorted(Comparator.comparingDouble(Even::evidence).reversed())
                .limit(SURVEYED)
                .toList();
        List<Fitted> promising = new ArrayList<>();
        double most = 0;
        for (int first = 0; first < even.size(); first += AT_ONCE) {
            double best = most;
            List<Blob> next = even.subList(first, Math.min(first + AT_ONCE, even.size())).stream()
                    .filter(blob -> FITTED_OVER_EVEN * blob.evidence > best)
                    .map(Even::blob)
                    .toList();
            for (Fitted fitted : convincing(fit(next, look, false, Effort.GLANCE), look, true)) {
                promising.add(fitted);
                most = Math.max(most, fitted.model.evidence());
            }
        }
        return promising;
    }

    /** Looks twice, the second time without what was conspicuous; null if there is too little undamaged tissue. */
    private Look inconspicuous() {
        Look look = look(BlobFinder.bright(section, grid));
        if (look == null) {
            return null;
        }
        boolean[] conspicuous = new boolean[grid.width() * grid.height()];
        for (Blob blob : BlobFinder.find(look.background, grid)) {
            mark(blob.grown(grid.cells(GROWTH_PX), grid.width(), grid.height()), conspicuous);
        }
        return look(invert(conspicuous));
    }

    private static List<Fitted> convincing(List<Fitted> fitted, Look look, boolean frank) {
        double evidence = frank || look.contrast.lost() ? EVIDENCE : EVIDENCE_IN_USUAL_CONTRAST;
        return fitted.stream()
                .filter(f -> f.model != null
                        && f.model.evidence() > evidence
                        && f.model.profile().at(0) < DARK_CENTRE
                        && f.model.meanLog() < DARK)
                .toList();
    }

    /** Fits blobs, each on its own. */
    public List<Fitted> fit(List<Blob> blobs, Look look, boolean given) {
        return fit(blobs, look, given, Effort.CARE);
    }

    private List<Fitted> fit(List<Blob> blobs, Look look, boolean given, Effort effort) {
        boolean[] occupied = new boolean[grid.width() * grid.height()];
        blobs.forEach(blob -> mark(blob, occupied));
        float[] visible = visible(look.background);
        return Parallelization.getTaskExecutor()
                .forEachApply(
                        blobs,
                        blob -> new Fitted(
                                blob, BlobFit.fit(blob, occupied, visible, look.background, grid, given, effort)));
    }

    private void mark(Blob blob, boolean[] mask) {
        for (int k = 0; k < blob.inside().length; k++) {
            if (blob.inside()[k]) {
                int x = blob.box().x() + k % blob.box().width();
                int y = blob.box().y() + k / blob.box().width();
                mask[y * grid.width() + x] = true;
            }
        }
    }

    /** What lies within the rim of a model. */
    private Blob outline(Fitted fitted) {
        Area box = PrecipitateFill.extent(fitted.model());
        boolean[] inside = new boolean[box.width() * box.height()];
        for (int i = 0; i < inside.length; i++) {
            int x = box.x() + i % box.width();
            int y = box.y() + i / box.width();
            inside[i] = x >= 0
                    && y >= 0
                    && x < grid.width()
                    && y < grid.height()
                    && fitted.model().gauge().at(x, y) <= 1;
        }
        return Blob.of(inside, box.width(), box.height()).stream()
                .max(Comparator.comparingInt(Blob::pixels))
                .map(blob -> blob.moved(box.x(), box.y()))
                .orElse(fitted.blob());
    }

    /** Logarithm of the transmission of all blobs. */
    public Plane draw(List<Fitted> fitted) {
        Plane log = new Plane(grid.width(), grid.height());
        for (Fitted one : fitted) {
            BlobModel model = one.model();
            if (model == null) {
                continue;
            }
            Area box = PrecipitateFill.extent(model);
            for (int y = Math.max(0, box.y()); y < Math.min(grid.height(), box.y() + box.height()); y++) {
                for (int x = Math.max(0, box.x()); x < Math.min(grid.width(), box.x() + box.width()); x++) {
                    log.set(x, y, (float) Math.min(log.get(x, y), model.logTransmission(x, y)));
                }
            }
        }
        return log;
    }

    public static boolean[] darkened(Plane log) {
        boolean[] out = new boolean[log.pixels().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = log.pixels()[i] < 0;
        }
        return out;
    }

    /** How much each cell tells about the transmission: what is darker than the noise tells nothing. */
    public float[] visible(Background background) {
        float[] visible = new float[section.pixels().length];
        Rows.forEachPixel(section, (from, to) -> {
            for (int i = from; i < to; i++) {
                double relative = noise / Math.max(section.pixels()[i], noise / 2 + 1e-12);
                double share = background.variance() / (background.variance() + relative * relative);
                visible[i] = seen[i] ? (float) share : 0;
            }
        });
        return visible;
    }

    public static boolean[] invert(boolean[] mask) {
        boolean[] out = new boolean[mask.length];
        for (int i = 0; i < mask.length; i++) {
            out[i] = !mask[i];
        }
        return out;
    }
}
