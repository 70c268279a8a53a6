package org.sstem.precipitate;

import net.imglib2.parallel.Parallelization;
import org.sstem.image.Area;
import org.sstem.image.Plane;
import org.sstem.restore.RestorationTask;
import org.sstem.stack.SectionSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Estimates everything that has to be known of a section before it is restored. Used once, by one thread. */
final class Preparation {

    private static final int QUANTUM_ROWS = 64;
    /** Cells around blobs that are taken neither for the one nor for the other. */
    private static final double MARGIN = 2;
    /** How far first guesses of blobs are grown before the rest is taken for undamaged. */
    private static final double GROWTH_PX = 6;
    /** A blob that was not given has to gather more evidence than any odd piece of tissue, and be as dark as stain. */
    private static final double EVIDENCE = 15;
    /** More so in a section whose contrast is as usual: nothing else tells that it was stained at all. */
    private static final double EVIDENCE_IN_USUAL_CONTRAST = 60;

    private static final double DARK_CENTRE = -0.35;
    private static final double DARK = -0.15;
    /** With less undamaged tissue nothing can be said about the section's contrast. */
    private static final double LEAST_UNDAMAGED = 0.02;

    private final RestorationTask task;
    private final Working grid;
    private final Neighbours neighbours;
    private final Plane section;
    private final List<Plane> intact = new ArrayList<>();
    private final Plane expected;
    private final double noise;

    Preparation(RestorationTask task) {
        this.task = task;
        SectionSource source = task.source();
        grid = Working.forSize(source.width(), source.height());
        neighbours = Neighbours.of(task);
        section = grid.read(source, task.firstZ());
        for (int z : neighbours.nearest()) {
            intact.add(grid.read(source, z));
        }
        expected = grid.reduce(neighbours::read);
        noise = quantum(source, task.firstZ()) / Math.sqrt(12);
    }

