package org.sstem.precipitate;

import org.sstem.image.Area;
import org.sstem.image.Plane;
import org.sstem.restore.RestorationTask;
import org.sstem.stack.SectionSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Estimates everything that has to be known of a section before it is restored. Used once, by one thread. */
final class Preparation {

    private static final int QUANTUM_ROWS = 64;

    private final RestorationTask task;
    private final Working grid;
    private final Neighbours neighbours;
    private final Plane section;
    private final List<Plane> intact = new ArrayList<>();
    private final Plane expected;
    private final double quantum;

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
        quantum = quantum(source, task.firstZ());
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
        boolean[] occupied = task.mask().map(grid::read).orElseGet(() -> new boolean[grid.width() * grid.height()]);
        return restoration(occupied, task.mask().isPresent());
    }

    private PrecipitateFill restoration(boolean[] occupied, boolean given) {
        boolean[] use = invert(grow(occupied, 2));
        Contrast contrast = Contrast.between(section, intact, use);
        Background background = new Background(section, expected, contrast, use, grid);
        double noise = quantum / Math.sqrt(12);
        float[] visible = visible(background, noise);
        List<Blob> blobs = Blob.of(occupied, grid.width(), grid.height());
        List<BlobModel> models = new ArrayList<>();
        for (Blob blob : blobs) {
            BlobModel model = BlobFit.fit(blob, occupied, visible, background, grid, given);
            if (model != null) {
                models.add(model);
            }
        }
        Plane transmission = draw(models);
        Plane residual = Residual.estimate(blobs, occupied, visible, transmission, background, grid);
        return new PrecipitateFill(
                neighbours,
                grid,
                contrast,
                models,
                residual,
                noise,
                disagreement(contrast, use),
                background.variance());
    }

    private Plane draw(List<BlobModel> models) {
        Plane log = new Plane(grid.width(), grid.height());
        for (BlobModel model : models) {
            Area box = PrecipitateFill.extent(model);
            for (int y = Math.max(0, box.y()); y < Math.min(grid.height(), box.y() + box.height()); y++) {
                for (int x = Math.max(0, box.x()); x < Math.min(grid.width(), box.x() + box.width()); x++) {
                    log.set(x, y, (float) Math.min(log.get(x, y), model.logTransmission(x, y)));
                }
            }
        }
        return log;
    }

    private float[] visible(Background background, double noise) {
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

    private boolean[] grow(boolean[] mask, int cells) {
        boolean[] out = mask.clone();
        for (int k = 0; k < cells; k++) {
            boolean[] from = out.clone();
            for (int y = 0; y < grid.height(); y++) {
                for (int x = 0; x < grid.width(); x++) {
                    int i = y * grid.width() + x;
                    out[i] = from[i]
                            || x > 0 && from[i - 1]
                            || x < grid.width() - 1 && from[i + 1]
                            || y > 0 && from[i - grid.width()]
                            || y < grid.height() - 1 && from[i + grid.width()];
                }
            }
        }
        return out;
    }

    private static boolean[] invert(boolean[] mask) {
        boolean[] out = new boolean[mask.length];
        for (int i = 0; i < mask.length; i++) {
            out[i] = !mask[i];
        }
        return out;
    }
}
