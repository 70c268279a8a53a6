package org.sstem.precipitate;

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
    private static final int ROUNDS = 3;
    private static final double MARGIN = 2;
    private static final double GROWTH_PX = 6;

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
        int cells = grid.width() * grid.height();
        if (task.mask().isPresent()) {
            boolean[] occupied = grid.read(task.mask().get());
            boolean[] use = invert(Distance.dilate(occupied, grid.width(), grid.height(), MARGIN));
            Contrast contrast = Contrast.between(section, intact, use);
            Background background = new Background(section, expected, contrast, use, grid);
            List<Blob> blobs = Blob.of(occupied, grid.width(), grid.height());
            return fill(contrast, background, use, fit(blobs, background, true));
        }
        boolean[] use = BlobFinder.bright(section, grid);
        List<Fitted> fitted = List.of();
        for (int round = 0; round < ROUNDS; round++) {
            Contrast contrast = Contrast.between(section, intact, use);
            Background background = new Background(section, expected, contrast, use, grid);
            List<Blob> blobs = round < ROUNDS - 1
                    ? BlobFinder.find(background, grid)
                    : fitted.stream().map(this::outline).toList();
            boolean[] occupied = new boolean[cells];
            if (round == 0) {
                blobs.forEach(blob -> mark(blob, occupied));
                use = invert(Distance.dilate(occupied, grid.width(), grid.height(), grid.cells(GROWTH_PX)));
                debug(occupied);
                continue;
            }
            fitted = fit(blobs, background, false).stream()
                    .filter(Fitted::convincing)
                    .toList();
            if (round == ROUNDS - 1) {
                return fill(contrast, background, use, fitted);
            }
            Plane log = draw(fitted);
            for (int i = 0; i < cells; i++) {
                occupied[i] = log.pixels()[i] < 0;
            }
            debug(occupied);
            use = invert(Distance.dilate(occupied, grid.width(), grid.height(), MARGIN));
        }
        throw new IllegalStateException("unreachable");
    }

    static final List<boolean[]> DEBUG = new ArrayList<>();

    static void debug(boolean[] m) {
        DEBUG.add(m.clone());
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

    /** A blob and what was made of it. */
    record Fitted(Blob blob, BlobModel model) {

        /** Evidence beyond what any odd piece of tissue gathers, and as dark as stain is. */
        boolean convincing() {
            return model != null && model.evidence() > 15 && model.profile().at(0) < -0.35 && model.meanLog() < -0.15;
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

    private List<Fitted> fit(List<Blob> blobs, Background background, boolean given) {
        boolean[] occupied = new boolean[grid.width() * grid.height()];
        blobs.forEach(blob -> mark(blob, occupied));
        float[] visible = visible(background);
        List<Fitted> fitted = new ArrayList<>();
        for (Blob blob : blobs) {
            fitted.add(new Fitted(blob, BlobFit.fit(blob, occupied, visible, background, grid, given)));
        }
        return fitted;
    }

    private PrecipitateFill fill(Contrast contrast, Background background, boolean[] use, List<Fitted> fitted) {
        Plane transmission = draw(fitted);
        boolean[] occupied = new boolean[use.length];
        for (int i = 0; i < occupied.length; i++) {
            occupied[i] = transmission.pixels()[i] < 0;
        }
        List<Blob> blobs = Blob.of(occupied, grid.width(), grid.height());
        Plane residual = Residual.estimate(blobs, occupied, visible(background), transmission, background, grid);
        List<BlobModel> models =
                fitted.stream().map(Fitted::model).filter(Objects::nonNull).toList();
        return new PrecipitateFill(neighbours, grid, contrast, models, residual, noise(), disagreement(contrast, use));
    }

    private double noise() {
        return quantum / Math.sqrt(12);
    }

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

    private float[] visible(Background background) {
        double noise = noise();
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