    /** The step between the grey values of a section, 0 if they are continuous. */
    private static double quantum(SectionSource source, int z) {
        int rows = Math.min(QUANTUM_ROWS, source.height());
        float[] values = source.read(z, new Area(0, (source.height() - rows) / 2, source.width(), rows))
                .pixels();
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

    PrecipitateFill result() {
        return task.mask().isPresent() ? given(grid.read(task.mask().get())) : found();
    }

    private PrecipitateFill given(boolean[] mask) {
        boolean[] use = invert(Distance.dilate(mask, grid.width(), grid.height(), MARGIN));
        Look look = look(use);
        if (look == null) {
            return nothing();
        }
        List<Blob> blobs = BlobParts.of(Blob.of(mask, grid.width(), grid.height()));
        return fill(look, use, fit(blobs, look.background, true));
    }

    /** Looks three times, each time with a better idea of what is undamaged: bright, not conspicuous, not a blob. */
    private PrecipitateFill found() {
        Look look = look(BlobFinder.bright(section, grid));
        if (look == null) {
            return nothing();
        }
        boolean[] conspicuous = new boolean[grid.width() * grid.height()];
        BlobFinder.find(look.background, grid).forEach(blob -> mark(blob, conspicuous));
        look = look(invert(Distance.dilate(conspicuous, grid.width(), grid.height(), grid.cells(GROWTH_PX))));
        if (look == null) {
            return nothing();
        }
        List<Fitted> fitted =
                convincing(fit(BlobFinder.find(look.background, grid), look.background, false), look.contrast);
        boolean[] use = invert(Distance.dilate(darkened(draw(fitted)), grid.width(), grid.height(), MARGIN));
        look = look(use);
        if (look == null) {
            return nothing();
        }
        List<Blob> outlines = fitted.stream().map(this::outline).toList();
        return fill(look, use, convincing(fit(outlines, look.background, false), look.contrast));
    }

    /** What the undamaged part of the section tells. */
    private record Look(Contrast contrast, Background background) {}

    /** Null if there is too little undamaged tissue, or no light in it. */
    private Look look(boolean[] use) {
        int count = 0;
        for (boolean u : use) {
            count += u ? 1 : 0;
        }
        Contrast contrast = Contrast.between(section, intact, use);
        if (count < LEAST_UNDAMAGED * use.length || !(contrast.gain() * contrast.mean() + contrast.offset() > 0)) {
            return null;
        }
        return new Look(contrast, new Background(section, expected, contrast, use, grid));
    }

    private PrecipitateFill nothing() {
        Contrast none = new Contrast(1, 0, false, 0, 1, 1);
        return new PrecipitateFill(
                neighbours,
                grid,
                none,
                List.of(),
                new Plane(grid.width(), grid.height()),
                0,
                1,
                task.mask(),
                Summary.unknown());
    }

    /** A blob and what was made of it. */
    private record Fitted(Blob blob, BlobModel model) {}

    private static List<Fitted> convincing(List<Fitted> fitted, Contrast contrast) {
        double evidence = contrast.lost() ? EVIDENCE : EVIDENCE_IN_USUAL_CONTRAST;
        return fitted.stream()
                .filter(f -> f.model != null
                        && f.model.evidence() > evidence
                        && f.model.profile().at(0) < DARK_CENTRE
                        && f.model.meanLog() < DARK)
                .toList();
    }

    private List<Fitted> fit(List<Blob> blobs, Background background, boolean given) {
        boolean[] occupied = new boolean[grid.width() * grid.height()];
        blobs.forEach(blob -> mark(blob, occupied));
        float[] visible = visible(background);
        return Parallelization.getTaskExecutor()
                .forEachApply(
                        blobs, blob -> new Fitted(blob, BlobFit.fit(blob, occupied, visible, background, grid, given)));
    }

    private PrecipitateFill fill(Look look, boolean[] use, List<Fitted> fitted) {
        Plane transmission = draw(fitted);
        boolean[] occupied = darkened(transmission);
        List<Blob> blobs = Blob.of(occupied, grid.width(), grid.height());
        Plane residual =
                Residual.estimate(blobs, occupied, visible(look.background), transmission, look.background, grid);
        List<BlobModel> models =
                fitted.stream().map(Fitted::model).filter(Objects::nonNull).toList();
        double disagreement = disagreement(look.contrast, use);
        Summary summary = Summary.of(
                look.contrast,
                look.background,
                models,
                fitted.size() - models.size(),
                transmission,
                noise,
                disagreement,
                neighbours.nearest().size() == 1,
                task.mask().isPresent());
        return new PrecipitateFill(
                neighbours, grid, look.contrast, models, residual, noise, disagreement, task.mask(), summary);
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
    private Plane draw(List<Fitted> fitted) {
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

    private static boolean[] darkened(Plane log) {
        boolean[] out = new boolean[log.pixels().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = log.pixels()[i] < 0;
        }
        return out;
    }

    /** How much each cell tells about the transmission: what is darker than the noise tells nothing. */
    private float[] visible(Background background) {
        float[] visible = new float[section.pixels().length];
        for (int i = 0; i < visible.length; i++) {
            double relative = noise / Math.max(section.pixels()[i], noise / 2 + 1e-12);
            visible[i] = (float) (background.variance() / (background.variance() + relative * relative));
        }
        return visible;
    }

    /** Mean squared difference between undamaged tissue, brought to the neighbours' contrast, and their mean. */
    private double disagreement(Contrast contrast, boolean[] use) {
        double sum = 0;
        long n = 0;
        for (int i = 0; i < use.length; i++) {
            if (use[i]) {
                double d = (section.pixels()[i] - contrast.offset()) / contrast.gain() - expected.pixels()[i];
                sum += d * d;
                n++;
            }
        }
        return sum / Math.max(1, n);
    }

    private static boolean[] invert(boolean[] mask) {
        boolean[] out = new boolean[mask.length];
        for (int i = 0; i < mask.length; i++) {
            out[i] = !mask[i];
        }
        return out;
    }
}
