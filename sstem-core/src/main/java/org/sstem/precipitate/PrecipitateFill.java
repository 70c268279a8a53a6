package org.sstem.precipitate;

import org.sstem.image.Area;
import org.sstem.image.Plane;
import org.sstem.restore.Findings;
import org.sstem.restore.Provenance;
import org.sstem.restore.SectionRestoration;

import java.util.List;

/** Undoes contrast loss and blobs, pixel by pixel. Immutable and thread-safe. */
final class PrecipitateFill implements SectionRestoration {

    /** A share below this is nothing. */
    private static final double NEGLIGIBLE = 0.02;

    private final Neighbours neighbours;
    private final Working grid;
    private final Contrast contrast;
    private final List<BlobModel> models;
    private final Plane residual;
    private final double noise;
    private final double disagreement;

    PrecipitateFill(
            Neighbours neighbours,
            Working grid,
            Contrast contrast,
            List<BlobModel> models,
            Plane residual,
            double noise,
            double disagreement) {
        this.neighbours = neighbours;
        this.grid = grid;
        this.contrast = contrast;
        this.models = List.copyOf(models);
        this.residual = residual;
        this.noise = noise;
        this.disagreement = disagreement;
    }

    /** The cells that a blob may darken. */
    static Area extent(BlobModel model) {
        double reach = model.gauge().reach() + BlobModel.RAMP + 1;
        int x = (int) Math.floor(model.gauge().cx() - reach);
        int y = (int) Math.floor(model.gauge().cy() - reach);
        int size = (int) Math.ceil(2 * reach) + 1;
        return new Area(x, y, size, size);
    }

    @Override
    public List<Integer> sources() {
        return neighbours.nearest();
    }

    @Override
    public Area sourceArea(Area target) {
        return target;
    }

    @Override
    public void restore(int z, Area target, Plane pixels, byte[] provenance) {
        Plane expected = neighbours.read(target);
        for (int y = 0; y < target.height(); y++) {
            for (int x = 0; x < target.width(); x++) {
                int i = y * target.width() + x;
                restore(target.x() + x, target.y() + y, i, pixels.pixels(), expected.pixels()[i], provenance);
            }
        }
    }

    private void restore(int px, int py, int i, float[] pixels, double expected, byte[] provenance) {
        double x = (px + 0.5) / grid.step() - 0.5;
        double y = (py + 0.5) / grid.step() - 0.5;
        double log = 0;
        double error = 0;
        for (BlobModel model : models) {
            double dx = x - model.gauge().cx();
            double dy = y - model.gauge().cy();
            if (dx * dx + dy * dy < square(model.gauge().reach() + BlobModel.RAMP + 1)) {
                double t = model.logTransmission(x, y);
                if (t < log) {
                    log = t;
                    error = model.error(x, y);
                }
            }
        }
        if (log == 0) {
            if (contrast.lost()) {
                pixels[i] = (float) ((pixels[i] - contrast.offset()) / contrast.gain());
                provenance[i] = Provenance.CORRECTED;
            }
            return;
        }
        log += residual.get(
                Math.min(Math.max((int) Math.round(x), 0), residual.width() - 1),
                Math.min(Math.max((int) Math.round(y), 0), residual.height() - 1));
        double t = Math.exp(log);
        double lit = pixels[i] / t;
        double spread = (square(noise / t) + square(error * lit)) / square(contrast.gain());
        double share = disagreement / (disagreement + spread);
        if (share < NEGLIGIBLE) {
            share = 0;
            provenance[i] = Provenance.INTERPOLATED;
        } else if (share > 1 - NEGLIGIBLE) {
            share = 1;
            provenance[i] = Provenance.CORRECTED;
        } else {
            provenance[i] = Provenance.FUSED;
        }
        double filled = contrast.gain() * expected + contrast.offset();
        double value = share * lit + (1 - share) * filled;
        pixels[i] = (float) (contrast.lost() ? (value - contrast.offset()) / contrast.gain() : value);
    }

    private static double square(double v) {
        return v * v;
    }

    @Override
    public Findings findings(int z) {
        return new Findings(1, List.of(), List.of(), false);
    }
}
